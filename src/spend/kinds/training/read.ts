import { type RawBuilder, sql } from 'kysely'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension, Question } from '../../question.ts'
import { dimensionsOf, keyOf } from '../../scope.ts'
import { RUN_DIMENSIONS } from '../../views.ts'
import { dimensionWord } from '../../words.ts'
import type { Asked, Read } from '../kind.ts'
import { run } from '../run.ts'
import { lacks } from '../unit-cost/obstacle.ts'
import { runQuestion, runsOf } from '../unit-cost/runs.ts'
import type { Money, Status, Training } from './found.ts'

/** Runs that are told one by one, or by project and model where they were lost; the others are one row. */
export async function readTraining(deps: AskDeps, asked: Asked): Promise<Read<Training>> {
  const question = runQuestion(asked.question)
  const why = obstacleOf(question, asked)
  if (why !== undefined) return { kind: 'cannot', why }
  const about = question.focus?.on === 'failed_runs' ? 'lost' : 'runs'
  const groupedBy = about === 'lost' ? lostBy(question) : []
  const limit = question.limit ?? asked.most
  const statement = about === 'runs' ? runsQuery(question, asked, limit) : lostQuery(question, asked, limit)
  const ran = await run(deps, statement)
  if (ran.rows.length === 0) return { kind: 'nothing' }
  const currencies = [...new Set(ran.rows.map((row) => row.billing_currency))]
  const money = currencies
    .map((currency) => moneyOf(currency, ran.rows, groupedBy.length))
    .toSorted((a, b) => Number(b.runs) - Number(a.runs))
  const rowCount = money.reduce((sum, { runs }) => sum + Number(runs), 0)
  return { kind: 'found', found: { about, period: question.period, groupedBy, money }, sql: ran.sql, rowCount }
}

function obstacleOf(question: Question, { views }: Asked): string | undefined {
  if (!views.has('spend.training_run')) return lacks('training runs', 'spend.training_run')
  const used = [
    ...question.groupBy,
    ...[question.filters, question.exclude].flatMap((of) => dimensionsOf(of).map(([name]) => name)),
  ]
  const unknown = used.find((dimension) => !RUN_DIMENSIONS.includes(dimension))
  return unknown === undefined
    ? undefined
    : `A training run tells its team, project and model, and not its ${dimensionWord(unknown)}. Ask for the runs of a team, or for the training spend by ${dimensionWord(unknown)}.`
}

type Row = {
  readonly billing_currency: string
  readonly kind: 'one' | 'group' | 'other' | null
  readonly count: string
  readonly cost: string
  readonly run_id: string | null
  readonly team: string | null
  readonly project: string | null
  readonly model_name: string | null
  readonly status: Status | null
  readonly day: string | null
  readonly gpu_hours: string | null
  readonly price: string | null
  readonly failed: string | null
  readonly cancelled: string | null
} & Totals

type Totals = Readonly<
  Record<`${Status | 'all'}_${'runs' | 'cost'}` | 'all_gpu_hours' | `key_${1 | 2 | 3}`, string | null>
>

const STATUSES: readonly Status[] = ['succeeded', 'failed', 'cancelled', 'running']

const totals = (): RawBuilder<unknown> =>
  sql.join(
    [
      sql`count(*) as all_runs, sum(effective_cost) as all_cost, sum(gpu_hours) as all_gpu_hours`,
      ...STATUSES.map(
        (status) => sql`count(*) filter (where status = ${status}) as ${sql.ref(`${status}_runs`)},
    sum(effective_cost) filter (where status = ${status}) as ${sql.ref(`${status}_cost`)}`,
      ),
    ],
    sql`,
    `,
  )

const scoped = (question: Question, { sight }: Asked) => {
  const { from, where } = runsOf(question, sight, [question.period])
  return sql`select * from ${from} where ${where}`
}

const direction = ({ sort }: Question) => (sort === 'asc' ? sql`asc` : sql`desc`)

function runsQuery(question: Question, asked: Asked, limit: number): RawBuilder<Row> {
  return sql<Row>`with chosen as (
  ${scoped(question, asked)}
), whole as (
  select billing_currency, ${totals()}
  from chosen group by 1
), placed as (
  select *, row_number() over (partition by billing_currency order by effective_cost ${direction(question)}, run_id collate "C", team collate "C") <= ${limit}::int as named
  from chosen
), shown as (
  select billing_currency, 'one' as kind, 1::bigint as count, effective_cost as cost, run_id, team, project, model_name, status, day, gpu_hours,
    effective_cost / nullif(gpu_hours, 0) as price, null::bigint as failed, null::bigint as cancelled
  from placed where named
  union all
  select billing_currency, 'other', count(*), sum(effective_cost), null, null, null, null, null, null, sum(gpu_hours), null, null, null
  from placed where not named group by 1
)
select * from shown join whole using (billing_currency)
order by billing_currency, kind, cost ${direction(question)}, run_id collate "C"`
}

