import { assert as check, constantFrom, date, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextSlot, periodOf, settledThrough, slotsBetween } from '../../src/digests/due.ts'
import type { Schedule } from '../../src/digests/subscription.ts'

const at = (time: string, timezone: string, more: Partial<Schedule> = {}): Schedule => ({
  rhythm: 'daily',
  weekday: null,
  monthDay: null,
  time,
  timezone,
  ...more,
})
const WEEKLY = (weekday: number) => ({ rhythm: 'weekly', weekday }) as const

describe('a slot is a wall-clock moment', () => {
  it.each<[string, Schedule, from: string, slots: string[]]>([
    [
      '09:00 stays 09:00 when Paris springs forward',
      at('09:00', 'Europe/Paris'),
      '2026-03-28T07:00Z',
      ['2026-03-28T08:00Z', '2026-03-29T07:00Z', '2026-03-30T07:00Z'],
    ],
    [
      '02:30 in Paris is 03:00 on the day that has none',
      at('02:30', 'Europe/Paris'),
      '2026-03-28T00:00Z',
      ['2026-03-28T01:30Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z'],
    ],
    [
      '09:00 stays 09:00 when Paris falls back',
      at('09:00', 'Europe/Paris'),
      '2026-10-24T00:00Z',
      ['2026-10-24T07:00Z', '2026-10-25T08:00Z', '2026-10-26T08:00Z'],
    ],
    [
      '02:30 in Paris that comes twice counts once',
      at('02:30', 'Europe/Paris'),
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ],
    ['asked between the two 02:30 of Paris', at('02:30', 'Europe/Paris'), '2026-10-25T00:45Z', ['2026-10-26T01:30Z']],
    ['asked in the second hour of Paris', at('02:30', 'Europe/Paris'), '2026-10-25T01:10Z', ['2026-10-26T01:30Z']],
    [
      '09:00 in New York through March',
      at('09:00', 'America/New_York'),
      '2026-03-07T00:00Z',
      ['2026-03-07T14:00Z', '2026-03-08T13:00Z', '2026-03-09T13:00Z'],
    ],
    [
      '02:00 in New York is 03:00 on the day that has none',
      at('02:00', 'America/New_York'),
      '2026-03-07T12:00Z',
      ['2026-03-08T07:00Z', '2026-03-09T06:00Z'],
    ],
    [
      '01:30 in New York that comes twice counts once',
      at('01:30', 'America/New_York'),
      '2026-10-31T12:00Z',
      ['2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      '09:00 in New York through November',
      at('09:00', 'America/New_York'),
      '2026-10-31T00:00Z',
      ['2026-10-31T13:00Z', '2026-11-01T14:00Z'],
    ],
    [
      'half hours of Kolkata, which changes no clocks',
      at('09:00', 'Asia/Kolkata'),
      '2026-03-28T04:00Z',
      ['2026-03-29T03:30Z', '2026-03-30T03:30Z'],
    ],
    [
      '45 minutes of Chatham',
      at('09:00', 'Pacific/Chatham'),
      '2026-07-01T00:00Z',
      ['2026-07-01T20:15Z', '2026-07-02T20:15Z'],
    ],
    [
      '02:45–03:45 is missing in Chatham in September',
      at('03:00', 'Pacific/Chatham'),
      '2026-09-25T00:00Z',
      ['2026-09-25T14:15Z', '2026-09-26T14:00Z', '2026-09-27T13:15Z'],
    ],
    [
      '02:45–03:45 comes twice in Chatham in April',
      at('03:30', 'Pacific/Chatham'),
      '2027-04-02T00:00Z',
      ['2027-04-02T13:45Z', '2027-04-03T13:45Z', '2027-04-04T14:45Z'],
    ],
    [
      'half an hour is missing on Lord Howe',
      at('02:15', 'Australia/Lord_Howe'),
      '2026-10-03T00:00Z',
      ['2026-10-03T15:30Z', '2026-10-04T15:15Z'],
    ],
    [
      'Cairo had no summer time in 2022 and has it again',
      at('09:00', 'Africa/Cairo'),
      '2022-05-01T12:00Z',
      ['2022-05-02T07:00Z'],
    ],
    [
      'the same wall clock a year later, by its new rules',
      at('09:00', 'Africa/Cairo'),
      '2023-05-01T12:00Z',
      ['2023-05-02T06:00Z'],
    ],
    [
      'midnight is missing in Cairo',
      at('00:15', 'Africa/Cairo'),
      '2026-04-23T00:00Z',
      ['2026-04-23T22:00Z', '2026-04-24T21:15Z'],
    ],
    [
      'Samoa left out a day',
      at('09:00', 'Pacific/Apia'),
      '2011-12-28T20:00Z',
      ['2011-12-29T19:00Z', '2011-12-30T19:00Z'],
    ],
    [
      'monthly on the 28th, also in February',
      at('09:00', 'Europe/Paris', { rhythm: 'monthly', monthDay: 28 }),
      '2026-02-01T00:00Z',
      ['2026-02-28T08:00Z', '2026-03-28T08:00Z', '2026-04-28T07:00Z'],
    ],
    [
      'weekdays leave out a weekend',
      at('09:00', 'Asia/Kolkata', { rhythm: 'weekdays' }),
      '2026-11-20T00:00Z',
      ['2026-11-20T03:30Z', '2026-11-23T03:30Z', '2026-11-24T03:30Z'],
    ],
    [
      'a weekday of Auckland is Sunday in UTC',
      at('09:00', 'Pacific/Auckland', { rhythm: 'weekdays' }),
      '2026-11-20T12:00Z',
      ['2026-11-22T20:00Z', '2026-11-23T20:00Z'],
    ],
    [
      'Sunday is the seventh day',
      at('23:59', 'UTC', WEEKLY(7)),
      '2026-11-23T00:00Z',
      ['2026-11-29T23:59Z', '2026-12-06T23:59Z'],
    ],
    ['a slot is after, not at', at('09:00', 'UTC', WEEKLY(1)), '2026-11-23T09:00Z', ['2026-11-30T09:00Z']],
  ])('%s', (_, schedule, from, wanted) => {
    let after = new Date(from)
    const slots = wanted.map(() => {
      after = nextSlot(schedule, after)
      return after.toISOString().replace(':00.000Z', 'Z')
    })
    expect(slots).toEqual(wanted)
  })

  it('gives all slots of a span, without its beginning and with its end', () => {
    const slots = slotsBetween(at('09:00', 'UTC'), new Date('2026-11-20T09:00Z'), new Date('2026-11-23T09:00Z'))
    expect(slots.map((slot) => slot.toISOString().slice(0, 13))).toEqual([
      '2026-11-21T09',
      '2026-11-22T09',
      '2026-11-23T09',
    ])
    expect(slotsBetween(at('09:00', 'UTC'), new Date('2026-11-23T09:00Z'), new Date('2026-11-20T09:00Z'))).toEqual([])
  })

  // Zones with every kind of change: an hour, half an hour, at midnight, to another date line, other rules in other years.
  const ZONES = [
    'Europe/Paris',
    'America/New_York',
    'Asia/Kolkata',
    'Pacific/Chatham',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'America/Sao_Paulo',
    'Africa/Casablanca',
    'Pacific/Apia',
    'UTC',
  ]
  const clocks = new Map(
    ZONES.map((timeZone) => [
      timeZone,
      new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
    ]),
  )
  const local = (instant: Date, zone: string) => clocks.get(zone)?.format(instant) ?? ''

  it('comes once on every local date that there is, at the wanted minute or the next that exists', () => {
    check(
      property(
        record({
          zone: constantFrom(...ZONES),
          hour: integer({ min: 0, max: 23 }),
          minute: integer({ min: 0, max: 59 }),
          from: date({ min: new Date('2010-01-01T00:00Z'), max: new Date('2032-01-01T00:00Z'), noInvalidDate: true }),
        }),
        ({ zone, hour, minute, from }) => {
          const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
          const slots = slotsBetween(at(time, zone), from, new Date(from.getTime() + 40 * 86_400_000))
          slots.forEach((slot, index) => {
            const before = slots[index - 1]
            if (before !== undefined) expect(slot.getTime()).toBeGreaterThan(before.getTime())
            const [, said = ''] = local(slot, zone).split(' ')
            if (said === time) return
            // In a gap: a minute earlier it was before the wanted time, and now it is after.
            const [, earlier = ''] = local(new Date(slot.getTime() - 60_000), zone).split(' ')
            expect([earlier < time || earlier > said, said > time]).toEqual([true, true])
          })
          const dates = slots.map((slot) => local(slot, zone).slice(0, 10))
          expect(new Set(dates).size).toBe(dates.length)
          expect(dates).toEqual(datesBetween(slots, zone))
        },
      ),
      { numRuns: 150 },
    )
    function datesBetween(slots: readonly Date[], zone: string) {
      const [first, last] = [slots[0], slots.at(-1)]
      if (first === undefined || last === undefined) return []
      const seen = new Set<string>()
      for (let instant = first.getTime(); instant <= last.getTime(); instant += 3_600_000)
        seen.add(local(new Date(instant), zone).slice(0, 10))
      return [...seen.add(local(last, zone).slice(0, 10))]
    }
  })
})

describe('the days of a digest', () => {
  it.each<[string, Schedule, slot: string, settled: string, start: string, end: string]>([
    ['a day that is settled', at('09:00', 'UTC'), '2026-11-23T09:00Z', '2026-11-21', '2026-11-21', '2026-11-22'],
    ['never later than yesterday', at('09:00', 'UTC'), '2026-11-23T09:00Z', '2026-11-25', '2026-11-22', '2026-11-23'],
    [
      'one day on a Monday too',
      at('09:00', 'UTC', { rhythm: 'weekdays' }),
      '2026-11-23T09:00Z',
      '2026-11-21',
      '2026-11-21',
      '2026-11-22',
    ],
    [
      'yesterday is that of UTC',
      at('09:00', 'Pacific/Auckland'),
      '2026-11-22T20:00Z',
      '2026-11-30',
      '2026-11-21',
      '2026-11-22',
    ],
    [
      'the week that is over',
      at('09:00', 'UTC', WEEKLY(1)),
      '2026-11-23T09:00Z',
      '2026-11-20',
      '2026-11-16',
      '2026-11-23',
    ],
    [
      'a Wednesday tells the same week',
      at('09:00', 'UTC', WEEKLY(3)),
      '2026-11-25T09:00Z',
      '2026-11-20',
      '2026-11-16',
      '2026-11-23',
    ],
    [
      'a Sunday tells the week before: its own runs on',
      at('09:00', 'UTC', WEEKLY(7)),
      '2026-11-22T09:00Z',
      '2026-11-20',
      '2026-11-09',
      '2026-11-16',
    ],
    [
      'a month that is over',
      at('09:00', 'UTC', { rhythm: 'monthly', monthDay: 1 }),
      '2026-12-01T09:00Z',
      '2026-11-20',
      '2026-11-01',
      '2026-12-01',
    ],
    [
      'the 28th tells the month before',
      at('09:00', 'UTC', { rhythm: 'monthly', monthDay: 28 }),
      '2026-03-28T09:00Z',
      '2026-03-20',
      '2026-02-01',
      '2026-03-01',
    ],
  ])('%s', (_, schedule, slot, settled, start, end) => {
    expect(periodOf(schedule, new Date(slot), settled)).toEqual({ start, end })
  })

  it.each<[hours: number[], string]>([
    [[], '2026-11-21'],
    [[6], '2026-11-22'],
    [[10], '2026-11-21'],
    [[6, 48], '2026-11-20'],
    [[0], '2026-11-22'],
  ])('sources that settle after %j hours are settled through %s', (hours, day) => {
    expect(settledThrough(at('09:00', 'UTC'), new Date('2026-11-23T09:00Z'), hours)).toBe(day)
  })

  it.each(['Europe/Paris', 'America/New_York', 'Pacific/Chatham', 'Australia/Lord_Howe'])(
    'each is told once and none is left out in %s, whatever the clocks do',
    (zone) => {
      for (let hour = 0; hour < 24; hour++) {
        const schedule = at(`${String(hour).padStart(2, '0')}:00`, zone)
        const slots = slotsBetween(schedule, new Date('2026-01-03T00:00Z'), new Date('2026-12-30T00:00Z'))
        const days = slots.map((slot) => periodOf(schedule, slot, settledThrough(schedule, slot, [8])).start)
        expect(days.slice(1)).toEqual(
          days.slice(0, -1).map((day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)),
        )
      }
    },
  )
})
