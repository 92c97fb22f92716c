import { sql } from 'kysely'
import { byCharges, type Coverage, decimal } from './answer.ts'
import { days, type QuerySetting, type SpendQuery, viewFor } from './query.ts'
import { type Dimension, NONE, type Question } from './question.ts'
import { type RankedRow, ranked } from './ranked.ts'
import { keyOf, scope } from './scope.ts'

// The tags that owners are asked for; where one of them is missing is the next thing to mend.
const TAGS: readonly Dimension[] = ['team', 'project', 'environment', 'workload_type', 'owner', 'cost_center']

/** The tag whose absence is asked for: "no cost center" names one, else a charge is allocated when it has a team. */
function coverageTag(question: Question): Dimension {
  const named = Object.entries(question.filters).find(([, values]) => values.includes(NONE))
  return (named?.[0] as Dimension | undefined) ?? 'team'
}

/** By cost, never by rows. `amount` is what lacks the tag, `whole` all of it. */
export function coverageQuery(question: Question, setting: QuerySetting): SpendQuery {
  const tag = coverageTag(question)
  const { [tag]: _, ...filters } = question.filters
  const asked: Question = { ...question, filters }
  const plain = question.groupBy.length === 0
  const view = viewFor(asked, setting.views, plain ? TAGS : [tag])
  const missing = (dimension: Dimension) =>
    sql`coalesce(sum(effective_cost) filter (where ${keyOf(dimension, view)} is null), 0)`
  return {
    view,
    groupBy: question.groupBy,
    sql: ranked({
      from: view,
      where: sql`${days(question.period, undefined)} and ${scope(asked, setting.sight, view)}`,
      currency: sql`billing_currency`,
      keys: question.groupBy.map((dimension) => keyOf(dimension, view)),
      grain: null,
      figures: {
        amount: missing(tag),
        whole: sql`sum(effective_cost)`,
        rows: sql`count(*)`,
        ...(plain ? Object.fromEntries(TAGS.map((each) => [`no_${each}`, missing(each)])) : {}),
      },
      order: 'amount',
      sort: question.sort,
      limit: setting.most ?? question.limit ?? 10,
      limitAsked: setting.most !== undefined || question.limit !== null,
      having: question.having,
    }),
  }
}

export function coverageOf(question: Question, rows: readonly RankedRow[]): Coverage {
  const byCurrency = new Map(rows.map((row) => [row.currency, row]))
  return {
    tag: coverageTag(question),
    totals: byCharges(byCurrency).flatMap(([currency, row]) => {
      const whole = decimal(row.total_whole)
      if (whole === null) return []
      const byTag = TAGS.flatMap((tag) => {
        const missing = decimal(row[`total_no_${tag}`])
        return missing === null ? [] : [{ tag, missing }]
      })
      return [{ currency, whole, missing: decimal(row.total_amount) ?? '0', byTag }]
    }),
  }
}