/** What lost runs are listed by. */
const lostBy = ({ groupBy }: Question): readonly Dimension[] =>
  groupBy.length === 0 ? ['project', 'model_name'] : groupBy

function lostQuery(question: Question, asked: Asked, limit: number): RawBuilder<Row> {
  const names = lostBy(question).map((_, i) => sql.ref(`key_${i + 1}`))
  const list = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)
  const order = list(names.map((name) => sql`${name} collate "C"`))
  const shown = names.map((name) => sql`case when named then ${name} end`)
  return sql<Row>`with chosen as (
  ${scoped(question, asked)}
), whole as (
  select billing_currency, ${totals()}
  from chosen group by 1
), grouped as (
  select billing_currency, ${list(lostBy(question).map((dimension, i) => sql`${keyOf(dimension, 'spend.units')} as ${names[i]}`))},
    sum(effective_cost) as cost, count(*) filter (where status = 'failed') as failed, count(*) filter (where status = 'cancelled') as cancelled
  from chosen where status in ('failed', 'cancelled') group by billing_currency, ${list(names)}
), placed as (
  select *, row_number() over (partition by billing_currency order by cost ${direction(question)}, ${order}) <= ${limit}::int as named
  from grouped
), dearest as (
  select distinct on (billing_currency) * from chosen where status in ('failed', 'cancelled')
  order by billing_currency, effective_cost desc, run_id collate "C"
), shown as (
  select billing_currency, 'one' as kind, 1::bigint as count, effective_cost as cost, run_id, team, project, model_name, status, day, gpu_hours,
    effective_cost / nullif(gpu_hours, 0) as price, null::bigint as failed, null::bigint as cancelled, ${list(names.map((name) => sql`null::text as ${name}`))}
  from dearest
  union all
  select billing_currency, case when named then 'group' else 'other' end, count(*), sum(cost), null, null, null, null, null, null, null, null,
    sum(failed), sum(cancelled), ${list(shown)}
  from placed group by billing_currency, named, ${list(shown)}
)
select * from whole left join shown using (billing_currency)
order by billing_currency, kind, cost ${direction(question)}, ${order}`
}

const KEYS = ['key_1', 'key_2', 'key_3'] as const

function moneyOf(currency: string, all: readonly Row[], keyCount: number): Money {
  const rows = all.filter((row) => row.billing_currency === currency)
  const [first] = rows
  const other = rows.find((row) => row.kind === 'other')
  const figure = (name: `${Status | 'all'}_${'runs' | 'cost'}`) => decimal(first?.[name]) ?? '0'
  const status = (name: Status) => ({ runs: figure(`${name}_runs`), cost: figure(`${name}_cost`) })
  return {
    currency,
    runs: figure('all_runs'),
    cost: figure('all_cost'),
    gpuHours: decimal(first?.all_gpu_hours),
    byStatus: {
      running: status('running'),
      succeeded: status('succeeded'),
      failed: status('failed'),
      cancelled: status('cancelled'),
    },
    dearest: rows.flatMap((row) =>
      row.kind !== 'one' || row.run_id === null || row.status === null || row.day === null
        ? []
        : [
            {
              runId: row.run_id,
              team: row.team,
              project: row.project,
              model: row.model_name,
              status: row.status,
              day: row.day,
              gpuHours: decimal(row.gpu_hours),
              cost: decimal(row.cost) ?? '0',
              price: decimal(row.price),
            },
          ],
    ),
    others:
      other === undefined
        ? null
        : {
            count: other.count,
            cost: decimal(other.cost) ?? '0',
            gpuHours: decimal(other.gpu_hours),
            failed: other.failed,
            cancelled: other.cancelled,
          },
    lost: rows
      .filter((row) => row.kind === 'group')
      .map((row) => ({
        keys: KEYS.slice(0, keyCount).map((name) => row[name]),
        failed: row.failed ?? '0',
        cancelled: row.cancelled ?? '0',
        cost: decimal(row.cost) ?? '0',
      })),
  }
}
