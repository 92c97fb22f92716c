import { expect, it } from 'vitest'
import { understand } from '../../../src/spend/understanding/understand.ts'
import { said, setting } from './said.ts'

// Going on from every kind of question: what was asked before, what is asked now, and what that means.
const TURNS: readonly (readonly [string, string, string])[] = [
  ['cost of team vision last month', 'by model', 'spend | team=vision | by model_name | 2026-10-01..2026-10-31'],
  [
    'cost per request by project last month',
    'only staging',
    'unit_cost | request | environment=staging | by project | 2026-10-01..2026-10-31',
  ],
  ['idle waste by team', 'without sandbox', 'idle | -environment=sandbox | by team'],
  ['budget status by team', 'and last month?', 'budget | by team | 2026-10-01..2026-10-31'],
  [
    'cost per token for gpt-4o last month',
    'why?',
    'explain | cost_per_unit | token | model_name=gpt-4o | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30',
  ],
  ['openai cost in Q3', 'per week', 'trend | service=OpenAI | per week | 2026-07-01..2026-09-30'],
  ['are there anomalies by project this month', 'top 3', 'anomaly | by project | top 3 | 2026-11-01..2026-11-23'],
  ['forecast for team speech', 'chart it', 'forecast | team=speech | chart'],
  [
    'cost per request for doc-qa this month',
    'vs last month',
    'unit_cost | request | project=doc-qa | 2026-11-01..2026-11-23 | vs 2026-10-01..2026-10-23',
  ],
  ['is team speech on budget', 'what about vision', 'budget | team=vision'],
  ['what is our cache hit rate', 'by team', 'model_fit | by team,model_name | #cache'],
  ['what is our cache hit rate', 'only gpt-4o', 'model_fit | model_name=gpt-4o | by model_name | #cache'],
  [
    'how accurate was the october forecast',
    'and in september',
    'forecast | 2026-09-01..2026-09-30 | #forecast_accuracy',
  ],
  [
    'who owns atlas',
    'how about kestrel',
    'spend | project=kestrel | by team,owner,business_unit,cost_center | #ownership',
  ],
  [
    'most expensive training run this quarter',
    'top 5',
    'top | training_run | top 5 | 2026-10-01..2026-11-23 | #training_runs',
  ],
  ['gateway vs bill', 'last month', 'coverage | 2026-10-01..2026-10-31 | #gateway'],
  ['gpu utilisation last week', 'by team', 'idle | resource=gpu | by team | 2026-11-16..2026-11-22 | #utilisation'],
  ['untagged spend last month', 'by provider', 'coverage | by provider | 2026-10-01..2026-10-31'],
  ['is doc-qa worth its cost', 'and for atlas?', 'value | project=atlas'],
  ['roi last month', 'by product', 'value | by product | 2026-10-01..2026-10-31'],
  [
    'are we using the right model for doc-qa',
    'last week',
    'model_fit | project=doc-qa | by model_name | 2026-11-16..2026-11-22',
  ],
  [
    'are we using the right model for doc-qa',
    'what about ticket-triage',
    'model_fit | project=ticket-triage | by model_name',
  ],
  [
    'cost by team last month',
    'minus infra and growth',
    'spend | -team=growth+infra | by team | 2026-10-01..2026-10-31',
  ],
  [
    'why did team vision go up last month',
    'by project',
    'explain | team=vision | by project | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30',
  ],
  ['forecast by team', 'next month', 'forecast | by team | 2026-12-01..2026-12-31'],
  ['what share of spend is gpu', 'and this quarter?', 'spend | resource=gpu | 2026-10-01..2026-11-23 | #share'],
  ['what share of spend is gpu', 'what about aws', 'spend | provider=aws | resource=gpu | #share'],
  [
    'which models are new this month',
    'last month',
    'spend | by model_name | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30 | #new_names',
  ],
  [
    'failed runs by team last month',
    'how much did they cost in total',
    'spend | by team | 2026-10-01..2026-10-31 | #failed_runs',
  ],
  [
    'cost of team vision in october',
    'compare with september',
    'compare | team=vision | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30',
  ],
  ['any anomalies last week', 'in production only', 'anomaly | environment=production | 2026-11-16..2026-11-22'],
  [
    'cost per gpu hour last month',
    'by region',
    'unit_cost | gpu_hour | resource=gpu | by region | 2026-10-01..2026-10-31',
  ],
]

it.each(TURNS)('goes on from "%s": %s', (before, text, expected) => {
  const first = understand(before, setting())
  expect(first.kind === 'question' ? said(text, { previous: first.question }) : first).toBe(expected)
})
