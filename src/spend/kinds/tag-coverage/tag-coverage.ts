import { sql } from 'kysely'
import { addUnits, startOf } from '../../../civil-date.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { viewFor } from '../../query.ts'
import { type Dimension, type Grain, NONE, type Question } from '../../question.ts'
import { type RankedRow, ranked } from '../../ranked.ts'
import { type Condition, keyOf, scope, within } from '../../scope.ts'
import type { SpendView } from '../../views.ts'
import { groupOf, perCurrency, ranking, rowsRead } from '../groups.ts'
import type { Asked, Kind, Read } from '../kind.ts'
import { run, together } from '../run.ts'
import { card } from './card.ts'
import type { Coverage } from './found.ts'
import { sheet } from './sheet.ts'

/** How much of the cost carries a tag, by cost and never by rows; which tag is missing most, where, and whether it gets better. */
export const coverage: Kind<Coverage> = {
  read,
  card,
  sheet,
  cost: 'effective_cost',
  heeds: ['having', 'withoutSources'],
}

// The tags that owners are asked for; where one of them is missing is the next thing to mend.
const TAGS: readonly Dimension[] = ['team', 'project', 'environment', 'workload_type', 'owner', 'cost_center']

const TREND_MONTHS = 6
const PLACES = 5

async function read(deps: AskDeps, asked: Asked): Promise<Read<Coverage>> {
  if (asked.question.unit !== null) return { kind: 'cannot', why: OF_COST }
  const { tag, lacking, question } = tagOf(asked.question)
  if (tag === 'team' && asked.sight.kind === 'teams') return { kind: 'cannot', why: OWN_TEAMS_HAVE_A_TEAM }
  const plain = question.groupBy.length === 0
  const view = viewFor(question, asked.views, plain ? TAGS : [tag])
  const [summed, missing, trend] = await Promise.all([
    run<RankedRow>(deps, sums(question, tag, view, asked)),
    plain ? run<RankedRow>(deps, places(question, tag, asked)) : undefined,
    trendOf(deps, question, tag, asked),
  ])
  if (summed.rows.every((row) => row.total_whole === null)) return { kind: 'nothing' }
  const count = question.groupBy.length
  const found: Coverage = {
    tag,
    lacking,
    totals: perCurrency(summed.rows).map((row) => ({
      currency: row.currency,
      whole: decimal(row.total_whole) ?? '0',
      missing: decimal(row.total_amount) ?? '0',
      byTag: plain ? TAGS.map((each) => ({ tag: each, missing: decimal(row[`total_no_${each}`]) ?? '0' })) : [],
    })),
    groupBy: question.groupBy,
    rows: plain
      ? []
      : summed.rows.map((row) => ({
          ...groupOf(row, count),
          whole: decimal(row.whole) ?? '0',
          missing: decimal(row.amount) ?? '0',
        })),
    where: missing?.rows.map((row) => ({ ...groupOf(row, 2), missing: decimal(row.amount) ?? '0' })) ?? [],
    trend: trend?.found ?? null,
  }
  const ran = [summed, missing, trend].filter((each) => each !== undefined)
  return { kind: 'found', found, sql: together(...ran), rowCount: rowsRead(summed.rows) }
}

const OF_COST =
  'I tell what is tagged by cost, not by quantity. Ask for example “tokens by team”: what no team owns is a row of its own.'

const OWN_TEAMS_HAVE_A_TEAM =
  'You see the spend of your own teams, and all of that has a team. Ask for another tag, such as “spend without a project”.'

/** The tag whose absence is asked for: "no cost center" names one, else a charge is allocated when it has a team. */
function tagOf(question: Question): { tag: Dimension; lacking: boolean; question: Question } {
  const named = Object.entries(question.filters).find(([, values]) => values.includes(NONE))
  const tag = (named?.[0] as Dimension | undefined) ?? 'team'
  const { [tag]: values, ...others } = question.filters
  // Named values of the tag narrow the question; its absence is what is measured.
  const filters = named === undefined && values !== undefined ? question.filters : others
  return { tag, lacking: named !== undefined, question: { ...question, filters } }
}

const lacks = (dimension: Dimension, view: SpendView): Condition => sql`${keyOf(dimension, view)} is null`
const cost = (where: Condition) => sql`coalesce(sum(effective_cost) filter (where ${where}), 0)`

const sums = (question: Question, tag: Dimension, view: SpendView, { sight, most }: Asked) =>
  ranked({
    from: view,
    where: sql`${within(question.period)} and ${scope(question, sight, view)}`,
    currency: sql`billing_currency`,
    keys: question.groupBy.map((dimension) => keyOf(dimension, view)),
    figures: {
      amount: cost(lacks(tag, view)),
      whole: sql`sum(effective_cost)`,
      rows: sql`count(*)`,
      ...(question.groupBy.length > 0
        ? {}
        : Object.fromEntries(TAGS.map((each) => [`no_${each}`, cost(lacks(each, view))]))),
    },
    ...ranking(question, most),
  })

const places = (question: Question, tag: Dimension, { sight }: Asked) =>
  ranked({
    from: 'spend.daily',
    where: sql`${within(question.period)} and ${lacks(tag, 'spend.daily')} and ${scope(question, sight, 'spend.daily')}`,
    currency: sql`billing_currency`,
    keys: [sql`source_name`, keyOf('service', 'spend.daily')],
    grain: null,
    figures: { amount: sql`sum(effective_cost)` },
    order: 'amount',
    sort: 'desc',
    limit: PLACES,
    limitAsked: false,
    having: null,
  })

/** By the grain that was asked for; by month for half a year where the smallest view can tell it. */
async function trendOf(deps: AskDeps, question: Question, tag: Dimension, asked: Asked) {
  const view = viewFor({ ...question, groupBy: [] }, asked.views, [tag])
  const usual = question.groupBy.length === 0 && view === 'spend.daily_area'
  if (question.grain === null && !usual) return undefined
  const grain: Grain = question.grain ?? 'month'
  const first = question.grain === null ? addUnits('month', startOf('month', question.period.end), -TREND_MONTHS) : null
  const period = { start: first ?? question.period.start, end: question.period.end }
  const ran = await run<{ bucket: string; currency: string; whole: string; missing: string }>(
    deps,
    sql`select date_trunc(${sql.lit(grain)}, day::timestamp)::date as bucket, billing_currency as currency,
  sum(effective_cost) as whole, ${cost(lacks(tag, view))} as missing
from ${sql.table(view)} where ${within(period)} and ${scope(question, asked.sight, view)}
group by 1, 2 order by 2, 1`,
  )
  const points = ran.rows.map((row) => ({
    bucket: row.bucket,
    currency: row.currency,
    whole: decimal(row.whole) ?? '0',
    missing: decimal(row.missing) ?? '0',
  }))
  return { sql: ran.sql, found: { grain, points } }
}
