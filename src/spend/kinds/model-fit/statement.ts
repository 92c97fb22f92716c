import { type RawBuilder, sql } from 'kysely'
import type { Dimension, Question } from '../../question.ts'
import { dimensionsOf, scope, within } from '../../scope.ts'
import { UNIT_DIMENSIONS } from '../../views.ts'
import type { Asked } from '../kind.ts'
import { sameProject, tokenCharges } from '../token-charges.ts'

/** A model that a project uses, beside each model that is scored there, itself too, or named; `to_model` is null where none is. */
export interface FitRow {
  readonly project: string | null
  readonly model_name: string
  readonly currency: string
  /** All that the model costs, tokens or hours. */
  readonly cost: string
  readonly token_cost: string | null
  readonly tokens: string | null
  readonly input: string | null
  readonly cache_read: string | null
  readonly cache_write: string | null
  readonly output: string | null
  readonly per_million: string | null
  readonly input_per_million: string | null
  readonly cache_read_per_million: string | null
  readonly output_per_million: string | null
  readonly list_cost: string | null
  readonly requests: string | null
  readonly metric: string | null
  readonly score: string | null
  readonly n: string | null
  readonly score_per_dollar: string | null
  readonly is_proportion: boolean | null
  readonly rows: string
  readonly to_model: string | null
  /** What the same tokens cost at the list price of the other model; null where one price is not known. */
  readonly to_list_cost: string | null
  readonly saving: string | null
  /** The directions without a known list price. */
  readonly unpriced: string | null
  /** The other model charges nothing apart for filling its cache, so that is plain input. */
  readonly writes_as_input: boolean | null
  readonly to_score: string | null
  readonly to_n: string | null
}

/** What scores carry. */
const QUALITY_DIMENSIONS: readonly Dimension[] = ['team', 'project']
export const scoresFit = (question: Question): boolean => carries(question, QUALITY_DIMENSIONS)
export const requestsFit = (question: Question): boolean => carries(question, UNIT_DIMENSIONS)

const carries = ({ filters, exclude }: Question, known: readonly Dimension[]) =>
  [...dimensionsOf(filters), ...dimensionsOf(exclude)].every(
    ([dimension]) => dimension === 'model_name' || known.includes(dimension),
  )

/**
 * One pass over the charges gives uses and prices; every use is re-priced, direction by direction, at the list price of each
 * model that has scores in the same project or that the question names. `question` comes without its models.
 */
