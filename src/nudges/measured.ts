import { Big } from 'big.js'
import { addDays, type CivilDate, daysBetween, later } from '../civil-date.ts'
import { SAVING_DAYS, savingOf } from './savings.ts'

/** What one resource cost on one day in one currency; null where a charge does not say. */
export interface DayCost {
  readonly day: CivilDate
  readonly currency: string
  readonly cost: string | null
}

export interface Settled {
  readonly nudgeId: string
  readonly resolvedOn: CivilDate
  /** The first whole day in which it was idle; null where nobody saw it at work. */
  readonly idleFrom: CivilDate | null
}

export interface Measured {
  readonly nudgeId: string
  readonly days: number
  readonly currency: string
  readonly firstDay: CivilDate
  readonly baseline: string
  readonly actual: string
  readonly saved: string
}

/** Of so many complete days a mean is taken. */
export const BASELINE_DAYS = 7
/** A mean of seven days has no end: exact to so many places. */
const PLACES = 10

/** Its last day with a charge, up to when it was settled: found gone it may be days later. Undefined where there is none. */
export function lastDayOf({ resolvedOn }: Settled, own: readonly DayCost[]): CivilDate | undefined {
  return own
    .filter(({ day, cost }) => day <= resolvedOn && (cost === null || !new Big(cost).eq(0)))
    .map(({ day }) => day)
    .reduce<CivilDate | undefined>((last, day) => (last === undefined ? day : later(last, day)), undefined)
}

/**
 * What was saved in the spans that are over and complete, per currency. The last day itself is in no sum: nobody knows how much of it
 * ran. Nothing where a charge does not say what it cost: unknown is not zero.
 */
export function measured(
  settled: Settled,
  own: readonly DayCost[],
  replacement: readonly DayCost[],
  completeThrough: CivilDate,
): readonly Measured[] {
  const lastDay = lastDayOf(settled, own)
  if (lastDay === undefined) return []
  const from = later(addDays(lastDay, -BASELINE_DAYS), settled.idleFrom ?? '')
  const before = own.filter(({ day }) => day >= from && day < lastDay)
  const days = daysBetween(from, lastDay)
  if (days <= 0) return []
  const firstDay = addDays(lastDay, 1)
  return SAVING_DAYS.flatMap((span) => {
    const end = addDays(firstDay, span)
    if (addDays(end, -1) > completeThrough) return []
    const within = ({ day }: DayCost) => day >= firstDay && day < end
    const [after, instead] = [own.filter(within), replacement.filter(within)]
    if ([...before, ...after, ...instead].some(({ cost }) => cost === null)) return []
    return [...new Set(before.map(({ currency }) => currency))].toSorted().map((currency) => {
      const sum = (costs: readonly DayCost[]) =>
        costs.filter((each) => each.currency === currency).reduce((all, { cost }) => all.plus(cost ?? 0), new Big(0))
      const saving = savingOf({
        baselinePerDay: mean(sum(before), days),
        days: span,
        actual: sum(after).toFixed(),
        replacement: sum(instead).toFixed(),
      })
      const rounded = (amount: string) => new Big(amount).round(PLACES).toFixed()
      return {
        nudgeId: settled.nudgeId,
        days: span,
        currency,
        firstDay,
        baseline: rounded(saving.baseline),
        actual: rounded(saving.actual),
        saved: rounded(saving.saved),
      }
    })
  })
}

/** Far enough that a span of it is right to the last place that is kept. */
function mean(sum: Big, days: number): string {
  const Precise = Big()
  Precise.DP = PLACES * 2
  return new Precise(sum.toFixed()).div(days).toFixed()
}
