import { sql } from 'kysely'
import { type Block, plain, type Table } from '../../../cards/card.ts'
import { money, percent } from '../../../cards/format.ts'
import { type Answer, decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { costColumn, viewFor } from '../../query.ts'
import type { Dimension, Question, Scope } from '../../question.ts'
import { type RankedRow, ranked } from '../../ranked.ts'
import { dimensionsOf, keyOf, scope, within } from '../../scope.ts'
import { capital, dimensionWord, rowLabel, scopeWords } from '../../words.ts'
import { type Group, groupOf, perCurrency, rowsRead } from '../groups.ts'
import type { Asked, Kind, Read, Sheet } from '../kind.ts'
import { run } from '../run.ts'

/** What share one part of the spend has in all of it, or in all of its owner's. */
export const share: Kind<Share> = { read, card, sheet }

export interface Share {
  /** What the question narrows to, and what that is a part of; empty is everything that the asker sees. */
  readonly part: Scope
  readonly whole: Scope
  readonly totals: readonly { readonly currency: string | null; readonly part: string; readonly whole: string }[]
  readonly rows: readonly (Group & { readonly part: string; readonly whole: string })[]
}

// Whose spend it is makes the whole; what it is spent on makes the part: "team search" of "GPU" is asked far less often.
const OWNING: ReadonlySet<Dimension> = new Set([
  'team',
  'project',
  'environment',
  'business_unit',
  'owner',
  'cost_center',
  'product',
  'customer',
])

/** Filters of both sorts: the owners' spend is the whole. Of one sort only: everything is. */
export function split(filters: Scope): Pick<Share, 'part' | 'whole'> {
  const named = dimensionsOf(filters)
  const whole = named.filter(([dimension]) => OWNING.has(dimension))
  const part = named.filter(([dimension]) => !OWNING.has(dimension))
  if (part.length === 0 || whole.length === 0) return { part: filters, whole: {} }
  return { part: Object.fromEntries(part), whole: Object.fromEntries(whole) }
}

async function read(deps: AskDeps, asked: Asked): Promise<Read<Share>> {
  const { question, sight } = asked
  const { part, whole } = split(question.filters)
  if (dimensionsOf(part).length === 0)
    return {
      kind: 'cannot',
      why: 'A share of what? Ask for example “what share of spend is GPU” or “what share of our spend is openai”.',
    }
  const view = viewFor(question, asked.views)
  const value = sql.ref(costColumn(question))
  const wide: Question = { ...question, filters: whole }
  const narrow = scope({ ...question, filters: part, exclude: {} }, { kind: 'everything' }, view)
  const { rows, sql: text } = await run<RankedRow>(
    deps,
    ranked({
      from: view,
      where: sql`${within(question.period)} and ${scope(wide, sight, view)}`,
      currency: sql`billing_currency`,
      keys: question.groupBy.map((dimension) => keyOf(dimension, view)),
      grain: null,
      figures: {
        amount: sql`coalesce(sum(${value}) filter (where ${narrow}), 0)`,
        whole: sql`coalesce(sum(${value}), 0)`,
        rows: sql`count(*)`,
      },
      order: 'amount',
      sort: question.sort,
      limit: Math.min(question.limit ?? asked.most, asked.most),
      limitAsked: question.limit !== null,
      having: question.having,
    }),
  )
  if (rows.length === 0) return { kind: 'nothing' }
  const count = question.groupBy.length
  const found: Share = {
    part,
    whole,
    totals: perCurrency(rows).map((row) => ({
      currency: row.currency,
      part: decimal(row.total_amount) ?? '0',
      whole: decimal(row.total_whole) ?? '0',
    })),
    rows:
      count === 0
        ? []
        : rows.map((row) => ({
            ...groupOf(row, count),
            part: decimal(row.amount) ?? '0',
            whole: decimal(row.whole) ?? '0',
          })),
  }
  return { kind: 'found', found, sql: text, rowCount: rowsRead(rows) }
}

const shareOf = (part: string, whole: string) => percent(part, whole) ?? 'no share'

function card(answer: Answer, { part, whole, totals, rows }: Share) {
  const named = scopeWords(part)
  const all = dimensionsOf(whole).length === 0 ? 'all spend' : `the spend of ${scopeWords(whole)}`
  const headline = totals
    .map((total) => `${shareOf(total.part, total.whole)}${totals.length > 1 ? ` of ${total.currency}` : ''}`)
    .join(' and ')
  const blocks: Block[] = totals.map((total) => ({
    kind: 'text',
    text: [
      plain(
        `${capital(named)}: ${money(total.part, total.currency ?? '')} of ${money(total.whole, total.currency ?? '')}, which is ${all}.`,
      ),
    ],
  }))
  const tables = totals.flatMap(({ currency }): Table[] => {
    const mine = rows.filter((row) => row.currency === currency)
    if (mine.length === 0) return []
    return [
      {
        kind: 'table',
        caption: `Share of ${named} by ${answer.groupBy.map(dimensionWord).join(' and ')}, ${currency}`,
        columns: [
          { title: answer.groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · '), align: 'left' },
          { title: 'Part', align: 'right' },
          { title: 'All', align: 'right' },
          { title: 'Share', align: 'right' },
        ],
        rows: mine.map((row) => [
          { text: rowLabel(row, answer.groupBy) },
          { text: money(row.part, currency ?? ''), value: Number(row.part) },
          { text: money(row.whole, currency ?? ''), value: Number(row.whole) },
          { text: shareOf(row.part, row.whole) },
        ]),
      },
    ]
  })
  return { headline, blocks: [...blocks, ...tables], notes: [] }
}

function sheet({ groupBy }: Answer, { totals, rows }: Share): Sheet {
  const grouped = rows.map((row) => [
    row.kind,
    ...groupBy.map((_, i) => row.keys[i] ?? null),
    row.currency,
    row.part,
    row.whole,
  ])
  return {
    columns: ['kind', ...groupBy, 'currency', 'part_cost', 'whole_cost'],
    rows: rows.length > 0 ? grouped : totals.map((total) => ['total', total.currency, total.part, total.whole]),
    totals: totals.map(({ currency, part }) => ({ currency, total: part })),
    adds: 'part_cost',
  }
}
