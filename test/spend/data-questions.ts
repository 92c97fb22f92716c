import { type RawBuilder, sql } from 'kysely'

/** A question about cost data, and the same by hand. */
export interface DataQuestion {
  readonly number: number
  readonly text: string
  readonly reference: RawBuilder<unknown>
  /** Column of the reference → column of our file: together they name a row. */
  readonly keys: Readonly<Record<string, string>>
  /** Column of the reference → column of our file: the same number in both. */
  readonly figures: Readonly<Record<string, string>>
  /** `some`: our file has more rows than the reference, such as other spans. `totals`: the headline is what is compared. */
  readonly rows?: 'some' | 'totals'
}

// Days are half-open. Today is Monday, November 23, 2026, at noon in UTC; its days to date include today.
const OCTOBER = sql`day >= '2026-10-01' and day < '2026-11-01'`
const NOVEMBER = sql`day >= '2026-11-01' and day < '2026-11-24'`
const QUARTER = sql`day >= '2026-10-01' and day < '2026-11-24'`
const LAST_7 = sql`day >= '2026-11-16' and day < '2026-11-23'`
const LAST_30 = sql`day >= '2026-10-24' and day < '2026-11-23'`
// Where cost stands over units, only days that are complete on both sides: AWS has told up to November 20.
const LAST_30_COMPLETE = sql`day >= '2026-10-24' and day < '2026-11-21'`

const question = (
  number: number,
  text: string,
  reference: RawBuilder<unknown>,
  keys: DataQuestion['keys'],
  figures: DataQuestion['figures'],
  rows?: DataQuestion['rows'],
): DataQuestion => ({ number, text, reference, keys, figures, ...(rows === undefined ? {} : { rows }) })

const CURRENCY = { currency: 'currency' }
const COST = { cost: 'effective_cost' }

/** Cost by one column of the facts; a missing tag is a row of its own. */
const costBy = (column: string, where: RawBuilder<unknown>, cost = 'effective_cost') =>
  sql`select ${sql.ref(column)} as name, billing_currency as currency, sum(${sql.ref(cost)}) as cost
    from spend.daily where ${where} group by 1, 2`

/** Cost over units of the same scope, in full days and to the last of them. */
const perUnit = (by: string, cost: RawBuilder<unknown>, unit: RawBuilder<unknown>) => sql`
  with c as (select ${sql.raw(by)} as name, billing_currency as currency, sum(effective_cost) as cost from spend.daily where ${cost} group by 1, 2),
    u as (select ${sql.raw(by)} as name, sum(quantity) as units from spend.units where ${unit} group by 1)
  select name, currency, cost, units, cost / nullif(units, 0) as each from c join u using (name)`

const SPAN = (start: string, end: string, rest: RawBuilder<unknown>) =>
  sql`select ${start}::text as start, ${end}::text as end_exclusive, x.* from (${rest}) x`
const SPAN_KEYS = { start: 'start', end_exclusive: 'end_exclusive', currency: 'currency' }
const each = (unit: string, plural = `${unit}s`) => ({ cost: 'cost', units: plural, each: `cost_per_${unit}` })

const serving = (where: RawBuilder<unknown>) => sql`workload_type = 'inference' and ${where}`

// By class of the charges, quiet for the whole window as far as the hours tell: no peak of 5 %, no request, 90 % of the samples.
const idle = (from: string, resourceClass: RawBuilder<unknown>) => sql`
  with quiet as (
    select resource_id from spend.resource_hour where hour >= ${from} and hour < '2026-11-23T00:00Z' group by 1
    having sum(samples)::numeric / sum(samples_expected) >= 0.9 and coalesce(max(gpu_util_max), 0) < 5
      and coalesce(max(cpu_util_max), 0) < 5 and coalesce(sum(requests), 0) = 0 and coalesce(sum(active_sessions), 0) = 0
  )
  select resource_id, billing_currency as currency, max(owner) as owner, sum(effective_cost) as cost
  from spend.daily join quiet using (resource_id) where ${resourceClass} and day >= ${from.slice(0, 10)} and day < '2026-11-23'
  group by 1, 2`

