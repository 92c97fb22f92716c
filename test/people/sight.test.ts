import { describe, expect, it } from 'vitest'
import type { Person } from '../../src/people/person.ts'
import { seesNothing, seesTeams, sightKey, sightOf } from '../../src/people/sight.ts'
import { findPerson } from '../../src/people/store.ts'
import { testDatabase } from '../database.ts'

const member: Person = { email: 'ben@example.com', displayName: 'Ben', role: 'member', teams: ['vision', 'search'] }
const EVERYTHING = { kind: 'everything' } as const

it.each([
  ['anybody where everyone sees all', undefined, 'everyone', EVERYTHING],
  ['a member where everyone sees all', member, 'everyone', EVERYTHING],
  ['an admin', { ...member, role: 'admin' as const, teams: [] }, 'own-teams', EVERYTHING],
  ['a member', member, 'own-teams', { kind: 'teams', teams: ['search', 'vision'] }],
  ['a member of no team', { ...member, teams: [] }, 'own-teams', { kind: 'teams', teams: [] }],
  ['somebody unknown', undefined, 'own-teams', { kind: 'teams', teams: [] }],
] as const)('%s sees', (_, person, visibility, sight) => {
  expect(sightOf(person, visibility)).toEqual(sight)
  expect(seesNothing(sightOf(person, visibility))).toBe(sight.kind === 'teams' && sight.teams.length === 0)
})

it('shows what no team owns to those alone who see everything', () => {
  expect(seesTeams({ kind: 'everything' }, [null])).toBe(true)
  expect(seesTeams(sightOf(member, 'own-teams'), ['vision'])).toBe(true)
  expect(seesTeams(sightOf(member, 'own-teams'), ['vision', null])).toBe(false)
  expect(seesTeams(sightOf(member, 'own-teams'), ['vision', 'fraud'])).toBe(false)
})

it('is one for all who see the same teams, and never shared by a name that looks like two', () => {
  const sight = (...teams: string[]) => sightKey(sightOf({ ...member, teams }, 'own-teams'))
  expect(sight('a', 'b')).toBe(sight('b', 'a', 'b'))
  expect(sight('a,b')).not.toBe(sight('a', 'b'))
  expect(sight('*')).not.toBe(sightKey({ kind: 'everything' }))
})

describe('a person', async () => {
  const { db } = await testDatabase()

  it('is known by email, however it is written, with all teams', async () => {
    await db
      .insertInto('tally.person')
      .values({ email: 'ben@example.com', display_name: 'Ben', role: 'member' })
      .execute()
    await db
      .insertInto('tally.person_team')
      .values([
        { email: 'ben@example.com', team: 'vision' },
        { email: 'ben@example.com', team: 'search' },
      ])
      .execute()
    expect(await findPerson(db, ' Ben@Example.com ')).toEqual({ ...member, teams: ['search', 'vision'] })
    expect(await findPerson(db, 'zoe@example.com')).toBeUndefined()
    expect(await findPerson(db, undefined)).toBeUndefined()
  })
})
