import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { type Connection, connect } from '../../src/db/connect.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { loadDemo } from '../../src/demo/load.ts'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { nudging } from '../../src/nudges/nudging.ts'
import { loadRules } from '../../src/nudges/rules-file.ts'
import { sendNudges } from '../../src/nudges/send.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { child, freePort } from './child.ts'
import type { Closing } from './closing.ts'
import { until } from './until.ts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const SIGNING_KEY = 'a signing key of the acceptance run alone'
// Whenever this runs, it is working time: nobody waits for Monday morning.
const ALWAYS_AT_WORK = `version: acceptance
working_time:
  weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
  from: 0
  until: 24
`

/** Four months of the demo company in an embedded database of its own. */
export interface Company {
  readonly folder: string
  readonly database: Connection
}

export async function demoCompany(closing: Closing, folder: string): Promise<Company> {
  // PostgreSQL refuses to run as root, and another user has to get in.
  chmodSync(folder, 0o755)
  const embedded = await startEmbedded({ folder, durable: false })
  closing.keep(embedded.stop)
  const database = connect(embedded.url, { max: 4 })
  closing.keep(database.close)
  await migrate(database.db as never)
  const now = new Date()
  await loadDemo({ connection: database, asOf: now.toISOString().slice(0, 10), now, months: 4 })
  return { folder, database }
}

export interface Tally {
  readonly endpoint: string
  /** What it logged. */
  output(): string
  /** A slot of this digest is due now; the service's own job finds it. */
  makeDue(place: string): Promise<void>
  /** What the jobs of nudges do, which else run by the clock; the service's outbox sends. */
  nudge(): Promise<void>
}

/** The service as anybody starts it, in local development. */
export async function startTally(closing: Closing, { folder, database }: Company): Promise<Tally> {
  const { db, pool } = database
  const port = await freePort()
  const rulesFile = join(folder, 'rules.yaml')
  writeFileSync(rulesFile, ALWAYS_AT_WORK)
  const running = child(['bin/tally.js', 'start'], {
    closing,
    cwd: PROJECT,
    env: {
      TALLY_MSTEAMS_LOCAL: 'on',
      TALLY_FOLDER: folder,
      TALLY_RULES: rulesFile,
      TALLY_SIGNING_KEY: SIGNING_KEY,
      PORT: String(port),
    },
  })
  await until(
    'the service',
    async () => {
      if (running.exitCode() !== undefined) throw new Error(`The service ended: ${running.output().slice(-3000)}`)
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
      return ready?.ok || undefined
    },
    60_000,
  )
  return {
    endpoint: `http://127.0.0.1:${port}/api/messages`,
    output: running.output,
    makeDue: async (place) => {
      const { numUpdatedRows } = await db
        .updateTable('tally.subscription')
        .set({ next_slot_at: new Date() })
        .where('place_id', '=', place)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new Error(`No digest goes to ${place}.`)
    },
    nudge: async () => {
      const rules = loadRules(rulesFile)
      const { nudges } = nudging({
        asking: asking({
          own: db,
          spend: db,
          spendPool: pool,
          visibility: 'everyone',
          now: () => new Date(),
          idleRules: rules.idle,
          onError: (error) => {
            throw error
          },
        }),
        sign: (payload, expiresAt) => signToken(SIGNING_KEY, 'nudge', payload, expiresAt),
        rules: rules.idle,
        manners: { ...rules.manners, timezone: 'UTC' },
        platforms: [],
        log: pino({ level: 'silent' }),
      })
      await confirmNudges(db, 'grace.okafor@example.com', new Date())
      await sweepNudges(nudges, new Date())
      await sendNudges(nudges, new Date())
    },
  }
}