export const DATA_QUESTIONS: readonly DataQuestion[] = [
  question(
    1,
    'How much did we spend on training last month?',
    costBy('team', sql`workload_type = 'training' and ${OCTOBER}`),
    { name: 'team', ...CURRENCY },
    COST,
  ),
  question(
    2,
    'What has training of nova-chat cost this quarter?',
    costBy('team', sql`workload_type = 'training' and project = 'nova-chat' and ${QUARTER}`),
    { name: 'team', ...CURRENCY },
    COST,
  ),
  question(
    3,
    'What is the average cost of a training run, per model?',
    sql`select model_name, billing_currency as currency, count(*) as units, sum(effective_cost) as cost, avg(effective_cost) as each
      from spend.training_run where status <> 'running' and started_at >= '2026-11-01' and started_at < '2026-11-24' group by 1, 2`,
    { model_name: 'model_name', ...CURRENCY },
    each('training_run'),
    'some',
  ),
  question(
    4,
    'How much money went into failed training runs in the last 90 days?',
    sql`select project, model_name, billing_currency as currency, count(*) filter (where status = 'failed') as failed,
        count(*) filter (where status = 'cancelled') as cancelled, sum(effective_cost) as cost
      from spend.training_run where status in ('failed', 'cancelled') and started_at >= '2026-08-25' and started_at < '2026-11-23'
      group by 1, 2, 3`,
    { project: 'project', model_name: 'model_name', ...CURRENCY },
    { cost: 'cost', failed: 'failed', cancelled: 'cancelled' },
  ),
  question(
    5,
    'Training versus inference: what is the split by month since September?',
    sql`select date_trunc('month', day::timestamp)::date as month, workload_type, billing_currency as currency, sum(effective_cost) as cost
      from spend.daily where workload_type in ('training', 'inference') and day >= '2026-09-01' and day < '2026-11-24' group by 1, 2, 3`,
    { month: 'month_from', workload_type: 'workload_type', ...CURRENCY },
    COST,
  ),
  question(
    6,
    'Which single training run was the most expensive this quarter?',
    sql`select run_id, model_name, status, gpu_hours, effective_cost as cost from spend.training_run
      where started_at >= '2026-10-01' and started_at < '2026-11-24' order by effective_cost desc limit 1`,
    { run_id: 'run_id', status: 'status', model_name: 'model_name' },
    { cost: 'cost', gpu_hours: 'gpu_hours' },
  ),
  question(
    7,
    'What is our cost per inference request, last 7 days?',
    SPAN('2026-11-16', '2026-11-23', perUnit(`''`, serving(LAST_7), serving(sql`unit_name = 'request' and ${LAST_7}`))),
    SPAN_KEYS,
    each('request'),
    'some',
  ),
  question(
    8,
    'What does one ticket-triage request cost in prod?',
    SPAN(
      '2026-11-01',
      '2026-11-24',
      perUnit(
        `''`,
        serving(sql`project = 'ticket-triage' and environment = 'production' and ${NOVEMBER}`),
        serving(
          sql`project = 'ticket-triage' and environment = 'production' and unit_name = 'request' and ${NOVEMBER}`,
        ),
      ),
    ),
    SPAN_KEYS,
    each('request'),
    'some',
  ),
  question(
    9,
    'How has cost per request moved week by week from 2026-09-28 to 2026-11-15?',
    sql`with c as (select date_trunc('week', day::timestamp)::date as start, billing_currency as currency, sum(effective_cost) as cost
        from spend.daily where workload_type = 'inference' and day >= '2026-09-28' and day < '2026-11-16' group by 1, 2),
      u as (select date_trunc('week', day::timestamp)::date as start, sum(quantity) as units from spend.units
        where workload_type = 'inference' and unit_name = 'request' and day >= '2026-09-28' and day < '2026-11-16' group by 1)
      select start, currency, cost, units, cost / units as each from c join u using (start)`,
    { start: 'start', ...CURRENCY },
    each('request'),
    'some',
  ),
  question(
    10,
    'Which project has the highest cost per request last month?',
    sql`select * from (${perUnit('project', serving(OCTOBER), serving(sql`unit_name = 'request' and ${OCTOBER}`))}) x
      where currency = 'USD' order by each desc limit 1`,
    { name: 'project', ...CURRENCY },
    each('request'),
    'some',
  ),
  question(
    11,
    'What does a request to the self-hosted llama cost last month?',
    SPAN(
      '2026-10-01',
      '2026-11-01',
      perUnit(
        `''`,
        serving(sql`model_name like 'llama%' and ${OCTOBER}`),
        serving(sql`model_name like 'llama%' and unit_name = 'request' and ${OCTOBER}`),
      ),
    ),
    SPAN_KEYS,
    each('request'),
    'some',
  ),
  question(
    12,
    'Is cost per request better or worse in October than in September?',
    sql`${SPAN('2026-10-01', '2026-11-01', perUnit(`''`, serving(OCTOBER), serving(sql`unit_name = 'request' and ${OCTOBER}`)))}
      union all ${SPAN('2026-09-01', '2026-10-01', perUnit(`''`, serving(sql`day >= '2026-09-01' and day < '2026-10-01'`), serving(sql`unit_name = 'request' and day >= '2026-09-01' and day < '2026-10-01'`)))}`,
    SPAN_KEYS,
    each('request'),
    'some',
  ),
  question(
    13,
    'Which AI workload is consuming the most GPU spend?',
    costBy('workload_type', sql`resource_class = 'gpu' and ${NOVEMBER}`),
    { name: 'workload_type', ...CURRENCY },
    COST,
  ),
  question(
    14,
    'GPU spend by team, last 30 days?',
    costBy('team', sql`resource_class = 'gpu' and ${LAST_30}`),
    { name: 'team', ...CURRENCY },
    COST,
  ),
  question(
    15,
    'Top 5 GPU resources by cost this month?',
    sql`select coalesce(resource_name, resource_id) as name, billing_currency as currency, sum(effective_cost) as cost
      from spend.daily where resource_class = 'gpu' and ${NOVEMBER} group by 1, 2 order by 3 desc limit 5`,
    { name: 'resource', ...CURRENCY },
    COST,
    'some',
  ),
  question(
    16,
    'How many GPU hours did we use and at what price per hour, by GPU model, last month?',
    sql`select instance_type, billing_currency as currency, sum(effective_cost) as cost, sum(quantity) as units,
        sum(effective_cost) / sum(quantity) as each
      from spend.daily where unit = 'GPU-Hours' and resource_class = 'gpu' and ${OCTOBER} group by 1, 2`,
    { instance_type: 'instance_type', ...CURRENCY },
    each('gpu_hour'),
  ),
  question(
    17,
    'How much GPU money goes to non-production last month?',
    costBy('team', sql`resource_class = 'gpu' and environment is distinct from 'production' and ${OCTOBER}`),
    { name: 'team', ...CURRENCY },
    COST,
  ),
  question(
    18,
    'What share of AI spend is GPU?',
    sql`select billing_currency as currency, sum(effective_cost) filter (where resource_class = 'gpu') as part, sum(effective_cost) as whole
      from spend.daily where ${NOVEMBER} and billing_currency = 'USD' group by 1`,
    CURRENCY,
    { part: 'part_cost', whole: 'whole_cost' },
    'some',
  ),
  question(
    19,
    'What did we spend per model this month?',
    costBy('model_name', NOVEMBER),
    { name: 'model_name', ...CURRENCY },
    COST,
  ),
  question(
    20,
    'Which models score well enough for ticket-triage, and what does each cost per million tokens?',
    sql`with q as (select model_name, metric, sum(score_sum) / sum(n) as score, sum(n) as n from spend.quality
        where project = 'ticket-triage' and ${LAST_30} group by 1, 2),
      t as (select model_name, billing_currency as currency, sum(effective_cost) as cost, 1e6 * sum(effective_cost) / sum(quantity) as each
        from spend.daily where project = 'ticket-triage' and unit = 'Tokens' and ${LAST_30} group by 1, 2)
      select * from q join t using (model_name)`,
    { model_name: 'model_name', metric: 'metric', ...CURRENCY },
    { score: 'score', n: 'n', each: 'effective_per_million' },
    'some',
  ),
  question(
    21,
    'Which projects send short prompts to a premium model?',
    sql`with price as (select model_name, billing_currency as currency, 1e6 * sum(list_cost) / sum(quantity) as price from spend.daily
        where meter = 'Output' and unit = 'Tokens' and ${LAST_30_COMPLETE} group by 1, 2 having 1e6 * sum(list_cost) / sum(quantity) >= 10),
      t as (select project, model_name, billing_currency as currency, sum(quantity) filter (where meter in ('Input', 'CacheRead', 'CacheWrite')) as tokens,
        sum(effective_cost) as cost from spend.daily where unit = 'Tokens' and ${LAST_30_COMPLETE} group by 1, 2, 3),
      r as (select project, model_name, sum(quantity) as n from spend.units where unit_name = 'request' and ${LAST_30_COMPLETE} group by 1, 2)
      select project, model_name, currency, tokens, n, cost, tokens / n as each from t join r using (project, model_name) join price using (model_name, currency)`,
    { project: 'project', model_name: 'model_name', ...CURRENCY },
    { cost: 'effective_cost', n: 'requests', each: 'input_tokens_per_request' },
    'some',
  ),
  question(
    22,
    'What is the blended price per million tokens by model last month?',
    sql`select model_name, billing_currency as currency, sum(effective_cost) as cost, sum(quantity) as units,
        1e6 * sum(effective_cost) / sum(quantity) as each from spend.daily where unit = 'Tokens' and ${OCTOBER} group by 1, 2`,
    { model_name: 'model_name', ...CURRENCY },
    { cost: 'cost', units: 'tokens', each: 'cost_per_1m_tokens' },
  ),
  question(
    23,
    'What would moving nova-chat from claude-opus-4-5 to claude-sonnet-4-5 save, and what happens to quality?',
    sql`with price as (select meter, sum(list_cost) / sum(quantity) as price from spend.daily
        where model_name = 'claude-sonnet-4-5' and unit = 'Tokens' and billing_currency = 'USD' and ${LAST_30} group by 1),
      t as (select meter, sum(list_cost) as list, sum(quantity) as quantity from spend.daily
        where project = 'nova-chat' and model_name = 'claude-opus-4-5' and unit = 'Tokens' and ${LAST_30} group by 1)
      select 'claude-opus-4-5' as model_name, sum(list) - sum(quantity * price) as saving from t join price using (meter)`,
    { model_name: 'from_model' },
    { saving: 'saving_at_list_price' },
    'some',
  ),
  question(
    24,
    'Which models are new this month?',
    sql`select distinct model_name from spend.daily where ${NOVEMBER} and model_name is not null
      except select model_name from spend.daily where ${OCTOBER}`,
    { model_name: 'model_name' },
    {},
  ),
  question(
    25,
    'How much of our input is served from cache, and what did that save?',
    sql`with t as (select model_name, billing_currency as currency, sum(quantity) filter (where meter = 'CacheRead') as cached,
        sum(quantity) filter (where meter = 'Input') as input,
        sum(list_cost) filter (where meter = 'Input') / sum(quantity) filter (where meter = 'Input') as full_price,
        sum(list_cost) filter (where meter = 'CacheRead') / sum(quantity) filter (where meter = 'CacheRead') as cache_price
        from spend.daily where unit = 'Tokens' and ${LAST_30} group by 1, 2)
      select *, cached * (full_price - cache_price) as saved from t where cached > 0`,
    { model_name: 'model_name', ...CURRENCY },
    { cached: 'cache_read_tokens', input: 'input_tokens', saved: 'saved_at_list_price' },
    'some',
  ),
  question(
    26,
    'Where does the token money go last month: input or output?',
    sql`select billing_currency as currency, sum(effective_cost) as cost, sum(effective_cost) filter (where meter = 'Input') as input,
        sum(effective_cost) filter (where meter = 'CacheRead') as cached, sum(effective_cost) filter (where meter = 'Output') as output
      from spend.daily where unit = 'Tokens' and ${OCTOBER} group by 1`,
    CURRENCY,
    { cost: 'cost', input: 'input_cost', cached: 'cache_read_cost', output: 'output_cost' },
  ),
  question(
    27,
    'Are prompts getting longer? Input tokens per request by week for doc-qa from 2026-09-28 to 2026-11-15',
    sql`with t as (select date_trunc('week', day::timestamp)::date as start, sum(quantity) as tokens from spend.daily
        where project = 'doc-qa' and workload_type = 'inference' and meter in ('Input', 'CacheRead') and unit = 'Tokens' and day >= '2026-09-28' and day < '2026-11-16' group by 1),
      r as (select date_trunc('week', day::timestamp)::date as start, sum(quantity) as n from spend.units
        where project = 'doc-qa' and workload_type = 'inference' and unit_name = 'request' and day >= '2026-09-28' and day < '2026-11-16' group by 1)
      select start, tokens, n, tokens / n as each from t join r using (start)`,
    { start: 'start' },
    { tokens: 'input_tokens', n: 'requests', each: 'input_tokens_per_request' },
  ),
  question(
    28,
    'Which model gives the best score per dollar for smart-reply?',
    sql`with q as (select model_name, sum(score_sum) / sum(n) as score from spend.quality where project = 'smart-reply' and ${LAST_30} group by 1),
      t as (select model_name, 1e6 * sum(effective_cost) / sum(quantity) as price from spend.daily
        where project = 'smart-reply' and unit = 'Tokens' and ${LAST_30} group by 1)
      select model_name, score, score / price as each from q join t using (model_name)`,
    { model_name: 'model_name' },
    { score: 'score', each: 'score_per_dollar' },
    'some',
  ),
  question(
    29,
    'What would a 50% cache hit rate on nova-chat save per month?',
    sql`with t as (select model_name, sum(quantity) filter (where meter = 'Input') as input, coalesce(sum(quantity) filter (where meter = 'CacheRead'), 0) as cached
        from spend.daily where project = 'nova-chat' and unit = 'Tokens' and ${LAST_30_COMPLETE} group by 1)
      select * from t where input is not null`,
    { model_name: 'model_name' },
    { input: 'input_tokens', cached: 'cache_read_tokens' },
    'some',
  ),
  question(
    30,
    'What is our effective savings rate against list price last month?',
    sql`select service_provider_name as name, billing_currency as currency, sum(list_cost) as list, sum(effective_cost) as cost,
        sum(list_cost) - sum(effective_cost) as saved
      from spend.daily where charge_category = 'Usage' and list_cost is not null and ${OCTOBER} group by 1, 2`,
    { name: 'provider', ...CURRENCY },
    { list: 'list_cost', cost: 'effective_cost', saved: 'saved' },
  ),
  question(
    31,
    'Which endpoints had no requests in the last 7 days, and what did they cost?',
    idle('2026-11-16T00:00Z', sql`resource_class = 'endpoint'`),
    { resource_id: 'resource_id', ...CURRENCY },
    { cost: 'wasted' },
  ),
  question(
    32,
    'Which notebooks have been idle for 3 days?',
    idle('2026-11-20T00:00Z', sql`resource_class = 'notebook'`),
    { resource_id: 'resource_id', ...CURRENCY },
    { cost: 'wasted' },
  ),
  question(
    33,
    'Which GPU resources are idle right now (7 days of evidence)?',
    idle('2026-11-16T00:00Z', sql`resource_class = 'gpu'`),
    { resource_id: 'resource_id', ...CURRENCY },
    { cost: 'wasted' },
  ),
  question(
    34,
    'How much are idle endpoints costing us in the last 7 days?',
    sql`select currency, sum(cost) as cost from (${idle('2026-11-16T00:00Z', sql`resource_class = 'endpoint'`)}) x group by 1`,
    CURRENCY,
    { cost: 'total' },
    'totals',
  ),
  question(
    35,
    'Who owns the idle GPU resources of the last 7 days?',
    sql`select owner, currency, count(*) as resources, sum(cost) as cost from (${idle('2026-11-16T00:00Z', sql`resource_class = 'gpu'`)}) x group by 1, 2`,
    { owner: 'owner', ...CURRENCY },
    { cost: 'wasted', resources: 'resources' },
  ),
  question(
    36,
    'GPU utilisation efficiency per resource last 14 days: what share of paid GPU hours did work?',
    sql`with gpu as (select distinct resource_id, coalesce(resource_name, resource_id) as name from spend.daily
        where resource_class = 'gpu' and day >= '2026-11-09' and day < '2026-11-23')
      select name, count(*) as hours, count(*) filter (where gpu_util_max >= 5) as busy from spend.resource_hour join gpu using (resource_id)
      where hour >= '2026-11-09T00:00Z' and hour < '2026-11-23T00:00Z' group by 1 having sum(samples)::numeric / sum(samples_expected) >= 0.9`,
    { name: 'resource' },
    { hours: 'hours', busy: 'busy_hours' },
    'some',
  ),
  question(
    37,
    'For which resources do we lack telemetry, so idleness cannot be judged?',
    sql`select resource_id from spend.resource_hour where hour >= '2026-11-16T00:00Z' and hour < '2026-11-23T00:00Z' group by 1
      having sum(samples)::numeric / sum(samples_expected) < 0.9`,
    { resource_id: 'resource_id' },
    {},
    'some',
  ),
  question(
    38,
    'How many paid non-production GPU hours were idle at nights and weekends in the last 14 days?',
    sql`with gpu as (select distinct resource_id, coalesce(resource_name, resource_id) as name from spend.daily
        where resource_class = 'gpu' and environment <> 'production' and day >= '2026-11-09' and day < '2026-11-23')
      select name, count(*) as idle from spend.resource_hour join gpu using (resource_id)
      where hour >= '2026-11-09T00:00Z' and hour < '2026-11-23T00:00Z' and gpu_util_max < 5 and coalesce(requests, 0) = 0
        and (extract(isodow from hour at time zone 'UTC') > 5 or extract(hour from hour at time zone 'UTC') not between 7 and 19)
      group by 1 having sum(samples)::numeric / sum(samples_expected) >= 0.9`,
    { name: 'resource' },
    { idle: 'idle_hours' },
    'some',
  ),
  ...(
    [
      [39, 'What is the cost per document for doc-qa last month?', 'document', `project = 'doc-qa' and`],
      [40, 'What does one generated image of project lumen cost last month?', 'image', `project = 'lumen' and`],
      [
        41,
        'What is the cost per prediction of fraud-scoring last month?',
        'prediction',
        `project = 'fraud-scoring' and`,
      ],
    ] as const
  ).map(([number, text, unit, scope]) =>
    question(
      number,
      text,
      SPAN(
        '2026-10-01',
        '2026-11-01',
        perUnit(
          `''`,
          serving(sql`${sql.raw(scope)} ${OCTOBER}`),
          serving(sql`${sql.raw(scope)} unit_name = ${unit} and ${OCTOBER}`),
        ),
      ),
      SPAN_KEYS,
      each(unit),
      'some',
    ),
  ),
  question(
    42,
    'Cost per customer for DocFlow last month?',
    costBy('customer', sql`product = 'DocFlow' and ${OCTOBER}`),
    { name: 'customer', ...CURRENCY },
    COST,
  ),
  question(
    43,
    'What is the cost per prompt, by project, last month?',
    sql`select * from (${perUnit('project', serving(OCTOBER), serving(sql`unit_name = 'request' and ${OCTOBER}`))}) x where units > 0`,
    { name: 'project', ...CURRENCY },
    each('request'),
    'some',
  ),
  question(
    44,
    'Which customer is the most expensive, and is it growing?',
    sql`select customer, billing_currency as currency, sum(effective_cost) filter (where day >= '2026-11-01') as cost,
        sum(effective_cost) filter (where day < '2026-10-24') as before
      from spend.daily where customer is not null and (${NOVEMBER} or day >= '2026-10-01' and day < '2026-10-24') group by 1, 2`,
    { customer: 'customer', ...CURRENCY },
    { cost: 'effective_cost', before: 'effective_cost_before' },
    'some',
  ),
  question(
    45,
    'Was Helpdesk worth its AI cost last month?',
    sql`with v as (select billing_currency as currency, sum(value_amount) as value from spend.business_value
        where product = 'Helpdesk' and month = '2026-10-01' and customer is null group by 1),
      c as (select billing_currency as currency, sum(effective_cost) as cost from spend.daily where product = 'Helpdesk' and ${OCTOBER} group by 1)
      select currency, value, cost, value / cost as each from v join c using (currency)`,
    CURRENCY,
    { value: 'stated_value', cost: 'effective_cost', each: 'value_per_cost' },
  ),
  question(
    46,
    'Value against cost by product, and which products have no stated value?',
    sql`select product, billing_currency as currency, sum(value_amount) as value from spend.business_value
      where product is not null and month = '2026-10-01' and customer is null group by 1, 2`,
    { product: 'product', ...CURRENCY },
    { value: 'stated_value' },
    'some',
  ),
  question(
    48,
    'Which projects cost more than the value they state?',
    sql`with v as (select project, billing_currency as currency, sum(value_amount) as value from spend.business_value
        where project is not null and month = '2026-10-01' and customer is null group by 1, 2),
      c as (select project, billing_currency as currency, sum(effective_cost) as cost from spend.daily where ${OCTOBER} group by 1, 2)
      select project, currency, value, cost from v join c using (project, currency) where cost > value`,
    { project: 'project', ...CURRENCY },
    { value: 'stated_value', cost: 'effective_cost' },
  ),
  question(
    49,
    'Who owns fraud-scoring?',
    sql`select team, owner, business_unit, cost_center, sum(effective_cost) as cost from spend.daily
      where project = 'fraud-scoring' and ${NOVEMBER} group by 1, 2, 3, 4`,
    { team: 'team', owner: 'owner', business_unit: 'business_unit', cost_center: 'cost_center' },
    { cost: 'cost' },
  ),
  question(
    50,
    'Showback for team vision last month by cost area?',
    costBy('cost_area', sql`team = 'vision' and ${OCTOBER}`),
    { name: 'cost_area', ...CURRENCY },
    COST,
  ),
  question(
    51,
    'Chargeback by cost center for last month (invoice basis)?',
    costBy('cost_center', OCTOBER, 'billed_cost'),
    { name: 'cost_center', ...CURRENCY },
    { cost: 'billed_cost' },
  ),
  question(
    52,
    'Spend by business unit with month-over-month change?',
    sql`select business_unit as name, billing_currency as currency, sum(effective_cost) filter (where ${OCTOBER}) as cost,
        sum(effective_cost) filter (where day < '2026-10-01') as before
      from spend.daily where day >= '2026-09-01' and day < '2026-11-01' group by 1, 2`,
    { name: 'business_unit', ...CURRENCY },
    { cost: 'effective_cost', before: 'effective_cost_before' },
  ),
  question(
    53,
    'How much spend is not allocated to a team last month?',
    sql`select 'team' as tag, billing_currency as currency, coalesce(sum(effective_cost) filter (where team is null), 0) as missing,
        sum(effective_cost) as cost from spend.daily where ${OCTOBER} group by 2`,
    { tag: 'tag', ...CURRENCY },
    { missing: 'without_tag', ...COST },
    'some',
  ),
  question(
    54,
    'What is our tag coverage last month, tag by tag (by cost)?',
    sql`select tag, currency, cost, missing from (
        select billing_currency as currency, sum(effective_cost) as cost, array['team', 'project', 'environment', 'workload_type', 'owner', 'cost_center'] as tags,
          array[coalesce(sum(effective_cost) filter (where team is null), 0), coalesce(sum(effective_cost) filter (where project is null), 0),
            coalesce(sum(effective_cost) filter (where environment is null), 0), coalesce(sum(effective_cost) filter (where workload_type is null), 0),
            coalesce(sum(effective_cost) filter (where owner is null), 0), coalesce(sum(effective_cost) filter (where cost_center is null), 0)] as sums
        from spend.daily where ${OCTOBER} group by 1) x, unnest(tags, sums) as t (tag, missing)`,
    { tag: 'tag', ...CURRENCY },
    { missing: 'without_tag', ...COST },
  ),
  question(
    55,
    'Which services create the most unallocated cost?',
    sql`select service_name as service, billing_currency as currency, sum(effective_cost) as missing from spend.daily
      where team is null and ${NOVEMBER} group by 1, 2 order by 3 desc limit 5`,
    { service: 'service', ...CURRENCY },
    { missing: 'without_team' },
    'some',
  ),
  question(56, 'Spend by environment?', costBy('environment', NOVEMBER), { name: 'environment', ...CURRENCY }, COST),
  question(57, 'Spend by cost area?', costBy('cost_area', NOVEMBER), { name: 'cost_area', ...CURRENCY }, COST),
  question(
    58,
    'What did we spend yesterday, and is that number complete?',
    costBy('team', sql`day = '2026-11-22'`),
    { name: 'team', ...CURRENCY },
    COST,
  ),
  question(
    59,
    'How is each team doing against budget this month?',
    sql`select b.scope_value as team, b.billing_currency as currency, b.budget_amount as budget, coalesce(sum(s.effective_cost), 0) as used
      from spend.budget b left join spend.daily s on s.team = b.scope_value and s.billing_currency = b.billing_currency and ${NOVEMBER}
      where b.scope_dimension = 'team' and b.month = '2026-11-01' group by 1, 2, 3`,
    { team: 'scope_value', ...CURRENCY },
    { budget: 'budget', used: 'used' },
  ),
  question(
    60,
    'Where will we land at month end?',
    sql`select day, billing_currency as currency, 'recorded' as kind, sum(effective_cost) as cost from spend.daily
      where day >= '2026-11-01' and day < '2026-11-21' group by 1, 2`,
    { day: 'day', kind: 'kind', ...CURRENCY },
    { cost: 'amount' },
    'some',
  ),
  question(
    61,
    "How accurate was last month's forecast?",
    sql`select billing_currency as currency, '2026-10-15' as made_on, sum(effective_cost) as cost from spend.daily where ${OCTOBER} group by 1`,
    { made_on: 'made_on', ...CURRENCY },
    { cost: 'actual' },
    'some',
  ),
  question(
    62,
    'What was unusual last week?',
    sql`select 'chatbot' as team, '2026-11-18' as since, sum(effective_cost) as cost from spend.daily
      where team = 'chatbot' and cost_area = 'Model Usage' and day = '2026-11-18'`,
    { team: 'team', since: 'since' },
    { cost: 'actual' },
    'some',
  ),
  question(
    64,
    'Which already reported days were restated?',
    sql`select source_name as source, day, billing_currency as currency, old_effective_cost as was, new_effective_cost as "is",
        new_effective_cost - old_effective_cost as change from spend.restatement where day >= '2026-10-24' and day < '2026-11-23'`,
    { source: 'source', day: 'day', ...CURRENCY },
    { was: 'was', is: 'is', change: 'change' },
  ),
  question(
    65,
    'Top movers week over week by project?',
    sql`select project, billing_currency as currency, sum(effective_cost) filter (where day >= '2026-11-16') as cost,
        sum(effective_cost) filter (where day < '2026-11-16') as before
      from spend.daily where day >= '2026-11-09' and day < '2026-11-23' group by 1, 2`,
    { project: 'project', ...CURRENCY },
    { cost: 'effective_cost', before: 'effective_cost_before' },
  ),
  question(
    66,
    'Does the gateway agree with the bill last month? (LiteLLM vs provider cost)',
    sql`with seen as (select distinct coalesce(team, '') as t, coalesce(project, '') as p, coalesce(model_name, '') as m from spend.meter_daily where ${OCTOBER} and unit = 'Tokens'),
      gateway as (select model_name, billing_currency as currency, sum(billed_cost) as estimate from spend.meter_daily where unit = 'Tokens' and ${OCTOBER} group by 1, 2),
      bill as (select model_name, billing_currency as currency, sum(billed_cost) as billed from spend.daily
        join seen on t = coalesce(team, '') and p = coalesce(project, '') and m = coalesce(model_name, '') where unit = 'Tokens' and ${OCTOBER} group by 1, 2)
      select * from gateway join bill using (model_name, currency)`,
    { model_name: 'model_name', ...CURRENCY },
    { estimate: 'gateway_estimate', billed: 'billed_cost' },
    'some',
  ),
  question(
    63,
    'Why did support-ai go up last week? (volume vs price)',
    // Complete days of both weeks: Monday to Friday.
    sql`select billing_currency as currency, sum(case when day >= '2026-11-16' then effective_cost else -effective_cost end) as change
      from spend.daily where team = 'support-ai' and (day >= '2026-11-09' and day < '2026-11-14' or day >= '2026-11-16' and day < '2026-11-21') group by 1`,
    CURRENCY,
    { change: 'total' },
    'totals',
  ),
]

export const NOT_ANSWERED: readonly { readonly number: number; readonly reason: string }[] = [
  {
    number: 47,
    reason: 'The share of cost in revenue: nobody states revenue, so the stated value is set against the cost instead.',
  },
]
