import { expect, it } from 'vitest'
import { checkNudges } from '../../src/doctor.ts'
import { confirmNudges } from '../../src/nudges/confirmed.ts'
import { rememberAccount } from '../../src/people/accounts.ts'
import { testDatabase } from '../database.ts'
import { putNudge } from './settled.ts'

const { db } = await testDatabase()
const NOON = new Date('2026-11-23T12:00:00Z')
const delivered = { kind: 'delivered', at: '2026-11-02T09:00:00Z' }

it('tells what keeps nudges from people, one thing after the other', async () => {
  const check = () => checkNudges(db, NOON)
  expect(await check()).toMatchObject({
    ok: true,
    told: '0 open nudges; nobody is told until an administrator confirms',
  })
  await putNudge(db, { resourceId: 'r', owner: 'ana@example.com', happened: [delivered] })
  expect(await check()).toMatchObject({ ok: false, remedy: expect.stringContaining('tally nudge confirm') })
  await confirmNudges(db, 'eve@example.com', NOON)
  expect(await check()).toMatchObject({ ok: false, told: '1 open nudge; owners never seen in a chat: ana@example.com' })
  const ana = { platform: 'slack', workspaceId: 'T1', userId: 'UANA' } as const
  await rememberAccount(db, ana, { email: 'ana@example.com', displayName: 'Ana' }, NOON)
  expect(await check()).toEqual({ what: 'Nudges', ok: true, told: '1 open nudge' })
  for (let i = 0; i < 5; i++)
    await putNudge(db, {
      resourceId: `busy-${i}`,
      rule: 'notebook',
      resolved: { at: '2026-11-05T06:00:00Z', how: 'busy' },
      happened: [delivered],
    })
  expect(await check()).toMatchObject({ ok: false, told: expect.stringContaining('often wrong: notebook (0 %)') })
})
