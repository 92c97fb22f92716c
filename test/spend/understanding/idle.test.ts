import { holds } from './said.ts'

holds('reads idle spend', [
  ['idle gpus', 'idle | resource=gpu'],
  // Notebooks are workloads, and in a list of resources one more class of them.
  ['idle notebooks and endpoints', 'idle | resource=endpoint+notebook'],
  ['are idle notebooks, endpoints and gpus adding waste?', 'idle | resource=endpoint+gpu+notebook'],
  [
    'are unused notebooks, endpoints or gpus creating waste last week',
    'idle | resource=endpoint+gpu+notebook | 2026-11-16..2026-11-22',
  ],
  ['idle notebooks of gpus', 'idle | resource=gpu | workload_type=notebook'],
  ['how much are we wasting on idle gpus', 'idle | resource=gpu'],
  ['top 5 idle resources', 'idle | by resource | top 5'],
  ['which resources are idle', 'idle | by resource'],
  ['idle resources last week', 'idle | 2026-11-16..2026-11-22'],
  ['unused endpoints in staging', 'idle | environment=staging | resource=endpoint'],
  ['underutilised gpus by team last month', 'idle | resource=gpu | by team | 2026-10-01..2026-10-31'],
  ['wasted spend in october', 'idle | 2026-10-01..2026-10-31'],
  ['how much waste do we have by team', 'idle | by team'],
  ['what did idle notebooks cost last month', 'idle | workload_type=notebook | 2026-10-01..2026-10-31'],
  ['which teams have the most idle gpus', 'idle | resource=gpu | by team | top 10'],
  ['waste last week', 'idle | 2026-11-16..2026-11-22'],
  ['idle cost by owner', 'idle | by owner'],
])
