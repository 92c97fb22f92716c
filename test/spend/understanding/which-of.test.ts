import { holds } from './said.ts'

holds('asks for one of several', [
  ['which of our teams spent the most last week', 'top | by team | top 1 | 2026-11-16..2026-11-22'],
  ['which of the providers is cheapest', 'top | by provider | top 1 | asc'],
  ['which one of our models is the most expensive', 'top | by model_name | top 1'],
  ['which of our teams are the most expensive', 'top | by team | top 10'],
  [
    'the three teams with the highest gpu bills last week',
    'top | resource=gpu | by team | top 3 | 2026-11-16..2026-11-22',
  ],
  ['which of fraud and vision cost more last week?', 'compare | team=fraud+vision | by team | 2026-11-16..2026-11-22'],
  [
    'fraud or vision, which one spent the most last week',
    'compare | team=fraud+vision | by team | top 1 | 2026-11-16..2026-11-22',
  ],
  ['all but the top 3 teams last week', 'clarify word'],
  ['which project has the best roi', 'value | by project | top 1'],
  ['which project has the worst roi', 'value | by project | top 1 | asc'],
])

holds('takes a dimension word beside a name for that name', [
  ['tokens used by team fraud last week', 'spend | quantity | token | team=fraud | 2026-11-16..2026-11-22'],
  ['spend by team search last week', 'spend | team=search | 2026-11-16..2026-11-22'],
  ['spend by project lumen last week', 'spend | project=lumen | 2026-11-16..2026-11-22'],
  ['spend by team openai last week', 'spend | service=OpenAI | by team | 2026-11-16..2026-11-22'],
  ['spend by team today', 'spend | by team | 2026-11-23'],
])

holds('asks nobody about people', [
  ['who is on team fraud', 'refuse'],
  ['who works in the fraud team?', 'refuse'],
  ['how many people are on team fraud', 'refuse'],
  ['who leads team fraud', 'refuse'],
])

holds('counts no things', [
  ['how many gpus do we have', 'clarify unit "tokens" "requests" "gpu hours"'],
  ['how many gpu hours did we use last week', 'spend | quantity | gpu_hour | resource=gpu | 2026-11-16..2026-11-22'],
  ['how many tokens did gpt-5 use last week', 'spend | quantity | token | model_name=gpt-5 | 2026-11-16..2026-11-22'],
])

holds('holds against what it is up on', [
  ['is spend up on last month?', 'compare | 2026-11-01..2026-11-23 | vs 2026-10-01..2026-10-23'],
  ['is aws down on yesterday', 'compare | provider=aws | 2026-11-23 | vs 2026-11-22'],
  ['was october up on september', 'compare | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30'],
  ['was spend up on friday', 'compare | 2026-11-20 | vs 2026-11-19'],
])

holds('takes "the year" for the current one', [
  ['spend for the year by team', 'spend | by team | 2026-01-01..2026-11-23'],
  ['is project orion within budget for the year?', 'budget | project=orion | 2026-01-01..2026-12-31'],
  ['cost for the year 2025', 'spend | 2025-01-01..2025-12-31'],
  ['spend for the month of october', 'spend | 2026-10-01..2026-10-31'],
])
