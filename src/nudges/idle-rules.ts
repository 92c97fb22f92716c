/**
 * What tells that a resource is used. A percentage is loud from its limit on, a count above it; a reading above `most` is an exporter's
 * word for "no value" and counts as none.
 */
export const SIGNALS = {
  gpuUtilMax: { loud: 'from', words: 'GPU peak', most: 100 },
  /** Of the time that the GPU's memory moved data. */
  gpuDramActiveMax: { loud: 'from', words: 'GPU memory bandwidth peak', most: 100 },
  /** Of the power that the GPU may draw. */
  gpuPowerPctMax: { loud: 'from', words: 'GPU power peak', most: 100 },
  /** Speaks only for hours without a reading of a GPU: a GPU host's daemons are no work, and its GPU's work needs little CPU. */
  cpuUtilMax: { loud: 'from', words: 'CPU peak', most: 100 },
  requests: { loud: 'above', words: 'requests', most: null },
  activeSessions: { loud: 'above', words: 'sessions', most: null },
} as const satisfies Readonly<
  Record<string, { readonly loud: 'from' | 'above'; readonly words: string; readonly most: number | null }>
>
export type Signal = keyof typeof SIGNALS
export const SIGNAL_NAMES = Object.keys(SIGNALS) as readonly Signal[]

export const bySignal = <T>(say: (signal: Signal) => T): Readonly<Record<Signal, T>> =>
  Object.fromEntries(SIGNAL_NAMES.map((signal) => [signal, say(signal)])) as Record<Signal, T>

/** When a kind of resource is idle. Plain data, so that a file can say it otherwise. */
export interface IdleRule {
  /** Names the rule: unique. */
  readonly kind: string
  readonly words: string
  /** The first rule that fits a resource judges it. */
  readonly resourceClass: string
  readonly workloadType?: string
  /** Limits below which, or counts up to which, it is quiet. A signal that is not listed says nothing. */
  readonly quiet: Readonly<Partial<Record<Signal, number>>>
  /** Of each list one signal must have been measured, else nobody saw that hour. */
  readonly needs: readonly (readonly Signal[])[]
  /** How long it must have been quiet. */
  readonly windowHours: number
  /** Quiet for so long it is watched, and nobody is told. */
  readonly watchHours: number
  /** The least share (0–1) of the expected samples; an hour without a row counts as missed. */
  readonly coverage: number
  /** The share (0–1) of hours that may be loud, if only a short peak was: a driver's probe is no work. */
  readonly blips: number
  /** It must be quiet for so many times its longest pause before, after which it came back to work: 2 allows for one run left out. */
  readonly pauses: number
  /** Most of the kind are never measured: one without any telemetry is no gap that anybody could close, and is not listed. */
  readonly onlyMeasured: boolean
}

export interface IdleRules {
  /** Told with every verdict, so that an old one can be understood. */
  readonly version: string
  /** The newest telemetry may be so old; after that nothing can be judged. */
  readonly staleHours: number
  /** Types of resource that are never judged, as words in the type's name: they end by themselves. */
  readonly skips: readonly string[]
  readonly rules: readonly IdleRule[]
}

const DAY = 24
const USUAL = { watchHours: DAY, coverage: 0.9, blips: 0.01, pauses: 2, onlyMeasured: false } as const
// A GPU that rests with a loaded model draws up to a quarter of its limit. Small inference cards rest at up to 45 %: used, as far as
// this tells, until the rules file says more for them.
const GPU_QUIET = { gpuUtilMax: 5, gpuDramActiveMax: 5, gpuPowerPctMax: 30 } as const
// Memory is not asked for: a model that stays loaded and answers nobody is the very waste that is looked for.
const ACCELERATED = {
  ...USUAL,
  // Where the GPU's own reading fails, what keeps its host busy may be its work.
  quiet: { ...GPU_QUIET, cpuUtilMax: 20, requests: 0, activeSessions: 0 },
  needs: [['gpuUtilMax']],
  windowHours: 7 * DAY,
} as const

/** See why.md for where the figures come from. */
export const IDLE_RULES: IdleRules = {
  version: '2026-11-2',
  staleHours: 2 * DAY,
  skips: ['job'],
  rules: [
    { ...ACCELERATED, kind: 'training-pool', words: 'training GPU', resourceClass: 'gpu', workloadType: 'training' },
    { ...ACCELERATED, kind: 'gpu', words: 'GPU', resourceClass: 'gpu' },
    { ...ACCELERATED, kind: 'tpu', words: 'TPU', resourceClass: 'tpu' },
    {
      ...USUAL,
      kind: 'endpoint',
      words: 'endpoint',
      resourceClass: 'endpoint',
      quiet: { ...GPU_QUIET, cpuUtilMax: 5, requests: 0, activeSessions: 0 },
      // An endpoint nobody calls reports no requests at all, so that utilisation alone is enough.
      needs: [['requests', 'gpuUtilMax', 'cpuUtilMax']],
      windowHours: 7 * DAY,
    },
    {
      ...USUAL,
      kind: 'notebook',
      words: 'notebook',
      resourceClass: 'notebook',
      quiet: { ...GPU_QUIET, cpuUtilMax: 5, requests: 0, activeSessions: 0 },
      needs: [['gpuUtilMax', 'cpuUtilMax']],
      windowHours: 3 * DAY,
    },
    {
      ...USUAL,
      kind: 'vector-index',
      words: 'vector index',
      resourceClass: 'vector-index',
      quiet: { requests: 0 },
      needs: [['requests']],
      windowHours: 14 * DAY,
    },
    {
      ...USUAL,
      kind: 'provisioned-throughput',
      words: 'provisioned throughput',
      resourceClass: 'provisioned-throughput',
      quiet: { requests: 0 },
      needs: [['requests']],
      windowHours: 7 * DAY,
    },
    {
      ...USUAL,
      kind: 'api-commitment',
      words: 'API commitment',
      resourceClass: 'api-commitment',
      quiet: { requests: 0 },
      needs: [['requests']],
      windowHours: 14 * DAY,
      onlyMeasured: true,
    },
    {
      ...USUAL,
      kind: 'storage',
      words: 'storage',
      resourceClass: 'bucket',
      // Reads and writes. Size is no work: what only lies there is what is looked for.
      quiet: { requests: 0 },
      needs: [['requests']],
      windowHours: 30 * DAY,
      onlyMeasured: true,
    },
  ],
}
