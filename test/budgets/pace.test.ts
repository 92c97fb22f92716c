import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pace, paceOf, type Standing } from '../../src/budgets/pace.ts'
import { addDays } from '../../src/civil-date.ts'

const THRESHOLDS = ['50', '80', '100', '120']
const daily = (cost: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ day: addDays('2026-11-21', i), cost }))
const standing = (slots: Partial<Standing>): Standing => ({
  budget: '1000',
  used: '600',
  complete: '600',
  ahead: daily('30', 10),
  thresholds: THRESHOLDS,
  final: false,
  today: '2026-11-23',
  ...slots,
})

describe('the pace of a budget', () => {
  it.each<[string, Partial<Standing>, Partial<Pace>]>([
    [
      'on track',
      {},
      {
        state: 'on_track',
        left: '400',
        expected: '900',
        crossed: ['50'],
        next: { threshold: '80', day: '2026-11-27' },
      },
    ],
    ['heading over', { ahead: daily('50', 10) }, { state: 'ahead', expected: '1100', spentOn: '2026-11-28' }],
    [
      'over',
      { used: '1000.01', complete: '1000.01' },
      { state: 'over', left: '-0.01', crossed: ['50', '80', '100'], spentOn: null },
    ],
    [
      'spent to the cent is not over',
      { used: '1000', complete: '1000', ahead: [], final: true },
      { state: 'within', left: '0' },
    ],
    [
      'crossed by what was expected of days past is not crossed yet',
      { used: '799', complete: '799' },
      { next: { threshold: '80', day: '2026-11-23' } },
    ],
    ['final', { final: true, ahead: [] }, { state: 'within', expected: '600', next: null }],
    ['final and over', { final: true, ahead: [], used: '1300' }, { state: 'over', crossed: THRESHOLDS, next: null }],
    ['nothing tells', { ahead: [] }, { state: 'unknown', expected: null }],
    [
      'what is recorded already is more than was expected',
      { used: '990', complete: '600', ahead: daily('1', 10) },
      { state: 'on_track', expected: '990' },
    ],
    [
      'nothing used crosses nothing, whatever the budget',
      { budget: '0', used: '0', complete: '0', ahead: [], final: true },
      { crossed: [] },
    ],
    ['a budget of nothing', { budget: '0', used: '5' }, { state: 'over', crossed: THRESHOLDS }],
    ['thresholds in any order', { thresholds: ['100', '50', '80'] }, { crossed: ['50'] }],
    ['no thresholds', { thresholds: [] }, { crossed: [], next: null }],
  ])('%s', (_, slots, pace) => {
    expect(paceOf(standing(slots))).toMatchObject(pace)
  })

  it('scales: ten times the money is the same pace', () => {
    const cents = fc.integer({ min: 0, max: 1e9 })
    fc.assert(
      fc.property(cents, cents, cents, (budget, used, day) => {
        const of = (by: number) =>
          paceOf(
            standing({
              budget: String(budget * by),
              used: String(used * by),
              complete: String(used * by),
              ahead: daily(String(day * by), 10),
            }),
          )
        const { state, crossed, next, spentOn } = of(1)
        expect(of(10)).toMatchObject({ state, crossed, next, spentOn })
      }),
    )
  })
})
