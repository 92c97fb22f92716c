import { holds } from './said.ts'

holds('reads why', [
  ['why did cost go up last month', 'explain | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30'],
  ['why did gpu spend increase this week', 'explain | resource=gpu | 2026-11-23 | vs 2026-11-16'],
  [
    'why is openai so expensive this month',
    'explain | service=OpenAI | 2026-11-01..2026-11-23 | vs 2026-10-01..2026-10-23',
  ],
  ['what drove the increase in october', 'explain | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30'],
  ['what caused the spike on nov 18', 'explain | 2026-11-18 | vs 2026-11-17'],
  ["what's behind the jump last week", 'explain | 2026-11-16..2026-11-22 | vs 2026-11-09..2026-11-15'],
  [
    'explain the increase in fraud spend last month',
    'explain | team=fraud | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30',
  ],
  [
    'why did snowflake cost drop in september',
    'explain | service=Snowflake | 2026-09-01..2026-09-30 | vs 2026-08-01..2026-08-31',
  ],
  ['reason for the rise in q3', 'explain | 2026-07-01..2026-09-30 | vs 2026-04-01..2026-06-30'],
  ['why', 'clarify context'],
  ['why is that', 'clarify context'],
  ['why was yesterday so expensive', 'explain | 2026-11-22 | vs 2026-11-21'],
  ['what happened on nov 10', 'explain | 2026-11-10 | vs 2026-11-09'],
  ['why did spend change from september to october', 'clarify compare'],
  ['why did cost go up compared to last month', 'explain | 2026-11-01..2026-11-23 | vs 2026-10-01..2026-10-23'],
  ['why are costs up this month vs last month', 'explain | 2026-11-01..2026-11-23 | vs 2026-10-01..2026-10-23'],
  ['root cause of the cost spike last week', 'explain | 2026-11-16..2026-11-22 | vs 2026-11-09..2026-11-15'],
  ["explain last week's cost", 'explain | 2026-11-16..2026-11-22 | vs 2026-11-09..2026-11-15'],
  ['what is driving our gpu cost', 'explain | resource=gpu | vs 2026-10-01..2026-10-23'],
  [
    'why did team growth spend more last month',
    'explain | team=growth | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30',
  ],
  ['what made the bill go up in october', 'explain | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30'],
])
