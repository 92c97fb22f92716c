import { type Kysely, sql } from 'kysely'
import type { CivilDate } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import type { Place } from '../outbox/place.ts'
import { isOn } from '../people/accounts.ts'
import { namesOf } from '../people/look-for.ts'
import type { PlatformName, Sender } from '../platform.ts'
import type { WorkingTime } from './calendar.ts'
import type { Manners } from './manners.ts'
import type { SendDeps } from './send.ts'

type Db = Kysely<Database>

/** Somebody who can be written to: where, and when they work. */
export interface Recipient extends Sender {
  readonly email: string
  readonly time: WorkingTime
  /** Where else they are, one account a platform: they are told the same there. */
  readonly alsoAt: readonly Sender[]
}

export interface Reaching {
  readonly manners: Manners
  readonly now: Date
  /** The platforms that are connected; none: nothing is known of that. */
  readonly on: readonly PlatformName[]
}

export const reaching = (
  { manners, platforms = [] }: Pick<SendDeps, 'manners' | 'platforms'>,
  now: Date,
): Reaching => ({
  manners,
  now,
  on: namesOf(platforms),
})

const DAY_MS = 86_400_000
/** Of several platforms, one where somebody was neither seen nor found for so long is none of theirs any more. */
const GONE_DAYS = 90

/** Each at the account they wrote from last whose direct messages are open, and at one on every other platform; who has none is not in it. */
export async function recipients(
  db: Db,
  emails: readonly string[],
  { manners, now, on }: Reaching,
): Promise<ReadonlyMap<string, Recipient>> {
  if (emails.length === 0) return new Map()
  const { rows } = await sql<{
    email: string
    platform: PlatformName
    workspace_id: string
    user_id: string
    timezone: string | null
    here: boolean
  }>`
    with reached as (
      select distinct on (a.email, a.platform) a.*
      from tally.account a left join tally.lane l on (l.platform, l.workspace_id, l.place_kind, l.place_id)
        = (a.platform, a.workspace_id, 'person', a.user_id)
      where a.email = any(${[...emails]}::text[]) and l.closed_at is null and ${isOn(on)}
      order by a.email, a.platform, a.wrote_at desc nulls last, a.seen_at desc, a.user_id
    )
    select email, platform, workspace_id, user_id, timezone, seen_at > ${new Date(now.getTime() - GONE_DAYS * DAY_MS)} as here
    from reached order by email, wrote_at desc nulls last, seen_at desc, platform`.execute(db)
  const found = new Map<string, Recipient>()
  const zones = new Map<string, string>()
  for (const { email, platform, workspace_id: workspaceId, user_id: userId, timezone, here } of rows) {
    // Not every platform tells where somebody is, and they work at the same hours on all.
    if (!zones.has(email) && timezone !== null && isZone(timezone)) zones.set(email, timezone)
    const time = { ...manners.working, timezone: zones.get(email) ?? manners.timezone }
    const sender = { platform, workspaceId, userId }
    const first = found.get(email)
    if (first === undefined) found.set(email, { ...sender, email, time, alsoAt: [] })
    else found.set(email, { ...first, time, alsoAt: here ? [...first.alsoAt, sender] : first.alsoAt })
  }
  return found
}

/** The local days on which each was sent something or will be. */
export async function takenDays(db: Db, emails: readonly string[]): Promise<ReadonlyMap<string, readonly CivilDate[]>> {
  if (emails.length === 0) return new Map()
  const rows = await db
    .selectFrom('tally.nudge_message')
    .select(['recipient', 'local_day'])
    .where(sql<boolean>`recipient = any(${[...emails]}::text[])`)
    .where('outcome', '<>', 'lost')
    // No plan looks further back than a week.
    .where(sql<boolean>`local_day > (select max(local_day) - 40 from tally.nudge_message)`)
    .execute()
  const days = new Map<string, CivilDate[]>()
  for (const { recipient, local_day } of rows)
    if (recipient !== null && local_day !== null) days.set(recipient, [...(days.get(recipient) ?? []), local_day])
  return days
}

export const placeOf = ({ platform, workspaceId, userId }: Sender): Place => ({
  platform,
  workspaceId,
  kind: 'person',
  id: userId,
})

export async function admins(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('tally.person')
    .select('email')
    .where('role', '=', 'admin')
    .orderBy('email')
    .execute()
  return rows.map(({ email }) => email)
}

const valid = new Map<string, boolean>()

/** What a platform says of a zone may be anything. */
function isZone(timezone: string): boolean {
  const known = valid.get(timezone)
  if (known !== undefined) return known
  let isKnown = true
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    isKnown = false
  }
  valid.set(timezone, isKnown)
  return isKnown
}
