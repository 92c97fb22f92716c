import { holds } from './said.ts'

holds('reads anomalies', [
  ['did anything spike yesterday', 'anomaly | 2026-11-22'],
  ['did we see a cost spike yesterday', 'anomaly | 2026-11-22'],
  ['any anomalies last week', 'anomaly | 2026-11-16..2026-11-22'],
  ['anything unusual in our spend', 'anomaly'],
  ['any cost spikes yesterday', 'anomaly | 2026-11-22'],
  ['show anomalies by team this month', 'anomaly | by team | 2026-11-01..2026-11-23'],
  ['was there something strange in bedrock costs', 'anomaly | service=Amazon Bedrock'],
  ['unusual spend for team fraud in october', 'anomaly | team=fraud | 2026-10-01..2026-10-31'],
  ['outliers in october', 'anomaly | 2026-10-01..2026-10-31'],
  ['is there anything weird going on with gpu cost', 'anomaly | resource=gpu'],
  ['unexpected costs last week', 'anomaly | 2026-11-16..2026-11-22'],
  ['spikes in openai spend last month', 'anomaly | service=OpenAI | 2026-10-01..2026-10-31'],
  ['anomalies', 'anomaly'],
])
