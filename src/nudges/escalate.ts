import { type Kysely, sql } from 'kysely'
import { addDays, type CivilDate } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import type { Place } from '../outbox/place.ts'
import type { PlatformName } from '../platform.ts'
import { leadsOf } from './actor.ts'
import { MOST_SHOWN } from './bundle.ts'
import { bundleOf, type MessageRow } from './copies.ts'
import { insertMessage, messageKey, type NewMessage, post } from './messages.ts'
import { mutedOf } from './mute.ts'
import { admins, placeOf, reaching, recipients, takenDays } from './recipients.ts'
import type { SendDeps } from './send.ts'
import type { StoredNudge } from './stored.ts'
import { endOfWork, nextWorking } from './working-hours.ts'

type Db = Kysely<Database>

export interface Unanswered {
  readonly owner: string
  readonly day: CivilDate
  readonly nudges: readonly StoredNudge[]
}

const DAY_MS = 86_400_000

/**
 * Others hear what its owner did not answer, each team of its own: who leads it, else the channel where its digest goes, else whoever
 * keeps an eye on all spend. Once: the nudge is marked when it arrives, and what is on its way is not sent again. How many messages.
 */
export async function escalate(
  deps: SendDeps,
  trx: Db,
  { owner, day, nudges }: Unanswered,
  now: Date,
): Promise<number> {
  const underway = await onTheirWay(
    trx,
    nudges.map(({ id }) => id),
  )
  const waiting = nudges.filter(({ id }) => !underway.has(id))
  let sent = 0
  for (const team of new Set(waiting.map(({ team }) => team))) {
    const ids = waiting.filter((nudge) => nudge.team === team).map(({ id }) => id)
    const message = {
      kind: 'escalation',
      owner,
      shown: ids.slice(0, MOST_SHOWN),
      all: ids,
      firstContact: false,
      now,
    } as const
    const key = (who: string) => messageKey('nudge-escalation', JSON.stringify([owner, team, who]), day, 0)
    if (await toOthers(deps, trx, team, owner, message, key, now)) sent += 1
  }
  return sent
}

type Told = Omit<NewMessage, 'key' | 'recipient' | 'day' | 'place'>

async function toOthers(
  deps: SendDeps,
  trx: Db,
  team: string | null,
  owner: string,
  told: Told,
  key: (who: string) => string,
  now: Date,
): Promise<boolean> {
  const leads = team === null ? [] : await leadsOf(trx, team)
  if (await toPerson(deps, trx, without(leads, owner), told, key, now)) return true
  const channel = team === null ? undefined : await channelOf(trx, team)
  if (channel !== undefined) {
    const row = await insertMessage(trx, { ...told, key: key('channel'), recipient: null, day: null, place: channel })
    if (row !== undefined) await tell(deps, trx, row, now, now, new Date(now.getTime() + DAY_MS))
    return row !== undefined
  }
  return toPerson(deps, trx, without(await admins(trx), owner), told, key, now)
}

const without = (emails: readonly string[], owner: string) => emails.filter((email) => email !== owner)

/** On the first working day of theirs that nothing was sent on, which it then takes: they too get one message a day. */
async function toPerson(
  deps: SendDeps,
  trx: Db,
  emails: readonly string[],
  told: Told,
  key: (who: string) => string,
  now: Date,
): Promise<boolean> {
  const [reached, muted] = [await recipients(trx, emails, reaching(deps, now)), await mutedOf(trx, emails, told.now)]
  for (const email of emails) {
    const recipient = reached.get(email)
    if (recipient === undefined || muted.has(email)) continue
    const taken = new Set((await takenDays(trx, [email])).get(email))
    // Another may take a day in this very moment; then the next one will do.
    for (let tries = 0; tries < 5; tries += 1) {
      const next = nextWorking(recipient.time, now, (day) => taken.has(day))
      if (next === undefined) break
      const week = [...taken].filter((day) => day > addDays(next.day, -7))
      if (week.length >= deps.manners.politeness.mostPerWeek) break
      const where = { place: placeOf(recipient), copies: recipient.alsoAt.map(placeOf) }
      const row = await insertMessage(trx, { ...told, key: key(email), recipient: email, day: next.day, ...where })
      if (row !== undefined) {
        await tell(deps, trx, row, now, next.at, endOfWork(recipient.time, next.at))
        return true
      }
      taken.add(next.day)
    }
  }
  return false
}

async function tell({ cards }: SendDeps, trx: Db, row: MessageRow, now: Date, notBefore: Date, expiresAt: Date) {
  await post(trx, row, cards.bundle(await bundleOf(trx, row, now)), { notBefore, expiresAt })
}

async function onTheirWay(trx: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct unnest(nudge_ids) as id from tally.nudge_message
    where kind = 'escalation' and outcome = 'open' and nudge_ids && ${[...ids]}::bigint[]`.execute(trx)
  return new Set(rows.map(({ id }) => id))
}

/** Where digests about this team alone go. */
async function channelOf(trx: Db, team: string): Promise<Place | undefined> {
  const row = await trx
    .selectFrom('tally.subscription')
    .select(['platform', 'workspace_id', 'place_id'])
    .where('status', '=', 'active')
    .where('place_kind', '=', 'conversation')
    .where('scope_dimension', '=', 'team')
    .where(sql<boolean>`scope_values = ${[team]}::text[]`)
    .orderBy('created_at')
    .orderBy('subscription_id')
    .executeTakeFirst()
  return (
    row && {
      platform: row.platform as PlatformName,
      workspaceId: row.workspace_id,
      kind: 'conversation',
      id: row.place_id,
    }
  )
}
