import { type Kysely, sql } from 'kysely'
import type { CivilDate } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import type { Lookup } from '../people/look-for.ts'
import { alone } from './alone.ts'
import { MOST_SHOWN } from './bundle.ts'
import { workingDayAt } from './calendar.ts'
import { isConfirmed } from './confirmed.ts'
import { bundleOf } from './copies.ts'
import { sendDryRun } from './dry-run.ts'
import { escalate } from './escalate.ts'
import { findNudges } from './listing.ts'
import type { Manners } from './manners.ts'
import { insertMessage, messageKey, post } from './messages.ts'
import { mutedOf } from './mute.ts'
import { plan } from './plan.ts'
import { placeOf, type Recipient, reaching, recipients, takenDays } from './recipients.ts'
import { type LifeDeps, lockNudges } from './store.ts'
import { endOfWork } from './working-hours.ts'

type Db = Kysely<Database>

export interface SendDeps extends LifeDeps {
  readonly manners: Manners
  /** Those that are connected: people are told there, and administrators who never wrote to Tally are looked for. */
  readonly platforms?: readonly Lookup[]
}

export interface SentNudges {
  readonly messages: number
  readonly escalated: number
  readonly dryRuns: number
}

/** What was lost so often on a day is not tried again before the next. */
const MOST_LOST = 3

/** Tells each owner who works now what is open, at most once a local working day; undefined where another replica does. */
export async function sendNudges(deps: SendDeps, now: Date): Promise<SentNudges | undefined> {
  // One at a time, or two who escalate to each other would wait for each other's days.
  return alone(deps.db, 'send nudges', () => send(deps, now))
}

async function send(deps: SendDeps, now: Date): Promise<SentNudges> {
  const { db } = deps
  if (!(await isConfirmed(db))) return { messages: 0, escalated: 0, dryRuns: await sendDryRun(deps, now) }
  const emails = await ownersOfOpen(db)
  const [reached, taken, muted] = [
    await recipients(db, emails, reaching(deps, now)),
    await takenDays(db, emails),
    await mutedOf(db, emails, now),
  ]
  const working = [...reached.values()].filter(({ email, time }) => {
    const day = workingDayAt(time, now)
    return day !== undefined && !muted.has(email) && !(taken.get(email) ?? []).some((each) => each >= day)
  })
  const sent = { messages: 0, escalated: 0, dryRuns: 0 }
  for (const recipient of await due(deps, working, taken, now)) {
    const escalated = await sendOne(deps, recipient, now)
    if (escalated === undefined) continue
    sent.messages += 1
    sent.escalated += escalated
  }
  return sent
}

const AT_ONCE = 50

/** Those for whom there is something, as it looks without locking anything. */
async function due(
  { db, manners }: SendDeps,
  working: readonly Recipient[],
  taken: ReadonlyMap<string, readonly CivilDate[]>,
  now: Date,
): Promise<readonly Recipient[]> {
  const found: Recipient[] = []
  for (let start = 0; start < working.length; start += AT_ONCE) {
    const some = working.slice(start, start + AT_ONCE)
    const nudges = await findNudges(db, { owners: some.map(({ email }) => email), kinds: ['open', 'acknowledged'] })
    for (const recipient of some) {
      const { email, time } = recipient
      const theirs = nudges.filter(({ owner, unknownReason }) => owner.email === email && unknownReason === null)
      const days = taken.get(email) ?? []
      if (plan(theirs, { days }, time, manners.politeness, now).kind === 'message') found.push(recipient)
    }
  }
  return found
}

async function ownersOfOpen(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('tally.nudge')
    .select('owner_email')
    .distinct()
    .where('state_kind', 'in', ['open', 'acknowledged'])
    .where('unknown_reason', 'is', null)
    .orderBy('owner_email')
    .execute()
  return rows.map(({ owner_email }) => owner_email)
}

/** The message and what is known of it, in one transaction; how many others are told, or undefined where nothing is to be sent. */
async function sendOne(deps: SendDeps, recipient: Recipient, now: Date): Promise<number | undefined> {
  const { cards, manners } = deps
  const { email, time } = recipient
  return deps.db.transaction().execute(async (trx) => {
    // Held until the message is there to be edited: whoever settles one meanwhile edits it.
    const nudges = await openOf(trx, email)
    const days = (await takenDays(trx, [email])).get(email) ?? []
    const planned = plan(nudges, { days }, time, manners.politeness, now)
    if (planned.kind === 'nothing') return undefined
    const { day, items, due } = planned
    const shown = due.slice(0, MOST_SHOWN)
    const earlier = await sentBefore(trx, email, day)
    if (earlier.onDay >= MOST_LOST) return undefined
    const row = await insertMessage(trx, {
      key: messageKey('nudge', email, day, earlier.onDay),
      kind: shown.some(({ notices }) => notices.count > 0) ? 'reminder' : 'first',
      recipient: email,
      day,
      owner: email,
      shown: shown.map(({ id }) => id),
      all: items.map(({ id }) => id),
      firstContact: !earlier.ever,
      place: placeOf(recipient),
      copies: recipient.alsoAt.map(placeOf),
      now,
    })
    // Another replica was quicker.
    if (row === undefined) return undefined
    await post(trx, row, cards.bundle(await bundleOf(trx, row, now)), { expiresAt: endOfWork(time, now) })
    const waiting = nudges.filter((nudge) => planned.escalate.some(({ id }) => id === nudge.id))
    return escalate(deps, trx, { owner: email, day, nudges: waiting }, now)
  })
}

/** Locked; without those that nobody can judge at the moment. */
async function openOf(trx: Db, email: string) {
  const rows = await trx
    .selectFrom('tally.nudge')
    .select('nudge_id')
    .where('owner_email', '=', email)
    .where('state_kind', 'in', ['open', 'acknowledged'])
    .where('unknown_reason', 'is', null)
    .execute()
  const nudges = await lockNudges(
    trx,
    rows.map(({ nudge_id }) => nudge_id),
  )
  return nudges.filter(({ owner, unknownReason }) => owner.email === email && unknownReason === null)
}

async function sentBefore(trx: Db, email: string, day: CivilDate) {
  const row = await trx
    .selectFrom('tally.nudge_message')
    .select([
      sql<number>`count(*) filter (where local_day = ${day})::int`.as('on_day'),
      sql<boolean>`coalesce(bool_or(outcome = 'sent' and kind <> 'dry_run'), false)`.as('ever'),
    ])
    .where('recipient', '=', email)
    .executeTakeFirstOrThrow()
  return { onDay: row.on_day, ever: row.ever }
}
