import type { DayNumber } from './calendar.ts'
import type { Charge, Scene } from './charge.ts'
import type { SourceName } from './services.ts'

/** The part of a day that a source has told by now. AWS is late, as it often is; some say nothing about today. */
export function delivered(source: SourceName, scene: Scene, day: DayNumber, hoursToday: number): number {
  const ago = scene.asOf - day
  if (ago > 1 || (ago === 1 && source !== 'aws-focus')) return 1
  switch (source) {
    case 'aws-focus':
      return ago === 1 ? 15 / 24 : 0
    case 'saas-focus':
      return 0
    case 'gcp-focus':
      return Math.max(1, hoursToday - 2) / 24
    case 'azure-focus':
      return Math.max(1, hoursToday - 3) / 24
    case 'openai-costs':
    case 'anthropic-costs':
    case 'litellm':
      return Math.max(1, hoursToday) / 24
  }
}

/** Three days that AWS delivered once without a part of Bedrock's usage, and then once more. */
export const RESTATED = { source: 'aws-focus', since: 9, until: 7 } as const

export const isRestated = (scene: Scene, day: DayNumber) =>
  day >= scene.asOf - RESTATED.since && day <= scene.asOf - RESTATED.until

/** What stood in the first delivery of a restated day. */
export const firstTold = (charge: Charge): boolean =>
  charge.line.service.name !== 'Amazon Bedrock' || charge.line.skuMeter !== 'Output Tokens'
