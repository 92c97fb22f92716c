import { beforeEach, describe, expect, it } from 'vitest'
import { tellPeople } from '../../src/alerts/tell.ts'
import type { TellDeps } from '../../src/alerts/tell-admins.ts'
import type { Card } from '../../src/cards/card.ts'
import { breakSubscriptions } from '../../src/digests/running/broken.ts'
import { resumeSubscription } from '../../src/digests/store.ts'
import type { Log } from '../../src/log.ts'
import { enqueue } from '../../src/outbox/enqueue.ts'
import { rememberAccount } from '../../src/people/accounts.ts'
import type { Sender } from '../../src/platform.ts'
import { testDatabase } from '../database.ts'
import { emptied, headlines, outbox, SIGNS, subscribed } from './setting.ts'

const { db } = await testDatabase()
const NOON = new Date('2026-11-23T12:00:00Z')
const MINUTE = 60_000
const at = (minutes: number) => new Date(NOON.getTime() + minutes * MINUTE)
const warned: unknown[] = []
const log = { warn: (fields: unknown) => warned.push(fields) } as unknown as Log
const deps: TellDeps = { db, platforms: [], signs: SIGNS, log }
const tell = (minutes = 0) => tellPeople(deps, at(minutes))
const told = async () => (await outbox(db)).filter(({ key }) => key.startsWith('told:'))
const places = async () => (await told()).map(({ place }) => place)

const REASON = { reason: 'This channel is archived.', by: 'place' } as const
const user = (userId: string): Sender => ({ platform: 'slack', workspaceId: 'T1', userId })
const CARD: Card = { blocks: [{ kind: 'headline', text: 'secret figures' }] }

async function admins(...emails: string[]) {
  for (const email of emails) {
    await db.insertInto('tally.person').values({ email, display_name: email, role: 'admin' }).execute()
    await rememberAccount(db, user(`U-${email}`), { email, displayName: email }, NOON)
  }
}

/** As the outbox leaves them. */
async function became(key: string, status: 'dead' | 'held') {
  await db
    .updateTable('tally.outbox')
    .set({ status, last_error: 'user_disabled' })
    .where('message_key', 'like', key)
    .execute()
}

async function dead(key: string) {
  await enqueue(db, [
    {
      key,
      to: {
        kind: 'conversation',
        where: { platform: 'slack', workspaceId: 'T1', conversationId: 'C1', direct: false },
      },
      card: CARD,
    },
  ])
  await became(key, 'dead')
}

beforeEach(async () => {
  await emptied(db)
  warned.length = 0
})

