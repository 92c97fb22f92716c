import type { Cell, Column, Table } from '../../../cards/card.ts'
import { change, count, money, NO_DATA, percent, price } from '../../../cards/format.ts'
import { capital } from '../../words.ts'
import type { Figures, Line, UnitCost } from './found.ts'
import { eachText, isRecorded, nameOf, type Total } from './say.ts'
import { DIRECTIONS, unitWords } from './words.ts'

const left = (title: string): Column => ({ title, align: 'left' })
const right = (title: string): Column => ({ title, align: 'right' })
const cell = (text: string, value?: string | null): Cell =>
  value === undefined || value === null ? { text } : { text, value: Number(value) }

/** A price for each group with the cost and units it was made of, and what tokens cost by direction. */
export function unitCostTables(found: UnitCost): Table[] {
  return found.totals.flatMap((total) => {
    const lines = found.lines.filter((line) => line.currency === total.currency)
    return [
      ...(lines.length === 0 ? [] : [groupTable(found, total, lines)]),
      ...(found.unit === 'token' ? [directionTable(found, total)] : []),
    ]
  })
}

function groupTable(found: UnitCost, { currency, figures }: Total, lines: readonly Line[]): Table {
  const { unit, spans, basis } = found
  const { per, many } = unitWords(unit)
  const compared = spans.before !== null
  // Microsoft Teams has room for eight columns.
  const directions =
    unit === 'token' && !compared
      ? DIRECTIONS.filter(({ name, meter }) => meter !== null && isRecorded(figures[`units_${name}`]))
      : []
  const row = (name: string, of: Figures): Cell[] => {
    const amount = of.amount ?? null
    const units = of.units ?? null
    return [
      cell(name),
      cell(eachText(found, of, currency), of.each),
      ...(compared
        ? [cell(eachText(found, of, currency, '_before'), of.each_before), cell(movedText(of, currency))]
        : []),
      ...directions.map(({ name }) => {
        const each = of[`each_${name}`] ?? null
        return cell(each === null ? '–' : price(each, currency ?? ''), each)
      }),
      cell(amount === null ? NO_DATA : money(amount, currency ?? ''), amount),
      cell(isRecorded(units) ? count(units) : NO_DATA, units),
      ...(basis.kind === 'runs' ? [cell(of.failed ?? '0', of.failed), cell(of.cancelled ?? '0', of.cancelled)] : []),
    ]
  }
  return {
    kind: 'table',
    caption: `Per ${per} by ${found.groupedBy.join(' and ')}, ${currency ?? ''}`,
    columns: [
      left(found.groupedBy.map(capital).join(' · ')),
      right(`Per ${per}`),
      ...(compared ? [right('Before'), right('Change')] : []),
      ...directions.map(({ words }) => right(words)),
      right('Cost'),
      right(capital(many)),
      ...(basis.kind === 'runs' ? [right('Failed'), right('Cancelled')] : []),
    ],
    rows: [...lines.map((line) => row(nameOf(found, line), line.figures)), row('Total', figures)],
  }
}

const movedText = (of: Figures, currency: string | null): string =>
  (of.each ?? null) === null || (of.each_before ?? null) === null
    ? '–'
    : change(of.each ?? '0', of.each_before, (decimal) => price(decimal, currency ?? '')).words

function directionTable(found: UnitCost, { currency, figures }: Total): Table {
  const told = DIRECTIONS.filter(({ name }) => (figures[`amount_${name}`] ?? null) !== null)
  return {
    kind: 'table',
    caption: `Tokens by direction, ${currency ?? ''}`,
    columns: [left('Tokens'), right('Per 1M'), right('Cost'), right('Share'), right('Count')],
    rows: told.map(({ name, words }) => {
      const amount = figures[`amount_${name}`] ?? '0'
      const units = figures[`units_${name}`]
      return [
        cell(words),
        cell(eachText(found, figures, currency, `_${name}`), figures[`each_${name}`]),
        cell(money(amount, currency ?? ''), amount),
        cell(percent(amount, figures.amount ?? '0') ?? '–'),
        cell(isRecorded(units) ? count(units) : NO_DATA, units),
      ]
    }),
  }
}
