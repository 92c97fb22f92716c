import type { Block, Cell, Column, Table } from '../../../cards/card.ts'
import { count, money, NO_DATA, percent, price } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { bucketLabel, capital } from '../../words.ts'
import type { Said, Sheet } from '../kind.ts'
import type { Figures, UnitCost } from '../unit-cost/found.ts'
import { isRecorded, nameOf, type Total } from '../unit-cost/say.ts'
import { unitCostSheet } from '../unit-cost/sheet.ts'
import { DIRECTIONS } from '../unit-cost/words.ts'

/** Where the token money goes: to reading, to what a cache saves of it, or to answering. */
export function directionCard(found: UnitCost): Said {
  return {
    headline: `${found.totals.map(({ currency, figures }) => money(figures.amount ?? '0', currency ?? '')).join(' and ')} on tokens`,
    blocks: found.totals.flatMap((total) => blocks(found, total)),
    notes: [
      'Cost and count of the charges that are billed by tokens; models on machines of your own are billed by the hour.',
    ],
  }
}

type Direction = (typeof DIRECTIONS)[number]

const used = (figures: Figures): readonly Direction[] =>
  DIRECTIONS.filter(({ name }) => (figures[`amount_${name}`] ?? null) !== null)

function blocks(found: UnitCost, total: Total): Block[] {
  const { currency } = total
  const lines = found.lines.filter((line) => line.currency === currency)
  // What was asked for comes first: Slack draws the first table best.
  return [...(lines.length === 0 ? [] : [costTable(found, total)]), priceTable(total)]
}

function priceTable({ currency, figures }: Total): Table {
  return {
    kind: 'table',
    caption: `Tokens by direction, ${currency ?? ''}`,
    columns: [left('Tokens'), right('Cost'), right('Share'), right('Count'), right('Per 1M')],
    rows: used(figures).map(({ name, words }) => {
      const amount = figures[`amount_${name}`] ?? '0'
      const units = figures[`units_${name}`]
      const each = figures[`each_${name}`] ?? null
      return [
        cell(words),
        cell(money(amount, currency ?? ''), amount),
        cell(percent(amount, figures.amount ?? '0') ?? '–'),
        cell(isRecorded(units) ? count(units) : NO_DATA, units),
        cell(each === null ? '–' : price(each, currency ?? ''), each),
      ]
    }),
  }
}

function costTable(found: UnitCost, { currency, figures }: Total): Table {
  const { grain } = found
  const directions = used(figures)
  const row = (name: string, of: Figures): Cell[] => [
    cell(name),
    ...directions.map(({ name }) => {
      const amount = of[`amount_${name}`] ?? null
      return cell(amount === null ? '–' : money(amount, currency ?? ''), amount)
    }),
    cell(money(of.amount ?? '0', currency ?? ''), of.amount),
    cell(percent(of.amount_output ?? '0', of.amount ?? '0') ?? '–'),
  ]
  const by = [...found.groupedBy, ...(grain === null ? [] : [grain])]
  return {
    kind: 'table',
    caption: `Token cost by ${by.join(' and ')}, ${currency ?? ''}`,
    columns: [
      left(by.map(capital).join(' · ')),
      ...directions.map(({ words }) => right(words)),
      right('Cost'),
      right('Output share'),
    ],
    rows: [
      ...found.lines
        .filter((line) => line.currency === currency)
        .map((line) => {
          const when = grain === null || line.bucket === null ? [] : [bucketLabel(grain, line.bucket)]
          const who = found.groupedBy.length === 0 ? [] : [nameOf(found, line)]
          return row([...who, ...when].join(' · '), line.figures)
        }),
      row('Total', figures),
    ],
  }
}

/** The rows are those of a price per token; here their cost is what adds up. */
export const directionSheet = (answer: Answer, found: UnitCost): Sheet => ({
  ...unitCostSheet(answer, found),
  totals: found.totals.map(({ currency, figures }) => ({ currency, total: figures.amount ?? null })),
  adds: 'cost',
})

const left = (title: string): Column => ({ title, align: 'left' })
const right = (title: string): Column => ({ title, align: 'right' })
const cell = (text: string, value?: string | null): Cell =>
  value === undefined || value === null ? { text } : { text, value: Number(value) }
