import { Big } from 'big.js'
import { type Block, plain, strong, type Table } from '../../../cards/card.ts'
import { change, day, days, instant, money } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import type { Said } from '../kind.ts'
import type { Restatements } from './found.ts'

/** By how much reported days moved in all, and which: the largest first. */
export function restatementsCard(answer: Answer, found: Restatements): Said {
  const { period } = answer.question
  const { totals } = found
  return {
    headline:
      totals.length === 0
        ? 'Nothing was restated'
        : totals
            .map(
              ({ currency, change, days }) =>
                `${signed(change, currency)} on ${days} ${days === 1 ? 'day' : 'days'} restated`,
            )
            .join(' and '),
    blocks:
      totals.length === 0
        ? [{ kind: 'text', text: [plain(`No reported day moved in ${days(period)}.`)] }]
        : totals.flatMap(({ currency, sources }): Block[] => [
            ...largest(found, currency, sources),
            table(answer, found, currency),
          ]),
    notes: [
      'Counted are days of this period that moved after they were first reported, and earlier days whose restatement was recorded in it. They are recorded per source and day, over all teams.',
    ],
  }
}

function largest({ rows }: Restatements, currency: string, sources: number): Block[] {
  const [first] = rows.filter((row) => row.currency === currency && row.kind === 'day')
  if (first?.day == null || first.source === null) return []
  const said = change(first.is, first.was, (amount) => money(amount, currency)).words
  return [
    {
      kind: 'text',
      text: [
        plain(`Most: ${first.source} on ${day(first.day)}, `),
        strong(said),
        plain(`${sources > 1 ? `; ${sources} sources restated days` : ''}.`),
      ],
    },
  ]
}

function table(answer: Answer, { rows }: Restatements, currency: string): Table {
  const cell = (amount: string) => ({ text: money(amount, currency), value: Number(amount) })
  return {
    kind: 'table',
    caption: `Restated days, ${currency}`,
    columns: [
      { title: 'Day', align: 'left' },
      { title: 'Source', align: 'left' },
      { title: 'Was', align: 'right' },
      { title: 'Is', align: 'right' },
      { title: 'Change', align: 'right' },
      { title: 'Recorded', align: 'left' },
    ],
    rows: rows
      .filter((row) => row.currency === currency)
      .map((row) => [
        { text: row.day === null ? `Other (${row.count})` : day(row.day) },
        { text: row.source ?? '–' },
        cell(row.was),
        cell(row.is),
        { text: signed(row.change, currency), value: Number(row.change) },
        { text: instant(new Date(row.recordedAt), answer.timezone) },
      ]),
  }
}

function signed(amount: string, currency: string): string {
  const value = new Big(amount)
  return `${value.gt(0) ? '+' : value.lt(0) ? '−' : ''}${money(value.abs().toFixed(), currency)}`
}
