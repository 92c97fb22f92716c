import { beforeEach, describe, expect, it } from 'vitest'
import { findNudges, logOf, unknownResources } from '../../src/nudges/listing.ts'
import { applyEvent } from '../../src/nudges/store.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { testDatabase } from '../database.ts'
import { at, DAY, found, hours, installation, MONDAY } from './installation.ts'

const { db } = await testDatabase()
const here = installation({ db })
const { deps } = here
const sweep = (now = MONDAY) => sweepNudges(deps, now)
const ownerOf = async (resourceId: string) => (await here.nudge(resourceId)).owner

beforeEach(async () => {
  await here.forgetAll()
  await here.knows('ana')
})

describe('what a look shows', () => {
  it('is watched first, opened when it is idle, and settled by itself when it is busy or gone', async () => {
    here.sees(
      found('a', 'watch', { tag: 'ana' }),
      found('b', 'idle', { tag: 'ana' }),
      found('c', 'busy', { tag: 'ana' }),
    )
    expect(await sweep()).toMatchObject({ begun: 2, opened: 1 })
    expect(await here.states()).toEqual({ a: 'watch', b: 'open' })

    here.sees(found('a', 'idle', { tag: 'ana' }), found('b', 'busy', { tag: 'ana' }))
    expect(await sweep(at(DAY))).toMatchObject({ begun: 0, opened: 1, resolved: 1 })
    expect((await here.nudge('b')).state).toEqual({ kind: 'resolved', at: at(DAY), how: 'busy' })

    here.sees(found('b', 'idle', { tag: 'ana' }))
    await sweep(at(2 * DAY))
    expect((await here.nudge('a')).state).toEqual({ kind: 'resolved', at: at(2 * DAY), how: 'gone' })
    // Idle again is another story, with a log of its own.
    expect((await here.nudge('b')).state.kind).toBe('open')
    expect(await findNudges(db, { kinds: ['resolved'] })).toHaveLength(2)
  })

  it('says the same a second time without a row of the log', async () => {
    here.sees(found('a', 'idle', { tag: 'ana' }))
    await sweep()
    const before = await here.nudge('a')
    expect(await sweep(at(hours(1)))).toMatchObject({ begun: 0, changed: 0 })
    expect(await here.nudge('a')).toEqual(before)
  })

  it('forgets what was only watched', async () => {
    here.sees(found('a', 'watch', { tag: 'ana' }), found('b', 'watch', { tag: 'ana' }))
    await sweep()
    here.sees(found('a', 'busy', { tag: 'ana' }))
    expect(await sweep(at(DAY))).toMatchObject({ resolved: 0 })
    expect(await here.states()).toEqual({})
  })

  it('changes nothing where nobody can judge any more, and lists it', async () => {
    here.sees(found('a', 'idle', { tag: 'ana' }))
    await sweep()
    here.sees(found('a', 'unknown', { tag: 'ana' }), found('new', 'unknown', { tag: 'ana' }))
    expect(await sweep(at(DAY))).toMatchObject({ changed: 0, unknown: 2 })
    expect(await here.nudge('a')).toMatchObject({ state: { kind: 'open' }, unknownReason: 'too_little', version: 1 })
    expect((await unknownResources(db)).map(({ resourceId, reason }) => [resourceId, reason])).toEqual([
      ['a', 'too_little'],
      ['new', 'too_little'],
    ])
    here.sees(found('a', 'idle', { tag: 'ana' }))
    await sweep(at(2 * DAY))
    expect(await unknownResources(db)).toEqual([])
    expect((await here.nudge('a')).unknownReason).toBeNull()
  })

  it('resolves nothing because a bill or its telemetry did not come', async () => {
    here.sees(found('a', 'idle', { tag: 'ana' }))
    await sweep()
    here.sees()
    await sweep(at(DAY))
    here.seesPartly(found('b', 'busy'))
    await sweep(at(2 * DAY))
    expect(await here.states()).toEqual({ a: 'open' })
  })

  it('ends a snooze: open where it is idle, watched where nobody knows, early where it costs half as much again', async () => {
    here.sees(...['a', 'b', 'c'].map((id) => found(id, 'idle', { tag: 'ana' })))
    await sweep()
    for (const id of ['a', 'b', 'c'])
      await applyEvent(deps, (await here.nudge(id)).id, {
        kind: 'snoozed',
        by: 'ana@example.com',
        at: at(0),
        until: at(3 * DAY),
        reason: null,
      })
    here.sees(
      found('a', 'idle', { tag: 'ana' }),
      found('b', 'unknown'),
      found('c', 'idle', { tag: 'ana', perDay: '150' }),
    )
    await sweep(at(DAY))
    expect(await here.states()).toEqual({ a: 'snoozed', b: 'snoozed', c: 'open' })
    await sweep(at(3 * DAY))
    expect(await here.states()).toEqual({ a: 'open', b: 'watch', c: 'open' })
  })

  it('is told to nudges by one replica only', async () => {
    here.sees(found('a', 'idle', { tag: 'ana' }))
    const swept = await Promise.all([1, 2, 3].map(() => sweep()))
    expect(swept.filter((each) => (each?.begun ?? 0) > 0)).toHaveLength(1)
    expect(await logOf(db, (await here.nudge('a')).id)).toHaveLength(2)
  })

  it('takes few statements, however many resources there are', async () => {
    here.sees(...Array.from({ length: 2_500 }, (_, i) => found(`r${i}`, 'idle', { tag: 'ana' })))
    let statements = 0
    const counted = db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1
        return node
      },
      transformResult: async ({ result }) => result,
    })
    expect(await sweepNudges({ ...deps, db: counted }, MONDAY)).toMatchObject({ begun: 2_500, opened: 2_500 })
    expect(statements).toBeLessThan(60)
  })
})

