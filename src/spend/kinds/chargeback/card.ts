import { Big } from 'big.js'
import { type Block, plain, type Table } from '../../../cards/card.ts'
import { days, money, percent } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { rowLabel } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { Chargeback, Reconciled } from './found.ts'

export function card({ question }: Answer, { totals, rows, reconciled }: Chargeback): Said {
  const month = days(question.period)
  const blocks = totals.flatMap(({ currency, billed }): Block[] => {
    const say = (amount: string) => money(amount, currency ?? '')
    const centers: Table = {
      kind: 'table',
      caption: `Billed by cost center, ${currency}`,
      columns: [
        { title: 'Cost center', align: 'left' },
        { title: 'Billed', align: 'right' },
        { title: 'Share', align: 'right' },
      ],
      rows: rows
        .filter((row) => row.currency === currency)
        .map((row) => [
          { text: rowLabel(row, ['cost_center']) },
          { text: say(row.billed), value: Number(row.billed) },
          { text: percent(row.billed, billed) ?? '–' },
        ]),
    }
    const sources = reconciled?.filter((source) => source.currency === currency) ?? []
    return [centers, ...(sources.length === 0 ? [] : reconciliation(sources, month, say))]
  })
  const open = reconciled?.filter(({ closed }) => !closed).map(({ source }) => source) ?? []
  return {
    headline: totals.map(({ currency, billed }) => money(billed, currency ?? '')).join(' and '),
    blocks,
    notes: open.length === 0 ? [] : [`Not closed yet, so it may still move: ${[...new Set(open)].join(', ')}.`],
  }
}

const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total.plus(amount), new Big(0)).toFixed()

function reconciliation(sources: readonly Reconciled[], month: string, say: (amount: string) => string): Block[] {
  const of = (pick: (source: Reconciled) => string) => say(sum(sources.map(pick)))
  const moved = sources.some(({ elsewhere, earlier }) => Number(elsewhere) !== 0 || Number(earlier) !== 0)
  const line = moved
    ? `The invoices of ${month} come to ${of((s) => s.invoice)}. Its days cost ${of((s) => s.days)}: ${of((s) => s.elsewhere)} of that is on another month's invoice, and its own carry ${of((s) => s.earlier)} for days of other months.`
    : `The invoices of ${month} come to the same: ${of((s) => s.invoice)}.`
  const table: Table = {
    kind: 'table',
    caption: `Days against invoices of ${month}, ${sources[0]?.currency ?? ''}`,
    columns: [
      { title: 'Source', align: 'left' },
      { title: 'Days', align: 'right' },
      ...(moved
        ? [
            { title: 'Invoiced elsewhere', align: 'right' as const },
            { title: 'For other days', align: 'right' as const },
          ]
        : []),
      { title: 'Invoice', align: 'right' },
      { title: 'Status', align: 'left' },
    ],
    rows: sources.map((source) => [
      { text: source.source },
      { text: say(source.days), value: Number(source.days) },
      ...(moved
        ? [
            { text: say(source.elsewhere), value: Number(source.elsewhere) },
            { text: say(source.earlier), value: Number(source.earlier) },
          ]
        : []),
      { text: say(source.invoice), value: Number(source.invoice) },
      { text: source.closed ? 'closed' : 'open' },
    ]),
  }
  return [{ kind: 'text', text: [plain(line)] }, table]
}
