import { holds } from './said.ts'

holds('reads budgets', [
  ['budget left for team fraud', 'budget | team=fraud'],
  ['are we over budget', 'budget'],
  ['is team vision over budget this month', 'budget | team=vision | 2026-11-01..2026-11-30'],
  ['which teams are over budget', 'budget | by team'],
  ['budget status', 'budget'],
  ['budget vs actual by team', 'budget | by team'],
  ['how much of the budget have we used this quarter', 'budget | 2026-10-01..2026-12-31'],
  ['remaining budget for project atlas', 'budget | project=atlas'],
  ['are we on track this month', 'budget | 2026-11-01..2026-11-30'],
  ['is search on track', 'clarify entity team=search project=search'],
  ['will we exceed the budget this month', 'budget | 2026-11-01..2026-11-30'],
  ['monthly budget of team fraud', 'budget | team=fraud | 2026-11-01..2026-11-30'],
  ['annual budget for Consumer', 'budget | business_unit=Consumer | 2026-01-01..2026-12-31'],
  ['are we within budget', 'budget'],
  ['budget for q4', 'budget | 2026-10-01..2026-12-31'],
  ['budget by team for next month', 'budget | by team | 2026-12-01..2026-12-31'],
  ['december budget', 'clarify period "2025-12" "2026-12"'],
  ['how much budget do we have left this year', 'budget | 2026-01-01..2026-12-31'],
  ['did fraud blow its budget last month', 'budget | team=fraud | 2026-10-01..2026-10-31'],
  ['spend vs budget by team', 'budget | by team'],
])
