import type { Kysely } from 'kysely'
import type { Card } from '../cards/card.ts'
import type { Database } from '../db/schema.ts'
import { findSubscription } from '../digests/store.ts'
import { toSubscription } from '../digests/subscription-row.ts'
import { deadMessages, markTold } from '../outbox/dead.ts'
import { enqueue } from '../outbox/enqueue.ts'
import type { Account } from '../people/accounts.ts'
import type { PlatformName, Sender } from '../platform.ts'
import { grouped } from './grouped.ts'
import { ADMIN, adminsToTell, alone, type TellDeps, tellAdmins } from './tell-admins.ts'
import { brokenCard, deadCard, failedCard, forwardedCard } from './told-card.ts'

type Db = Kysely<Database>

export interface ToldPeople {
  readonly broken: number
  readonly failed: number
  readonly forwarded: number
  readonly dead: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Older ones are no news. */
const FAILED_DAYS = 3

/** Tells people what does not arrive, each thing once; undefined where there was nothing to tell, or somebody else tells it. */
export async function tellPeople(deps: TellDeps, now: Date): Promise<ToldPeople | undefined> {
  const told = await alone(deps.db, 'tell people', async (trx) => {
    let found: Promise<readonly Account[]> | undefined
    const admins = () => {
      found ??= adminsToTell(deps, now)
      return found
    }
    return {
      broken: await tellBroken(deps, trx, admins, now),
      failed: await tellFailed(deps, trx, admins, now),
      forwarded: await forward(deps, trx, admins, now),
      dead: await tellDead(trx, admins, now),
    }
  })
  return told !== undefined && Object.values(told).some((count) => count > 0) ? told : undefined
}

type Admins = () => Promise<readonly Account[]>

/** What broke with one place is one message to each who set some of it: who mends the place mends all of that. */
async function tellBroken({ signs }: TellDeps, db: Db, admins: Admins, now: Date): Promise<number> {
  const rows = await db
    .selectFrom('tally.subscription')
    .selectAll()
    .where('status', '=', 'broken')
    .where('broken_told_at', 'is', null)
    .orderBy('subscription_id')
    .forUpdate()
    .skipLocked()
    .execute()
  const alike = grouped(rows, (row) =>
    row.broken_by === 'place'
      ? JSON.stringify([row.created_by_user, row.place_kind, row.place_id, row.workspace_id, row.platform])
      : row.subscription_id,
  )
  let told = 0
  for (const [row, ...others] of alike.values()) {
    if (row === undefined) continue
    const first = toSubscription(row)
    const key = `told:broken:${row.subscription_id}:${row.broken_at?.getTime() ?? 0}`
    const card = brokenCard([first, ...others.map(toSubscription)], row.broken_reason ?? '', signs)
    if (!(await tellOne(db, creatorOf(first), key, card, admins))) continue
    const ids = [row, ...others].map((each) => each.subscription_id)
    await db
      .updateTable('tally.subscription')
      .set({ broken_told_at: now })
      .where('subscription_id', 'in', ids)
      .execute()
    told += ids.length
  }
  return told
}

async function tellFailed({ signs }: TellDeps, db: Db, admins: Admins, now: Date): Promise<number> {
  const rows = await db
    .selectFrom('tally.digest_run')
    .select(['subscription_id', 'slot_at'])
    .where('status', '=', 'failed')
    .where('slot_at', '>', new Date(now.getTime() - FAILED_DAYS * DAY_MS))
    .orderBy('slot_at')
    .execute()
  const keyed = rows.map((row) => ({ ...row, key: `told:failed:${row.subscription_id}:${row.slot_at.getTime()}` }))
  const known = await keysOf(
    db,
    keyed.map(({ key }) => key),
  )
  let told = 0
  for (const { subscription_id, slot_at, key } of keyed) {
    if (known.has(key)) continue
    const subscription = await findSubscription(db, subscription_id)
    if (subscription === undefined) continue
    if (await tellOne(db, creatorOf(subscription), key, failedCard(subscription, slot_at, signs), admins)) told += 1
  }
  return told
}

/** Those that are in the outbox, also as a message to an administrator. */
async function keysOf(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set()
  const rows = await db
    .selectFrom('tally.outbox')
    .select('message_key')
    .where('message_key', 'like', 'told:failed:%')
    .execute()
  return new Set(rows.map(({ message_key }) => message_key.split(ADMIN)[0] ?? message_key))
}

interface Creator {
  readonly place: { readonly platform: PlatformName; readonly workspaceId: string }
  readonly createdByUser: string
}

/** Undefined where it was set on a command line, by nobody whom a platform knows. */
const creatorOf = ({ place: { platform, workspaceId }, createdByUser }: Creator): Sender | undefined =>
  createdByUser === '' ? undefined : { platform, workspaceId, userId: createdByUser }

/** To whom it concerns; where nobody is known, to the administrators. False where there is nobody at all. */
async function tellOne(db: Db, who: Sender | undefined, key: string, card: Card, admins: Admins): Promise<boolean> {
  if (who !== undefined) {
    await enqueue(db, [{ key, to: { kind: 'person', who }, card }])
    return true
  }
  const found = await admins()
  await tellAdmins(db, found, key, card)
  return found.length > 0
}

/** What could not be told to somebody is told to the administrators; what could not be told to one of these, in the log. */
async function forward({ log }: TellDeps, db: Db, admins: Admins, now: Date): Promise<number> {
  const rows = await db
    .selectFrom('tally.outbox as o')
    .leftJoin('tally.account as a', (join) =>
      join
        .onRef('a.platform', '=', 'o.platform')
        .onRef('a.workspace_id', '=', 'o.workspace_id')
        .onRef('a.user_id', '=', 'o.place_id'),
    )
    .select(['o.message_key', 'o.card', 'o.place_id', 'o.last_error', 'a.display_name'])
    .where('o.status', 'in', ['held', 'dead'])
    .where('o.told_at', 'is', null)
    .where('o.message_key', 'like', 'told:%')
    .orderBy('o.outbox_id')
    .execute()
  let forwarded = 0
  for (const row of rows) {
    if (row.message_key.includes(ADMIN))
      log.warn({ key: row.message_key, reason: row.last_error }, 'an administrator could not be told')
    else {
      const found = await admins()
      if (found.length === 0) continue
      const card = forwardedCard(row.card as Card, row.display_name ?? row.place_id)
      forwarded += await tellAdmins(db, found, row.message_key, card)
    }
    await db.updateTable('tally.outbox').set({ told_at: now }).where('message_key', '=', row.message_key).execute()
  }
  return forwarded
}

/** What was given up since the last time, in one message; at most one an hour. */
async function tellDead(db: Db, admins: Admins, now: Date): Promise<number> {
  const dead = (await deadMessages(db)).filter(({ key }) => !key.startsWith('told:'))
  if (dead.length === 0 || !(await isHourSince(db, 'told dead messages', now))) return 0
  const found = await admins()
  if (found.length === 0) return 0
  await tellAdmins(db, found, `told:dead:${now.toISOString()}`, deadCard(dead))
  await markTold(
    db,
    dead.map(({ key }) => key),
  )
  return dead.length
}

async function isHourSince(db: Db, name: string, now: Date): Promise<boolean> {
  const value = now.toISOString()
  const row = await db
    .insertInto('tally.setting')
    .values({ name, value })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ value })
        .where('tally.setting.value', '<=', new Date(now.getTime() - HOUR_MS).toISOString()),
    )
    .returning('name')
    .executeTakeFirst()
  return row !== undefined
}
