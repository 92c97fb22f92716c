import { describe, expect, it } from 'vitest'
import { notBefore } from '../../src/alerts/quiet.ts'

const until = (from: string, to: string, timezone: string, now: string) =>
  notBefore(
    {
      quiet: { from, until: to },
      schedule: { rhythm: 'daily', weekday: null, monthDay: null, time: '09:00', timezone },
    },
    new Date(now),
  )?.toISOString()

describe('quiet hours', () => {
  it.each([
    // Within a day, and over midnight.
    ['12:00', '14:00', 'UTC', '2026-11-23T11:59:59Z', undefined],
    ['12:00', '14:00', 'UTC', '2026-11-23T12:00:00Z', '2026-11-23T14:00:00.000Z'],
    ['12:00', '14:00', 'UTC', '2026-11-23T13:59:30Z', '2026-11-23T14:00:00.000Z'],
    ['12:00', '14:00', 'UTC', '2026-11-23T14:00:00Z', undefined],
    ['22:00', '07:00', 'UTC', '2026-11-23T21:59:00Z', undefined],
    ['22:00', '07:00', 'UTC', '2026-11-23T23:30:00Z', '2026-11-24T07:00:00.000Z'],
    ['22:00', '07:00', 'UTC', '2026-11-24T03:00:00Z', '2026-11-24T07:00:00.000Z'],
    // In the zone of the place, with its odd offsets.
    ['22:00', '07:00', 'Europe/Paris', '2026-11-23T21:30:00Z', '2026-11-24T06:00:00.000Z'],
    ['22:00', '07:00', 'Asia/Kolkata', '2026-11-23T18:00:00Z', '2026-11-24T01:30:00.000Z'],
    ['22:00', '07:00', 'Pacific/Chatham', '2026-11-23T09:00:00Z', '2026-11-23T17:15:00.000Z'],
    // The clocks go forward and back while it is quiet: 07:00 on the wall, an hour less or more of sleep.
    ['22:00', '07:00', 'Europe/Paris', '2026-03-28T22:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['22:00', '07:00', 'Europe/Paris', '2026-10-24T22:00:00Z', '2026-10-25T06:00:00.000Z'],
    ['22:00', '07:00', 'America/New_York', '2026-03-08T04:00:00Z', '2026-03-08T11:00:00.000Z'],
    ['22:00', '07:00', 'America/New_York', '2026-11-01T04:00:00Z', '2026-11-01T12:00:00.000Z'],
    // The end does not exist that night: the next minute that does. It comes twice: the first is the end, and the second again.
    ['22:00', '02:30', 'America/New_York', '2026-03-08T06:00:00Z', '2026-03-08T07:00:00.000Z'],
    ['22:00', '01:30', 'America/New_York', '2026-11-01T05:00:00Z', '2026-11-01T05:30:00.000Z'],
    ['22:00', '01:30', 'America/New_York', '2026-11-01T06:10:00Z', '2026-11-01T06:30:00.000Z'],
    // Nothing is quiet.
    ['08:00', '08:00', 'UTC', '2026-11-23T08:00:00Z', undefined],
  ] as const)('from %s until %s in %s, at %s', (from, to, zone, now, expected) => {
    expect(until(from, to, zone, now)).toBe(expected)
  })

  it('are nowhere unless somebody sets them', () => {
    const schedule = { rhythm: 'daily', weekday: null, monthDay: null, time: '09:00', timezone: 'UTC' } as const
    expect(notBefore({ quiet: null, schedule }, new Date('2026-11-23T03:00:00Z'))).toBeUndefined()
  })
})
