import type { Question } from '../../question.ts'

/** "Waste per month": what is idle now, by so many days; undefined where no rate was asked for. */
export function rateOf({ grain }: Question): { readonly days: number; readonly words: string } | undefined {
  switch (grain) {
    case null:
      return undefined
    case 'day':
      return { days: 1, words: 'a day' }
    case 'week':
      return { days: 7, words: 'a week' }
    case 'month':
      return { days: 30, words: 'in 30 days' }
    case 'quarter':
      return { days: 91, words: 'in 91 days' }
  }
}
