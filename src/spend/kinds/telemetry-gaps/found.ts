import type { CivilDate } from '../../../civil-date.ts'
import { IDLE_RULES } from '../../../nudges/idle-rules.ts'
import type { AskDeps } from '../../deps.ts'
import { descriptions } from '../idle/described.ts'
import { NO_TELEMETRY, perDayOf, type Unjudged, unknownOf } from '../idle/found.ts'
import { judgement } from '../idle/judged.ts'
import type { Asked, Read } from '../kind.ts'
import { together } from '../run.ts'

export interface TelemetryGaps extends Unjudged {
  readonly version: string
  readonly asOf: Date
  readonly stale: boolean
  readonly paidDay: CivilDate
  /** Those that can be judged. */
  readonly judged: number
  readonly others: Pick<Unjudged, 'resources' | 'perDay'>
}

export async function read(deps: AskDeps, asked: Asked): Promise<Read<TelemetryGaps>> {
  const rules = deps.idleRules ?? IDLE_RULES
  if (!asked.views.has('spend.resource_hour')) return { kind: 'cannot', why: NO_TELEMETRY }
  const found = await judgement(deps, asked, rules)
  if (found === undefined) return { kind: 'cannot', why: NO_TELEMETRY }
  if (found.judged.length + found.busy === 0) return { kind: 'nothing' }
  const unknown = unknownOf(found.judged)
  const most = Math.min(asked.question.limit ?? asked.most, asked.most)
  const [named, others] = [unknown.slice(0, most), unknown.slice(most)]
  const described = await descriptions(deps, asked, found.paid, named)
  return {
    kind: 'found',
    found: {
      version: rules.version,
      asOf: found.asOf,
      stale: found.stale,
      paidDay: found.paid.day,
      judged: found.busy + found.judged.length - unknown.length,
      resources: unknown.length,
      perDay: perDayOf(unknown),
      shown: named.map((resource) => ({ ...resource, ...described.of(resource.resourceId) })),
      others: { resources: others.length, perDay: perDayOf(others) },
    },
    sql: together(...found.ran, ...described.ran),
    rowCount: found.busy + found.judged.length,
  }
}
