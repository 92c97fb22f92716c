import { describe, expect, it } from 'vitest'
import { lastMorning, localDay, morningOf } from '../../src/nudges/local-instant.ts'

describe('nine in the morning', () => {
  it.each([
    ['2026-11-30', 'Europe/Paris', '2026-11-30T08:00:00Z'],
    ['2026-07-01', 'Europe/Paris', '2026-07-01T07:00:00Z'],
    // The nights in which clocks change.
    ['2026-10-25', 'Europe/Paris', '2026-10-25T08:00:00Z'],
    ['2026-03-29', 'Europe/Paris', '2026-03-29T07:00:00Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T14:00:00Z'],
    ['2026-11-30', 'Pacific/Auckland', '2026-11-29T20:00:00Z'],
    ['2026-11-30', 'Asia/Kolkata', '2026-11-30T03:30:00Z'],
    ['2026-11-30', 'Pacific/Kiritimati', '2026-11-29T19:00:00Z'],
    ['2026-11-30', 'UTC', '2026-11-30T09:00:00Z'],
  ])('of %s in %s is %s', (day, zone, at) => {
    expect(morningOf(day, zone)).toEqual(new Date(at))
    expect(localDay(new Date(at), zone)).toBe(day)
  })

  it('lies at most so many days ahead, to the minute', () => {
    const at = (time: string) => new Date(`2026-11-23T${time}Z`)
    expect(lastMorning(at('09:00:00'), 30, 'UTC')).toBe('2026-12-23')
    expect(lastMorning(at('08:59:59'), 30, 'UTC')).toBe('2026-12-22')
    expect(lastMorning(at('23:00:00'), 30, 'Pacific/Auckland')).toBe('2026-12-24')
  })
})
