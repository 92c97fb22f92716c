import { Big } from 'big.js'
import { type CivilDate, later } from '../civil-date.ts'

/** A budget with what stands against it. Amounts are exact decimal text. */
export interface Standing {
  readonly budget: string
  /** All that is recorded of the period. */
  readonly used: string
  /** Of it, what complete days hold: the days ahead follow these. */
  readonly complete: string
  readonly ahead: readonly { readonly day: CivilDate; readonly cost: string }[]
  /** In percent. */
  readonly thresholds: readonly string[]
  /** All days of the period are complete. */
  readonly final: boolean
  /** What is not crossed as recorded is not crossed before it, even if days that are not complete should have done so. */
  readonly today: CivilDate
}

export interface Pace {
  /** `ahead`: of the budget, if it goes on like this. */
  readonly state: 'within' | 'over' | 'on_track' | 'ahead' | 'unknown'
  /** Negative where more was spent than there is. */
  readonly left: string
  /** Where the period will end; null where nothing tells. */
  readonly expected: string | null
  readonly crossed: readonly string[]
  /** The next threshold, and the day on which it will be crossed; null where it will not be. */
  readonly next: { readonly threshold: string; readonly day: CivilDate } | null
  /** The day on which the budget itself will be spent. */
  readonly spentOn: CivilDate | null
}

export function paceOf(standing: Standing): Pace {
  const { budget, used, final, ahead } = standing
  const left = new Big(budget).minus(used)
  const limit = (threshold: string) => new Big(budget).times(threshold).div(100)
  const thresholds = standing.thresholds.toSorted((a, b) => Number(a) - Number(b))
  const crossed = thresholds.filter((threshold) => new Big(used).gt(0) && new Big(used).gte(limit(threshold)))
  const open = thresholds.find((threshold) => !crossed.includes(threshold))
  const expected = final ? used : expectedOf(standing)
  const dayOf = (amount: Big) => {
    let sum = new Big(standing.complete)
    for (const { day, cost } of ahead) {
      sum = sum.plus(cost)
      if (sum.gte(amount)) return later(day, standing.today)
    }
    return null
  }
  const day = open === undefined || final ? null : dayOf(limit(open))
  return {
    state: stateOf(budget, used, expected, final),
    left: left.toFixed(),
    expected,
    crossed,
    next: open === undefined || day === null ? null : { threshold: open, day },
    spentOn: final || left.lte(0) ? null : dayOf(new Big(budget)),
  }
}

/** What is recorded already can be more than was expected of the days that are not complete. */
function expectedOf({ complete, used, ahead }: Standing): string | null {
  if (ahead.length === 0) return null
  const sum = ahead.reduce((total, { cost }) => total.plus(cost), new Big(complete))
  return sum.lt(used) ? used : sum.toFixed()
}

function stateOf(budget: string, used: string, expected: string | null, final: boolean): Pace['state'] {
  if (new Big(used).gt(budget)) return 'over'
  if (final) return 'within'
  if (expected === null) return 'unknown'
  return new Big(expected).gt(budget) ? 'ahead' : 'on_track'
}
