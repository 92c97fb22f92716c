import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { importPeople } from '../../src/people/import.ts'
import { testDatabase } from '../database.ts'
import { place } from '../ledger/focus-file.ts'

const { db, pool } = await testDatabase()

const load = (...lines: string[]) => {
  writeFileSync(place('people.csv'), `${lines.join('\n')}\n`)
  return importPeople(pool, place('people.csv'))
}

it('loads people and their teams, replaces whom the file names, and leaves the others', async () => {
  await load('email,name,role,teams', 'Anna@Example.com,Anna,admin,Search; vision ;search', 'ben@example.com,,,')
  await load('email,name,role,teams', 'anna@example.com,Anna B.,member,fraud')
  expect(
    await db.selectFrom('tally.person').select(['email', 'display_name', 'role']).orderBy('email').execute(),
  ).toEqual([
    { email: 'anna@example.com', display_name: 'Anna B.', role: 'member' },
    { email: 'ben@example.com', display_name: 'ben@example.com', role: 'member' },
  ])
  expect(await db.selectFrom('tally.person_team').selectAll().execute()).toEqual([
    { email: 'anna@example.com', team: 'fraud', leads: false },
  ])
})

it('knows who leads a team, which is theirs by that', async () => {
  await load('email,teams,leads', 'lea@example.com,search,Vision; search')
  expect(
    await db
      .selectFrom('tally.person_team')
      .selectAll()
      .where('email', '=', 'lea@example.com')
      .orderBy('team')
      .execute(),
  ).toEqual([
    { email: 'lea@example.com', team: 'search', leads: true },
    { email: 'lea@example.com', team: 'vision', leads: true },
  ])
})

it('rejects doubles, bad addresses and unknown roles, each with its line', async () => {
  const summary = await load(
    'email,role',
    'carla@example.com,admin',
    'not an email,admin',
    'CARLA@example.com,',
    'dora@example.com,boss',
    'x',
  )
  expect(summary).toMatchObject({ rowsRead: 5, people: 1 })
  expect(summary.rejections).toEqual([
    { line: 3, reason: 'email is not an email address' },
    { line: 4, reason: 'carla@example.com is in line 2 already' },
    { line: 5, reason: 'role is neither admin nor member' },
    { line: 6, reason: 'the row has 1 fields, the header 2' },
  ])
})

it('refuses a file without addresses', async () => {
  await expect(load('name', 'Anna')).rejects.toThrow(/no column email/)
})
