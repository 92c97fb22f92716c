import { expect, it } from 'vitest'
import { spansOf } from '../../../../src/spend/kinds/explanation/spans.ts'

const span = (start: string, end: string) => ({ start, end })
const TODAY = '2026-11-23'

it.each([
  {
    name: 'complete days are compared as they were asked for',
    asked: [span('2026-11-09', '2026-11-16'), span('2026-11-02', '2026-11-09')],
    through: '2026-11-21',
    spans: [span('2026-11-09', '2026-11-16'), span('2026-11-02', '2026-11-09')],
    cut: false,
  },
  {
    name: 'sides of one length are cut alike',
    asked: [span('2026-11-01', '2026-11-24'), span('2026-10-01', '2026-10-24')],
    through: '2026-11-21',
    spans: [span('2026-11-01', '2026-11-22'), span('2026-10-01', '2026-10-22')],
    cut: true,
  },
  {
    name: 'a week that is over and not complete is cut as well',
    asked: [span('2026-11-16', '2026-11-23'), span('2026-11-09', '2026-11-16')],
    through: '2026-11-20',
    spans: [span('2026-11-16', '2026-11-21'), span('2026-11-09', '2026-11-14')],
    cut: true,
  },
  {
    name: 'a shorter month before never outlasts what is left of the longer one',
    asked: [span('2026-03-01', '2026-04-01'), span('2026-02-01', '2026-03-01')],
    through: '2026-03-10',
    spans: [span('2026-03-01', '2026-03-11'), span('2026-02-01', '2026-02-11')],
    cut: true,
  },
  {
    name: 'a longer older side that was named stays whole',
    asked: [span('2026-11-01', '2026-11-24'), span('2026-10-01', '2026-11-01')],
    through: '2026-11-21',
    spans: [span('2026-11-01', '2026-11-22'), span('2026-10-01', '2026-11-01')],
    cut: true,
  },
  {
    name: 'nothing to compare with means the span before',
    asked: [span('2026-11-09', '2026-11-16'), null],
    through: '2026-11-21',
    spans: [span('2026-11-09', '2026-11-16'), span('2026-11-02', '2026-11-09')],
    cut: false,
  },
] as const)('$name', ({ asked: [period, compare], through, spans: [now, before], cut }) => {
  expect(spansOf({ period, compare }, TODAY, through)).toMatchObject({ now, before, cut })
})

it('is nothing where no day is complete', () => {
  const day = { period: span('2026-11-22', '2026-11-23'), compare: span('2026-11-21', '2026-11-22') }
  expect(spansOf(day, TODAY, '2026-11-21')).toBeUndefined()
})
