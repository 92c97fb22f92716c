import { beforeEach, describe, expect, it } from 'vitest'
import { breakSubscriptions } from '../src/digests/running/broken.ts'
import { checkDigests } from '../src/doctor.ts'
import { enqueue } from '../src/outbox/enqueue.ts'
import { rememberAccount } from '../src/people/accounts.ts'
import { emptied, subscribed } from './alerts/setting.ts'
import { testDatabase } from './database.ts'

const { db } = await testDatabase()
const NOON = new Date('2026-11-23T12:00:00Z')
const EVE = { platform: 'slack', workspaceId: 'T1', userId: 'UEVE' } as const

beforeEach(() => emptied(db))

async function admin(seen: boolean) {
  await db.insertInto('tally.person').values({ email: 'eve@example.com', display_name: 'Eve', role: 'admin' }).execute()
  if (seen) await rememberAccount(db, EVE, { email: 'eve@example.com', displayName: 'Eve' }, NOON)
}

describe('the doctor, of digests', () => {
  it('has nothing to mend before there are any', async () => {
    expect(await checkDigests(db)).toEqual({
      what: 'Digests',
      ok: true,
      told: '0 active; no administrator whom I can write to',
    })
  })

  it('misses an administrator whom faults can be told', async () => {
    await subscribed(db, {}, NOON)
    await admin(false)
    const finding = await checkDigests(db)
    expect(finding).toMatchObject({ ok: false, remedy: expect.stringContaining('tally import people') })
    expect(finding.told).toContain('never seen in a chat: eve@example.com')
    await rememberAccount(db, EVE, { email: 'eve@example.com', displayName: 'Eve' }, NOON)
    expect(await checkDigests(db)).toEqual({
      what: 'Digests',
      ok: true,
      told: '1 active; faults are told to 1 administrator',
    })
  })

  it('names what is broken, held and given up', async () => {
    await admin(true)
    const { id } = await subscribed(db, {}, NOON)
    const to = { kind: 'person', who: EVE } as const
    await enqueue(db, [
      { key: 'a', to, card: { blocks: [] } },
      { key: 'b', to, card: { blocks: [] } },
    ])
    await db.updateTable('tally.outbox').set({ status: 'dead' }).where('message_key', '=', 'a').execute()
    expect(await checkDigests(db)).toMatchObject({ ok: false, told: expect.stringContaining('1 message given up') })
    await db.updateTable('tally.outbox').set({ status: 'held' }).where('message_key', '=', 'b').execute()
    await breakSubscriptions(db, [id], { reason: 'I am not in this channel.', by: 'place' }, NOON)
    expect(await checkDigests(db)).toMatchObject({
      ok: false,
      told: expect.stringContaining(`1 broken (${id}); 1 message held for places that take none; 1 message given up`),
      remedy: expect.stringContaining('tally digest list'),
    })
  })
})