describe('who is told', () => {
  it('is whom the tag names, else who leads the team, else whoever keeps an eye on all spend', async () => {
    await here.knows('lea', { leads: 'search' })
    await here.knows('fin', { role: 'admin' })
    here.sees(
      found('a', 'idle', { tag: 'Ana' }),
      found('b', 'idle', { tag: 'nobody-knows' }),
      found('c', 'idle', { team: 'other' }),
    )
    await sweep()
    expect(await ownerOf('a')).toEqual({ email: 'ana@example.com', why: 'resource_tag' })
    expect(await ownerOf('b')).toEqual({ email: 'lea@example.com', why: 'team_lead' })
    expect(await ownerOf('c')).toEqual({ email: 'fin@example.com', why: 'finops' })
  })

  it('goes one step on when their direct messages are closed, and begins anew with the next', async () => {
    await here.knows('lea', { leads: 'search' })
    here.sees(found('a', 'idle', { tag: 'ana' }))
    await sweep()
    const { id } = await here.nudge('a')
    await applyEvent(deps, id, { kind: 'delivered', at: at(0), day: '2026-11-23' })
    await here.closes('ana')
    await sweep(at(hours(1)))
    expect(await here.nudge('a')).toMatchObject({
      owner: { email: 'lea@example.com', why: 'team_lead' },
      notices: { count: 0, lastDay: null },
    })
  })

  it('changes for a tag that was put right, and not because another project costs more', async () => {
    await here.knows('bo')
    here.sees(
      found('a', 'idle', { tag: 'ana' }),
      found('b', 'idle', { clues: { resourceTag: null, workload: 'ana', project: null } }),
    )
    await sweep()
    here.sees(
      found('a', 'idle', { tag: 'bo' }),
      found('b', 'idle', { clues: { resourceTag: null, workload: 'bo', project: null } }),
    )
    await sweep(at(DAY))
    expect((await ownerOf('a')).email).toBe('bo@example.com')
    expect((await ownerOf('b')).email).toBe('ana@example.com')
  })

  it('is looked for in the chat by an email that no list holds, once a day; not found, the next is told', async () => {
    await here.knows('lea', { leads: 'search' })
    here.inChat('new@example.com', 'UNEW')
    here.sees(found('a', 'idle', { tag: 'new@example.com' }), found('b', 'idle', { tag: 'left@example.com' }))
    await sweepNudges(here.withChat, MONDAY)
    expect((await ownerOf('a')).email).toBe('new@example.com')
    expect((await ownerOf('b')).email).toBe('lea@example.com')
    await sweepNudges(here.withChat, at(hours(1)))
    expect(here.looked.toSorted()).toEqual(['left@example.com', 'new@example.com'])
  })

  it('is looked for although nothing can be said of somebody else', async () => {
    here.sees(found('a', 'idle', { tag: 'a@strange.example' }), found('b', 'idle', { tag: 'new@example.com' }))
    const chat = {
      name: 'slack' as const,
      findUser: async (email: string) => {
        if (email.startsWith('a@')) throw new Error('invalid_arguments')
        return { platform: 'slack' as const, workspaceId: 'T1', userId: 'UNEW' }
      },
    }
    await sweepNudges({ ...deps, platforms: [chat] }, MONDAY)
    expect(await here.states()).toEqual({ b: 'open' })
  })

  it('is nobody where nobody can be told: counted, and begun as soon as somebody can', async () => {
    here.sees(found('a', 'idle'))
    expect(await sweep()).toMatchObject({ begun: 0, ownerless: 1 })
    await here.knows('fin', { role: 'admin' })
    expect(await sweep(at(hours(1)))).toMatchObject({ begun: 1, ownerless: 0 })
  })
})
