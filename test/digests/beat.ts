import type { Connection } from '../../src/db/connect.ts'
import { type DigestDeps, runDigests } from '../../src/digests/run.ts'
import { breakClosed } from '../../src/digests/running/broken.ts'
import { claimDueSlots } from '../../src/digests/running/slots.ts'
import { createLog } from '../../src/log.ts'
import { outboxRunner } from '../../src/outbox/runner.ts'
import type { Platform } from '../../src/platform.ts'

/** What a replica does at this moment: its heart beats, and it sends. */
export async function beat(
  { db, pool }: Pick<Connection, 'db' | 'pool'>,
  { name, courier }: Pick<Platform, 'name' | 'courier'>,
  deps: DigestDeps,
  now: Date,
) {
  await breakClosed(db, now)
  await claimDueSlots(db, now)
  const ran = await runDigests(deps, now)
  const log = createLog({ level: 'silent', readable: false })
  await outboxRunner({ db, pool, couriers: new Map([[name, courier]]), log, now: () => now }).runOnce()
  return ran
}
