import { holds } from './said.ts'

holds('is calm about hostile text', [
  ["'; drop table users; --", 'refuse'],
  ['team \u202esearch\u202c cost', 'spend | team=search'],
  ['t\u200beam se\u200barch cost', 'spend | team=search'],
  ['😀😀😀', 'help'],
  ['cost of <!channel> last month', 'spend | 2026-10-01..2026-10-31'],
  ['{{7*7}}', 'refuse'],
  ['../../etc/passwd', 'refuse'],
  ['team search cost this week; rm -rf /', 'refuse'],
  ['&lt;script&gt;alert(1)&lt;/script&gt;', 'refuse'],
  ['__proto__', 'refuse'],
  ['constructor cost', 'clarify word'],
  ['cost by constructor', 'clarify word'],
  ['team constructor cost last month', 'clarify entity'],
  ['cost last 999 days', 'spend | 2024-02-28..2026-11-22'],
  ['cost last 99999 months', 'clarify word'],
  ['.', 'help'],
  ['cost by team by team', 'spend | by team'],
  ['vision vision vision cost', 'clarify entity team=vision'],
  ['team team team', 'clarify word'],
  ['cost for for for team', 'clarify word'],
])
