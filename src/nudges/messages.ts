import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Card } from '../cards/card.ts'
import type { CivilDate } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import { enqueue } from '../outbox/enqueue.ts'
import type { Place } from '../outbox/place.ts'
import { type MessageRow, placesOf } from './copies.ts'

/** A message about nudges that is on its way. */
export interface NewMessage {
  readonly key: string
  readonly kind: MessageRow['kind']
  /** Null, with the day, for a channel. */
  readonly recipient: string | null
  readonly day: CivilDate | null
  readonly owner: string | null
  readonly shown: readonly string[]
  readonly all: readonly string[]
  readonly firstContact: boolean
  readonly place: Place
  /** Where else the recipient is, each on a platform of its own. */
  readonly copies?: readonly Place[]
  readonly now: Date
}

/** Undefined where the recipient's day is taken, or the message is there. */
export async function insertMessage(trx: Kysely<Database>, message: NewMessage): Promise<MessageRow | undefined> {
  const row = await trx
    .insertInto('tally.nudge_message')
    .values({
      message_key: message.key,
      kind: message.kind,
      recipient: message.recipient,
      local_day: message.day,
      owner_email: message.owner,
      shown: [...message.shown],
      nudge_ids: [...message.all],
      first_contact: message.firstContact,
      platform: message.place.platform,
      workspace_id: message.place.workspaceId,
      place_kind: message.place.kind,
      place_id: message.place.id,
      created_at: message.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  const { copies = [] } = message
  if (row !== undefined && copies.length > 0)
    await trx
      .insertInto('tally.nudge_copy')
      .values(
        copies.map(({ platform, workspaceId, kind, id }) => ({
          copy_key: `${message.key}:${platform}`,
          message_key: message.key,
          platform,
          workspace_id: workspaceId,
          place_kind: kind,
          place_id: id,
        })),
      )
      .execute()
  return row
}

/** Sends a message to every place that it goes to. */
export async function post(
  trx: Kysely<Database>,
  row: MessageRow,
  card: Card,
  times: { readonly notBefore?: Date; readonly expiresAt: Date },
): Promise<void> {
  const places = (await placesOf(trx, [row])).get(row.message_key) ?? []
  await enqueue(
    trx,
    places.map(({ key, to }) => ({ key, to, card, ...times })),
  )
}

// With a platform and the number of an edit after it, at most 200.
const MOST_KEY = 170

/** What was lost on the same day is another message: its key would never be sent again. */
export function messageKey(what: string, who: string, day: CivilDate, lost: number): string {
  const name = who.length <= MOST_KEY - 40 ? who : createHash('sha256').update(who).digest('hex')
  return `${what}:${name}:${day}${lost === 0 ? '' : `:${lost + 1}`}`
}
