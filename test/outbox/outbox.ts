import { createLog } from '../../src/log.ts'
import { outboxRunner, type RunnerOptions } from '../../src/outbox/runner.ts'
import type { Courier } from '../../src/platform.ts'
import { testDatabase } from '../database.ts'

export const MONDAY = new Date('2026-11-23T08:00:00Z')
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** An outbox of one's own, whose time passes by hand. */
export async function outbox() {
  const { db, pool, url } = await testDatabase()
  const lines: string[] = []
  const log = createLog({ level: 'debug', readable: false, destination: { write: (line) => lines.push(line) } })
  let now = MONDAY
  const clock = () => now
  return {
    db,
    pool,
    url,
    log,
    lines,
    now: clock,
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
    runner: (courier: Courier, more: Partial<RunnerOptions> = {}) =>
      outboxRunner({ db, pool, couriers: new Map([['slack', courier]]), log, now: clock, ...more }),
    row: (key: string) =>
      db.selectFrom('tally.outbox').selectAll().where('message_key', '=', key).executeTakeFirstOrThrow(),
  }
}
