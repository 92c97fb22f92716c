import { describe, expect, it } from 'vitest'
import { mayList, mayManage, mayRead, whyNotSet } from '../../../src/digests/chat/permissions.ts'
import type { DigestScope, Subscription } from '../../../src/digests/subscription.ts'
import type { Asker } from '../../../src/people/asker.ts'
import { sightOf, type Visibility } from '../../../src/people/sight.ts'
import { wanted } from '../wanted.ts'

const person = (name: string, role: 'admin' | 'member', ...teams: string[]): Asker => ({
  key: `${name}@example.com`,
  person: { email: `${name}@example.com`, displayName: name, role, teams },
})
const WHO: Readonly<Record<string, Asker>> = {
  admin: person('ada', 'admin'),
  search: person('ben', 'member', 'search'),
  both: person('bob', 'member', 'search', 'ads'),
  vision: person('cat', 'member', 'vision'),
  teamless: person('tom', 'member'),
  stranger: { key: 'slack:T1:U9' },
}
const SCOPES: Readonly<Record<string, { scope: DigestScope; teams: readonly (string | null)[] }>> = {
  everything: { scope: null, teams: [] },
  search: { scope: { dimension: 'team', values: ['search'] }, teams: ['search'] },
  'search+ads': { scope: { dimension: 'team', values: ['search', 'ads'] }, teams: ['search', 'ads'] },
  'project of search': { scope: { dimension: 'project', values: ['atlas'] }, teams: ['search'] },
  'project of search and ads': { scope: { dimension: 'project', values: ['nova'] }, teams: ['search', 'ads'] },
  'project in part nobody’s': { scope: { dimension: 'project', values: ['x'] }, teams: ['search', null] },
}
const EVERYBODY = Object.keys(WHO)
const of = (name: string) => {
  const found = WHO[name]
  if (found === undefined) throw new Error(name)
  return found
}
const who = (holds: (asker: Asker) => boolean) => EVERYBODY.filter((name) => holds(of(name)))

describe('who may set a digest', () => {
  it.each<[Visibility, string, readonly string[]]>([
    ['everyone', 'everything', EVERYBODY],
    ['everyone', 'search', EVERYBODY],
    ['everyone', 'project in part nobody’s', EVERYBODY],
    ['own-teams', 'everything', ['admin']],
    ['own-teams', 'search', ['admin', 'search', 'both']],
    ['own-teams', 'search+ads', ['admin', 'both']],
    ['own-teams', 'project of search', ['admin', 'search', 'both']],
    ['own-teams', 'project of search and ads', ['admin', 'both']],
    ['own-teams', 'project in part nobody’s', ['admin']],
  ])('%s, %s', (visibility, name, allowed) => {
    const { scope, teams } = SCOPES[name] ?? { scope: null, teams: [] }
    expect(who(({ person }) => whyNotSet(scope, sightOf(person, visibility), teams) === undefined)).toEqual(allowed)
  })
})

const digest = (scope: DigestScope, kind: 'conversation' | 'person', createdBy: string): Subscription => ({
  ...wanted({ scope, createdBy, place: { platform: 'slack', workspaceId: 'T1', kind, id: 'X1' } }),
  id: 'k7p2',
  state: { kind: 'active' },
  nextSlotAt: new Date('2026-11-30T08:00:00Z'),
})

// Set by Cat, who is of team vision, in days when that was open to her.
describe('who may do what with a digest', () => {
  it.each<[string, 'conversation' | 'person', Visibility, { manage: string[]; read: string[]; list: string[] }]>([
    [
      'search',
      'conversation',
      'everyone',
      { manage: ['admin', 'search', 'both', 'vision'], read: EVERYBODY, list: EVERYBODY },
    ],
    [
      'search',
      'conversation',
      'own-teams',
      {
        manage: ['admin', 'search', 'both', 'vision'],
        read: ['admin', 'search', 'both'],
        list: ['admin', 'search', 'both', 'vision'],
      },
    ],
    [
      'search',
      'person',
      'everyone',
      { manage: ['admin', 'vision'], read: ['admin', 'vision'], list: ['admin', 'vision'] },
    ],
    ['search', 'person', 'own-teams', { manage: ['admin', 'vision'], read: ['admin'], list: ['admin', 'vision'] }],
    [
      'search+ads',
      'conversation',
      'own-teams',
      { manage: ['admin', 'both', 'vision'], read: ['admin', 'both'], list: ['admin', 'both', 'vision'] },
    ],
    ['everything', 'conversation', 'everyone', { manage: ['admin', 'vision'], read: EVERYBODY, list: EVERYBODY }],
    [
      'everything',
      'conversation',
      'own-teams',
      { manage: ['admin', 'vision'], read: ['admin'], list: ['admin', 'vision'] },
    ],
    [
      'project of search',
      'conversation',
      'own-teams',
      { manage: ['admin', 'vision'], read: ['admin', 'search', 'both'], list: ['admin', 'search', 'both', 'vision'] },
    ],
  ])('%s to a %s, %s', (name, kind, visibility, allowed) => {
    const { scope, teams } = SCOPES[name] ?? { scope: null, teams: [] }
    const subscription = digest(scope, kind, 'cat@example.com')
    const sight = ({ person }: Asker) => sightOf(person, visibility)
    expect({
      manage: who((asker) => mayManage(subscription, asker)),
      read: who((asker) => mayRead(subscription, asker, sight(asker), teams)),
      list: who((asker) => mayList(subscription, asker, sight(asker), teams)),
    }).toEqual(allowed)
  })
})