describe('a digest that broke', () => {
  it('is told to whoever set it, once each time it breaks', async () => {
    const { id } = await subscribed(db, { scope: { dimension: 'team', values: ['search'] } }, NOON)
    await breakSubscriptions(db, [id], REASON, NOON)
    expect(await tell()).toMatchObject({ broken: 1 })
    expect(await tell(1)).toBeUndefined()
    const [message] = await told()
    expect(message?.place).toBe('UANA')
    expect(message?.text.split('\n')).toEqual([
      `Digest ${id} cannot be sent`,
      'It is about team search, every day at 09:00, UTC time.',
      'It goes to the channel C1. This channel is archived.',
      'What is still due is sent when you resume it.',
      'Choices: Resume · Change digest',
    ])
    const buttons = message?.card.blocks.flatMap((block) => (block.kind === 'actions' ? block.buttons : []))
    expect(buttons?.map(({ token }) => token)).toEqual([`digest:resume.${id}`, `digest:edit.${id}`])
    await resumeSubscription(db, id, 'ana@example.com', at(5))
    await breakSubscriptions(db, [id], REASON, at(10))
    expect(await tell(11)).toMatchObject({ broken: 1 })
    expect(await places()).toEqual(['UANA', 'UANA'])
  })

  it('is told with all that broke with its place, to each who set some of it', async () => {
    const [one, two] = [await subscribed(db, {}, NOON), await subscribed(db, { waitHours: 6 }, NOON)]
    const bens = await subscribed(db, { createdByUser: 'UBEN' }, NOON)
    const lost = await subscribed(db, { waitHours: 8 }, NOON)
    await breakSubscriptions(db, [one.id, two.id, bens.id], REASON, NOON)
    await breakSubscriptions(db, [lost.id], { reason: 'You may not see it any more.', by: 'person' }, NOON)
    expect(await tell()).toMatchObject({ broken: 4 })
    expect(await tell(1)).toBeUndefined()
    expect((await places()).toSorted()).toEqual(['UANA', 'UANA', 'UBEN'])
    const several = (await told()).filter(({ text }) => text.includes('2 digests cannot be sent'))
    expect(several).toHaveLength(1)
    for (const { id } of [one, two]) expect(several[0]?.text).toContain(id)
    expect(several[0]?.text).not.toContain(bens.id)
  })

  it('is told to the administrators where that person takes no messages, and where nobody set it', async () => {
    await admins('eve@example.com', 'ada@example.com')
    const { id } = await subscribed(db, {}, NOON)
    await subscribed(db, { createdByUser: '' }, NOON)
    await breakSubscriptions(db, [id], REASON, NOON)
    await tell()
    expect(await places()).toEqual(['UANA'])
    await became('told:broken:%', 'held')
    expect(await tell(1)).toMatchObject({ forwarded: 2 })
    expect(await tell(2)).toBeUndefined()
    expect(await places()).toEqual(['UANA', 'U-ada@example.com', 'U-eve@example.com'])
    expect((await told())[1]?.text).toContain('For UANA, who takes no messages of mine.')
  })

  it('is told to the administrators alone where nobody that a platform knows has set it', async () => {
    await admins('eve@example.com')
    const { id } = await subscribed(db, { createdByUser: '' }, NOON)
    await breakSubscriptions(db, [id], REASON, NOON)
    await tell()
    expect(await places()).toEqual(['U-eve@example.com'])
  })

  it('ends in the log where no administrator can be told, and is told once there is one', async () => {
    const { id } = await subscribed(db, { createdByUser: '' }, NOON)
    await breakSubscriptions(db, [id], REASON, NOON)
    await tell()
    expect(warned).toEqual([{ remedy: expect.stringContaining('tally import people') }])
    await admins('eve@example.com')
    await tell(1)
    expect(await places()).toEqual(['U-eve@example.com'])
    await became('told:broken:%', 'dead')
    await tell(2)
    await tell(3)
    expect(warned).toHaveLength(2)
    expect(await places()).toHaveLength(1)
  })
})

it('a digest that could not be made is told to whoever set it, once', async () => {
  const { id } = await subscribed(db, {}, NOON)
  const failed = (slot_at: Date) => ({ subscription_id: id, slot_at, status: 'failed', error: 'boom' }) as const
  await db
    .insertInto('tally.digest_run')
    .values([failed(at(-60)), failed(at(-5 * 24 * 60))])
    .execute()
  expect(await tell()).toMatchObject({ failed: 1 })
  expect(await tell(1)).toBeUndefined()
  const [message, ...others] = await told()
  expect(others).toEqual([])
  expect(message?.text).toContain(`Digest ${id} of Mon Nov 23, 11:00 UTC could not be made`)
  expect(message?.text).not.toContain('boom')
})

describe('messages that are given up', () => {
  it('are told to all administrators in one message, once, at most one an hour', async () => {
    await admins('eve@example.com', 'ada@example.com')
    await dead('digest:k7p2:2026-11-23T09:00:00.000Z')
    await dead('alert:x:k7p2')
    expect(await tell()).toMatchObject({ dead: 2 })
    await dead('correction:k7p2:2026-11-23T09:00:00.000Z:1')
    expect(await tell(59)).toBeUndefined()
    expect(await tell(60)).toMatchObject({ dead: 1 })
    expect(await tell(180)).toBeUndefined()
    const sent = await told()
    expect(headlines(sent)).toEqual([
      '2 messages will not be delivered',
      '2 messages will not be delivered',
      'One message will not be delivered',
      'One message will not be delivered',
    ])
    expect(sent[0]?.text).toContain('A digest to the conversation C1: user_disabled')
    expect(sent.map(({ text }) => text).join()).not.toContain('secret')
  })

  it('wait for an administrator, and the log says so once an hour', async () => {
    await dead('digest:k7p2:2026-11-23T09:00:00.000Z')
    for (const minute of [0, 1, 2]) await tell(minute)
    expect(warned).toHaveLength(1)
    await admins('eve@example.com')
    await tell(61)
    expect(await places()).toEqual(['U-eve@example.com'])
  })
})

it('is told once by replicas side by side', async () => {
  await admins('eve@example.com')
  const { id } = await subscribed(db, {}, NOON)
  await breakSubscriptions(db, [id], REASON, NOON)
  await dead('digest:k7p2:2026-11-23T09:00:00.000Z')
  await Promise.all([tell(), tell(), tell()])
  expect((await places()).sort()).toEqual(['U-eve@example.com', 'UANA'])
})
