import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Database } from '../db/schema.ts'
import type { Log } from '../log.ts'
import type { Courier, PlatformName } from '../platform.ts'

export interface RunnerOptions {
  readonly db: Kysely<Database>
  /** One connection of it listens. */
  readonly pool: pg.Pool
  readonly couriers: ReadonlyMap<PlatformName, Courier>
  readonly log: Log
  /** Absent: the database's own clock, which is the same for all replicas. Tests pass time by it. */
  readonly now?: () => Date
  readonly observe?: Partial<Observe>
}

/** What is worth counting. */
export interface Observe {
  attempted(platform: PlatformName, outcome: string): void
  delivered(platform: PlatformName, waitedSeconds: number): void
}

export interface Runner {
  start(): void
  /** Sends all that may be sent now, and waits for it; how many attempts were made. What tests and `send-test` call. */
  runOnce(): Promise<number>
  /** Claims no more, waits for the attempts under way. */
  stop(): Promise<void>
}

/** Sends what is in the outbox: any number of these run side by side. */
export function outboxRunner(_options: RunnerOptions): Runner {
  throw new Error('to be built')
}
