import { type Kysely, sql } from 'kysely'
import type { Card, Text } from '../cards/card.ts'
import type { Database } from '../db/schema.ts'
import type { SignUntil, Turn } from '../feature.ts'
import { type Actor, mayAct } from './authorise.ts'
import type { BundleItem, NudgeCards } from './bundle.ts'
import { isConfirmed } from './confirmed.ts'
import { bundleOf, type MessageRow } from './copies.ts'
import type { IdleRules } from './idle-rules.ts'
import type { ItemReading } from './item.ts'
import { listCard, oneCard } from './list-card.ts'
import { findNudge, findNudges, lastActs, type UnknownResource, unknownResources } from './listing.ts'
import { namesOf, peopleIn } from './names.ts'
import { overviewOf } from './overview.ts'
import { overviewCard } from './overview-card.ts'
import { codeOf, type View } from './payload.ts'
import { shortName } from './said.ts'
import type { StoredNudge } from './stored.ts'

type Db = Kysely<Database>

export interface ShownDeps {
  readonly db: Db
  readonly cards: NudgeCards
  readonly sign: SignUntil
  /** In force. */
  readonly rules: IdleRules
  readonly now: () => Date
  /** How often each rule was right, a line each. */
  readonly precision?: () => Promise<readonly Text[]>
}

/** What somebody sees of nudges, as it is now; undefined where there is nothing of it any more, or nothing of theirs. */
export async function shownCard(deps: ShownDeps, turn: Turn, actor: Actor, view: View): Promise<Card | undefined> {
  const { db, cards, now } = deps
  switch (view.kind) {
    case 'message': {
      const row = await messageOf(db, view)
      return row && cards.bundle(await bundleOf(db, row, now()))
    }
    case 'all': {
      const row = await messageOf(db, view)
      if (row === undefined) return undefined
      const nudges = (await findNudges(db, { ids: row.nudge_ids })).filter((nudge) => mayAct(nudge, actor))
      return list(deps, turn, nudges, 'of this message', view.page, (page) => ({ ...view, page }))
    }
    case 'mine': {
      const nudges = actor.email === undefined ? [] : await findNudges(db, { owners: [actor.email] })
      return list(deps, turn, nudges, 'of yours', view.page, (page) => ({ kind: 'mine', page }))
    }
    case 'team': {
      const ref = await findNudge(db, view.ref)
      if (ref === undefined || !mayOversee(ref.team, actor)) return undefined
      const { team } = ref
      const nudges = (await findNudges(db, team === null ? {} : { teams: [team] })).filter((each) => each.team === team)
      const unknown = (await unknownResources(db)).filter((each) => each.team === team)
      const whose = team === null ? 'of no team' : `of team ${shortName(team, 40)}`
      return list(deps, turn, nudges, whose, view.page, (page) => ({ ...view, page }), unknown)
    }
    case 'one': {
      const nudge = await findNudge(db, view.ref)
      return nudge && mayAct(nudge, actor) ? showOne(deps, turn, nudge) : undefined
    }
  }
}

/** One nudge with what became of it, after words about that. */
export async function showOne(
  deps: ShownDeps,
  turn: Turn,
  nudge: StoredNudge,
  words?: (item: BundleItem, reading: ItemReading) => string,
): Promise<Card> {
  const { items, reading } = await read(deps, turn, [nudge])
  const item = items[0] ?? { nudge, lastAct: null }
  return oneCard(item, { reading, sign: deps.sign, now: reading.now }, words?.(item, reading))
}

/** Everything for administrators, their teams for those who lead some. */
export async function showOverview(deps: ShownDeps, actor: Actor): Promise<Card> {
  const { db, sign, now, precision } = deps
  const sees = ({ team }: { readonly team: string | null }) => mayOversee(team, actor)
  const teams = actor.admin ? {} : { teams: [...actor.leads] }
  const nudges = await findNudges(db, teams)
  const unknown = (await unknownResources(db)).filter(sees)
  const mine = actor.email === undefined ? [] : await findNudges(db, { owners: [actor.email] })
  return overviewCard(overviewOf(nudges, unknown), {
    sign,
    now: now(),
    mine: mine.length,
    precision: actor.admin ? ((await precision?.()) ?? []) : [],
    confirmed: await isConfirmed(db),
  })
}

const mayOversee = (team: string | null, { admin, leads }: Actor): boolean =>
  admin || (team !== null && leads.has(team))

async function list(
  deps: ShownDeps,
  turn: Turn,
  nudges: readonly StoredNudge[],
  whose: string,
  page: number,
  viewOf: (page: number) => View,
  unknown: readonly UnknownResource[] = [],
): Promise<Card> {
  const { items, reading } = await read(deps, turn, nudges)
  return listCard(items, { reading, sign: deps.sign, now: reading.now, whose, page, viewOf, unknown })
}

async function read({ db, rules, now }: ShownDeps, turn: Turn, nudges: readonly StoredNudge[]) {
  const acts = await lastActs(
    db,
    nudges.map(({ id }) => id),
  )
  const items = nudges.map((nudge): BundleItem => ({ nudge, lastAct: acts.get(nudge.id) ?? null }))
  const names = await namesOf(db, items.flatMap(peopleIn))
  const reading: ItemReading = { now: now(), timezone: turn.timezone, names, rules, reader: turn.asker.email ?? null }
  return { items, reading }
}

/** The message that a button names, found by the nudge that it shows first. */
async function messageOf(
  db: Db,
  { code, ref }: { readonly code: string; readonly ref: string },
): Promise<MessageRow | undefined> {
  if (!/^\d{1,18}$/.test(ref)) return undefined
  const rows = await db
    .selectFrom('tally.nudge_message')
    .selectAll()
    .where(sql<boolean>`shown @> array[${ref}]::bigint[]`)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.find(({ message_key }) => codeOf(message_key) === code)
}
