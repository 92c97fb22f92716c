import { sql } from 'kysely'
import { addDays } from '../../../civil-date.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { costColumn } from '../../query.ts'
import { dimensionsOf, within } from '../../scope.ts'
import type { Asked, Read } from '../kind.ts'
import { run } from '../run.ts'
import type { Restatements } from './found.ts'

interface Row {
  readonly currency: string
  readonly source: string | null
  readonly day: string | null
  readonly was: string
  readonly is: string
  readonly change: string
  readonly recorded_at: Date
  readonly count: string
  readonly total_change: string
  readonly total_days: string
  readonly total_sources: string
}

// Nobody restates what is older, and no question may read everything.
const HORIZON_DAYS = 800

/** Days that were reported and then moved: those that lie in the period, and those whose restatement was recorded in it. */
export async function readRestatements(deps: AskDeps, asked: Asked): Promise<Read<Restatements>> {
  const { question, most, sources } = asked
  const { period } = question
  const why = obstacleOf(asked)
  if (why !== undefined) return { kind: 'cannot', why }
  const cost = costColumn(question)
  const [old, now] = [sql.ref(`old_${cost}`), sql.ref(`new_${cost}`)]
  const { rows, sql: text } = await run(
    deps,
    sql<Row>`with restated as (
  select billing_currency as currency, source_name as source, day, (array_agg(${old} order by recorded_at))[1] as was,
    (array_agg(${now} order by recorded_at desc))[1] as is, max(recorded_at) as recorded_at
  from spend.restatement
  where day >= ${addDays(period.start, -HORIZON_DAYS)} and day < ${period.end} and ${old} <> ${now}
    and ((${within(period)}) or (recorded_at >= ${`${period.start}T00:00:00Z`}::timestamptz and recorded_at < ${`${period.end}T00:00:00Z`}::timestamptz))
  group by 1, 2, 3
), changed as (
  select *, "is" - was as change from restated where "is" <> was
), placed as (
  select *, row_number() over (partition by currency order by abs(change) desc, day, source) as place,
    sum(change) over (partition by currency) as total_change, count(*) over (partition by currency) as total_days,
    dense_rank() over (partition by currency order by source) + dense_rank() over (partition by currency order by source desc) - 1 as total_sources
  from changed
)
select currency, case when slot > 0 then max(source) end as source, case when slot > 0 then max(day) end as day, sum(was) as was,
  sum("is") as is, sum(change) as change, max(recorded_at) as recorded_at, count(*) as count, max(total_change) as total_change,
  max(total_days) as total_days, max(total_sources) as total_sources
from (select *, case when place <= ${most}::int then place else 0 end as slot from placed) as slotted
group by currency, slot order by total_days desc, currency, slot = 0, slot`,
  )
  if (rows.length === 0 && sources.length === 0) return { kind: 'nothing' }
  return { kind: 'found', found: foundOf(rows), sql: text, rowCount: countOf(rows) }
}

function foundOf(rows: readonly Row[]): Restatements {
  const byCurrency = new Map(rows.map((row) => [row.currency, row]))
  return {
    totals: [...byCurrency.values()].map((row) => ({
      currency: row.currency,
      change: decimal(row.total_change) ?? '0',
      days: Number(row.total_days),
      sources: Number(row.total_sources),
    })),
    rows: rows.map((row) => ({
      kind: row.source === null ? 'other' : 'day',
      currency: row.currency,
      source: row.source,
      day: row.day,
      was: decimal(row.was) ?? '0',
      is: decimal(row.is) ?? '0',
      change: decimal(row.change) ?? '0',
      recordedAt: row.recorded_at.toISOString(),
      count: Number(row.count),
    })),
  }
}

const countOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Number(row.count), 0)

function obstacleOf({ question, sight, views }: Asked): string | undefined {
  if (!views.has('spend.restatement'))
    return 'This database does not record which days were restated: it has no view spend.restatement (docs/spend-contract.md).'
  if (sight.kind === 'teams')
    return 'Restatements are recorded per source and day, over all teams, and you see the spend of your own teams. Ask an administrator, or “why did spend change last week”.'
  if (question.measure === 'list_cost')
    return 'Restatements are recorded for effective and billed cost, not for list cost.'
  if (dimensionsOf(question.filters).length + dimensionsOf(question.exclude).length > 0)
    return 'Restatements are recorded per source and day, over all teams, so I cannot tell those of a part. Ask for all of them, for example “which days were restated this month”.'
  return undefined
}
