import { type RawBuilder, sql } from 'kysely'
import type { Period, Question } from '../../question.ts'
import { scope, within } from '../../scope.ts'
import type { Asked } from '../kind.ts'
import { sameProject, tokenCharges } from '../token-charges.ts'

/**
 * Output at ten dollars a million tokens or more is what providers sell as their large models (claude-sonnet-4-5, gpt-4o, gpt-5,
 * gemini-2.5-pro); their small ones stay at five and below. A classifier that answers in a word seldom needs more.
 */
export const PREMIUM_OUTPUT_PER_MILLION = '10'

export interface PromptRow {
  readonly project: string | null
  readonly model_name: string
  readonly currency: string
  readonly input_tokens: string | null
  readonly requests: string | null
  readonly per_request: string | null
  readonly cost: string
  readonly output_price: string
  readonly rows: string
}

/** Input per request of the uses of premium models. Tokens are the bill's, requests are counted by the company, of the same days. */
export function promptStatement(
  question: Question,
  seen: Pick<Asked, 'sight' | 'views'>,
  period: Period,
): RawBuilder<PromptRow> {
  const { charges, listPrice } = tokenCharges(question, seen, ['project', 'model_name'], period)
  return sql<PromptRow>`with ${charges}, ${listPrice}, used as (
  select project, model_name, currency, sum(tokens) filter (where meter <> 'Output') as input_tokens,
    sum(effective_cost) as cost, sum(rows) as rows
  from charges where model_name is not null
  group by 1, 2, 3
), requests as (
  select project, model_name, sum(quantity) as requests
  from spend.units
  where ${within(period)} and unit_name = 'request' and ${scope(question, seen.sight, 'spend.units')}
  group by 1, 2
)
select used.project, used.model_name, used.currency, used.input_tokens, requests.requests,
  sum(used.input_tokens) over (partition by used.project, used.model_name) / nullif(requests.requests, 0) as per_request, used.cost,
  output.price * 1000000 as output_price, used.rows
from used
join list_price output on output.currency = used.currency and output.model_name = used.model_name and output.meter = 'Output'
-- A full join is never a nested loop, which the planner would take where it expects one row and gets thousands.
full join requests on ${sameProject('requests', 'used')} and requests.model_name = used.model_name
where coalesce(output.price, 0) * 1000000 >= ${PREMIUM_OUTPUT_PER_MILLION}::numeric
order by per_request nulls last, used.cost desc`
}
