import { type Sight, seesNothing, sightOf } from '../people/sight.ts'
import { findPeople } from '../people/store.ts'
import type { AskDeps } from '../spend/deps.ts'
import type { Subscription } from './subscription.ts'

/** What a digest may show now, by who set it; or why it may show nothing any more, in plain words. */
export type Allowed =
  | { readonly kind: 'allowed'; readonly sight: Sight }
  | { readonly kind: 'lost'; readonly reason: string }

/** Looked up anew for every digest: a person who left a team stops showing it to others with the next one. In the order given. */
export async function allowedOf(deps: AskDeps, subscriptions: readonly Subscription[]): Promise<readonly Allowed[]> {
  const { own, visibility } = deps
  const people = await findPeople(own, [...new Set(subscriptions.map(({ createdBy }) => createdBy))])
  const allowed: Allowed[] = []
  for (const { createdBy, scope } of subscriptions) {
    const sight = sightOf(people.get(createdBy), visibility)
    const hidden = scope === null ? [] : await hiddenOf(deps, sight, scope)
    if (seesNothing(sight)) {
      const reason = `${createdBy}, who set this digest, is on no team any more, so there is nothing that it may show. Somebody who may see these figures can set it anew.`
      allowed.push({ kind: 'lost', reason })
    } else if (hidden.length > 0) {
      const reason = `${createdBy}, who set this digest, may not see ${hidden.join(', ')} any more. Somebody who may can set it anew.`
      allowed.push({ kind: 'lost', reason })
    } else allowed.push({ kind: 'allowed', sight })
  }
  return allowed
}

async function hiddenOf(
  deps: AskDeps,
  sight: Sight,
  scope: NonNullable<Subscription['scope']>,
): Promise<readonly string[]> {
  if (sight.kind === 'everything') return []
  if (scope.dimension === 'team') return scope.values.filter((team) => !sight.teams.includes(team))
  const names = await deps.names(sight)
  return scope.values.filter((value) => !names.has(scope.dimension, value))
}
