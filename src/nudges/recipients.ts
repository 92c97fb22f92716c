import { type Kysely, sql } from 'kysely'
import type { CivilDate } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import type { Place } from '../outbox/place.ts'
import type { PlatformName, Sender } from '../platform.ts'
import type { WorkingTime } from './calendar.ts'
import type { Manners } from './manners.ts'

type Db = Kysely<Database>

/** Somebody who can be written to: where, and when they work. */
export interface Recipient extends Sender {
  readonly email: string
  readonly time: WorkingTime
}

/** Each at their newest account whose direct messages are open; who has none is not in it. */
export async function recipients(
  db: Db,
  emails: readonly string[],
  manners: Manners,
): Promise<ReadonlyMap<string, Recipient>> {
  if (emails.length === 0) return new Map()
  const { rows } = await sql<{
    email: string
    platform: PlatformName
    workspace_id: string
    user_id: string
    timezone: string | null
  }>`
    select distinct on (a.email) a.email, a.platform, a.workspace_id, a.user_id, a.timezone
    from tally.account a left join tally.lane l on (l.platform, l.workspace_id, l.place_kind, l.place_id)
      = (a.platform, a.workspace_id, 'person', a.user_id)
    where a.email = any(${[...emails]}::text[]) and l.closed_at is null
    order by a.email, a.seen_at desc, a.platform, a.user_id`.execute(db)
  return new Map(
    rows.map(({ email, platform, workspace_id, user_id, timezone }) => [
      email,
      {
        email,
        platform,
        workspaceId: workspace_id,
        userId: user_id,
        time: { ...manners.working, timezone: timezone !== null && isZone(timezone) ? timezone : manners.timezone },
      },
    ]),
  )
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

export const placeOf = ({ platform, workspaceId, userId }: Recipient): Place => ({
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

const zones = new Map<string, boolean>()

/** What a platform says of a zone may be anything. */
function isZone(timezone: string): boolean {
  const known = zones.get(timezone)
  if (known !== undefined) return known
  let valid = true
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    valid = false
  }
  zones.set(timezone, valid)
  return valid
}
