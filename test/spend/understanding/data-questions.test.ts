import { holds } from './said.ts'

// The questions of the field about the cost of AI, in the order of the pages that list them.
const DAYS_30 = '2026-10-24..2026-11-22'
const DAYS_7 = '2026-11-16..2026-11-22'
const MTD = '2026-11-01..2026-11-23'
const LAST_MONTH = '2026-10-01..2026-10-31'
const LIKE_FOR_LIKE = '2026-10-01..2026-10-23'
const QUARTER = '2026-10-01..2026-11-23'
const OWNERS = 'by team,owner,business_unit,cost_center'

holds('reads what training costs', [
  ['How much did we spend on training last month?', `spend | workload_type=training | ${LAST_MONTH}`],
  ['What has training recsys-v3 cost this quarter?', `spend | project=recsys-v3 | workload_type=training | ${QUARTER}`],
  ['What is the average cost of a training run, per model?', 'unit_cost | training_run | by model_name'],
  [
    'How much money went into failed training runs in the last 90 days?',
    'spend | 2026-08-25..2026-11-22 | #failed_runs',
  ],
  [
    'Training versus inference: what is the split by month?',
    'compare | workload_type=inference+training | by workload_type | per month',
  ],
  [
    'Which single training run was the most expensive this quarter?',
    `top | training_run | top 1 | ${QUARTER} | #training_runs`,
  ],
])

holds('reads what an inference request costs', [
  ['What is our cost per inference request, last 7 days?', `unit_cost | request | workload_type=inference | ${DAYS_7}`],
  [
    'What does one ticket-triage request cost in prod?',
    'unit_cost | request | environment=production | project=ticket-triage',
  ],
  ['How has cost per request moved week by week?', 'unit_cost | request | per week'],
  ['Which project has the highest cost per request?', 'unit_cost | request | by project | top 1'],
  [
    'What does a request to the self-hosted llama cost?',
    'unit_cost | request | model_name=llama-3.1-70b-instruct+llama-3.1-8b-instruct+llama-3.3-70b-instruct',
  ],
  ['Is cost per request better or worse than last month?', `unit_cost | request | ${MTD} | vs ${LIKE_FOR_LIKE}`],
])

holds('reads which workload spends most on GPUs', [
  ['Which AI workload is consuming the most GPU spend?', 'top | resource=gpu | by workload_type | top 1'],
  ['GPU spend by team, last 30 days?', `spend | resource=gpu | by team | ${DAYS_30}`],
  ['Top 5 GPU resources by cost this month?', `top | resource=gpu | by resource | top 5 | ${MTD}`],
  [
    'How many GPU hours did we use and at what price per hour, by GPU model?',
    'unit_cost | gpu_hour | resource=gpu | by resource',
  ],
  ['GPU hours and price per hour by instance type', 'unit_cost | gpu_hour | resource=gpu | by resource'],
  ['How much GPU money goes to non-production?', 'spend | resource=gpu | -environment=production'],
  ['What share of AI spend is GPU?', 'spend | resource=gpu | #share'],
])

holds('reads whether the model is right', [
  ['What did we spend per model this month?', `spend | by model_name | ${MTD}`],
  [
    'Which models score well enough for ticket-triage, and what does each cost per million tokens?',
    'model_fit | project=ticket-triage | by model_name',
  ],
  ['Which projects send short prompts to a premium model?', 'model_fit | by project,model_name | #short_prompts'],
  ['What is the blended price per million tokens by model?', 'unit_cost | token | by model_name'],
  [
    'What would moving doc-qa from gpt-4o to gpt-4o-mini save, and what happens to quality?',
    'model_fit | model_name=gpt-4o+gpt-4o-mini | project=doc-qa | by model_name',
  ],
  ['Which models are new this month?', `spend | by model_name | ${MTD} | vs ${LAST_MONTH} | #new_names`],
])

holds('reads how token cost may be cut', [
  ['How much of our input is served from cache, and what did that save?', 'model_fit | by model_name | #cache'],
  ['Where does the token money go: input or output?', 'spend | #token_direction'],
  [
    'Are prompts getting longer? Input tokens per request by week for doc-qa.',
    'trend | quantity | token | project=doc-qa | per week | #tokens_per_request',
  ],
  [
    'Which model gives the best score per dollar for ticket-triage?',
    'model_fit | project=ticket-triage | by model_name',
  ],
  [
    'What would a 50% cache hit rate on doc-qa save per month?',
    'model_fit | project=doc-qa | by model_name | #cache_what_if 50 %',
  ],
  ['What is our effective savings rate against list price?', 'spend | #savings_rate'],
])

