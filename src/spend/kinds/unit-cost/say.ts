import { price } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import type { Figures, Line, UnitCost } from './found.ts'
import { unitWords } from './words.ts'

export const isRecorded = (units: string | null | undefined): units is string =>
  units !== null && units !== undefined && Number(units) !== 0

/** A price in words, or what is missing for one: never infinity, never zero for what nobody recorded. */
export function eachText(found: UnitCost, figures: Figures, currency: string | null, side = ''): string {
  const each = figures[`each${side}`] ?? null
  if (each !== null) return price(each, currency ?? '')
  if (!isRecorded(figures[`units${side}`])) return `no ${unitWords(found.unit).many} recorded`
  return 'no cost recorded'
}

export type Total = UnitCost['totals'][number]

/** The one that was asked for, or all. */
export function headlines(answer: Answer, found: UnitCost): readonly (Total & { readonly name: string | null })[] {
  return found.totals.map((total) => {
    const first = found.lines.find((line) => line.kind === 'group' && line.currency === total.currency)
    const single = answer.question.limit === 1 && found.grain === null && first !== undefined
    return single ? { ...total, figures: first.figures, name: nameOf(found, first) } : { ...total, name: null }
  })
}

export const nameOf = (found: Pick<UnitCost, 'groupedBy'>, line: Pick<Line, 'kind' | 'keys' | 'groups'>): string => {
  if (line.kind === 'other') return `Other (${line.groups})`
  return found.groupedBy.map((name, i) => line.keys[i] ?? (name === 'team' ? 'Unallocated' : `No ${name}`)).join(' · ')
}
