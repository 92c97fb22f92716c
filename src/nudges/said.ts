import { Big } from 'big.js'
import { briefMoney, money } from '../cards/format.ts'
import { oneLine, squeezed } from '../cards/visible.ts'
import type { Money } from './nudge.ts'

// How the cards of nudges put things.

/** A name that anybody may have written, on one line. */
export const shortName = (text: string, most = 60): string => squeezed(oneLine(text), most)

/** People by lower-case email. */
export type Names = ReadonlyMap<string, string>

export const personName = (names: Names, email: string): string => shortName(names.get(email) ?? email, 40)

/** "a", "a and b", "a, b or c" */
export const listed = (words: readonly string[], last: 'and' | 'or' = 'and'): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`

/** Each currency by itself, most first; undefined where nothing is known. */
export const moneyWords = (amounts: readonly Money[]): string | undefined => saidBy(money, amounts)
export const briefWords = (amounts: readonly Money[]): string | undefined => saidBy(briefMoney, amounts)

const saidBy = (say: typeof money, amounts: readonly Money[]): string | undefined =>
  amounts.length === 0
    ? undefined
    : listed(
        amounts
          .toSorted((a, b) => new Big(b.amount).cmp(a.amount))
          .map(({ amount, currency }) => say(amount, currency)),
      )

/** "$88.20 a day"; what was not charged yet is no zero. */
export const perDayWords = (amounts: readonly Money[]): string => {
  const words = moneyWords(amounts)
  return words === undefined ? 'an amount a day that is not known yet' : `${words} a day`
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

const MINUTE_MS = 60_000
/** "just now", "2 minutes ago", "3 hours ago", "5 days ago" */
export function ago(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / MINUTE_MS)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${counted(minutes, 'minute')} ago`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${counted(hours, 'hour')} ago` : `${counted(Math.floor(hours / 24), 'day')} ago`
}