holds('reads what idles', [
  [
    'Which endpoints had no requests in the last 7 days, and what did they cost?',
    `idle | resource=endpoint | ${DAYS_7}`,
  ],
  ['Which notebooks have been idle for 3 days?', 'idle | workload_type=notebook | 2026-11-20..2026-11-22'],
  ['Which GPU resources are idle right now (7 days of evidence)?', `idle | resource=gpu | by resource | ${DAYS_7}`],
  ['How much are idle resources costing us per month?', 'idle | per month'],
  ['Who owns the idle resources?', 'idle | by owner'],
  [
    'GPU utilisation efficiency per resource: what share of paid GPU hours did work?',
    'idle | resource=gpu | by resource | #utilisation',
  ],
  ['For which resources do we lack telemetry, so idleness cannot be judged?', 'idle | by resource | #telemetry_gaps'],
  [
    'How many paid non-production GPU hours were idle at nights and weekends?',
    'idle | resource=gpu | -environment=production | #off_hours',
  ],
])

holds('reads what one of them costs', [
  ['What is the cost per document for doc-qa?', 'unit_cost | document | project=doc-qa'],
  ['What does one generated image cost?', 'unit_cost | image'],
  ['What is the cost per fraud prediction?', 'unit_cost | prediction | team=fraud'],
  ['Cost per customer for DocFlow last month?', `spend | product=DocFlow | by customer | ${LAST_MONTH}`],
  ['What is the cost per prompt, by project?', 'unit_cost | request | by project'],
  ['Which customer is the most expensive, and is it growing?', `compare | by customer | vs ${LIKE_FOR_LIKE}`],
])

holds('reads whether it is worth it', [
  ['Was Helpdesk worth its AI cost last month?', `value | product=Helpdesk | ${LAST_MONTH}`],
  ['Value against cost by product, and which products have no stated value?', 'value | by product'],
  ['What percentage of DocFlow revenue is AI cost?', 'value | product=DocFlow'],
  ['Which products cost more than the value they state?', 'value | by product | #cost_above_value'],
])

holds('reads whose it is', [
  ['Who owns fraud-scoring?', `spend | project=fraud-scoring | ${OWNERS} | #ownership`],
  ['Showback for data-eng last month by cost area?', `spend | team=data-eng | by cost_area | ${LAST_MONTH}`],
  ['Chargeback by cost center for last month (invoice basis)?', `spend | billed_cost | by cost_center | ${LAST_MONTH}`],
  [
    'Spend by business unit with month-over-month change?',
    `compare | by business_unit | ${LAST_MONTH} | vs 2026-09-01..2026-09-30`,
  ],
  ['How much spend is not allocated to a team?', 'coverage | team=(none)'],
  ['What is our tag coverage, tag by tag (by cost)?', 'coverage'],
  ['Which services create the most unallocated cost?', 'coverage | by service | top 10'],
  ['Spend by environment?', 'spend | by environment'],
  ['Spend by cost area?', 'spend | by cost_area'],
])

holds('reads how it stands', [
  ['What did we spend yesterday, and is that number complete?', 'spend | 2026-11-22'],
  ['How is each team doing against budget this month?', 'budget | by team | 2026-11-01..2026-11-30'],
  ['Where will we land at month end?', 'forecast | 2026-11-01..2026-11-30'],
  ["How accurate was last month's forecast?", `forecast | ${LAST_MONTH} | #forecast_accuracy`],
  ['What was unusual this week?', 'anomaly | 2026-11-23'],
  [
    'Why did support-ai go up last week? (volume vs price)',
    'explain | team=support-ai | 2026-11-16..2026-11-22 | vs 2026-11-09..2026-11-15',
  ],
  ['Which already reported days were restated?', 'spend | #restatements'],
  ['Top movers week over week?', 'compare | by service | top 10 | 2026-11-16..2026-11-22 | vs 2026-11-09..2026-11-15'],
  ['Does the gateway agree with the bill? (LiteLLM vs provider cost)', 'coverage | #gateway'],
])