export function fitStatement(
  question: Question,
  named: readonly string[],
  { sight, views }: Pick<Asked, 'sight' | 'views'>,
): RawBuilder<FitRow> {
  const { charges, listPrice } = tokenCharges(
    question,
    { sight, views },
    ['project', 'model_name'],
    question.period,
    'models',
  )
  const tokens = (meter: string) => sql`sum(tokens) filter (where meter = ${sql.lit(meter)})`
  const perMillion = (meter: string) =>
    sql`sum(effective_cost) filter (where meter = ${sql.lit(meter)}) * 1000000 / nullif(${tokens(meter)}, 0)`
  const bare: Question = { ...question, filters: pick(question.filters), exclude: pick(question.exclude) }
  const at = (count: RawBuilder<unknown>, price: RawBuilder<unknown>) =>
    sql`case when coalesce(${count}, 0) = 0 then 0 else ${count} * ${price} end`
  const lacks = (count: RawBuilder<unknown>, price: RawBuilder<unknown>, word: string) =>
    sql`case when ${count} <> 0 and ${price} is null then ${word}::text end`
  const write = sql`coalesce(price.cache_write, case when price.cache_read is not null then price.input end)`

  return sql<FitRow>`with ${charges}, ${listPrice}, price as (
  select currency, model_name, max(price) filter (where meter = 'Input') as input,
    max(price) filter (where meter = 'CacheRead') as cache_read,
    max(price) filter (where meter = 'CacheWrite') as cache_write, max(price) filter (where meter = 'Output') as output
  from list_price group by 1, 2
), used as (
  select project, model_name, currency, sum(effective_cost) as cost,
    sum(effective_cost) filter (where meter is not null) as token_cost,
    sum(tokens) filter (where meter is not null) as tokens,
    ${tokens('Input')} as input, ${tokens('CacheRead')} as cache_read, ${tokens('CacheWrite')} as cache_write,
    ${tokens('Output')} as output,
    sum(effective_cost) filter (where meter is not null) * 1000000
      / nullif(sum(tokens) filter (where meter is not null), 0) as per_million,
    ${perMillion('Input')} as input_per_million, ${perMillion('CacheRead')} as cache_read_per_million,
    ${perMillion('Output')} as output_per_million,
    case when bool_and(list_cost is not null) filter (where meter is not null)
      then sum(list_cost) filter (where meter is not null) end as list_cost,
    sum(rows) as rows
  from charges
  group by 1, 2, 3
), requests as (
  ${
    requestsFit(question) && views.has('spend.units')
      ? sql`select project, model_name, sum(quantity) as requests from spend.units
  where ${within(question.period)} and unit_name = 'request' and ${scope(question, sight, 'spend.units')}
  group by 1, 2`
      : sql`select null::text as project, null::text as model_name, null::numeric as requests where false`
  }
), scores as (
  ${
    views.has('spend.quality')
      ? sql`select project, model_name, metric, sum(score_sum) / sum(n) as score, sum(n) as n,
    bool_and(score_sum between 0 and n) as is_proportion
  from spend.quality
  where ${within(question.period)} and ${scope(bare, sight, 'spend.daily')}
  group by 1, 2, 3`
      : sql`select null::text as project, null::text as model_name, null::text as metric, null::numeric as score,
    null::numeric as n, null::boolean as is_proportion where false`
  }
), metric as (
  select distinct on (project) project, metric, bool_and(is_proportion) as is_proportion
  from scores group by project, metric order by project, sum(n) desc, metric
), judged as (
  select scores.project, scores.model_name, scores.metric, scores.score, scores.n, metric.is_proportion
  from scores join metric on metric.project = scores.project and metric.metric = scores.metric
), target as (
  select project, model_name from judged
  ${
    named.length === 0
      ? sql``
      : sql`union select used.project, named.model_name from used
    cross join (values ${sql.join(named.map((model) => sql`(${model}::text)`))}) as named (model_name)`
  }
), paired as (
  select used.*, target.model_name as to_model,
    ${at(sql`used.input`, sql`price.input`)} + ${at(sql`used.cache_read`, sql`price.cache_read`)}
      + ${at(sql`used.cache_write`, write)} + ${at(sql`used.output`, sql`price.output`)} as to_list_cost,
    concat_ws(', ', ${sql.join([
      lacks(sql`used.input`, sql`price.input`, 'input'),
      lacks(sql`used.cache_read`, sql`price.cache_read`, 'cache reads'),
      lacks(sql`used.cache_write`, write, 'cache writes'),
      lacks(sql`used.output`, sql`price.output`, 'output'),
    ])}) as unpriced,
    used.cache_write > 0 and price.cache_write is null and price.cache_read is not null as writes_as_input
  from used
  full join target on ${sameProject('target', 'used')}
  left join price on price.currency = used.currency and price.model_name = target.model_name
)
select paired.*, paired.list_cost - paired.to_list_cost as saving, requests.requests,
  own.metric, own.score, own.n, own.score / nullif(paired.per_million, 0) as score_per_dollar,
  coalesce(own.is_proportion, other.is_proportion) as is_proportion, other.score as to_score, other.n as to_n
from paired
full join requests on ${sameProject('requests', 'paired')} and requests.model_name = paired.model_name
full join judged own on own.project = paired.project and own.model_name = paired.model_name
full join judged other on other.project = paired.project and other.model_name = paired.to_model
-- A full join is never a nested loop, which the planner would take where it expects one row and gets thousands.
where coalesce(paired.currency, '') <> ''
order by paired.project, paired.model_name, paired.currency, paired.to_model`
}

const pick = (scope: Question['filters']): Question['filters'] =>
  Object.fromEntries(dimensionsOf(scope).filter(([dimension]) => QUALITY_DIMENSIONS.includes(dimension)))
