import { day, days } from '../../cards/format.ts'
import { weekdayOf } from '../../civil-date.ts'
import { dimensionWord, dimensionWords, listed } from '../../spend/words.ts'
import type { Digest, DigestAsked } from '../digest.ts'
import { glance, orNoData, type Say } from './amounts.ts'
import { name } from './lines.ts'

/** The number first: "$48,210 AI spend, team search, week of Nov 16 – Nov 22, 2026". */
export function title({ asked, totals }: Digest, say: Say = glance): string {
  const where = `${scopeTitle(asked)}, ${periodTitle(asked)}`
  if (totals.length === 0) return `No data: ${where}`
  const amounts = totals.slice(0, MOST_CURRENCIES).map(({ amount, currency }) => orNoData(say, amount, currency))
  const others = totals.length - amounts.length
  const more = others === 0 ? [] : [`${others} more ${others === 1 ? 'currency' : 'currencies'}`]
  return `${listed([...amounts, ...more])} AI spend, ${where}`
}

const MOST_CURRENCIES = 3
const MOST_NAMES = 2

/** "team search", "teams search, vision and 3 more", "whole company"; names cut to what a headline has room for. */
export function scopeTitle({ subscription: { scope }, sight }: DigestAsked): string {
  if (scope === null) {
    if (sight.kind === 'everything') return 'whole company'
    return sight.teams.length === 1 ? `team ${name(sight.teams[0] ?? '', 32)}` : `${sight.teams.length} teams`
  }
  const { dimension, values } = scope
  const [only, ...others] = values
  if (only !== undefined && others.length === 0) return `${dimensionWord(dimension)} ${name(only, 32)}`
  const named = values.slice(0, MOST_NAMES).map((value) => name(value, 24))
  const rest = values.length - named.length
  return `${dimensionWords(dimension)} ${listed(rest === 0 ? named : [...named, `${rest} more`])}`
}

/** Whether the headline had to leave out a part of what the digest is about. */
export const isCut = ({ subscription: { scope }, sight }: DigestAsked): boolean => {
  const values = scope?.values ?? (sight.kind === 'teams' ? sight.teams : [])
  return values.length > MOST_NAMES || values.some((value) => name(value, 24) !== value)
}

/** "Sunday, Nov 22, 2026", "week of Nov 16 – Nov 22, 2026", "October 2026": the days are always named. */
export function periodTitle({ subscription: { schedule }, period }: DigestAsked): string {
  switch (schedule.rhythm) {
    case 'daily':
    case 'weekdays':
      return `${weekdayName(period.start)}, ${day(period.start)}`
    case 'weekly':
      return `week of ${days(period)}`
    case 'monthly':
      return days(period)
  }
}

export const weekdayName = (date: string): string => WEEKDAYS[weekdayOf(date)] ?? ''
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
