import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { findAdmins } from '../people/look-for.ts'
import { type DryRun, MOST_SHOWN } from './bundle.ts'
import { findNudges } from './listing.ts'
import { insertMessage, messageKey, post } from './messages.ts'
import { mutedOf } from './mute.ts'
import { openTotal } from './open-total.ts'
import { plan } from './plan.ts'
import { placeOf, type Reaching, reaching, recipients, takenDays } from './recipients.ts'
import type { SendDeps } from './send.ts'
import type { StoredNudge } from './stored.ts'
import { endOfWork, nextWorking } from './working-hours.ts'

type Db = Kysely<Database>

/** Until somebody confirms, administrators hear as often what waits for them. */
const AGAIN_DAYS = 7
const DAY_MS = 86_400_000

/** What would be sent when each owner works next; nothing is sent by this. */
export async function dryRun(db: Db, { manners, now, on }: Reaching): Promise<DryRun> {
  const open = (await findNudges(db, { kinds: ['open', 'acknowledged'] })).filter(
    ({ unknownReason }) => unknownReason === null,
  )
  const byOwner = new Map<string, StoredNudge[]>()
  for (const nudge of open) {
    const known = byOwner.get(nudge.owner.email)
    if (known === undefined) byOwner.set(nudge.owner.email, [nudge])
    else known.push(nudge)
  }
  const emails = [...byOwner.keys()].toSorted()
  const [reached, taken, muted] = [
    await recipients(db, emails, { manners, now, on }),
    await takenDays(db, emails),
    await mutedOf(db, emails, now),
  ]
  const messages = emails.flatMap((email) => {
    const recipient = reached.get(email)
    if (recipient === undefined || muted.has(email)) return []
    const days = taken.get(email) ?? []
    const next = nextWorking(recipient.time, now, (day) => days.some((each) => each >= day))
    const nudges = byOwner.get(email) ?? []
    const planned = next && plan(nudges, { days }, recipient.time, manners.politeness, next.at)
    if (planned?.kind !== 'message') return []
    const ids = new Set(planned.items.map(({ id }) => id))
    const items = planned.items.flatMap(({ id }) => nudges.find((nudge) => nudge.id === id) ?? [])
    return [{ owner: email, day: planned.day, items, open: openTotal(nudges.filter(({ id }) => ids.has(id))) }]
  })
  return { messages, unreachable: emails.filter((email) => !reached.has(email)), now }
}

/** A fresh installation tells an administrator what it would have sent, and nobody else anything. How many were told. */
export async function sendDryRun(deps: SendDeps, now: Date): Promise<number> {
  const { db, cards, platforms = [] } = deps
  const emails = (await findAdmins(db, platforms, now)).map(({ email }) => email)
  const toTell = []
  const [told, muted] = [await toldLately(db, now), await mutedOf(db, emails, now)]
  for (const recipient of (await recipients(db, emails, reaching(deps, now))).values()) {
    const next = nextWorking(recipient.time, now)
    if (
      next !== undefined &&
      next.at.getTime() === now.getTime() &&
      !told.has(recipient.email) &&
      !muted.has(recipient.email)
    )
      toTell.push({ recipient, day: next.day })
  }
  if (toTell.length === 0) return 0
  const run = await dryRun(db, reaching(deps, now))
  if (run.messages.length === 0) return 0
  const card = cards.dryRun(run)
  const ids = run.messages.flatMap(({ items }) => items.slice(0, MOST_SHOWN).map(({ id }) => id))
  let sent = 0
  for (const { recipient, day } of toTell) {
    sent += await db.transaction().execute(async (trx) => {
      const row = await insertMessage(trx, {
        key: messageKey('nudge-dry-run', recipient.email, day, await onDay(trx, recipient.email, day)),
        kind: 'dry_run',
        recipient: recipient.email,
        day,
        owner: null,
        shown: [],
        all: ids,
        firstContact: false,
        place: placeOf(recipient),
        now,
      })
      if (row === undefined) return 0
      await post(trx, row, card, { expiresAt: endOfWork(recipient.time, now) })
      return 1
    })
  }
  return sent
}

async function toldLately(db: Db, now: Date): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('tally.nudge_message')
    .select('recipient')
    .where('kind', '=', 'dry_run')
    .where('outcome', '<>', 'lost')
    .where('created_at', '>', new Date(now.getTime() - AGAIN_DAYS * DAY_MS))
    .execute()
  return new Set(rows.flatMap(({ recipient }) => recipient ?? []))
}

async function onDay(trx: Db, email: string, day: string): Promise<number> {
  const { count } = await trx
    .selectFrom('tally.nudge_message')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('recipient', '=', email)
    .where('local_day', '=', day)
    .executeTakeFirstOrThrow()
  return count
}
