import { describe, expect, it } from 'vitest'
import { type OwnerClues, ownerOf, personFinder } from '../../src/nudges/owner.ts'

const person = (email: string, displayName: string) => ({ email, displayName })
const find = personFinder([
  person('ana@example.com', 'Ana Lima'),
  person('ben.ode@example.com', 'Ben Ode'),
  person('kim@example.com', 'Kim Park'),
  person('kim.park@example.org', 'Kim Park'),
  person('finops@example.com', 'FinOps'),
])
const CLUES: OwnerClues = {
  picked: null,
  resourceTag: null,
  workload: null,
  project: null,
  teamLeads: [],
  finops: ['finops@example.com'],
}

describe('whose a resource is', () => {
  it.each<[string, Partial<OwnerClues>, string, string]>([
    [
      'the tag of the resource',
      { resourceTag: 'ana@example.com', workload: 'ben.ode@example.com' },
      'ana@example.com',
      'resource_tag',
    ],
    [
      'who was picked, before every tag',
      { picked: 'ben.ode@example.com', resourceTag: 'ana@example.com' },
      'ben.ode@example.com',
      'picked',
    ],
    ['a tag with a name', { resourceTag: ' Ana  Lima ' }, 'ana@example.com', 'resource_tag'],
    ['a tag with a login', { resourceTag: 'ben-ode' }, 'ben.ode@example.com', 'resource_tag'],
    ['an email to the letter', { resourceTag: 'ben_ode@example.com' }, 'finops@example.com', 'finops'],
    ['who left is passed over', { resourceTag: 'gone@example.com', workload: 'ana' }, 'ana@example.com', 'workload'],
    ['then the project', { workload: 'service-account-7', project: 'ANA@example.com' }, 'ana@example.com', 'project'],
    [
      'then who leads the team',
      { project: 'nobody', teamLeads: ['left@example.com', 'ana'] },
      'ana@example.com',
      'team_lead',
    ],
    ['a name that two share is nobody', { resourceTag: 'Kim Park' }, 'finops@example.com', 'finops'],
    ['nobody at all', {}, 'finops@example.com', 'finops'],
  ])('%s', (_, clues, email, why) => {
    expect(ownerOf({ ...CLUES, ...clues }, find)).toEqual({ email, why })
  })

  it('goes one step on from who could not be reached', () => {
    const clues = { ...CLUES, resourceTag: 'ana', teamLeads: ['ben-ode'] }
    expect(ownerOf(clues, find, new Set(['ana@example.com']))).toEqual({
      email: 'ben.ode@example.com',
      why: 'team_lead',
    })
  })

  it('is nobody where not even a fallback can be reached', () => {
    expect(ownerOf({ ...CLUES, finops: ['left@example.com'] }, find)).toBeUndefined()
  })
})
