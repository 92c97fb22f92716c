import { holds } from './said.ts'

holds('reads what Slack and Teams send', [
  ['<@U123ABC> team search GPU cost this week', 'spend | resource=gpu | team=search | 2026-11-23'],
  ['<@U123ABC|tally> *vision* spend _last month_', 'spend | team=vision | 2026-10-01..2026-10-31'],
  ['`gpt-4o` cost ~yesterday~', 'spend | model_name=gpt-4o | 2026-11-22'],
  ['<!channel> cost last week', 'spend | 2026-11-16..2026-11-22'],
  ['<!here> *fraud* cost', 'spend | team=fraud'],
  ['spend of <#C0123|search> last month', 'clarify entity team=search project=search'],
  [
    'cost for <mailto:anna.berg@example.com|anna.berg@example.com> last week',
    'spend | owner=anna.berg@example.com | 2026-11-16..2026-11-22',
  ],
  ['<at>Tally</at> cost of R&amp;D last month', 'spend | team=r&d | 2026-10-01..2026-10-31'],
  ['<p>spend by team&nbsp;last month</p>', 'spend | by team | 2026-10-01..2026-10-31'],
  ['<div><at id="0">Tally</at>&nbsp;top 5 teams</div>', 'top | by team | top 5'],
  [':moneybag: spend last month :fire:', 'spend | 2026-10-01..2026-10-31'],
  ['cost of \u201cteam search\u201d last month', 'spend | team=search | 2026-10-01..2026-10-31'],
  ['what\u2019s the cost of vision?', 'spend | team=vision'],
  ['SPEND BY TEAM LAST MONTH', 'spend | by team | 2026-10-01..2026-10-31'],
  ['spend   by    team', 'spend | by team'],
  ['> team search cost last month', 'spend | team=search | 2026-10-01..2026-10-31'],
  ['"search team" cost yesterday', 'spend | team=search | 2026-11-22'],
  ['cost of team search \u2013 last month', 'spend | team=search | 2026-10-01..2026-10-31'],
  ['cost last month, by team; for gpus', 'spend | resource=gpu | by team | 2026-10-01..2026-10-31'],
  ['hey Tally how much did vision spend yesterday?', 'spend | team=vision | 2026-11-22'],
  ['/spend team search cost last month', 'spend | team=search | 2026-10-01..2026-10-31'],
])
