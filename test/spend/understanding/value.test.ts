import { holds } from './said.ts'

holds('reads value against cost', [
  ['is atlas worth it', 'value | project=atlas'],
  ['is project orion worth the cost', 'value | project=orion'],
  ['what is the roi of project kestrel last month', 'value | project=kestrel | 2026-10-01..2026-10-31'],
  ['business value by project', 'value | by project'],
  ['value vs cost for doc-qa in october', 'value | project=doc-qa | 2026-10-01..2026-10-31'],
  ['return on ai spend by product last quarter', 'value | by product | 2026-07-01..2026-09-30'],
  ['is our ai spend worth it', 'value | by project'],
  ['which projects are not worth their cost', 'value | by project | #cost_above_value'],
  ['roi', 'value | by project'],
  ['what value do we get from team vision', 'value | team=vision'],
  ['business value vs cost last month', 'value | by project | 2026-10-01..2026-10-31'],
  ['revenue last month', 'refuse'],
  ['what is our profit', 'refuse'],
  ['revenue vs cost for atlas', 'refuse'],
])
