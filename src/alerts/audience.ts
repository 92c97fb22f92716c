import { allowedOf } from '../digests/running/sights.ts'
import { listSubscriptions } from '../digests/store.ts'
import type { AlertKind, Subscription } from '../digests/subscription.ts'
import type { Asker } from '../people/asker.ts'
import { type Sight, sightKey } from '../people/sight.ts'
import type { AskDeps } from '../spend/deps.ts'
import { TALLYS_OWN } from '../spend/show-how.ts'

/** Subscriptions that want alerts of one kind, and whose creators see the same: one look at the figures serves them all. */
export interface Audience {
  readonly sight: Sight
  readonly subscriptions: readonly Subscription[]
}

/** Sights are looked up anew. A place that takes nothing gets none, and what is current is told when it is repaired. */
export async function audiences(asking: AskDeps, kind: AlertKind): Promise<readonly Audience[]> {
  const wanting = (await listSubscriptions(asking.own)).filter(
    ({ state, alerts }) => state.kind === 'active' && alerts.includes(kind),
  )
  const allowed = await allowedOf(asking, wanting)
  const bySight = new Map<string, { readonly sight: Sight; readonly subscriptions: Subscription[] }>()
  wanting.forEach((subscription, i) => {
    const one = allowed[i]
    if (one?.kind !== 'allowed') return
    const key = sightKey(one.sight)
    const known = bySight.get(key)
    if (known === undefined) bySight.set(key, { sight: one.sight, subscriptions: [subscription] })
    else known.subscriptions.push(subscription)
  })
  return [...bySight.values()]
}

/** Nobody's key: whoever presses a button of an alert gets an answer of their own, and the alert stays. */
export const ALERTS = `${TALLYS_OWN}alerts`

/** Asks as somebody who sees just this much. */
export const askerOf = (sight: Sight): Asker => ({
  key: ALERTS,
  person: {
    email: ALERTS,
    displayName: 'Tally',
    role: sight.kind === 'everything' ? 'admin' : 'member',
    teams: sight.kind === 'everything' ? [] : sight.teams,
  },
})
