import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import type { AlertDeps } from '../../src/alerts/raise.ts'
import type { Card } from '../../src/cards/card.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import type { Database } from '../../src/db/schema.ts'
import { addSubscription, type Wanted } from '../../src/digests/store.ts'
import type { Subscription } from '../../src/digests/subscription.ts'
import type { Visibility } from '../../src/people/sight.ts'
import { asking } from '../../src/spend/deps.ts'

export const SIGNS = {
  spend: (payload: string) => `spend:${payload}`,
  digest: (payload: string) => `digest:${payload}`,
}

export const WANTED: Wanted = {
  place: { platform: 'slack', workspaceId: 'T1', kind: 'conversation', id: 'C1' },
  scope: null,
  sections: ['movers'],
  alerts: ['budget', 'anomaly'],
  schedule: { rhythm: 'daily', weekday: null, monthDay: null, time: '09:00', timezone: 'UTC' },
  waitHours: 4,
  quiet: null,
  createdBy: 'ana@example.com',
  createdByUser: 'UANA',
}

export const subscribed = (db: Kysely<Database>, wanted: Partial<Wanted>, now: Date): Promise<Subscription> =>
  addSubscription(db, { ...WANTED, ...wanted }, now)

/** As one replica has it: what another one knows it does not. */
export function alertDeps(db: Kysely<Database>, now: () => Date, visibility: Visibility = 'everyone'): AlertDeps {
  return {
    signs: SIGNS,
    asking: asking({
      own: db,
      spend: db,
      visibility,
      now,
      maxAgeMs: 0,
      onError: (error) => {
        throw error
      },
    }),
  }
}

export interface Sent {
  readonly key: string
  readonly place: string
  readonly replyTo: string | null
  readonly notBefore: string | null
  readonly text: string
  readonly card: Card
}

/** What stands in the outbox, oldest first. */
export async function outbox(db: Kysely<Database>): Promise<readonly Sent[]> {
  const rows = await db.selectFrom('tally.outbox').selectAll().orderBy('outbox_id').execute()
  return rows.map((row) => ({
    key: row.message_key,
    place: row.place_id,
    replyTo: row.reply_to,
    notBefore: row.not_before instanceof Date ? row.not_before.toISOString() : null,
    text: plainText(row.card as Card),
    card: row.card as Card,
  }))
}

export const headlines = (sent: readonly Sent[]): readonly string[] => sent.map(({ text }) => text.split('\n')[0] ?? '')

export async function emptied(db: Kysely<Database>): Promise<void> {
  for (const table of [
    'tally.outbox',
    'tally.alert',
    'tally.digest_run',
    'tally.subscription',
    'tally.setting',
    'tally.answer',
    'tally.account',
    'tally.person_team',
    'tally.person',
    'tally.lane',
  ] as const)
    await db.deleteFrom(table).execute()
  expect(await outbox(db)).toEqual([])
}
