import { holds } from './said.ts'

// Narrower questions about runs, tokens, prompts and forecasts.

holds('reads training runs', [
  [
    'what was our costliest training run in october',
    'top | training_run | top 1 | 2026-10-01..2026-10-31 | #training_runs',
  ],
  ['top 5 training runs by cost this quarter', 'top | training_run | top 5 | 2026-10-01..2026-11-23 | #training_runs'],
  [
    'list the most expensive training jobs of team vision',
    'top | training_run | team=vision | top 10 | #training_runs',
  ],
  [
    'which training run cost the most last month',
    'top | training_run | top 1 | 2026-10-01..2026-10-31 | #training_runs',
  ],
  ['dearest training run for atlas', 'top | training_run | project=atlas | top 1 | #training_runs'],
  ['the three biggest training runs this year', 'top | training_run | top 3 | 2026-01-01..2026-11-23 | #training_runs'],
  ['show training runs by cost', 'top | training_run | top 10 | #training_runs'],
  ['what is the single most expensive training run', 'top | training_run | top 1 | #training_runs'],
  ['cheapest training run in Q3', 'top | training_run | top 1 | asc | 2026-07-01..2026-09-30 | #training_runs'],
  [
    'which runs were the most expensive in september',
    'top | training_run | top 10 | 2026-09-01..2026-09-30 | #training_runs',
  ],
  [
    'largest training run on recsys-v3 last month',
    'top | training_run | project=recsys-v3 | top 1 | 2026-10-01..2026-10-31 | #training_runs',
  ],
  ['rank training runs by cost for team search', 'top | training_run | team=search | top 10 | #training_runs'],
])

holds('reads failed runs', [
  ['what did failed training runs cost us last month', 'spend | 2026-10-01..2026-10-31 | #failed_runs'],
  ['money lost on crashed training jobs this quarter', 'spend | 2026-10-01..2026-11-23 | #failed_runs'],
  ['cost of cancelled runs by team', 'spend | by team | #failed_runs'],
  ['how much did we spend on runs that failed', 'spend | #failed_runs'],
  ['failed runs for team vision in october', 'spend | team=vision | 2026-10-01..2026-10-31 | #failed_runs'],
  ['how much went into aborted training runs this year', 'spend | 2026-01-01..2026-11-23 | #failed_runs'],
  ['training failures by project last quarter', 'spend | by project | 2026-07-01..2026-09-30 | #failed_runs'],
  ['how many training runs failed last month', 'spend | 2026-10-01..2026-10-31 | #failed_runs'],
  ['spend on failed and cancelled training runs', 'spend | #failed_runs'],
  ['what is the cost of unsuccessful training', 'spend | #failed_runs'],
  ['which teams had failed training runs last week', 'spend | by team | 2026-11-16..2026-11-22 | #failed_runs'],
  ['wasted money on failed runs per model', 'spend | by model_name | #failed_runs'],
])

holds('reads token direction', [
  ['input vs output token cost last month', 'spend | 2026-10-01..2026-10-31 | #token_direction'],
  ['split token spend by direction', 'spend | #token_direction'],
  ['how much do output tokens cost us by model', 'spend | by model_name | #token_direction'],
  ['do we spend more on input or output tokens', 'spend | #token_direction'],
  ['input, cached and output cost for nova-chat', 'spend | project=nova-chat | #token_direction'],
  [
    'cost of input and output tokens by project in october',
    'spend | by project | 2026-10-01..2026-10-31 | #token_direction',
  ],
  ['token cost by token type this month', 'spend | 2026-11-01..2026-11-23 | #token_direction'],
  ['spend on completion tokens for gpt-4o', 'spend | model_name=gpt-4o | #token_direction'],
  ['where does our token money go, input or output', 'spend | #token_direction'],
  ['input versus output spend for team chatbot', 'spend | team=chatbot | #token_direction'],
  ['what do we pay for input tokens on doc-qa', 'spend | project=doc-qa | #token_direction'],
  ['break token costs down into input and output', 'spend | #token_direction'],
])

