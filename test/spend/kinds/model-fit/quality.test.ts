import { describe, expect, it } from 'vitest'
import { holdsUp, type Verdict, verdict } from '../../../../src/spend/kinds/model-fit/quality.ts'

const scored = (score: string, n: number) => ({ score, n })

const CASES: readonly {
  readonly why: string
  readonly now: ReturnType<typeof scored> | null
  readonly other: ReturnType<typeof scored> | null
  readonly isProportion?: boolean
  readonly kind: Verdict['kind']
}[] = [
  { why: 'one side was never scored', now: scored('0.9', 900), other: null, kind: 'few' },
  { why: 'neither side was', now: null, other: null, kind: 'few' },
  { why: 'one side has too few', now: scored('0.9', 900), other: scored('0.9', 49), kind: 'few' },
  {
    why: 'stars have no bounded spread',
    now: scored('4.2', 900),
    other: scored('4.2', 900),
    isProportion: false,
    kind: 'untested',
  },
  { why: 'many scores, about equal', now: scored('0.93', 885), other: scored('0.92', 839), kind: 'alike' },
  { why: 'clearly worse', now: scored('0.93', 885), other: scored('0.87', 680), kind: 'worse' },
  { why: 'clearly better', now: scored('0.87', 680), other: scored('0.93', 885), kind: 'better' },
  {
    why: 'about equal, and known to no better than 8 points',
    now: scored('0.913', 104),
    other: scored('0.911', 107),
    kind: 'unclear',
  },
  {
    why: 'nearly 3 points lower may be chance, and is no sign of equality',
    now: scored('0.905', 605),
    other: scored('0.878', 563),
    kind: 'unclear',
  },
  { why: 'a perfect score of few is not certain', now: scored('1', 50), other: scored('1', 50), kind: 'unclear' },
]

describe('what scores tell of a move', () => {
  it.each(CASES)('$kind: $why', ({ now, other, isProportion = true, kind }) => {
    expect(verdict(now, other, isProportion).kind).toBe(kind)
  })

  it('is a difference with what is plausible of it', () => {
    const told = verdict(scored('0.93', 885), scored('0.92', 839), true)
    if (told.kind !== 'alike') throw new Error(told.kind)
    expect(told.difference).toBe('-0.01')
    // Two-sample normal bound: 0.01 ± 1.96·√(0.93·0.07/885 + 0.92·0.08/839), a little wider for what is added.
    const half = 1.96 * Math.sqrt((0.93 * 0.07) / 885 + (0.92 * 0.08) / 839)
    expect(told.low).toBeCloseTo(-0.01 - half, 2)
    expect(told.high).toBeCloseTo(-0.01 + half, 2)
  })

  it('holds up only where it is as good or better', () => {
    const kinds = CASES.map(({ now, other, isProportion = true }) => verdict(now, other, isProportion))
    expect(kinds.filter(holdsUp).map(({ kind }) => kind)).toEqual(['alike', 'better'])
  })
})
