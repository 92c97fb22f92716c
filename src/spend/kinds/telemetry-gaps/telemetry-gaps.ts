import type { Kind } from '../kind.ts'
import { card } from './card.ts'
import { read, type TelemetryGaps } from './found.ts'
import { sheet } from './sheet.ts'

/** What is paid for and cannot be judged, for want of telemetry. */
export const telemetryGaps: Kind<TelemetryGaps> = { read, card, sheet, cost: 'effective_cost' }
