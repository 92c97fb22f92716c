import { Big } from 'big.js'
import { sql } from 'kysely'
import type { Block, Table } from '../../../cards/card.ts'
import { plain } from '../../../cards/card.ts'
import { money, NO_DATA, percent } from '../../../cards/format.ts'
import { type Answer, decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension } from '../../question.ts'
import { type RankedRow, ranked } from '../../ranked.ts'
import { keyOf, scope, within } from '../../scope.ts'
import { capital, dimensionWord, rowLabel } from '../../words.ts'
import { type Group, groupCells, groupOf, perCurrency, ranking, rowsRead } from '../groups.ts'
import type { Asked, Kind, Read, Said, Sheet } from '../kind.ts'
import { run } from '../run.ts'

/** How much less than list price was paid for usage: (list − effective) ÷ list, the base that is named beside it. */
export const savingsRate: Kind<SavingsRate> = { read, card, sheet, cost: null, heeds: ['having'] }

/** Exact; null where no charge has a list price. */
interface Saved {
  readonly list: string | null
  readonly effective: string | null
  readonly saved: string | null
}
export interface SavingsRate {
  readonly groupBy: readonly Dimension[]
  readonly totals: readonly (Saved & { readonly currency: string | null; readonly unlisted: number })[]
  readonly rows: readonly (Group & Saved)[]
}

async function read(deps: AskDeps, asked: Asked): Promise<Read<SavingsRate>> {
  const { question, sight } = asked
  const groupBy: readonly Dimension[] = question.groupBy.length === 0 ? ['provider'] : question.groupBy
  const listed = sql`list_cost is not null`
  const saved = sql`sum(list_cost - effective_cost) filter (where ${listed})`
  const { rows, sql: text } = await run<RankedRow>(
    deps,
    ranked({
      from: 'spend.daily',
      // Credits, taxes and purchases have no list price that something was saved from.
      where: sql`${within(question.period)} and charge_category = 'Usage' and ${scope(question, sight, 'spend.daily')}`,
      currency: sql`billing_currency`,
      keys: groupBy.map((dimension) => keyOf(dimension, 'spend.daily')),
      figures: {
        amount: saved,
        list: sql`sum(list_cost)`,
        effective: sql`sum(effective_cost) filter (where ${listed})`,
        unlisted: sql`count(*) filter (where list_cost is null)`,
        rows: sql`count(*)`,
      },
      ...ranking(question, asked.most),
    }),
  )
  if (rows.length === 0) return { kind: 'nothing' }
  const found: SavingsRate = {
    groupBy,
    totals: perCurrency(rows).map((row) => ({
      currency: row.currency,
      list: decimal(row.total_list),
      effective: decimal(row.total_effective),
      saved: decimal(row.total_amount),
      unlisted: Number(row.total_unlisted),
    })),
    rows: rows.map((row) => ({
      ...groupOf(row, groupBy.length),
      list: decimal(row.list),
      effective: decimal(row.effective),
      saved: decimal(row.amount),
    })),
  }
  return { kind: 'found', found, sql: text, rowCount: rowsRead(rows) }
}

const rate = ({ saved, list }: Saved) => (saved !== null && list !== null && percent(saved, list)) || 'no list price'

function card(_: Answer, { groupBy, totals, rows }: SavingsRate): Said {
  const listed = totals.filter((total) => new Big(total.list ?? 0).gt(0))
  const headline = listed
    .map(
      (total, i) =>
        `${rate(total)}${i === 0 ? ' below list price' : ''}${listed.length > 1 ? ` in ${total.currency}` : ''}`,
    )
    .join(' and ')
  const blocks = totals.flatMap(({ currency, ...total }): Block[] => {
    const say = (amount: string | null) => (amount === null ? NO_DATA : money(amount, currency ?? ''))
    const cell = (amount: string | null) =>
      amount === null ? { text: NO_DATA } : { text: money(amount, currency ?? ''), value: Number(amount) }
    const table: Table = {
      kind: 'table',
      caption: `Paid against list price by ${groupBy.map(dimensionWord).join(' and ')}, ${currency}`,
      columns: [
        { title: groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · '), align: 'left' },
        { title: 'At list price', align: 'right' },
        { title: 'Paid', align: 'right' },
        { title: 'Saved', align: 'right' },
        { title: 'Rate', align: 'right' },
      ],
      rows: rows
        .filter((row) => row.currency === currency)
        .map((row) => [
          { text: rowLabel(row, groupBy) },
          cell(row.list),
          cell(row.effective),
          cell(row.saved),
          { text: rate(row) },
        ]),
    }
    const said =
      total.list === null
        ? `No usage in ${currency} has a list price.`
        : `Saved ${say(total.saved)}: usage is ${say(total.list)} at list price and ${say(total.effective)} as effective cost.`
    return [{ kind: 'text', text: [plain(said)] }, table]
  })
  const unlisted = totals.filter((total) => total.unlisted > 0)
  return {
    headline: headline === '' ? 'No list prices' : headline,
    blocks,
    notes: [
      'The rate is (list − effective) ÷ list, over usage that has a list price.',
      ...unlisted.map(
        ({ unlisted, currency }) =>
          `${unlisted.toLocaleString('en-US')} charges in ${currency} came without a list price; they are left out.`,
      ),
    ],
  }
}

function sheet(_: Answer, { groupBy, totals, rows }: SavingsRate): Sheet {
  return {
    columns: ['kind', ...groupBy, 'currency', 'list_cost', 'effective_cost', 'saved'],
    rows: rows.map((row) => [...groupCells(row, groupBy), row.list, row.effective, row.saved]),
    totals: totals.map(({ currency, saved }) => ({ currency, total: saved })),
    adds: 'saved',
  }
}
