import type { Daily } from '../../src/budgets/forecast.ts'
import { addDays, type CivilDate, weekdayOf } from '../../src/civil-date.ts'
import { random, wobble } from '../../src/demo/random.ts'

const DAYS = 390
const OF_A_KIND = 4
const OFFICE = [1.1, 1.12, 1.13, 1.1, 1, 0.5, 0.45]
const WEEKEND = [0.5, 0.5, 0.5, 0.5, 0.6, 2.2, 2.2]

const KINDS = [
  'flat',
  'growing',
  'shrinking',
  'step',
  'spikes',
  'holidays',
  'bursts',
  'weekends',
  'all at once',
] as const

/** Days of spend that no company had: each kind of difficulty alone, and all at once. */
export function madeUp(seed: number, last: CivilDate): Record<string, readonly Daily[]> {
  const first = addDays(last, 1 - DAYS)
  return Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      Array.from({ length: OF_A_KIND }, (_, i) => ({ first, costs: costs(kind, random(seed, `${kind} ${i}`), first) })),
    ]),
  )
}

function costs(kind: (typeof KINDS)[number], next: () => number, first: CivilDate): number[] {
  const has = (what: (typeof KINDS)[number]) => kind === what || kind === 'all at once'
  const base = 50 + next() * 2000
  const spread = 0.02 + next() * 0.12
  const week = kind === 'weekends' ? WEEKEND : next() < 0.6 ? OFFICE : undefined
  const growth = has('growing') ? next() * 0.1 : kind === 'shrinking' ? -next() * 0.08 : 0
  const stepDay = has('step') ? 120 + Math.floor(next() * 220) : DAYS
  const step = 0.5 + 1.5 * next()
  let burstDays = 0
  return Array.from({ length: DAYS }, (_, day) => {
    const civil = addDays(first, day)
    let cost = base * Math.exp((growth * day) / 30.44) * wobble(next, spread) * (week?.[weekdayOf(civil)] ?? 1)
    if (day >= stepDay) cost *= step
    if (has('spikes') && next() < 0.012) cost *= 3 + 5 * next()
    if (has('holidays') && isHoliday(civil)) cost *= 0.45
    if (has('bursts')) {
      burstDays = burstDays > 0 ? burstDays - 1 : next() < 0.05 ? 1 + Math.floor(next() * 5) : 0
      if (burstDays > 0) cost += base * (0.5 + next())
    }
    return cost
  })
}

const isHoliday = (day: CivilDate): boolean => {
  const date = day.slice(5)
  return date >= '12-24' || date === '01-01' || (date >= '04-03' && date <= '04-06') || date === '05-01'
}
