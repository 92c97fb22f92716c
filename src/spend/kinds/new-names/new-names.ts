import { sql } from 'kysely'
import type { Block } from '../../../cards/card.ts'
import { plain } from '../../../cards/card.ts'
import { days, money, shortDay } from '../../../cards/format.ts'
import { type Answer, decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { costColumn, viewFor, days as within } from '../../query.ts'
import type { Period } from '../../question.ts'
import { within as inPeriod, keyOf, scope } from '../../scope.ts'
import { capital, dimensionWord, dimensionWords } from '../../words.ts'
import type { Asked, Kind, Read, Said, Sheet } from '../kind.ts'
import { run } from '../run.ts'

/** Names that a period has and the one before had not: new models, new projects. */
export const newNames: Kind<NewNames> = { read, card, sheet }

export interface NewNames {
  readonly before: Period
  /** Dearest first. */
  readonly rows: readonly {
    readonly name: string
    readonly currency: string
    readonly cost: string
    readonly firstDay: string
  }[]
}

async function read(deps: AskDeps, asked: Asked): Promise<Read<NewNames>> {
  const { question, sight } = asked
  const [dimension] = question.groupBy
  const before = question.compare
  if (dimension === undefined || before === null)
    return { kind: 'cannot', why: 'New what, since when? Ask for example “which models are new this month”.' }
  const view = viewFor(question, asked.views)
  const spans = { now: question.period, before, asked: true }
  const { rows, sql: text } = await run<{
    name: string
    currency: string
    cost: string
    first_day: string
    charges: string
  }>(
    deps,
    sql`with named as (
  select ${keyOf(dimension, view)} as name, billing_currency as currency, sum(${sql.ref(costColumn(question))}) as cost,
    min(day) as first_day, count(*) as charges, bool_or(${inPeriod(before)}) as known
  from ${sql.table(view)}
  where ${within(question.period, spans)} and ${scope(question, sight, view)}
  group by 1, 2
)
select name, currency, cost, first_day, charges from named
where name is not null and name not in (select name from named where known and name is not null)
order by cost desc, name collate "C", currency`,
  )
  const found: NewNames = {
    before,
    rows: rows.map((row) => ({
      name: row.name,
      currency: row.currency,
      cost: decimal(row.cost) ?? '0',
      firstDay: row.first_day,
    })),
  }
  return { kind: 'found', found, sql: text, rowCount: rows.reduce((sum, row) => sum + Number(row.charges), 0) }
}

function card({ question, groupBy }: Answer, { before, rows }: NewNames): Said {
  const [dimension = 'model_name'] = groupBy
  const names = new Set(rows.map((row) => row.name)).size
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
      rows: rows.map((row) => [
        { text: row.name },
        { text: shortDay(row.firstDay) },
        { text: money(row.cost, row.currency), value: Number(row.cost) },
      ]),
    })
  return { headline: names === 0 ? `No new ${what}` : `${names} new ${what}`, blocks, notes: [] }
}

function sheet({ groupBy }: Answer, { rows }: NewNames): Sheet {
  const [dimension = 'name'] = groupBy
  return {
    columns: [dimension, 'first_day', 'currency', 'cost'],
    rows: rows.map((row) => [row.name, row.firstDay, row.currency, row.cost]),
    totals: [],
    adds: null,
  }
}
