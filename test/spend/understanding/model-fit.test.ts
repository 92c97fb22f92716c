import { holds } from './said.ts'

holds('reads model fit', [
  ['are we using the right model for doc-qa', 'model_fit | project=doc-qa | by model_name'],
  ['what is the best model for the money', 'model_fit | by model_name'],
  ['is there a cheaper model for ticket-triage', 'model_fit | project=ticket-triage | by model_name'],
  [
    'could we switch smart-reply to gpt-4o-mini',
    'model_fit | model_name=gpt-4o-mini | project=smart-reply | by model_name',
  ],
  [
    'switch doc-qa to claude haiku',
    'model_fit | model_name=claude-3-5-haiku+claude-haiku-4-5 | project=doc-qa | by model_name',
  ],
  [
    'what if we used gpt-4o-mini for smart-reply',
    'model_fit | model_name=gpt-4o-mini | project=smart-reply | by model_name',
  ],
  [
    'move voice-bot from gpt-5 to gpt-5-mini',
    'model_fit | model_name=gpt-5+gpt-5-mini | project=voice-bot | by model_name',
  ],
  ['reduce token cost without losing quality', 'model_fit | by model_name'],
  ['how can we cut token cost without losing quality', 'model_fit | by model_name'],
  ['which model gives the best quality per dollar', 'model_fit | by model_name'],
  ['quality score per dollar by model last month', 'model_fit | by model_name | 2026-10-01..2026-10-31'],
  ['best model for meeting-notes', 'model_fit | project=meeting-notes | by model_name'],
  [
    'should we use claude haiku for ticket-triage',
    'model_fit | model_name=claude-3-5-haiku+claude-haiku-4-5 | project=ticket-triage | by model_name',
  ],
  ['which is better, gpt-4o or claude sonnet?', 'refuse'],
  ['is gpt-5 overkill for smart-reply', 'model_fit | model_name=gpt-5 | project=smart-reply | by model_name'],
])
