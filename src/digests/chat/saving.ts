import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { sightOf } from '../../people/sight.ts'
import type { AskDeps } from '../../spend/deps.ts'
import { scopeBills } from '../composing/asked-now.ts'
import { addSubscription, changeSubscription, findSubscription, listSubscriptions, type Wanted } from '../store.ts'
import type { DigestScope, Place, Subscription } from '../subscription.ts'
import type { Draft, Mistake } from '../words/draft.ts'
import { SCOPE_WORDS } from '../words/said.ts'
import { type Outlook, outlook } from './outlook.ts'
import { whyNotSet } from './permissions.ts'
import { isSamePlace, type Setter } from './places.ts'
import { LATELY_DAYS, scopeRecord } from './scope-record.ts'

export type Saved =
  | {
      readonly kind: 'saved'
      readonly subscription: Subscription
      readonly outlook: Outlook
      readonly told: readonly string[]
    }
  /** The very same is set up there already. */
  | {
      readonly kind: 'already'
      readonly subscription: Subscription
      readonly outlook: Outlook
      readonly told: readonly string[]
    }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'mistaken'; readonly mistakes: readonly Mistake[] }
  /** It was removed meanwhile. */
  | { readonly kind: 'gone' }

export async function setDigest(deps: AskDeps, setter: Setter, draft: Draft): Promise<Saved> {
  const obstacle = await obstacleTo(deps, setter, draft.scope)
  if (obstacle !== undefined) return obstacle
  const place = draft.where === 'me' ? setter.me : setter.here
  const wanted: Wanted = {
    ...choices(draft),
    place,
    createdBy: setter.asker.key,
    createdByUser: setter.me.id,
  }
  // Two clicks, or two replicas with one delivery, wait for each other and then find the first.
  const { subscription, isNew } = await deps.own.transaction().execute(async (trx) => {
    await lockPlace(trx, place)
    const same = (await listSubscriptions(trx, place)).find((each) => isSame(each, wanted))
    return same === undefined
      ? { subscription: await addSubscription(trx, wanted, deps.now()), isNew: true }
      : { subscription: same, isNew: false }
  })
  return described(deps, setter, subscription, isNew ? 'saved' : 'already')
}

export async function changeDigest(deps: AskDeps, setter: Setter, before: Subscription, draft: Draft): Promise<Saved> {
  const { asker } = setter
  const place = draft.where === 'me' ? setter.me : draft.where === 'here' ? setter.here : before.place
  // Whoever says what is shown, or where, answers for it with what they may see themselves.
  const isMoved = !isSameScope(before.scope, draft.scope) || !isSamePlace(before.place, place)
  if (isMoved) {
    const obstacle = await obstacleTo(deps, setter, draft.scope)
    if (obstacle !== undefined) return obstacle
  }
  const owner = isMoved
    ? { createdBy: asker.key, createdByUser: setter.me.id }
    : { createdBy: before.createdBy, createdByUser: before.createdByUser }
  await changeSubscription(deps.own, before.id, { ...choices(draft), place, ...owner }, asker.key, deps.now())
  const changed = await findSubscription(deps.own, before.id)
  return changed === undefined ? { kind: 'gone' } : described(deps, setter, changed, 'saved')
}

/** What to know of a digest when it was saved. */
export async function outlookOf(
  deps: AskDeps,
  setter: Pick<Setter, 'asker'>,
  subscription: Subscription,
): Promise<Outlook> {
  const { scope, schedule, waitHours, nextSlotAt } = subscription
  const sight = sightOf(setter.asker.person, deps.visibility)
  const slotAt = nextSlotAt ?? deps.now()
  return outlook(schedule, waitHours, slotAt, await scopeBills(deps, scope, sight, schedule, slotAt))
}

async function described(
  deps: AskDeps,
  setter: Setter,
  subscription: Subscription,
  kind: 'saved' | 'already',
): Promise<Saved> {
  const shows = deps.visibility === 'own-teams' && subscription.place.kind === 'conversation'
  return {
    kind,
    subscription,
    outlook: await outlookOf(deps, setter, subscription),
    told: shows
      ? [
          'Everybody who reads there sees these figures, also who may not ask for them: the digest shows what you may see.',
        ]
      : [],
  }
}

const choices = ({ scope, sections, alerts, schedule, waitHours, quiet }: Draft) => ({
  scope,
  sections,
  alerts,
  schedule,
  waitHours,
  quiet,
})

async function obstacleTo(deps: AskDeps, { asker }: Setter, scope: DigestScope): Promise<Saved | undefined> {
  const sight = sightOf(asker.person, deps.visibility)
  const { teams, silent } = await scopeRecord(deps, scope)
  const reason = whyNotSet(scope, sight, teams)
  if (reason !== undefined) return { kind: 'refused', reason }
  if (scope === null || silent.length === 0) return undefined
  const [one] = SCOPE_WORDS[scope.dimension]
  return {
    kind: 'mistaken',
    mistakes: silent.map((name) => ({
      field: 'names',
      text: `Nothing was recorded for ${one} ${name} lately: it matched 0 of ${LATELY_DAYS} days, so its digest would be empty. Ask “spend by ${one} last month” to see which are used.`,
    })),
  }
}

async function lockPlace(trx: Kysely<Database>, { platform, workspaceId, kind, id }: Place): Promise<void> {
  const key = JSON.stringify(['digests of', platform, workspaceId, kind, id])
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx)
}

const isSame = (subscription: Subscription, wanted: Wanted): boolean => {
  const told = ({ scope, sections, alerts, schedule, waitHours, quiet, createdBy }: Wanted) =>
    JSON.stringify([
      scope?.dimension,
      scope?.values,
      sections,
      alerts,
      schedule.rhythm,
      schedule.weekday,
      schedule.monthDay,
      schedule.time,
      schedule.timezone,
      waitHours,
      quiet?.from,
      quiet?.until,
      // Another person's shows what that person may see.
      createdBy,
    ])
  return told(subscription) === told(wanted)
}

const isSameScope = (a: DigestScope, b: DigestScope): boolean =>
  a?.dimension === b?.dimension && JSON.stringify(a?.values) === JSON.stringify(b?.values)
