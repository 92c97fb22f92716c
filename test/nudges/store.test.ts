import { beforeEach, expect, it } from 'vitest'
import { connect } from '../../src/db/connect.ts'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { editCopies } from '../../src/nudges/copies.ts'
import { logOf } from '../../src/nudges/listing.ts'
import type { NudgeEvent } from '../../src/nudges/nudge.ts'
import { sendNudges } from '../../src/nudges/send.ts'
import { applyEvent, applyEvents, type Meta } from '../../src/nudges/store.ts'
import { sweepNudges } from '../../src/nudges/sweep.ts'
import { testDatabase } from '../database.ts'
import { at, DAY, found, hours, installation, MONDAY, replay } from './installation.ts'

const { db, url } = await testDatabase()
const here = installation({ db })
const { deps } = here

beforeEach(async () => {
  await here.forgetAll()
  await here.knows('ana')
  await here.knows('bo')
  here.sees(found('gpu-1', 'idle', { tag: 'ana' }))
  await sweepNudges(deps, MONDAY)
})

const by = (requestId: string, actor = 'ana@example.com'): Meta => ({ actor, platform: 'slack', requestId })
const snoozed = (now: Date, days: number): NudgeEvent => ({
  kind: 'snoozed',
  by: 'ana@example.com',
  at: now,
  until: new Date(now.getTime() + days * DAY),
  reason: null,
})

it('makes one change and one row of the log of twenty clicks at once', async () => {
  const { id } = await here.nudge('gpu-1')
  const event = { kind: 'acknowledged', by: 'ana@example.com', at: at(0) } as const
  const applied = await Promise.all(
    Array.from({ length: 20 }, (_, i) => applyEvent(deps, id, event, by(`request ${i}`))),
  )
  expect(applied.filter((each) => each?.changed)).toHaveLength(1)
  expect(applied.map((each) => each?.after.state.kind)).toEqual(Array(20).fill('acknowledged'))
  expect((await logOf(db, id)).map(({ event, actor, seq }) => [seq, event.kind, actor])).toEqual([
    [0, 'began', 'tally'],
    [1, 'foundIdle', 'tally'],
    [2, 'acknowledged', 'ana@example.com'],
  ])
})

it('does nothing twice for one request, though it would change something', async () => {
  const { id } = await here.nudge('gpu-1')
  await applyEvent(deps, id, snoozed(at(0), 1), by('one'))
  const again = await applyEvent(deps, id, snoozed(at(hours(1)), 3), by('one'))
  expect(again).toMatchObject({ changed: false, repeated: true, after: { state: { until: at(DAY) } } })
})

it('has a log that, replayed, gives the state', async () => {
  const { id } = await here.nudge('gpu-1')
  const bo = { email: 'bo@example.com', why: 'picked' } as const
  const acts: readonly NudgeEvent[] = [
    snoozed(at(0), 1),
    { kind: 'undone', by: 'ana@example.com', at: at(60_000) },
    { kind: 'reassigned', by: 'ana@example.com', at: at(120_000), to: bo },
    { kind: 'delivered', at: at(hours(1)), day: '2026-11-23' },
    { kind: 'exempted', by: 'bo@example.com', at: at(hours(2)), until: at(9 * DAY), reason: 'a demo' },
    { kind: 'timePassed', at: at(10 * DAY) },
    { kind: 'foundIdle', at: at(10 * DAY), perDay: [{ currency: 'USD', amount: '7' }] },
    { kind: 'escalated', at: at(11 * DAY) },
  ]
  for (const [i, event] of acts.entries()) await applyEvent(deps, id, event, by(`request ${i}`))
  const replayed = replay(await here.nudge('gpu-1'), await logOf(db, id))
  const now = await here.nudge('gpu-1')
  expect(now).toMatchObject(replayed)
  expect(now).toMatchObject({ state: { kind: 'open' }, owner: bo, version: acts.length + 1 })
})

it('keeps whom somebody named, and forgets it when that is taken back', async () => {
  const { id } = await here.nudge('gpu-1')
  const picked = () => db.selectFrom('tally.nudge_owner').selectAll().execute()
  const to = { email: 'bo@example.com', why: 'picked' } as const
  await applyEvent(deps, id, { kind: 'reassigned', by: 'ana@example.com', at: at(0), to }, by('one'))
  expect(await picked()).toMatchObject([
    { resource_id: 'gpu-1', email: 'bo@example.com', instead_of: 'ana@example.com', instead_of_why: 'resource_tag' },
  ])
  await sweepNudges(deps, at(hours(1)))
  expect((await here.nudge('gpu-1')).owner).toEqual(to)
  await applyEvent(deps, id, { kind: 'undone', by: 'ana@example.com', at: at(60_000) }, by('two'))
  expect(await picked()).toEqual([])
  expect((await here.nudge('gpu-1')).owner.email).toBe('ana@example.com')
})

it('leaves no trace of an event whose process died before it was over, nor of what it told', async () => {
  const { id } = await here.nudge('gpu-1')
  await confirmNudges(db, 'fin@example.com', MONDAY)
  await sendNudges(deps, MONDAY)
  const doomed = connect(url, { max: 1 })
  const event = { kind: 'acknowledged', by: 'ana@example.com', at: at(0) } as const
  const { rows } = await doomed.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const dying = doomed.db.transaction().execute(async (trx) => {
    await applyEvents(trx, new Map([[id, [event]]]), by('one'))
    expect(await editCopies(trx, deps.cards, [id], at(0))).toBe(1)
    // As kill -9 does: the connection is gone, and nobody commits.
    await db.selectNoFrom((is) => is.fn('pg_terminate_backend', [is.val(rows[0]?.pid ?? 0)]).as('gone')).execute()
  })
  await expect(dying).rejects.toThrow()
  await doomed.close()
  expect(await logOf(db, id)).toHaveLength(2)
  expect(await here.outbox()).toHaveLength(1)
  // Slack sends the click again, and this time it is all there.
  expect(await applyEvent(deps, id, event, by('one'))).toMatchObject({ changed: true, repeated: false })
  expect((await here.outbox()).map(({ lines }) => lines[1])).toEqual([
    'gpu-1 open',
    'gpu-1 acknowledged by ana@example.com',
  ])
})

it('never changes a row of the log, and knows no nudge that is none', async () => {
  await expect(db.updateTable('tally.nudge_event').set({ actor: 'eve' }).execute()).rejects.toThrow(/only ever added/)
  const event = { kind: 'acknowledged', by: 'ana@example.com', at: at(0) } as const
  expect(await applyEvent(deps, '999999', event)).toBeUndefined()
  expect(await applyEvent(deps, "1' or true", event)).toBeUndefined()
})
