import { type RawBuilder, sql } from 'kysely'
import type { Dimension, Period, Question } from '../../question.ts'
import type { Asked } from '../kind.ts'
import { tokenCharges } from '../token-charges.ts'

/** One group in one currency, as the statement gives it. */
export interface CacheRow {
  readonly currency: string
  readonly input: string | null
  readonly cached: string | null
  readonly written: string | null
  readonly saved: string | null
  /** What tokens cost more at list price for being written to the cache than for being read plainly. */
  readonly write_extra: string | null
  /** Tokens that are in no saving, for their model has no known list price of input or of cache reads. */
  readonly unpriced: string | null
  readonly what_if: string | null
  readonly rows: string
  readonly [key: string]: string | null
}

/**
 * How much input came from the cache, and what it saved: cached tokens × (list price of input − list price of a cache read),
 * model by model and then summed. `percent` asks what a hit rate of so much would save beyond, per model and in the same days.
 */
export function cacheStatement(
  question: Question,
  seen: Pick<Asked, 'sight' | 'views'>,
  groupBy: readonly Dimension[],
  period: Period,
  percent: string | null,
): RawBuilder<CacheRow> {
  const keys = groupBy.map((dimension, i) => ({ column: sql.ref(dimension), name: sql.ref(`key_${i + 1}`) }))
  const grain: readonly Dimension[] = [...new Set<Dimension>([...groupBy, 'project', 'model_name'])]
  const { charges, listPrice } = tokenCharges(question, seen, grain, period)
  const by = sql.join(
    grain.map((dimension) => sql.ref(dimension)),
    sql`, `,
  )
  const list = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `)
  // Only what misses the target turns into cache reads: a use that is past it keeps what it has.
  const more = sql`greatest(${percent}::numeric / 100 * (coalesce(input, 0) + coalesce(cached, 0) + coalesce(written, 0)) - coalesce(cached, 0), 0)`
  return sql<CacheRow>`with ${charges}, ${listPrice}, used as (
  select ${by}, currency,
    sum(tokens) filter (where meter = 'Input') as input,
    sum(tokens) filter (where meter = 'CacheRead') as cached,
    sum(tokens) filter (where meter = 'CacheWrite') as written,
    sum(rows) as rows
  from charges
  where meter <> 'Output'
  group by ${by}, currency
), priced as (
  select used.*, input_price.price - cache_price.price as cheaper, write_price.price - input_price.price as dearer
  from used
  left join list_price input_price on input_price.currency = used.currency and input_price.model_name = used.model_name
    and input_price.meter = 'Input'
  left join list_price cache_price on cache_price.currency = used.currency and cache_price.model_name = used.model_name
    and cache_price.meter = 'CacheRead'
  left join list_price write_price on write_price.currency = used.currency and write_price.model_name = used.model_name
    and write_price.meter = 'CacheWrite'
)
select ${list([
    sql`currency`,
    ...keys.map(({ column, name }) => sql`${column} as ${name}`),
    sql`sum(input) as input, sum(cached) as cached, sum(written) as written`,
    sql`sum(cached * cheaper) as saved, sum(written * dearer) as write_extra`,
    percent === null
      ? sql`sum(cached) filter (where cheaper is null) as unpriced, null::numeric as what_if`
      : sql`sum(input) filter (where cheaper is null) as unpriced, sum(least(${more}, coalesce(input, 0)) * cheaper) as what_if`,
    sql`sum(rows) as rows`,
  ])}
from priced
group by ${list([sql`currency`, ...keys.map(({ column }) => column)])}`
}
