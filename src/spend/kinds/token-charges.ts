import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../../people/sight.ts'
import type { Dimension, Period, Question } from '../question.ts'
import { type Condition, keyOf, scope, within } from '../scope.ts'

/** What is counted in tokens, in the four meters that every provider's own are read as. */
const METERS = ['Input', 'CacheRead', 'CacheWrite', 'Output'] as const

/**
 * Two parts of a `with`: `charges`, the tokens of the period by the given keys, marked by whether the question asks for them;
 * and `list_price`, what one token is on the bill before discounts. A price is the company's own, so it is looked for in all
 * that the asker may see and not only in what is asked for. An export without list prices may fill in zero: that is no price.
 */
export function tokenCharges(
  question: Question,
  sight: Sight,
  keys: readonly Dimension[],
  period: Period = question.period,
  /** `models`: also what a model costs by the hour; its meter is null. */
  which: 'tokens' | 'models' = 'tokens',
): { readonly charges: RawBuilder<unknown>; readonly listPrice: RawBuilder<unknown> } {
  const columns = sql.join(
    keys.map((dimension) => sql`${keyOf(dimension, 'spend.daily')} as ${sql.ref(dimension)}`),
    sql`, `,
  )
  const isTokens = sql`unit = 'Tokens' and meter in (${sql.join(METERS.map((meter) => sql.lit(meter)))})`
  return {
    charges: sql`charges as (
  select ${columns}, billing_currency as currency, ${which === 'tokens' ? sql`meter` : sql`case when ${isTokens} then meter end as meter`}, ${isAsked(question)} as asked,
    sum(quantity) as tokens, sum(effective_cost) as effective_cost,
    case when count(list_cost) = count(*) and sum(list_cost) <> 0 then sum(list_cost) end as list_cost,
    sum(list_cost) filter (where quantity is not null) as listed_cost,
    sum(quantity) filter (where list_cost is not null) as listed_tokens, count(*) as rows
  from spend.daily
  where ${within(period)} and ${which === 'tokens' ? isTokens : sql`model_name is not null`}
    and ${scope({ ...question, filters: {}, exclude: {} }, sight, 'spend.daily')}
  group by ${sql.raw([...keys, '', '', ''].map((_, i) => String(i + 1)).join(', '))}
)`,
    listPrice: sql`list_price as (
  select currency, model_name, meter, listed_cost / listed_tokens as price
  from (
    select currency, model_name, meter, sum(listed_cost) as listed_cost, sum(listed_tokens) as listed_tokens
    from charges where model_name is not null group by 1, 2, 3
  ) as listed
  where listed_cost > 0 and listed_tokens > 0
)`,
  }
}

const isAsked = (question: Question): Condition =>
  sql`(${scope(question, { kind: 'everything' }, 'spend.daily')}) is true`
