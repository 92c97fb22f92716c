import { sql } from 'kysely'
import type { Block } from '../../../cards/card.ts'
import { plain } from '../../../cards/card.ts'
import { days, money, NO_DATA, shortDay } from '../../../cards/format.ts'
import { type Answer, decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { costColumn, viewFor, days as within } from '../../query.ts'
import type { Period } from '../../question.ts'
import { within as inPeriod, keyOf, scope } from '../../scope.ts'
import { capital, dimensionWord, dimensionWords, listed } from '../../words.ts'
import { folded, sum } from '../folded.ts'
import type { Asked, Kind, Read, Said, Sheet } from '../kind.ts'
import { run } from '../run.ts'

/** Names that a period has and the one before had not: new models, new projects. */
export const newNames: Kind<NewNames> = { read, card, sheet, heeds: ['compare'] }

export interface NewNames {
  readonly before: Period
  /** Dearest first. */
  readonly rows: readonly {
    readonly name: string
    readonly currency: string
    /** Null where no charge of it has the figure. */
    readonly cost: string | null
    readonly firstDay: string | null
  }[]
  /** More are one row on a card: the first are the dearest. */
  readonly most: number
}

async function read(deps: AskDeps, asked: Asked): Promise<Read<NewNames>> {
  const { question, sight } = asked
  const [dimension] = question.groupBy
  const before = question.compare
  if (dimension === undefined || before === null)
    return { kind: 'cannot', why: 'New what, since when? Ask for example “which models are new this month”.' }
  const view = viewFor(question, asked.views)
  const spans = { now: question.period, before, asked: true }
  // The days between both spans may be read as well.
  const now = inPeriod(question.period)
  const { rows, sql: text } = await run<{
    name: string | null
    currency: string
    cost: string | null
    first_day: string | null
    charges: string | null
    compared: boolean
  }>(
    deps,
    // Of a span in which nothing was billed everything after it would be new.
    sql`with named as (
  select ${keyOf(dimension, view)} as name, billing_currency as currency, sum(${sql.ref(costColumn(question))}) filter (where ${now}) as cost,
    min(day) filter (where ${now}) as first_day, count(*) filter (where ${now}) as charges, bool_or(${inPeriod(before)}) as known
  from ${sql.table(view)}
  where ${within(question.period, spans)} and ${scope(question, sight, view)}
  group by 1, 2
)
select name, currency, cost, first_day, charges, compared
from (select bool_or(known) as compared from named) as before
left join named on first_day is not null and name is not null and name not in (select name from named where known and name is not null)
order by cost desc nulls last, name collate "C", currency`,
  )
  if (rows.every(({ compared }) => !compared))
    return {
      kind: 'cannot',
      why: `Nothing is recorded for ${days(before)}, so everything would be new. Ask for example “which ${dimensionWords(dimension)} are new this month”.`,
    }
  const found: NewNames = {
    before,
    rows: rows.flatMap((row) =>
      row.name === null || row.first_day === null
        ? []
        : [{ name: row.name, currency: row.currency, cost: decimal(row.cost), firstDay: row.first_day }],
    ),
    most: Math.min(question.limit ?? asked.most, asked.most),
  }
  return { kind: 'found', found, sql: text, rowCount: rows.reduce((sum, row) => sum + Number(row.charges ?? 0), 0) }
}

/** So many are named at once. */
const FEW = 3

function card({ question, groupBy }: Answer, { before, rows, most }: NewNames): Said {
  const [dimension = 'model_name'] = groupBy
  const named = [...new Set(rows.map((row) => row.name))]
  const names = named.length
  const what = names === 1 ? dimensionWord(dimension) : dimensionWords(dimension)
  const told = `Billed in ${days(question.period)} and not in ${days(before)}.`
  const blocks: Block[] = [{ kind: 'text', text: [plain(told)] }]
  if (rows.length > 0)
    blocks.push({
      kind: 'table',
      caption: `New ${dimensionWords(dimension)}`,
      columns: [
        { title: capital(dimensionWord(dimension)), align: 'left' },
        { title: 'Since', align: 'left' },
        { title: 'Cost', align: 'right' },
      ],
      rows: folded(rows, most, others).map((row) => [
        { text: row.name },
        { text: row.firstDay === null ? '–' : shortDay(row.firstDay) },
        row.cost === null ? { text: NO_DATA } : { text: money(row.cost, row.currency), value: Number(row.cost) },
      ]),
    })
  const which = names > FEW ? '' : `: ${listed(named)}`
  return { headline: names === 0 ? `No new ${what}` : `${names} new ${what}${which}`, blocks, notes: [] }
}

const others = (rest: NewNames['rows']): NewNames['rows'][number] => ({
  name: `Other (${rest.length})`,
  currency: rest[0]?.currency ?? '',
  cost: sum(rest.map(({ cost }) => cost)),
  firstDay: null,
})

function sheet({ groupBy }: Answer, { rows }: NewNames): Sheet {
  const [dimension = 'name'] = groupBy
  return {
    columns: [dimension, 'first_day', 'currency', 'cost'],
    rows: rows.map((row) => [row.name, row.firstDay, row.currency, row.cost]),
    totals: [],
    adds: null,
  }
}
