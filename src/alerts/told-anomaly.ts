import { addDays, type CivilDate } from '../civil-date.ts'
import type { Finding } from '../spend/kinds/anomaly/found.ts'

/** What was told of an anomaly last. */
export interface ToldAnomaly
  extends Pick<
    Finding,
    'groupBy' | 'keys' | 'currency' | 'kind' | 'since' | 'last' | 'over' | 'goesOn' | 'alsoModels'
  > {
  /** Of the message in whose thread updates stand. */
  readonly messageKey: string
  readonly toldOn: CivilDate
}

/** We wrote it. */
export const readTold = (told: unknown): ToldAnomaly => told as ToldAnomaly

/** A first day shifts by so much when a bill is restated. */
const SHIFT_DAYS = 3

/**
 * Whether it is what was told: the same place, seen by team or by model, on days that overlap or follow one another. A spike upon a
 * level that was told is another one.
 */
export function sameAs(told: ToldAnomaly, finding: Finding): boolean {
  if (told.currency !== finding.currency || !isSamePlace(told, finding)) return false
  if (told.since > addDays(finding.last, 1) || finding.since > addDays(told.last, 1)) return false
  const isUpon = finding.kind === 'spike' && told.kind !== 'spike' && finding.since > addDays(told.since, SHIFT_DAYS)
  return !isUpon
}

type Place = Pick<Finding, 'groupBy' | 'keys' | 'alsoModels'>

const isSamePlace = (told: Place, finding: Place): boolean =>
  placeOf(told) === placeOf(finding) || namesModelOf(told, finding) || namesModelOf(finding, told)

const placeOf = ({ groupBy, keys }: Place) => JSON.stringify([groupBy, keys])

/** The one is told by team and names the model that the other is told by. */
const namesModelOf = (one: Place, other: Place): boolean =>
  other.groupBy.length === 1 &&
  other.groupBy[0] === 'model_name' &&
  one.groupBy.length > 1 &&
  one.alsoModels.some((model) => model === other.keys[0])
