import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Card } from '../cards/card.ts'
import type { Database } from '../db/schema.ts'
import type { DigestSigns } from '../digests/card.ts'
import { destinationOf } from '../digests/running/destination.ts'
import { listSubscriptions } from '../digests/store.ts'
import type { AlertKind, Subscription } from '../digests/subscription.ts'
import { enqueue } from '../outbox/enqueue.ts'
import type { Message } from '../outbox/message.ts'
import type { Answer } from '../spend/answer.ts'
import type { AskDeps } from '../spend/deps.ts'
import { keepAnswers } from '../spend/store.ts'
import { anomalyAlerts } from './anomaly-alerts.ts'
import { ALERTS } from './audience.ts'
import { budgetAlerts } from './budget-alerts.ts'
import { grouped } from './grouped.ts'
import { notBefore } from './quiet.ts'

export interface AlertDeps {
  readonly asking: AskDeps
  readonly signs: DigestSigns
}

/** What one subscription was told of one thing. */
export interface AlertRow {
  readonly key: string
  readonly told: unknown
  readonly updates: number
}

/** What one subscription is to be told now, and what is remembered of it; without a message it is only remembered. */
export interface Raised {
  readonly subscription: Subscription
  readonly rows: readonly AlertRow[]
  readonly message: { readonly key: string; readonly card: Card; readonly replyTo?: string } | null
  /** What its buttons go on from. */
  readonly answers: readonly Answer[]
}

/** Finds what is new for whom. `known` is what each subscription was told. */
export type Raise = (
  deps: AlertDeps,
  known: ReadonlyMap<string, readonly AlertRow[]>,
  now: Date,
) => Promise<readonly Raised[]>

const RAISE: Readonly<Record<AlertKind, Raise>> = { budget: budgetAlerts, anomaly: anomalyAlerts }

/** Whoever was away for a week reads the digest instead. */
const WORTH_DAYS = 7
const DAY_MS = 86_400_000

/**
 * Looks once and puts what is new into the outbox: what is remembered and what is sent are one transaction, so that no alert is
 * lost or told twice. Nothing is read while neither figures nor subscriptions have changed since the last look. One replica at a
 * time looks; how many messages, undefined where there was no need.
 */
export async function raiseAlerts(deps: AlertDeps, kind: AlertKind, now: Date): Promise<number | undefined> {
  const { own } = deps.asking
  return own.transaction().execute(async (trx) => {
    const { rows } = await sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`alerts ${kind}`}, 0)) as free`.execute(trx)
    if (!rows[0]?.free) return undefined
    const seen = await fingerprint(deps.asking, kind, now)
    const setting = `alerts looked at: ${kind}`
    if ((await settingOf(trx, setting)) === seen) return undefined
    const raised = await stillWanted(trx, await RAISE[kind](deps, await knownOf(trx, kind), now))
    for (const { subscription, rows } of raised) await remember(trx, subscription.id, rows, now)
    const answers = new Map(raised.flatMap(({ answers }) => answers.map((answer) => [answer.id, answer])))
    if (answers.size > 0)
      await keepAnswers(
        trx,
        [...answers.values()].map((answer) => ({ asker: ALERTS, answer })),
      )
    const sent = await enqueue(
      trx,
      raised.flatMap((one) => messageOf(one, now)),
    )
    await trx
      .insertInto('tally.setting')
      .values({ name: setting, value: seen })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: seen }))
      .execute()
    return sent
  })
}

/** Begins with whose it is: what waits of a digest's alerts is withdrawn together. */
export const alertMessageKey = (key: string, subscriptionId: string): string => `alert:${subscriptionId}:${key}`

function messageOf({ subscription, message }: Raised, now: Date): readonly Message[] {
  if (message === null) return []
  const at = notBefore(subscription, now)
  const from = at ?? now
  return [
    {
      key: alertMessageKey(message.key, subscription.id),
      to: destinationOf(subscription.place),
      card: message.card,
      expiresAt: new Date(from.getTime() + WORTH_DAYS * DAY_MS),
      ...(message.replyTo === undefined ? {} : { replyTo: alertMessageKey(message.replyTo, subscription.id) }),
      ...(at === undefined ? {} : { notBefore: at }),
    },
  ]
}

/** Whoever removed or paused theirs while we looked is told nothing; whoever does so now waits for us, and withdraws it. */
async function stillWanted(db: Kysely<Database>, raised: readonly Raised[]): Promise<readonly Raised[]> {
  if (raised.length === 0) return raised
  const rows = await db
    .selectFrom('tally.subscription')
    .select('subscription_id')
    .where('subscription_id', 'in', [...new Set(raised.map(({ subscription }) => subscription.id))])
    .where('status', '=', 'active')
    .orderBy('subscription_id')
    .forShare()
    .execute()
  const active = new Set(rows.map(({ subscription_id }) => subscription_id))
  return raised.filter(({ subscription }) => active.has(subscription.id))
}

async function remember(db: Kysely<Database>, subscriptionId: string, rows: readonly AlertRow[], now: Date) {
  if (rows.length === 0) return
  await db
    .insertInto('tally.alert')
    .values(
      rows.map(({ key, told, updates }) => ({
        alert_key: key,
        subscription_id: subscriptionId,
        told: JSON.stringify(told),
        updates,
        raised_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['alert_key', 'subscription_id'])
        .doUpdateSet(({ ref }) => ({ told: ref('excluded.told'), updates: ref('excluded.updates') })),
    )
    .execute()
}

async function knownOf(db: Kysely<Database>, kind: AlertKind): Promise<ReadonlyMap<string, readonly AlertRow[]>> {
  const rows = await db
    .selectFrom('tally.alert')
    .select(['alert_key as key', 'subscription_id', 'told', 'updates'])
    .where('alert_key', 'like', `${kind}:%`)
    .orderBy('raised_at')
    .orderBy('alert_key')
    .execute()
  return grouped(rows, (row) => row.subscription_id)
}

async function settingOf(db: Kysely<Database>, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('tally.setting').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

/** Of all that decides what is told: another one means to look again. */
async function fingerprint({ own, spend, views, watermarks, visibility }: AskDeps, kind: AlertKind, now: Date) {
  const [sources, subscriptions, people, plans, budgets] = await Promise.all([
    watermarks(),
    listSubscriptions(own),
    marked(own, sql`select email, team from tally.person_team union all select email, role from tally.person`),
    marked(own, sql`select planned_id, first_day, last_day from tally.planned_anomaly`),
    (await views()).has('spend.budget') ? marked(spend, sql`select * from spend.budget`) : '',
  ])
  const wanting = subscriptions
    .filter(({ state, alerts }) => state.kind === 'active' && alerts.includes(kind))
    .map(({ id, scope, createdBy }) => [id, scope, createdBy])
  const all = [now.toISOString().slice(0, 10), visibility, sources, wanting, people, plans, budgets]
  return createHash('sha256').update(JSON.stringify(all)).digest('base64url')
}

/** What a small table holds, as one short text. */
async function marked(db: Kysely<Database>, rows: ReturnType<typeof sql>): Promise<string> {
  const { rows: found } = await sql<{ mark: string | null }>`
    select md5(string_agg(r::text, ',' order by r::text)) as mark from (${rows}) as r`.execute(db)
  return found[0]?.mark ?? ''
}
