import { type Sight, seesNothing, seesTeams, sightOf } from '../../people/sight.ts'
import { findPeople } from '../../people/store.ts'
import type { AskDeps } from '../../spend/deps.ts'
import type { ScopeTeams } from '../chat/permissions.ts'
import { teamsOfNames } from '../chat/scope-record.ts'
import type { ScopeDimension, Subscription } from '../subscription.ts'

/** What a digest may show now, by who set it; or why it may show nothing any more, in plain words. */
export type Allowed =
  | { readonly kind: 'allowed'; readonly sight: Sight }
  | { readonly kind: 'lost'; readonly reason: string }

/** Looked up anew for every digest: a person who left a team stops showing it to others with the next one. In the order given. */
export async function allowedOf(deps: AskDeps, subscriptions: readonly Subscription[]): Promise<readonly Allowed[]> {
  const { own, visibility } = deps
  const people = await findPeople(own, [...new Set(subscriptions.map(({ createdBy }) => createdBy))])
  const seen = subscriptions.map(({ createdBy, scope }) => ({
    createdBy,
    scope,
    sight: sightOf(people.get(createdBy), visibility),
  }))
  const teams = await teamsOfAll(
    deps,
    seen.flatMap(({ scope, sight }) => (scope === null || sight.kind === 'everything' ? [] : [scope])),
  )
  return seen.map(({ createdBy, scope, sight }) => {
    const hidden = (scope?.values ?? []).filter(
      (value) => !seesTeams(sight, scope?.dimension === 'team' ? [value] : (teams(scope, value) ?? [])),
    )
    if (seesNothing(sight)) {
      const reason = `${createdBy}, who set this digest, is on no team any more, so there is nothing that it may show. Somebody who may see these figures can set it anew.`
      return { kind: 'lost', reason }
    }
    if (hidden.length > 0) {
      const all = scope?.dimension === 'team' ? '' : 'all of '
      const reason = `${createdBy}, who set this digest, may not see ${all}${hidden.join(', ')} any more. Somebody who may can set it anew.`
      return { kind: 'lost', reason }
    }
    return { kind: 'allowed', sight }
  })
}

/** A part of a project would look like the whole: whose all of it is, a statement for all projects and one for all business units. */
async function teamsOfAll(deps: AskDeps, scopes: readonly Scope[]) {
  const known = new Map<ScopeDimension, ReadonlyMap<string, ScopeTeams>>()
  for (const dimension of ['project', 'business_unit'] as const) {
    const values = scopes.filter((scope) => scope.dimension === dimension).flatMap((scope) => scope.values)
    known.set(dimension, await teamsOfNames(deps, dimension, [...new Set(values)]))
  }
  return (scope: Subscription['scope'], value: string) => scope && known.get(scope.dimension)?.get(value)
}

type Scope = NonNullable<Subscription['scope']>
