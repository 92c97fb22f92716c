import { expect, it } from 'vitest'
import { allowedOf } from '../../../src/digests/running/sights.ts'
import { addSubscription } from '../../../src/digests/store.ts'
import type { Visibility } from '../../../src/people/sight.ts'
import { asking } from '../../../src/spend/deps.ts'
import { testDatabase } from '../../database.ts'
import { loadFacts } from '../../spend/facts.ts'
import { wanted } from '../wanted.ts'

const { db } = await testDatabase()
const now = new Date('2026-11-23T09:00:00Z')
const deps = (visibility: Visibility) =>
  asking({
    own: db,
    spend: db,
    visibility,
    now: () => now,
    onError: (error) => expect(error).toBeUndefined(),
    maxAgeMs: 0,
  })

await loadFacts(db, [
  { day: '2026-11-20', team: 'search', project: 'atlas', effective: '100' },
  { day: '2026-11-20', team: 'search', project: 'nova', effective: '100' },
  { day: '2026-11-20', team: 'ads', project: 'nova', effective: '900' },
])
await db.insertInto('tally.person').values({ email: 'ana@example.com', display_name: 'Ana', role: 'member' }).execute()
await db.insertInto('tally.person_team').values({ email: 'ana@example.com', team: 'search' }).execute()

const by = (scope: ReturnType<typeof wanted>['scope']) =>
  addSubscription(db, wanted({ scope, createdBy: 'ana@example.com' }), now)

it('shows a project only to whom all of it is shown: a part would look like the whole', async () => {
  const [atlas, nova, both] = [
    await by({ dimension: 'project', values: ['atlas'] }),
    await by({ dimension: 'project', values: ['nova'] }),
    await by({ dimension: 'project', values: ['atlas', 'nova'] }),
  ]
  expect(await allowedOf(deps('own-teams'), [atlas, nova, both])).toMatchObject([
    { kind: 'allowed', sight: { kind: 'teams', teams: ['search'] } },
    { kind: 'lost', reason: expect.stringContaining('may not see all of nova any more') },
    { kind: 'lost', reason: expect.stringContaining('may not see all of nova any more') },
  ])
  expect(await allowedOf(deps('everyone'), [nova])).toMatchObject([{ kind: 'allowed', sight: { kind: 'everything' } }])
})
