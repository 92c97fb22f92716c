import { sql } from 'kysely'
import { type Block, plain, type Table } from '../../../cards/card.ts'
import { percent } from '../../../cards/format.ts'
import { type Answer, decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { BILLED_UNITS, costColumn, viewFor } from '../../query.ts'
import type { Dimension, Question, Scope } from '../../question.ts'
import { type RankedRow, ranked } from '../../ranked.ts'
import { dimensionsOf, keyOf, scope, within } from '../../scope.ts'
import { capital, dimensionWord, figure, rowLabel, scopeWords } from '../../words.ts'
import { type Group, groupOf, perCurrency, ranking, rowsRead } from '../groups.ts'
import type { Asked, Kind, Read, Sheet } from '../kind.ts'
import { run } from '../run.ts'

/** What share one part of the spend, or of what the bill counts, has in all of it, or in all of its owner's. */
export const share: Kind<Share> = { read, card, sheet, heeds: ['having'] }

export interface Share {
  /** What the question narrows to, and what that is a part of; empty is everything that the asker sees. */
  readonly part: Scope
  readonly whole: Scope
  readonly totals: readonly {
    readonly currency: string | null
    readonly part: string
    readonly whole: string
    /** Charges without the figure: in neither side. */
    readonly unknown: number
  }[]
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
  const unit = question.measure === 'quantity' ? BILLED_UNITS[question.unit ?? 'request'] : undefined
  if (question.measure === 'quantity' && unit === undefined)
    return {
      kind: 'cannot',
      why: 'I tell shares of cost, of tokens and of GPU hours. Ask for example “what share of tokens is gpt-4o”.',
    }
  const view = viewFor(question, asked.views)
  const value = sql.ref(unit === undefined ? costColumn(question) : 'quantity')
  const wide: Question = { ...question, filters: whole }
  const narrow = scope({ ...question, filters: part, exclude: {} }, { kind: 'everything' }, view)
  const { rows, sql: text } = await run<RankedRow>(
    deps,
    ranked({
      from: view,
      where: sql`${within(question.period)} and ${scope(wide, sight, view)}${unit === undefined ? sql`` : sql` and unit = ${unit}`}`,
      currency: unit === undefined ? sql`billing_currency` : sql`null::text`,
      keys: question.groupBy.map((dimension) => keyOf(dimension, view)),
      figures: {
        amount: sql`coalesce(sum(${value}) filter (where ${narrow}), 0)`,
        whole: sql`coalesce(sum(${value}), 0)`,
        unknown: sql`count(*) - count(${value})`,
        rows: sql`count(*)`,
      },
      ...ranking(question, asked.most),
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
      unknown: Number(row.total_unknown),
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
  const what = answer.unit === null ? 'spend' : `${answer.unit.replace('_', ' ')}s`
  const all = dimensionsOf(whole).length === 0 ? `all ${what}` : `the ${what} of ${scopeWords(whole)}`
  const say = (amount: string, currency: string | null) => figure(answer, amount, currency)
  const headline = totals
    .map(({ part, whole, currency }, i) => {
      const said = Number(part) === 0 && Number(whole) > 0 ? 'none' : shareOf(part, whole)
      return totals.length === 1 ? said : `${said}${i === 0 ? ` of ${what}` : ''} in ${currency}`
    })
    .join(', ')
  const blocks: Block[] = totals.map((total) => ({
    kind: 'text',
    text: [
      plain(
        `${capital(named)}: ${say(total.part, total.currency)} of ${say(total.whole, total.currency)}, which is ${all}.`,
      ),
    ],
  }))
  const tables = totals.flatMap(({ currency }): Table[] => {
    const mine = rows.filter((row) => row.currency === currency)
    if (mine.length === 0) return []
    return [
      {
        kind: 'table',
        caption: `Share of ${named} by ${answer.groupBy.map(dimensionWord).join(' and ')}, ${currency ?? what}`,
        columns: [
          { title: answer.groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · '), align: 'left' },
          { title: 'Part', align: 'right' },
          { title: 'All', align: 'right' },
          { title: 'Share', align: 'right' },
        ],
        rows: mine.map((row) => [
          { text: rowLabel(row, answer.groupBy) },
          { text: say(row.part, currency), value: Number(row.part) },
          { text: say(row.whole, currency), value: Number(row.whole) },
          { text: shareOf(row.part, row.whole) },
        ]),
      },
    ]
  })
  const notes = totals.flatMap(({ unknown, currency }) =>
    unknown === 0
      ? []
      : [
          `${unknown.toLocaleString('en-US')} ${unknown === 1 ? 'charge' : 'charges'}${currency === null ? '' : ` in ${currency}`} came without this figure; they are in neither.`,
        ],
  )
  return { headline, blocks: [...blocks, ...tables], notes }
}

function sheet({ groupBy, unit }: Answer, { totals, rows }: Share): Sheet {
  const apart = (currency: string | null) => (unit === null ? currency : unit)
  const part = unit === null ? 'part_cost' : 'part'
  const grouped = rows.map((row) => [
    row.kind,
    ...groupBy.map((_, i) => row.keys[i] ?? null),
    apart(row.currency),
    row.part,
    row.whole,
  ])
  return {
    columns: ['kind', ...groupBy, unit === null ? 'currency' : 'unit', part, unit === null ? 'whole_cost' : 'whole'],
    rows: rows.length > 0 ? grouped : totals.map((total) => ['total', apart(total.currency), total.part, total.whole]),
    totals: totals.map(({ currency, part }) => ({ currency, total: part })),
    adds: part,
  }
}
