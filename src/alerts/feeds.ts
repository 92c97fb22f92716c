import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type CivilDate, daysBetween } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import { listSubscriptions } from '../digests/store.ts'
import type { Subscription } from '../digests/subscription.ts'
import type { AskDeps } from '../spend/deps.ts'
import { adminsToTell, alone, type TellDeps, tellAdmins } from './tell-admins.ts'
import { againCard, type SilentFeed, silentCard } from './told-card.ts'

/** How far a source has come. */
export interface Feed {
  readonly source: string
  /** Null where it never had a complete day. */
  readonly completeThrough: CivilDate | null
  readonly completeAfterHours: number
}

export interface ToldFeeds {
  readonly silent: number
  readonly again: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Imports are daily at best: a day that could be complete by now may be read tomorrow. */
const SLACK_MS = DAY_MS
/** Whoever is silent for longer was switched off: told for a last time. */
const STOPPED_AFTER_DAYS = 35

/**
 * Tells administrators of sources that do not deliver, once a day each, with since when and what waits for it; of one that has
 * stopped for good a last time; and once when it delivers again. Undefined where there was nothing to tell.
 */
export async function tellFeeds(
  deps: TellDeps & { readonly asking: Pick<AskDeps, 'spend' | 'views'> },
  now: Date,
): Promise<ToldFeeds | undefined> {
  const today = now.toISOString().slice(0, 10)
  const feeds = await readFeeds(deps.db, deps.asking)
  const told = await alone(deps.db, 'tell feeds', async (trx) => {
    const known = await knownOf(trx)
    const late = feeds.filter((feed) => isLate(feed, now))
    const names = new Set(late.map(({ source }) => source))
    const silent = late.flatMap((feed) => {
      const state = known.get(feed.source)
      const stopped = daysBetween(feed.completeThrough ?? feed.firstDay, today) > STOPPED_AFTER_DAYS
      return state !== undefined && (state.stopped || state.toldOn >= today) ? [] : [{ ...feed, stopped }]
    })
    const again = feeds.filter(({ source }) => known.has(source) && !names.has(source))
    if (silent.length + again.length === 0) return undefined
    const admins = await adminsToTell(deps, now)
    if (admins.length === 0) return undefined
    const waiting = await waitingFor(trx)
    const cards = silent.map((feed): SilentFeed => ({ ...feed, waiting: waiting.get(feed.source) ?? [] }))
    if (cards.length > 0) await tellAdmins(trx, admins, `told:silent:${today}:${markOf(silent)}`, silentCard(cards))
    if (again.length > 0) await tellAdmins(trx, admins, `told:again:${today}:${markOf(again)}`, againCard(again))
    for (const { source, stopped } of silent) await keep(trx, source, { toldOn: today, stopped })
    for (const { source } of again) await trx.deleteFrom('tally.setting').where('name', '=', nameOf(source)).execute()
    return { silent: silent.length, again: again.length }
  })
  return told
}

interface ReadFeed extends Feed {
  readonly firstDay: CivilDate
}

/** By what is complete, for a source that delivers half of its rows holds digests up just the same. */
async function readFeeds(
  own: Kysely<Database>,
  { spend, views }: Pick<AskDeps, 'spend' | 'views'>,
): Promise<readonly ReadFeed[]> {
  if (!(await views()).has('spend.day_status')) return []
  const [{ rows }, settings] = await Promise.all([
    sql<{ source: string; first_day: string; complete_through: string | null }>`
      select source_name as source, min(day) as first_day, max(day) filter (where status <> 'provisional') as complete_through
      from spend.day_status group by source_name order by source_name`.execute(spend),
    own.selectFrom('ledger.source').select(['source_name', 'complete_after_hours']).execute(),
  ])
  const hours = new Map(settings.map((row) => [row.source_name, row.complete_after_hours]))
  return rows.map(({ source, first_day, complete_through }) => ({
    source,
    firstDay: first_day,
    completeThrough: complete_through,
    completeAfterHours: hours.get(source) ?? USUAL_HOURS,
  }))
}
const USUAL_HOURS = 24

/** The day after the last complete one should be complete by now. */
function isLate({ completeThrough, firstDay, completeAfterHours }: ReadFeed, now: Date): boolean {
  const next = completeThrough === null ? Date.parse(firstDay) : Date.parse(completeThrough) + DAY_MS
  return now.getTime() > next + DAY_MS + completeAfterHours * HOUR_MS + SLACK_MS
}

const markOf = (feeds: readonly Feed[]): string =>
  createHash('sha256')
    .update(JSON.stringify(feeds.map(({ source }) => source)))
    .digest('base64url')
    .slice(0, 12)

/** Active digests that wait, by what they wait for. */
async function waitingFor(db: Kysely<Database>): Promise<ReadonlyMap<string, readonly Subscription[]>> {
  const runs = await db
    .selectFrom('tally.digest_run')
    .select(['subscription_id', 'waiting_for'])
    .where('status', '=', 'waiting')
    .execute()
  const subscriptions = new Map((await listSubscriptions(db)).map((one) => [one.id, one]))
  const waiting = new Map<string, Subscription[]>()
  for (const { subscription_id, waiting_for } of runs)
    for (const source of waiting_for) {
      const subscription = subscriptions.get(subscription_id)
      const known = waiting.get(source) ?? []
      if (subscription !== undefined && !known.includes(subscription)) waiting.set(source, [...known, subscription])
    }
  return waiting
}

interface FeedState {
  readonly toldOn: CivilDate
  readonly stopped: boolean
}

const PREFIX = 'silent feed: '
const nameOf = (source: string) => `${PREFIX}${source}`

async function knownOf(db: Kysely<Database>): Promise<ReadonlyMap<string, FeedState>> {
  const rows = await db.selectFrom('tally.setting').selectAll().where('name', 'like', `${PREFIX}%`).execute()
  return new Map(rows.map(({ name, value }) => [name.slice(PREFIX.length), JSON.parse(value) as FeedState]))
}

async function keep(db: Kysely<Database>, source: string, state: FeedState): Promise<void> {
  const value = JSON.stringify(state)
  await db
    .insertInto('tally.setting')
    .values({ name: nameOf(source), value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
