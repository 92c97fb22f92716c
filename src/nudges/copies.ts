import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { enqueue } from '../outbox/enqueue.ts'
import type { Message } from '../outbox/message.ts'
import { messageState } from '../outbox/state.ts'
import { withdraw } from '../outbox/withdraw.ts'
import type { Destination, PlatformName } from '../platform.ts'
import type { Bundle, BundleItem, NudgeCards } from './bundle.ts'
import { findNudges, lastActs } from './listing.ts'
import { namesOf, peopleIn } from './names.ts'
import { openTotal } from './open-total.ts'

type Db = Kysely<Database>
export type MessageRow = Selectable<Database['tally.nudge_message']>

const DAY_MS = 86_400_000
/** Nobody looks at older cards, and their text is forgotten by then. */
const COPY_DAYS = 35

/** Every message that shows one of these is edited to what is so now: in the transaction of what changed, so that none is lost. */
export async function editCopies(trx: Db, cards: NudgeCards, ids: readonly string[], now: Date): Promise<number> {
  if (ids.length === 0) return 0
  // Whoever holds the row edits; who comes second sees what the first did, and tells both.
  const rows = await sql<MessageRow>`
    with mine as (
      select message_key from tally.nudge_message
      where shown && ${[...ids]}::bigint[] and outcome <> 'lost' and kind <> 'dry_run'
        and created_at > ${new Date(now.getTime() - COPY_DAYS * DAY_MS)}
      order by message_key for update
    )
    update tally.nudge_message m set edits = edits + 1 from mine where m.message_key = mine.message_key
    returning m.*`.execute(trx)
  const places = await placesOf(trx, rows.rows)
  const states = await messageState(
    trx,
    [...places.values()].flatMap((each) => (each.length > 1 ? each.map(({ key }) => key) : [])),
  )
  const edits: Message[] = []
  const over: string[] = []
  for (const row of rows.rows) {
    const bundle = await bundleOf(trx, row, now)
    const standing = places.get(row.message_key) ?? []
    if (row.kind === 'escalation' && row.outcome === 'open' && !bundle.items.some(isUnanswered))
      over.push(...standing.map(({ key }) => key))
    const card = cards.bundle(bundle)
    for (const { key, to } of standing) {
      // Where only a copy was lost, nothing is to be edited.
      if (standing.length > 1 && NOWHERE.includes(states.get(key)?.status ?? '')) continue
      edits.push({ key: `${key}:edit:${row.edits}`, to, card, replaces: key, urgent: true })
    }
  }
  // Such a message waits for somebody's next working day, and there is nothing to tell them any more. If it is out already, it is edited.
  const waiting = await notSent(trx, over)
  if (waiting.length > 0) await withdraw(trx, waiting)
  return enqueue(trx, edits)
}

const NOWHERE: readonly string[] = ['dead', 'dropped', 'held']

const isUnanswered = ({ nudge }: BundleItem): boolean => nudge.state.kind === 'open' && nudge.notices.count > 0

/** What stands there already is edited, also while nobody has counted it yet. */
async function notSent(trx: Db, keys: readonly string[]): Promise<readonly string[]> {
  if (keys.length === 0) return []
  const rows = await trx
    .selectFrom('tally.outbox')
    .select('message_key')
    .where('message_key', 'in', keys)
    .where('status', 'in', ['pending', 'held'])
    .where('unsure', '=', false)
    .execute()
  return rows.map(({ message_key }) => message_key)
}

/** Where a message stands or is going to, each under its own key in the outbox. */
export interface Standing {
  readonly key: string
  readonly to: Destination
}

/** By the keys of the messages: where each was sent first, and its copies on other platforms. */
export async function placesOf(db: Db, rows: readonly MessageRow[]): Promise<ReadonlyMap<string, readonly Standing[]>> {
  if (rows.length === 0) return new Map()
  const keys = rows.map(({ message_key }) => message_key)
  const copies = await db
    .selectFrom('tally.nudge_copy')
    .selectAll()
    .where('message_key', 'in', keys)
    .orderBy('copy_key')
    .execute()
  return new Map(
    rows.map((row) => [
      row.message_key,
      [
        { key: row.message_key, to: destinationOf(row) },
        ...copies
          .filter(({ message_key }) => message_key === row.message_key)
          .map((copy) => ({ key: copy.copy_key, to: destinationOf(copy) })),
      ],
    ]),
  )
}

/** What a message tells as of now. */
export async function bundleOf(db: Db, row: MessageRow, now: Date): Promise<Bundle> {
  const [nudges, acts] = [await findNudges(db, { ids: row.nudge_ids }), await lastActs(db, row.shown)]
  const byId = new Map(nudges.map((nudge) => [nudge.id, nudge]))
  const owner = row.owner_email ?? row.recipient ?? ''
  const items = row.shown.flatMap((id) => {
    const nudge = byId.get(id)
    return nudge === undefined ? [] : [{ nudge, lastAct: acts.get(id) ?? null }]
  })
  return {
    messageKey: row.message_key,
    kind: row.kind === 'dry_run' ? 'first' : row.kind,
    owner,
    firstContact: row.first_contact,
    items,
    open: openTotal(nudges.filter((nudge) => nudge.owner.email === owner)),
    hidden: row.nudge_ids.length - row.shown.length,
    names: await namesOf(db, [owner, ...items.flatMap(peopleIn)]),
    now,
  }
}

export function destinationOf(
  row: Pick<MessageRow, 'platform' | 'workspace_id' | 'place_kind' | 'place_id'>,
): Destination {
  const platform = row.platform as PlatformName
  return row.place_kind === 'person'
    ? { kind: 'person', who: { platform, workspaceId: row.workspace_id, userId: row.place_id } }
    : {
        kind: 'conversation',
        where: { platform, workspaceId: row.workspace_id, conversationId: row.place_id, direct: false },
      }
}
