import { expect, it } from 'vitest'
import { forget } from '../../src/jobs/forget.ts'
import { sendNudges, sweepNudges } from '../../src/jobs/nudges.ts'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { testDatabase } from '../database.ts'
import { at, DAY, found, hours, installation, MONDAY } from '../nudges/installation.ts'

const { db } = await testDatabase()
const here = installation({ db })
const jobs = (now: Date) => ({ db, spend: db, now: () => now, nudges: here.deps })

it('finds, tells and counts, and says nothing where nothing is new', async () => {
  await here.knows('ana')
  await confirmNudges(db, 'fin@example.com', MONDAY)
  here.sees(found('a', 'idle', { tag: 'ana' }), found('b', 'unknown'))
  expect(await sweepNudges(jobs(MONDAY))).toEqual({
    begun: 1,
    changed: 1,
    opened: 1,
    resolved: 0,
    unknown: 1,
    ownerless: 0,
  })
  expect(await sweepNudges(jobs(at(hours(1))))).toBeUndefined()
  expect(await sendNudges(jobs(at(hours(1))))).toMatchObject({ messages: 1, delivered: 0 })
  await here.becomes('sent', at(hours(1)))
  expect(await sendNudges(jobs(at(hours(2))))).toMatchObject({ messages: 0, delivered: 1 })
  expect(await sendNudges(jobs(at(hours(2))))).toBeUndefined()
  const { nudges: _, ...without } = jobs(MONDAY)
  expect([await sweepNudges(without), await sendNudges(without)]).toEqual([undefined, undefined])
})

it('forgets what was settled long ago, with its log, and never what is open', async () => {
  here.sees(found('b', 'idle', { tag: 'ana' }))
  await sweepNudges(jobs(at(DAY)))
  expect(await here.states()).toEqual({ a: 'resolved', b: 'open' })
  expect(await forget(jobs(at(410 * DAY)))).toMatchObject({ nudgeMessages: 1, nudges: 0 })
  expect(await forget(jobs(at(810 * DAY)))).toMatchObject({ nudges: 1 })
  expect(await here.states()).toEqual({ b: 'open' })
  expect(await db.selectFrom('tally.nudge_event').select('seq').execute()).toHaveLength(2)
})
