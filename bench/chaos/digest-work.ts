import type { Connection } from '../../src/db/connect.ts'
import { loadDemo } from '../../src/demo/load.ts'
import { random } from '../../src/demo/random.ts'
import { addSubscription } from '../../src/digests/store.ts'
import { type DigestScope, type Schedule, SECTIONS } from '../../src/digests/subscription.ts'
import { type Channels, channelOf, platformOf, workspaceOf } from './channel.ts'
import type { Work } from './work.ts'

export interface DigestWorkOptions extends Channels {
  readonly messages: number
  readonly seed: number
}

// The sum of all is what the pace of a workspace lets through; slots come due in the first half of it.
const SLOT_EVERY_MS = 75
const DAY_MS = 86_400_000

/** A small company, and subscriptions that each come due once in the run. */
export async function digestWork(connection: Connection, options: DigestWorkOptions): Promise<Work> {
  const { messages, seed } = options
  const now = new Date()
  await loadDemo({ connection, asOf: now.toISOString().slice(0, 10), now, months: 2, seed })
  const teams = await teamsOf(connection)
  const next = random(seed, 'subscriptions')
  const choose = <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T
  const expected = new Map<string, string>()
  for (let n = 0; n < messages; n++) {
    const channel = channelOf(n, options)
    const subscription = await addSubscription(
      connection.db,
      {
        place: { platform: platformOf(channel), workspaceId: workspaceOf(channel), kind: 'conversation', id: channel },
        scope: choose<DigestScope>([null, ...teams.map((team) => ({ dimension: 'team' as const, values: [team] }))]),
        sections: SECTIONS.filter(() => next() < 0.5),
        alerts: [],
        schedule: schedule(now, choose),
        // What is late must not hold up the run.
        waitHours: 0,
        quiet: null,
        createdBy: 'chaos@example.com',
        createdByUser: 'U1',
      },
      now,
    )
    expected.set(`digest:${subscription.id}`, channel)
  }
  await comeDue(connection)
  return {
    channels: expected,
    prefix: 'digest:',
    slotOf: (key) => /^digest:[^:]+/.exec(key)?.[0],
    script: () => ['bin/tally.js', 'start'],
  }
}

async function teamsOf({ db }: Connection): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ledger.charge_day')
    .select('team')
    .distinct()
    .where('team', '<>', '__unallocated__')
    .orderBy('team')
    .execute()
  return rows.map(({ team }) => team)
}

/** Of every rhythm, none of which comes round again within the run: its own time is twelve hours away. */
function schedule(now: Date, choose: <T>(from: readonly T[]) => T): Schedule {
  const later = new Date(now.getTime() + DAY_MS / 2)
  const rhythm = choose(['daily', 'weekdays', 'weekly', 'monthly'] as const)
  return {
    rhythm,
    weekday: rhythm === 'weekly' ? later.getUTCDay() || 7 : null,
    monthDay: rhythm === 'monthly' ? Math.min(28, later.getUTCDate()) : null,
    time: later.toISOString().slice(11, 16),
    timezone: 'UTC',
  }
}

/** One after another at a random moment of the first half. */
async function comeDue({ pool }: Connection): Promise<void> {
  await pool.query(
    `update tally.subscription s set next_slot_at = date_trunc('milliseconds', now() + interval '3 s' + n * $1 * interval '1 ms')
     from (select subscription_id, row_number() over (order by md5(subscription_id)) as n from tally.subscription) one
     where one.subscription_id = s.subscription_id`,
    [SLOT_EVERY_MS],
  )
}
