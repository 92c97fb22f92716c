import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Database } from '../db/schema.ts'
import type { Log } from '../log.ts'
import type { Courier, PlatformName } from '../platform.ts'
import { alarm } from './alarm.ts'
import { claim, MOST_AT_ONCE } from './claim.ts'
import { deliver, type Observe } from './deliver.ts'
import { CHANNEL } from './enqueue.ts'
import { codeOf } from './failure.ts'
import { type Listening, listen } from './listen.ts'
import { tidy } from './tidy.ts'

export type { Observe } from './deliver.ts'

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

export interface Runner {
  start(): void
  /** Sends all that may be sent now, and waits for it; how many attempts were made. What tests and `send-test` call. */
  runOnce(): Promise<number>
  /** Claims no more, waits for the attempts under way. */
  stop(): Promise<void>
}

// Notifications get lost with the connection that listens, and a lane that rests tells nobody when it is free.
const BUSY_MS = 250
const QUIET_MS = 1_000
/** So many times nothing to do is quiet. */
const QUIET_AFTER = 20
const TIDY_EVERY_MS = 5_000
const LONGEST_PAUSE_MS = 5_000

/** Sends what is in the outbox: any number of these run side by side. */
export function outboxRunner({ db, pool, couriers, log, now, observe }: RunnerOptions): Runner {
  const stopping = new AbortController()
  const underWay = new Set<Promise<boolean>>()
  const wake = alarm()
  let listening: Listening | undefined
  let running: Promise<void> | undefined

  /** Claims at most so many and begins to deliver them. */
  async function begin(most: number): Promise<readonly Promise<boolean>[]> {
    const claimedAt = performance.now()
    return (await claim(db, couriers, most, now)).flatMap((claimed) => {
      const courier = couriers.get(claimed.place.platform)
      if (courier === undefined) return []
      const work = deliver(claimed, { db, courier, now, log, observe, claimedAt, stopping: stopping.signal })
      underWay.add(work)
      void work.finally(() => {
        underWay.delete(work)
        wake.ring()
      })
      return [work]
    })
  }

  async function keepSending(): Promise<void> {
    let idle = 0
    let failures = 0
    let tidiedAt = Number.NEGATIVE_INFINITY
    while (!stopping.signal.aborted) {
      try {
        if (performance.now() - tidiedAt > TIDY_EVERY_MS) {
          await tidy(db, now)
          tidiedAt = performance.now()
        }
        const free = MOST_AT_ONCE - underWay.size
        const begun = free > 0 ? await begin(free) : []
        failures = 0
        idle = begun.length > 0 ? 0 : idle + 1
        // More may be in line for other places.
        if (begun.length > 0 && underWay.size < MOST_AT_ONCE) continue
      } catch (error) {
        failures++
        log.warn({ code: codeOf(error) }, 'the outbox could not be read; it will be tried again')
      }
      const pauseMs = idle > QUIET_AFTER ? QUIET_MS : BUSY_MS
      const rang = await wake.wait(failures === 0 ? pauseMs : Math.min(LONGEST_PAUSE_MS, BUSY_MS * 2 ** failures))
      if (rang) idle = 0
    }
  }

  return {
    start: () => {
      if (running !== undefined || stopping.signal.aborted) return
      running = keepSending()
      listening = listen(pool, CHANNEL, wake.ring, (error) =>
        log.warn(
          { code: codeOf(error) },
          'nobody listens to the outbox for a moment; it is read every second all the same',
        ),
      )
    },
    runOnce: async () => {
      await tidy(db, now)
      for (let attempts = 0; ; ) {
        const begun = await begin(MOST_AT_ONCE)
        if (begun.length === 0) return attempts
        attempts += (await Promise.all(begun)).filter((asked) => asked).length
      }
    },
    stop: async () => {
      stopping.abort()
      wake.ring()
      await listening?.stop()
      await running
      await Promise.all(underWay)
    },
  }
}