holds('reads tokens per request', [
  ['are our prompts growing longer', 'trend | quantity | token | per week | #tokens_per_request'],
  [
    'average prompt length on nova-chat',
    'trend | quantity | token | project=nova-chat | per week | #tokens_per_request',
  ],
  ['tokens per request by model', 'trend | quantity | token | by model_name | per week | #tokens_per_request'],
  [
    'input tokens per call over the last 3 months for doc-qa',
    'trend | quantity | token | project=doc-qa | per week | 2026-08-01..2026-10-31 | #tokens_per_request',
  ],
  ['how long are our prompts', 'trend | quantity | token | per week | #tokens_per_request'],
  [
    'daily tokens per request last week',
    'trend | quantity | token | per day | 2026-11-16..2026-11-22 | #tokens_per_request',
  ],
  [
    'have prompts become longer since september',
    'trend | quantity | token | per week | 2026-09-01..2026-11-23 | #tokens_per_request',
  ],
  [
    'prompt size by project in october',
    'trend | quantity | token | by project | per week | 2026-10-01..2026-10-31 | #tokens_per_request',
  ],
  [
    'is the average prompt getting bigger on voice-bot',
    'trend | quantity | token | project=voice-bot | per week | #tokens_per_request',
  ],
  ['how many tokens per request do we use', 'trend | quantity | token | per week | #tokens_per_request'],
  [
    'monthly tokens per request this year',
    'trend | quantity | token | per month | 2026-01-01..2026-11-23 | #tokens_per_request',
  ],
  [
    'length of prompts for team support-ai',
    'trend | quantity | token | team=support-ai | per week | #tokens_per_request',
  ],
])

holds('reads cache', [
  ['what is our cache hit rate', 'model_fit | by model_name | #cache'],
  ['how much did prompt caching save last month', 'model_fit | by model_name | 2026-10-01..2026-10-31 | #cache'],
  ['cached share of input for doc-qa', 'model_fit | project=doc-qa | by model_name | #cache'],
  ['savings from caching by project', 'model_fit | by project,model_name | #cache'],
  ['are we using the prompt cache well', 'model_fit | by model_name | #cache'],
  [
    'cache hit ratio of claude-sonnet-4-5 in october',
    'model_fit | model_name=claude-sonnet-4-5 | by model_name | 2026-10-01..2026-10-31 | #cache',
  ],
  ['what percentage of input tokens come from cache', 'model_fit | by model_name | #cache'],
  ['how much do we save through caching on nova-chat', 'model_fit | project=nova-chat | by model_name | #cache'],
  ['cache efficiency per team', 'model_fit | by team,model_name | #cache'],
  ['how many tokens were served from cache last week', 'model_fit | by model_name | 2026-11-16..2026-11-22 | #cache'],
  ['does caching pay for team chatbot', 'model_fit | team=chatbot | by model_name | #cache'],
  ['how well does prompt caching work', 'model_fit | by model_name | #cache'],
])

holds('reads cache what if', [
  ['what would we save with a 60% cache hit rate', 'model_fit | by model_name | #cache_what_if 60 %'],
  [
    'if 40% of input were cached on nova-chat, what would that save',
    'model_fit | project=nova-chat | by model_name | #cache_what_if 40 %',
  ],
  [
    'how much could a cache hit rate of 75 percent save doc-qa',
    'model_fit | project=doc-qa | by model_name | #cache_what_if 75 %',
  ],
  ['savings at 50% cache hit rate for team chatbot', 'model_fit | team=chatbot | by model_name | #cache_what_if 50 %'],
  ['what if our cache hit ratio was 80%', 'model_fit | by model_name | #cache_what_if 80 %'],
  [
    'would a 30% cache rate on smart-reply help',
    'model_fit | project=smart-reply | by model_name | #cache_what_if 30 %',
  ],
  ['suppose we cached 70% of prompts, what would we save', 'model_fit | by model_name | #cache_what_if 70 %'],
  [
    'what would 62.5% caching save on voice-bot last month',
    'model_fit | project=voice-bot | by model_name | 2026-10-01..2026-10-31 | #cache_what_if 62.5 %',
  ],
  [
    'could we save by caching 50% of the input on claude-sonnet-4-5',
    'model_fit | model_name=claude-sonnet-4-5 | by model_name | #cache_what_if 50 %',
  ],
  ['how much would we save per month at a 90% cache hit rate', 'model_fit | by model_name | #cache_what_if 90 %'],
  ['if the cache hit rate were 45% by project', 'model_fit | by project,model_name | #cache_what_if 45 %'],
  [
    'what would a 20 % cache hit rate save on ticket-triage a month',
    'model_fit | project=ticket-triage | by model_name | #cache_what_if 20 %',
  ],
])

