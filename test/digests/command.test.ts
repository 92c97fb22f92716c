import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../src/commands/run.ts'
import { listSubscriptions } from '../../src/digests/store.ts'
import { msteamsKept } from '../../src/msteams-kept.ts'
import { testDatabase } from '../database.ts'
import { BOT, CHANNEL, fakeMsteams, personalOf, TENANT } from '../fake-msteams.ts'
import { fakeSlack } from '../fake-slack.ts'
import { loadFacts } from '../spend/facts.ts'

const { db, url } = await testDatabase()
const fake = await fakeSlack()
afterAll(() => fake.close())
fake.users.set('UADA', { id: 'UADA', email: 'ada@example.com', tz: 'Europe/Paris' })
const MONDAY = new Date('2026-11-23T10:00:00Z')
const SLACK = {
  SLACK_BOT_TOKEN: 'xoxb-secret-token',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  SLACK_API_URL: fake.url,
}

async function digest(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const said = { out: '', err: '' }
  const code = await run(['digest', ...args], {
    env: { DATABASE_URL: url, TALLY_TIMEZONE: 'Europe/Paris', ...env },
    now: () => MONDAY,
    say: (text) => {
      said.out += `${text}\n`
    },
    warn: (text) => {
      said.err += `${text}\n`
    },
    interactive: false,
    width: 100,
    colour: false,
  })
  return { code, ...said }
}
const WEEKLY = 'weekly mon 09:00 for team search'
const ADD = ['add', WEEKLY, '--channel', 'C1', '--as', 'ada@example.com']
const only = async () => (await listSubscriptions(db))[0] ?? Promise.reject(new Error('none'))

beforeEach(async () => {
  for (const table of ['subscription', 'account', 'outbox', 'person_team', 'person'] as const)
    await db.deleteFrom(`tally.${table}`).execute()
  await db.insertInto('tally.person').values({ email: 'ada@example.com', display_name: 'Ada', role: 'admin' }).execute()
  await db
    .insertInto('tally.account')
    .values({ platform: 'slack', workspace_id: 'T1', user_id: 'UADA', email: 'ada@example.com', display_name: 'Ada' })
    .execute()
  await loadFacts(db, [
    { day: '2026-11-18', team: 'search', project: 'atlas', effective: '10.25' },
    { day: '2026-11-11', team: 'search', project: 'atlas', effective: '8' },
    { day: '2026-11-20', team: 'vision', effective: '4' },
  ])
})

