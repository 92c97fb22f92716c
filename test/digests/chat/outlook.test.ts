import { describe, expect, it } from 'vitest'
import { type Bill, outlook } from '../../../src/digests/chat/outlook.ts'
import { nextSlot } from '../../../src/digests/due.ts'
import type { Schedule } from '../../../src/digests/subscription.ts'

const NOW = new Date('2026-11-23T10:00:00Z')
const weekly = (weekday: number): Schedule => ({
  rhythm: 'weekly',
  weekday,
  monthDay: null,
  time: '09:00',
  timezone: 'Europe/Paris',
})
const monthly = (monthDay: number): Schedule => ({ ...weekly(1), rhythm: 'monthly', weekday: null, monthDay })
const daily: Schedule = { ...weekly(1), rhythm: 'daily', weekday: null }
const AWS: Bill = { source: 'aws-focus', hours: 48 }
const OPENAI: Bill = { source: 'openai-costs', hours: 3 }

// The last day of the week ends Mon 00:00 in UTC; a source settles so many hours after.
describe('what cannot be complete in time', () => {
  it.each<[string, Schedule, number, readonly Bill[], readonly string[], number | null]>([
    ['Monday is too soon for two days; Wednesday is not', weekly(1), 4, [AWS, OPENAI], ['aws-focus'], 3],
    ['Monday is late enough for three hours', weekly(1), 4, [OPENAI], [], null],
    ['waiting long enough helps', weekly(1), 40, [AWS], [], null],
    ['an hour less does not', weekly(1), 39, [AWS], ['aws-focus'], 2],
    ['Wednesday is late enough', weekly(3), 0, [AWS], [], null],
    [
      'slowest first, and nothing helps within the week',
      weekly(1),
      0,
      [OPENAI, { source: 'slow', hours: 200 }, AWS],
      ['slow', 'aws-focus'],
      null,
    ],
    ['a daily digest is about the newest day that is there', daily, 0, [AWS], [], null],
    ['the first of a month is too soon', monthly(1), 4, [AWS], ['aws-focus'], 3],
    ['nothing is known', weekly(1), 0, [], [], null],
  ])('%s', (_, schedule, waitHours, bills, late, better) => {
    const told = outlook(schedule, waitHours, nextSlot(schedule, NOW), bills)
    expect(told.late.map(({ source }) => source)).toEqual(late)
    expect(told.better?.weekday ?? told.better?.monthDay ?? null).toBe(better)
  })

  it('names the moments', () => {
    expect(outlook(weekly(1), 4, nextSlot(weekly(1), NOW), [AWS])).toMatchObject({
      slotAt: new Date('2026-11-30T08:00:00Z'),
      deadlineAt: new Date('2026-11-30T12:00:00Z'),
      period: { start: '2026-11-23', end: '2026-11-30' },
      late: [{ settledAt: new Date('2026-12-02T00:00:00Z') }],
    })
  })
})
