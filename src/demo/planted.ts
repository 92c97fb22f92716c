import type { DayNumber } from './calendar.ts'

// What is wrong with the company on purpose, so that there is something to find. Tests and pages may quote this list.

export interface PlantedAnomaly {
  readonly name: string
  readonly kind: 'spike' | 'step' | 'new-workload' | 'credit' | 'drop' | 'price'
  readonly team: string
  readonly project: string
  readonly modelName?: string
  readonly serviceName?: string
  /** First and last day, counted back from today. A step goes on until today. */
  readonly since: number
  readonly until: number
  /** What an ordinary day is multiplied by, where the anomaly is one of volume. */
  readonly factor?: number
  readonly story: string
}

export const PLANTED_ANOMALIES: readonly PlantedAnomaly[] = [
  {
    name: 'retry-loop',
    kind: 'spike',
    team: 'chatbot',
    project: 'nova-chat',
    modelName: 'claude-opus-4-5',
    since: 5,
    until: 5,
    factor: 9,
    story: 'A retry loop after a release sent every agent turn several times.',
  },
  {
    name: 'model-upgrade',
    kind: 'step',
    team: 'support-ai',
    project: 'ticket-triage',
    modelName: 'claude-sonnet-4-5',
    since: 16,
    until: 0,
    story: 'Triage moved from claude-haiku-4-5 to claude-sonnet-4-5: the same tickets at three times the price.',
  },
  {
    name: 'new-cluster',
    kind: 'new-workload',
    team: 'r&d',
    project: 'atlas-2',
    modelName: 'qwen3-235b',
    since: 11,
    until: 0,
    story: 'A new project with three p5.48xlarge and a model the company had not used before.',
  },
  {
    name: 'promotional-credit',
    kind: 'credit',
    team: 'vision',
    project: 'lumen',
    serviceName: 'Vertex AI',
    since: 20,
    until: 20,
    story: 'One credit for a pilot, given back on a single day.',
  },
  {
    name: 'unbounded-query',
    kind: 'spike',
    team: 'data-eng',
    project: 'data-lakehouse',
    serviceName: 'BigQuery',
    since: 74,
    until: 73,
    factor: 11,
    story: 'A dashboard scanned the whole event table every five minutes.',
  },
  {
    name: 'outage',
    kind: 'drop',
    team: 'fraud',
    project: 'kestrel',
    since: 41,
    until: 40,
    factor: 0.06,
    story: 'Kestrel was switched off for two days after an incident; nobody was using it less.',
  },
  {
    name: 'debug-logs',
    kind: 'step',
    team: 'speech',
    project: 'voice-bot',
    serviceName: 'Amazon CloudWatch',
    since: 9,
    until: 0,
    factor: 6,
    story: 'Debug logging was left on after an investigation.',
  },
]

/** What the planted anomalies multiply an ordinary day by. */
export function event(
  asOf: DayNumber,
  of: { readonly project?: string; readonly modelName?: string; readonly serviceName?: string },
): (day: DayNumber) => number {
  const mine = PLANTED_ANOMALIES.filter(
    (planted) =>
      planted.factor !== undefined &&
      planted.project === of.project &&
      (planted.modelName === undefined || planted.modelName === of.modelName) &&
      (planted.serviceName === undefined || planted.serviceName === of.serviceName),
  )
  return (day) =>
    mine.reduce(
      (product, { since, until, factor }) =>
        day >= asOf - since && day <= asOf - until ? product * (factor ?? 1) : product,
      1,
    )
}

/** Named as in the machine plans. Paid for, with telemetry, and nobody uses them. */
export const PLANTED_IDLE: readonly { readonly name: string; readonly kind: string; readonly since: number }[] = [
  { name: 'orion-sweep-3', kind: 'gpu', since: 19 },
  { name: 'ranker-canary-2', kind: 'gpu', since: 13 },
  { name: 'rank-endpoint-1', kind: 'endpoint', since: 12 },
  { name: 'triage-endpoint-stg', kind: 'endpoint', since: 24 },
  { name: 'nb-anna-dev', kind: 'notebook', since: 6 },
  { name: 'nb-quentin-scratch', kind: 'notebook', since: 31 },
  { name: 'kestrel-vectors-v1', kind: 'vector-index', since: 28 },
]

/** Paid for, but its agent loses samples: nobody can say whether it is idle. */
export const PLANTED_BLIND = 'label-gpu-2'
