import { type RawBuilder, sql } from 'kysely'
import type { Dimension, Period, Question } from '../question.ts'
import { keyOf, scope, within } from '../scope.ts'
import type { Asked } from './kind.ts'

/** What is counted in tokens, in the four meters that every provider's own are read as. */
const METERS = ['Input', 'CacheRead', 'CacheWrite', 'Output'] as const

/**
 * Two parts of a `with`: `charges`, the tokens that the question asks for by the given keys; and `list_price`, what one token
 * is on the bill before discounts. A price is the company's own, so it is looked for in all that the asker may see and not
 * only in what is asked for. An export without list prices may fill in zero: that is no price.
 */
export function tokenCharges(
  question: Question,
  { sight, views }: Pick<Asked, 'sight' | 'views'>,
  keys: readonly Dimension[],
  period: Period = question.period,
  /** `models`: also what a model costs by the hour; its meter is null, of which there may be several rows. */
  which: 'tokens' | 'models' = 'tokens',
): { readonly charges: RawBuilder<unknown>; readonly listPrice: RawBuilder<unknown> } {
  const columns = sql.join(
    keys.map((dimension) => sql`${keyOf(dimension, 'spend.daily')} as ${sql.ref(dimension)}`),
    sql`, `,
  )
  const isTokens = sql`unit = 'Tokens' and meter in (${sql.join(METERS.map((meter) => sql.lit(meter)))})`
  // The middle view is a twentieth of the daily one. A source gives list prices or not, and no row of it mixes sources.
  const prices = views.has('spend.daily_model') ? 'spend.daily_model' : 'spend.daily'
  // Grouped by a `case`, meters and units look like so many groups that the planner would not add them up in parallel.
  const alike = [...keys, ''].map((_, i) => sql.raw(String(i + 1)))
  return {
    charges: sql`charges as (
  select ${columns}, billing_currency as currency, ${which === 'tokens' ? sql`meter` : sql`case when ${isTokens} then meter end as meter`},
    sum(quantity) as tokens, sum(effective_cost) as effective_cost,
    case when count(list_cost) = count(*) and sum(list_cost) <> 0 then sum(list_cost) end as list_cost, count(*) as rows
  from spend.daily
  where ${within(period)} and ${which === 'tokens' ? isTokens : sql`model_name is not null`}
    and ${scope(question, sight, 'spend.daily')}
  group by ${sql.join([...alike, sql`meter`, ...(which === 'tokens' ? [] : [sql`(${isTokens})`])], sql`, `)}
)`,
    listPrice: sql`list_price as (
  select billing_currency as currency, model_name, meter, sum(list_cost) / sum(quantity) as price
  from ${sql.table(prices)}
  where ${within(period)} and ${isTokens} and model_name is not null and list_cost is not null and quantity is not null
    and ${scope({ ...question, filters: {}, exclude: {} }, sight, prices)}
  group by 1, 2, 3
  having sum(list_cost) > 0 and sum(quantity) > 0
)`,
  }
}

/** Projects alike, also where there is none, in a way that can be looked up by hash. */
export const sameProject = (a: string, b: string) =>
  sql`coalesce(${sql.ref(`${a}.project`)}, '') = coalesce(${sql.ref(`${b}.project`)}, '') and (${sql.ref(`${a}.project`)} is null) = (${sql.ref(`${b}.project`)} is null)`