holds('reads short prompts', [
  ['are we sending short prompts to premium models', 'model_fit | by model_name | #short_prompts'],
  ['short prompts on expensive models by project', 'model_fit | by project,model_name | #short_prompts'],
  ['which teams use premium models for short prompts', 'model_fit | by team,model_name | #short_prompts'],
  ['small requests going to flagship models', 'model_fit | by model_name | #short_prompts'],
  ['who sends tiny prompts to the most expensive model', 'model_fit | by team,model_name | #short_prompts'],
  ['how much do short prompts on premium models cost us', 'model_fit | by model_name | #short_prompts'],
  [
    'short prompts to gpt-5 last month',
    'model_fit | model_name=gpt-5 | by model_name | 2026-10-01..2026-10-31 | #short_prompts',
  ],
  [
    'is nova-chat using a premium model for short prompts',
    'model_fit | project=nova-chat | by model_name | #short_prompts',
  ],
  ['which projects waste big models on small prompts', 'model_fit | by project,model_name | #short_prompts'],
  ['short requests on large models in team chatbot', 'model_fit | team=chatbot | by model_name | #short_prompts'],
  ['do we use frontier models for short questions', 'model_fit | by model_name | #short_prompts'],
  ['brief prompts on costly models by business unit', 'model_fit | by business_unit,model_name | #short_prompts'],
])

holds('reads forecast accuracy', [
  ['how good was our october forecast', 'forecast | 2026-10-01..2026-10-31 | #forecast_accuracy'],
  ['forecast accuracy last quarter', 'forecast | 2026-07-01..2026-09-30 | #forecast_accuracy'],
  ['how far off was the forecast for september', 'forecast | 2026-09-01..2026-09-30 | #forecast_accuracy'],
  ['forecast vs actual last month', 'forecast | 2026-10-01..2026-10-31 | #forecast_accuracy'],
  ['how reliable are your forecasts', 'forecast | #forecast_accuracy'],
  ['what was the forecast error in october', 'forecast | 2026-10-01..2026-10-31 | #forecast_accuracy'],
  ['did the forecast for last month come true', 'forecast | 2026-10-01..2026-10-31 | #forecast_accuracy'],
  ['accuracy of the forecast by team last month', 'forecast | by team | 2026-10-01..2026-10-31 | #forecast_accuracy'],
  ['was the october projection right', 'forecast | 2026-10-01..2026-10-31 | #forecast_accuracy'],
  [
    'how close was the prediction for last month to actual spend',
    'forecast | 2026-10-01..2026-10-31 | #forecast_accuracy',
  ],
  ['how well did we forecast september', 'forecast | 2026-09-01..2026-09-30 | #forecast_accuracy'],
  ['compare the forecast with actuals for october', 'forecast | 2026-10-01..2026-10-31 | #forecast_accuracy'],
])

holds('reads restatements', [
  ['which days were restated last week', 'spend | 2026-11-16..2026-11-22 | #restatements'],
  ['any restatements this month', 'spend | 2026-11-01..2026-11-23 | #restatements'],
  ['did past numbers change', 'spend | #restatements'],
  ['have any reported days been corrected since october', 'spend | 2026-10-01..2026-11-23 | #restatements'],
  ['show restatements by provider', 'spend | by provider | #restatements'],
  ['which costs changed after they were reported', 'spend | #restatements'],
  ['how much spend was restated in october', 'spend | 2026-10-01..2026-10-31 | #restatements'],
  ['list retroactive corrections from aws', 'spend | provider=aws | #restatements'],
  ['were any numbers revised afterwards', 'spend | #restatements'],
  ['late corrections to the bill last month', 'spend | 2026-10-01..2026-10-31 | #restatements'],
  ['what was restated for team vision', 'spend | team=vision | #restatements'],
  ['which days moved after being reported', 'spend | #restatements'],
])
