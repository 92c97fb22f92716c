import { expect, it } from 'vitest'
import { preceding } from '../../src/spend/comparison.ts'

const MONDAY = '2026-11-23'

it.each([
  // period, complete through → compared span, span before
  [
    'a running month, like for like',
    '2026-11-01',
    '2026-11-24',
    null,
    '2026-11-01 2026-11-24',
    '2026-10-01 2026-10-24',
  ],
  [
    'a running month up to its complete days',
    '2026-11-01',
    '2026-11-24',
    '2026-11-21',
    '2026-11-01 2026-11-22',
    '2026-10-01 2026-10-22',
  ],
  ['a running week', '2026-11-23', '2026-11-24', null, '2026-11-23 2026-11-24', '2026-11-16 2026-11-17'],
  ['a running quarter', '2026-10-01', '2026-11-24', null, '2026-10-01 2026-11-24', '2026-07-01 2026-08-24'],
  ['a running year', '2026-01-01', '2026-11-24', null, '2026-01-01 2026-11-24', '2025-01-01 2025-11-24'],
  ['a whole month', '2026-10-01', '2026-11-01', '2026-11-21', '2026-10-01 2026-11-01', '2026-09-01 2026-10-01'],
  ['a whole week', '2026-11-16', '2026-11-23', '2026-11-22', '2026-11-16 2026-11-23', '2026-11-09 2026-11-16'],
  [
    'a whole week whose end has not arrived',
    '2026-11-16',
    '2026-11-23',
    '2026-11-21',
    '2026-11-16 2026-11-22',
    '2026-11-09 2026-11-15',
  ],
  ['any other span', '2026-10-24', '2026-11-23', null, '2026-10-24 2026-11-23', '2026-09-24 2026-10-24'],
  ['one day', '2026-11-18', '2026-11-19', null, '2026-11-18 2026-11-19', '2026-11-17 2026-11-18'],
  [
    'a short month before a long one',
    '2026-03-01',
    '2026-04-01',
    null,
    '2026-03-01 2026-04-01',
    '2026-02-01 2026-03-01',
  ],
])('compares %s', (_, start, end, completeThrough, now, before) => {
  const span = ({ start, end }: { start: string; end: string }) => `${start} ${end}`
  const found = preceding({ start, end }, MONDAY, completeThrough)
  expect(found && [span(found.now), span(found.before)]).toEqual([now, before])
})

it('cuts the earlier unit at its end', () => {
  expect(preceding({ start: '2026-03-01', end: '2026-03-31' }, '2026-03-30', null)?.before).toEqual({
    start: '2026-02-01',
    end: '2026-03-01',
  })
})

it('compares nothing while no day is complete', () => {
  expect(preceding({ start: '2026-11-23', end: '2026-11-24' }, MONDAY, '2026-11-21')).toBeUndefined()
})
