import { expect, it } from 'vitest'
import type { Api } from '../../src/slack/api.ts'
import type { Identity } from '../../src/slack/identity.ts'
import { people, readWho } from '../../src/slack/people.ts'

const HOUR = 60 * 60 * 1000
const WORKSPACE: Identity = { workspaceId: 'T1', scopes: new Set() }
const ORGANISATION: Identity = { enterpriseId: 'E1', scopes: new Set() }

it.each([
  ['a colleague', { team_id: 'T1' }, WORKSPACE, 'member'],
  ['somebody of another workspace', { team_id: 'T2' }, WORKSPACE, 'stranger'],
  [
    'somebody of another workspace of our organisation',
    { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } },
    { ...WORKSPACE, ...ORGANISATION, workspaceId: 'T1' },
    'member',
  ],
  [
    'a colleague, where the organisation installed us',
    { team_id: 'T7', enterprise_user: { enterprise_id: 'E1' } },
    ORGANISATION,
    'member',
  ],
  [
    'somebody of another organisation',
    { team_id: 'T7', enterprise_user: { enterprise_id: 'E2' } },
    ORGANISATION,
    'stranger',
  ],
  ['somebody of no organisation, where an organisation installed us', { team_id: 'T7' }, ORGANISATION, 'stranger'],
  ['somebody whom Slack calls a stranger', { team_id: 'T1', is_stranger: true }, WORKSPACE, 'stranger'],
  ['somebody who left', { team_id: 'T1', deleted: true }, WORKSPACE, 'stranger'],
  ['a bot', { team_id: 'T1', is_bot: true }, WORKSPACE, 'stranger'],
  ['somebody of whom Slack tells no workspace', {}, WORKSPACE, 'stranger'],
  ['nobody', {}, ORGANISATION, 'stranger'],
] as const)('takes %s for what they are', (_, user, us, kind) => {
  const who = readWho(
    { id: 'U1', profile: { email: 'Ana@Example.com', display_name: 'Ana' }, tz: 'Europe/Paris', ...user },
    us,
    'U1',
  )
  expect(who).toEqual({
    kind,
    profile:
      kind === 'member'
        ? { displayName: 'Ana', email: 'ana@example.com', timezone: 'Europe/Paris' }
        : { displayName: 'Ana' },
  })
})

it.each([
  [{ display_name: 'ana', real_name: 'Ana M.' }, 'ana'],
  [{ display_name: '', real_name: 'Ana M.' }, 'Ana M.'],
  [{}, 'U1'],
])('names a person by %o', (profile, displayName) => {
  expect(readWho({ team_id: 'T1', profile }, WORKSPACE, 'U1').profile).toEqual({ displayName })
})

it('asks again after a day, at once after a failure, and forgets whom it did not see for long', async () => {
  const asked: unknown[] = []
  let now = new Date('2026-11-23T10:00:00Z')
  let works = true
  const api: Pick<Api, 'call'> = {
    call: async (_, { user }) => {
      asked.push(user)
      return works ? { kind: 'ok', data: { user: { team_id: 'T1' } } } : { kind: 'unknown', reason: 'timeout' }
    },
  }
  const { who } = people({ api, now: () => now, identity: async () => WORKSPACE })
  await Promise.all([who('U1'), who('U1')])
  now = new Date(now.getTime() + 23 * HOUR)
  await who('U1')
  expect(asked).toEqual(['U1'])
  now = new Date(now.getTime() + 2 * HOUR)
  await who('U1')
  expect(asked).toEqual(['U1', 'U1'])

  works = false
  await expect(who('U2')).rejects.toThrow('Slack did not say who U2 is (timeout).')
  works = true
  expect((await who('U2')).kind).toBe('member')

  for (let n = 0; n < 10_000; n++) await who(`X${n}`)
  asked.length = 0
  await who('X9999')
  await who('U1')
  expect(asked).toEqual(['U1'])
})
