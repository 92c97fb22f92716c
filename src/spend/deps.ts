import type { Kysely } from 'kysely'
import type pg from 'pg'
import { later as laterDay } from '../civil-date.ts'
import { type Prepared, prepared } from '../db/prepared.ts'
import type { Database } from '../db/schema.ts'
import type { IdleRules } from '../nudges/idle-rules.ts'
import type { Sight, Visibility } from '../people/sight.ts'
import { type Background, background } from './background.ts'
import { type KnownNames, nameCache, readCatalogue } from './catalogue.ts'
import type { Fallback } from './fallback/fallback.ts'
import { type Memory, memory } from './memory.ts'
import { bounded, recent } from './recent.ts'
import { existingViews } from './views.ts'
import { readWatermarks, type Watermark } from './watermarks.ts'

export interface AskOptions {
  /** Tally's own state. */
  readonly own: Kysely<Database>
  /** The read contract. */
  readonly spend: Kysely<Database>
  /** The connections of `spend`: with them, small questions are planned once and not each time. */
  readonly spendPool?: pg.Pool
  readonly visibility: Visibility
  readonly now: () => Date
  /** What failed although the answer was given: keeping it, counting a word. Never called with amounts. */
  readonly onError: (error: unknown) => void
  /** Asked what a question may mean that was not understood; absent by default. */
  readonly fallback?: Fallback | undefined
  /** When resources are idle; the built-in rules unless a file says otherwise. */
  readonly idleRules?: IdleRules | undefined
  /** How long what is known about the ledger may be used again. */
  readonly maxAgeMs?: number
}

/** Everything that asking needs, with what it keeps in memory between questions. */
export interface AskDeps extends AskOptions {
  readonly later: Background
  readonly memory: Memory
  readonly prepared: Prepared | undefined
  views(): Promise<ReadonlySet<string>>
  watermarks(): Promise<readonly Watermark[]>
  names(sight: Sight): Promise<KnownNames>
  /** The sources of a scope, by a key that stands for it. */
  readonly scopeSources: ReturnType<
    typeof bounded<string, { readonly version: string; readonly sources: readonly string[] }>
  >
  version(): Promise<string>
}

const MAX_AGE_MS = 15_000
const VIEWS_AGE_MS = 300_000

export function asking(options: AskOptions): AskDeps {
  const { own, spend, now } = options
  const maxAgeMs = options.maxAgeMs ?? MAX_AGE_MS
  const views = recent(() => existingViews(spend), Math.min(VIEWS_AGE_MS, maxAgeMs * 20), now)
  const watermarks = recent(async () => readWatermarks(spend, await views.get()), maxAgeMs, now)
  const aliases = recent(
    () =>
      own
        .selectFrom('tally.alias')
        .select(['dimension', 'alias', 'value'])
        .orderBy('dimension')
        .orderBy('alias')
        .execute(),
    maxAgeMs,
    now,
  )
  const cache = nameCache()
  const today = () => now().toISOString().slice(0, 10)
  // Without completeness a change cannot be seen, so what is known is simply read again now and then.
  const loaded = async () => {
    const sources = await watermarks.get()
    return sources.length === 0
      ? String(Math.floor(now().getTime() / Math.max(1, maxAgeMs * 20)))
      : JSON.stringify(sources.map(({ source, lastUpdated, lastDay }) => [source, lastUpdated, lastDay]))
  }

  const later = background(options.onError)
  return {
    ...options,
    later,
    memory: memory(own, later),
    prepared: options.spendPool && prepared(options.spendPool),
    views: views.get,
    watermarks: watermarks.get,
    scopeSources: bounded(500),
    version: loaded,
    async names(sight) {
      const [version, taught, known, sources] = await Promise.all([
        loaded(),
        aliases.get(),
        views.get(),
        watermarks.get(),
      ])
      const newestDay = sources.map(({ lastDay }) => lastDay).reduce(laterDay, '') || today()
      return cache.for(sight, `${version} ${JSON.stringify(taught)}`, () =>
        readCatalogue(spend, sight, { views: known, aliases: taught, newestDay }),
      )
    },
  }
}
