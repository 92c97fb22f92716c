import type { Turn } from '../../feature.ts'
import { sightOf } from '../../people/sight.ts'
import type { AskDeps } from '../../spend/deps.ts'
import { lastRuns, listSubscriptions } from '../store.ts'
import type { Listed } from './list-card.ts'
import { mayList, mayManage } from './permissions.ts'
import { hereOf, isInWorkspace, isSamePlace, meOf } from './places.ts'
import { scopeRecord } from './scope-record.ts'

/** The digests of a conversation and of whoever asks, or of the whole workspace: of these, what that person may find. */
export async function entriesFor(deps: AskDeps, turn: Turn, all: boolean): Promise<readonly Listed[]> {
  const { asker } = turn
  const [here, me] = [hereOf(turn), meOf(turn)]
  const sight = sightOf(asker.person, deps.visibility)
  const known = (await listSubscriptions(deps.own)).filter(
    ({ place }) => isInWorkspace(turn, place) && (all || isSamePlace(place, here) || isSamePlace(place, me)),
  )
  const runs = await lastRuns(
    deps.own,
    known.map(({ id }) => id),
  )
  const entries: Listed[] = []
  for (const subscription of known) {
    // Whose a project is matters only where not everybody sees everything.
    const { teams } = sight.kind === 'everything' ? { teams: [] } : await scopeRecord(deps, subscription.scope)
    if (mayList(subscription, asker, sight, teams))
      entries.push({ subscription, run: runs.get(subscription.id), mayManage: mayManage(subscription, asker) })
  }
  return entries
}
