import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { breakClosed, repairPlace } from '../../../src/digests/running/broken.ts'
import { destinationOf } from '../../../src/digests/running/destination.ts'
import { claimDueSlots } from '../../../src/digests/running/slots.ts'
import {
  addSubscription,
  changeSubscription,
  findSubscription,
  resumeSubscription,
} from '../../../src/digests/store.ts'
import type { Place } from '../../../src/digests/subscription.ts'
import { enqueue } from '../../../src/outbox/enqueue.ts'
import { testDatabase } from '../../database.ts'
import { wanted } from '../wanted.ts'

const { db } = await testDatabase()
const at = (instant: string) => new Date(`2026-11-${instant}Z`)
const NOW = at('23T12:00')
const { place } = wanted()
const ELSEWHERE: Place = { ...place, id: 'C2' }

beforeEach(async () => {
  await db.deleteFrom('tally.subscription').execute()
  await db.deleteFrom('tally.outbox').execute()
  await db.deleteFrom('tally.lane').execute()
})

/** As the outbox leaves a place that took nothing: a message of eight that day waits for it. */
async function close(reason: string, expiresAt = at('23T20:00')) {
  await enqueue(db, [{ key: 'digest', to: destinationOf(place), card: { blocks: [] }, expiresAt }])
  await sql`update tally.lane set closed_at = ${NOW}, closed_reason = ${reason} where place_id = ${place.id}`.execute(
    db,
  )
  await db.updateTable('tally.outbox').set({ status: 'held' }).execute()
}
const state = async (id: string) => (await findSubscription(db, id))?.state
const message = async () => (await db.selectFrom('tally.outbox').select('status').executeTakeFirst())?.status

describe('a place that takes nothing', () => {
  it('breaks what goes there, and nothing else, once', async () => {
    const { id } = await addSubscription(db, wanted(), NOW)
    const { id: other } = await addSubscription(db, wanted({ place: ELSEWHERE }), NOW)
    await close('It is archived.')
    expect(await breakClosed(db, NOW)).toBe(1)
    expect(await breakClosed(db, at('23T12:15'))).toBe(0)
    expect(await state(id)).toEqual({
      kind: 'broken',
      since: NOW,
      reason: 'It is archived. When that is mended, resume the digest.',
    })
    expect(await state(other)).toEqual({ kind: 'active' })
    expect(await claimDueSlots(db, at('24T09:00'))).toEqual({ claimed: 1, missed: 0 })
  })

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['resumed', (id) => resumeSubscription(db, id, 'ada', at('23T13:00'))],
    ['changed', (id) => changeSubscription(db, id, wanted({ waitHours: 1 }), 'ada', at('23T13:00'))],
    ['tested with success', () => repairPlace(db, place, at('23T13:00'))],
    ['chosen for another digest', () => addSubscription(db, wanted(), at('23T13:00'))],
  ])('and is %s mends all that broke with it, and sends what is still due', async (_, mend) => {
    const { id } = await addSubscription(db, wanted(), NOW)
    const { id: second } = await addSubscription(db, wanted(), NOW)
    await close('not_in_channel')
    expect(await breakClosed(db, NOW)).toBe(2)
    await mend(id)
    expect([await state(id), await state(second), await message()]).toEqual([
      { kind: 'active' },
      { kind: 'active' },
      'pending',
    ])
    expect(await breakClosed(db, at('23T13:01'))).toBe(0)
  })

  it('sends nothing that is over, nor mends what broke for another reason', async () => {
    const { id } = await addSubscription(db, wanted(), NOW)
    await close('not_in_channel', at('23T12:30'))
    await breakClosed(db, NOW)
    await db.updateTable('tally.subscription').set({ broken_by: 'person' }).execute()
    await repairPlace(db, place, at('23T13:00'))
    expect([(await state(id))?.kind, await message()]).toEqual(['broken', 'dropped'])
  })
})
