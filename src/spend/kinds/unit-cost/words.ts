import type { Unit } from '../../question.ts'

interface Words {
  /** What one costs: "$4.25 per GPU hour". */
  readonly per: string
  readonly many: string
  /** How many of them one price is for. */
  readonly size: number
  readonly column: string
}

const WORDS: Readonly<Record<Unit, Words>> = {
  token: { per: '1M tokens', many: 'tokens', size: 1_000_000, column: 'tokens' },
  request: { per: 'request', many: 'requests', size: 1, column: 'requests' },
  gpu_hour: { per: 'GPU hour', many: 'GPU hours', size: 1, column: 'gpu_hours' },
  user: { per: 'user a day', many: 'user days', size: 1, column: 'user_days' },
  inference: { per: 'inference', many: 'inferences', size: 1, column: 'inferences' },
  training_run: { per: 'training run', many: 'training runs', size: 1, column: 'training_runs' },
  image: { per: 'image', many: 'images', size: 1, column: 'images' },
  document: { per: 'document', many: 'documents', size: 1, column: 'documents' },
  prediction: { per: 'prediction', many: 'predictions', size: 1, column: 'predictions' },
  customer: { per: 'customer a day', many: 'customer days', size: 1, column: 'customer_days' },
}

export const unitWords = (unit: Unit): Words => WORDS[unit]

/** Tokens by what they were; the last are those that no meter tells apart. */
export const DIRECTIONS = [
  { name: 'input', meter: 'Input', words: 'Input' },
  { name: 'cache_read', meter: 'CacheRead', words: 'Cache read' },
  { name: 'cache_write', meter: 'CacheWrite', words: 'Cache write' },
  { name: 'output', meter: 'Output', words: 'Output' },
  { name: 'unsorted', meter: null, words: 'Not told apart' },
] as const
