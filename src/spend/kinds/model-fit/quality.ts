import { Big } from 'big.js'

/** Scores of one model in one project by one metric: their mean and how many they are. */
export interface Quality {
  readonly score: string
  readonly n: number
}

/** What two sets of scores tell of a move from one model to another. */
export type Verdict =
  /** One side has no score, or too few of them. */
  | { readonly kind: 'few' }
  /** The metric is no score between 0 and 1, so that its spread cannot be bounded from sums. */
  | { readonly kind: 'untested'; readonly difference: string }
  /** `difference` is new less old, exact; `low` to `high` holds what is plausible of it (95 %). */
  | {
      readonly kind: 'alike' | 'better' | 'worse' | 'unclear'
      readonly difference: string
      readonly low: number
      readonly high: number
    }

/** Fewer say nothing: one answer in fifty is two points, more than the differences that matter. */
const FEWEST = 50
/** A difference that is not known to within so much is unclear, and no sign that two models are alike. */
const KNOWN_WITHIN = 0.05
/** Chance or not, nobody calls a model as good that scores so much lower. */
const LOWER_AT_MOST = 0.02
const NORMAL_95 = 1.96

/**
 * Only sums are kept, so the spread is bounded: no score between 0 and 1 with mean p varies more than p(1−p). One success
 * and one failure are added to each side (Agresti–Caffo), for else a perfect score would have no error at all.
 */
export function verdict(now: Quality | null, then: Quality | null, isProportion: boolean): Verdict {
  if (now === null || then === null || now.n < FEWEST || then.n < FEWEST) return { kind: 'few' }
  const difference = new Big(then.score).minus(now.score).toFixed()
  if (!isProportion) return { kind: 'untested', difference }
  const [a, b] = [adjusted(now), adjusted(then)]
  const middle = b.p - a.p
  const half = NORMAL_95 * Math.sqrt(a.variance + b.variance)
  const [low, high] = [middle - half, middle + half]
  const near = half <= KNOWN_WITHIN && new Big(difference).gte(-LOWER_AT_MOST)
  const kind = high < 0 ? 'worse' : low > 0 ? 'better' : near ? 'alike' : 'unclear'
  return { kind, difference, low, high }
}

function adjusted({ score, n }: Quality): { readonly p: number; readonly variance: number } {
  const p = (Number(score) * n + 1) / (n + 2)
  return { p, variance: (p * (1 - p)) / (n + 2) }
}

/** Whether quality speaks for the move, or at least not against it. */
export const holdsUp = ({ kind }: Verdict): boolean => kind === 'alike' || kind === 'better'