describe('tally digest', () => {
  it.each(['', 'list', 'add', 'preview', 'send-test', 'pause', 'resume', 'remove'])('%s --help', async (name) => {
    const { code, out, err } = await digest([...(name === '' ? [] : [name]), '--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    if (name !== '') expect(out).toMatch(/Examples?:\n {2}npx tally digest/)
  })

  it('adds, lists, pauses, resumes and removes', async () => {
    expect((await digest(['list'])).out).toContain('No digest is set up')
    const added = await digest(ADD)
    expect(added).toMatchObject({ code: 0, err: '' })
    expect(added.out).toContain('Digest set up: team search')
    expect(added.out).toContain('Mon Nov 30, 09:00 CET')
    const { id } = await only()
    expect(await only()).toMatchObject({
      createdBy: 'ada@example.com',
      createdByUser: 'UADA',
      place: { workspaceId: 'T1', kind: 'conversation', id: 'C1' },
    })
    expect((await digest(ADD)).out).toContain('Set up already')
    expect((await digest(['list'])).out).toContain('C1. Next: Mon Nov 30, 09:00 CET.')
    expect(JSON.parse((await digest(['list', '--json'])).out)).toMatchObject([{ id, lastRun: null }])
    expect((await digest(['pause', id])).out).toContain('Paused')
    expect((await digest(['resume', id])).out).toContain('Next: Mon Nov 30')
    expect((await digest(['remove', id])).out).toContain('Removed')
    expect(await listSubscriptions(db)).toEqual([])
  })

  it('previews without any chat, and sets nothing up', async () => {
    const { code, out } = await digest(['preview', 'weekly for team search', '--at', '2026-11-23T08:00:00Z'])
    expect(code).toBe(0)
    expect(out).toContain('AI spend, team search, week of Nov 16 – Nov 22, 2026')
    expect(out).toContain('$10.25')
    const json = JSON.parse((await digest(['preview', 'digest weekly for team search', '--json'])).out)
    expect(json).toMatchObject({ totals: [{ currency: 'USD', amount: '10.25' }] })
    expect(await listSubscriptions(db)).toEqual([])
  })

  it('sends a test to one person at once, and says why not', async () => {
    await digest(ADD)
    const { id } = await only()
    const without = await digest(['send-test', id])
    expect(without).toMatchObject({ code: 1, err: expect.stringContaining('Slack is not connected') })
    const sent = await digest(['send-test', id, '--to', 'ada@example.com'], SLACK)
    expect(sent).toMatchObject({ code: 0, out: 'Sent to ada@example.com.\n' })
    expect(fake.of('chat.postMessage')).toHaveLength(1)
    expect(JSON.stringify(fake.of('chat.postMessage')[0]?.args)).toContain(
      `A test of digest ${id}, which only you get.`,
    )
    fake.fail('chat.postMessage', { kind: 'error', error: 'account_inactive' })
    expect(await digest(['send-test', id], SLACK)).toMatchObject({ code: 1, err: expect.stringContaining('not sent') })
  })

  it('goes to channels and people of Microsoft Teams as well', async () => {
    const teams = await fakeMsteams()
    try {
      const account = { platform: 'msteams', workspace_id: TENANT, user_id: '29:ada', email: 'ada@example.com' }
      await db
        .insertInto('tally.account')
        .values({ ...account, display_name: 'Ada' })
        .execute()
      const link = `https://teams.microsoft.com/l/channel/${encodeURIComponent(CHANNEL)}/Costs?groupId=1&tenantId=2`
      expect(await digest(['add', WEEKLY, '--channel', link, '--as', 'ada@example.com'])).toMatchObject({ code: 0 })
      const { id, place, createdByUser } = await only()
      expect(place).toEqual({ platform: 'msteams', workspaceId: TENANT, kind: 'conversation', id: CHANNEL })
      expect(createdByUser).toBe('29:ada')
      const without = await digest(['send-test', id], SLACK)
      expect(without).toMatchObject({ code: 1, err: expect.stringContaining('Microsoft Teams is not connected') })
      const there = { tenantId: TENANT, serviceUrl: teams.serviceUrl, botId: BOT, conversationId: personalOf('29:ada') }
      await msteamsKept(db).remember({ ...there, kind: 'personal', userId: '29:ada' }, MONDAY)
      const local = { TALLY_MSTEAMS_LOCAL: 'on', MICROSOFT_GRAPH_URL: teams.graphUrl }
      const sent = await digest(['send-test', id, '--to', 'ada@example.com'], { ...SLACK, ...local })
      expect(sent).toMatchObject({ code: 0, out: 'Sent to ada@example.com.\n' })
      expect(JSON.stringify(teams.said(personalOf('29:ada')))).toContain(`A test of digest ${id}, which only you get.`)
    } finally {
      await teams.close()
    }
  })

  it.each<[readonly string[], RegExp, Readonly<Record<string, string>>?]>([
    [['add', WEEKLY, '--as', 'ada@example.com'], /not said where.*\n→ Add the channel/],
    [['add', WEEKLY, '--channel', 'C1', '--as', 'who@example.com'], /do not know who who@example\.com is in Slack/],
    [
      ['add', WEEKLY, '--channel', CHANNEL, '--as', 'ada@example.com'],
      /do not know who ada@example\.com is in Microsoft Teams\.\n→ .*--user 29:/,
    ],
    [['add', WEEKLY, '--platform', 'teams', '--as', 'ada@example.com'], /Allowed choices are slack, msteams/],
    [
      ['add', 'weekly mon 25:00 for team serch', '--channel', 'C1', '--as', 'ada@example.com'],
      /no time of day[\s\S]*Did you mean search/,
    ],
    [['add', WEEKLY], /--as/],
    [['preview', 'weekly for team search', '--at', 'monday'], /is no instant\.\n→ /],
    [['preview', 'weekly for team search'], /nobody is asking\.\n→ /, { TALLY_VISIBILITY: 'own-teams' }],
    [['pause', 'zzzz'], /There is no digest zzzz\.\n→ /],
    [['send-test', 'zzzz'], /There is no digest zzzz\.\n→ /],
  ])('%o fails with what to do, on stderr alone', async (args, told, env) => {
    const { code, out, err } = await digest(args, env)
    expect(code).not.toBe(0)
    expect(out).toBe('')
    expect(err).toMatch(told)
  })
})
