import { describe, expect, it } from 'vitest'
import { run } from '../../src/commands/run.ts'
import { DEMO_NOON, demoDatabase } from '../database.ts'

const { db, url } = await demoDatabase()

async function nudge(...args: readonly string[]) {
  const said = { out: '', err: '' }
  const code = await run(['nudge', ...args], {
    env: { DATABASE_URL: url, TALLY_TIMEZONE: 'Europe/Paris' },
    now: () => DEMO_NOON,
    say: (text) => {
      said.out += `${text}\n`
    },
    warn: (text) => {
      said.err += `${text}\n`
    },
    interactive: false,
    width: 110,
    colour: false,
  })
  return { code, ...said }
}

const kept = async () => {
  const tables = ['nudge', 'nudge_event', 'nudge_message', 'nudge_unknown', 'outbox', 'account'] as const
  const rows = await Promise.all(tables.map((table) => db.selectFrom(`tally.${table}`).selectAll().execute()))
  const settings = await db.selectFrom('tally.setting').select('name').where('name', 'like', 'looked for%').execute()
  return rows.reduce((all, { length }) => all + length, settings.length)
}

describe('tally nudge', () => {
  it.each(['', 'run', 'list', 'confirm', 'rules'])('%s --help', async (name) => {
    const { code, out, err } = await nudge(...(name === '' ? [] : [name]), '--help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    if (name !== '') expect(out).toMatch(/Examples?:\n {2}npx tally nudge/)
  })

  it('prints what would be sent and to whom, and keeps nothing', async () => {
    const { code, out, err } = await nudge('run', '--dry-run')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/To [\w.]+@example\.com, on 2026-11-2\d:/)
    expect(out).toMatch(/\d+ messages? would be sent\. Nothing was sent, and nothing was kept\./)
    expect(out).toContain('Nobody is nudged until somebody confirms')
    expect(out).toContain('No chat is connected')
    expect(await kept()).toBe(0)

    const json = JSON.parse((await nudge('run', '--dry-run', '--json')).out)
    expect(json.messages.length).toBeGreaterThan(0)
    expect(json).toMatchObject({ ownerless: 0, confirmed: false, unreachable: [] })
    expect(await kept()).toBe(0)
  })

  it('asks of another moment', async () => {
    const saturday = await nudge('run', '--dry-run', '--at', '2026-11-21T12:00:00Z')
    expect(saturday.out).toMatch(/on 2026-11-23:|Nothing would be sent/)
    expect(await nudge('run', '--dry-run', '--at', 'noon')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no instant'),
    })
  })

  it('sends nothing by itself', async () => {
    expect(await nudge('run')).toMatchObject({ code: 1, err: expect.stringContaining('npx tally nudge run --dry-run') })
  })

  it('is confirmed by an administrator, once', async () => {
    expect((await nudge('list')).out).toContain('until somebody confirms')
    const member = await nudge('confirm', '--as', 'nobody@example.com')
    expect(member).toMatchObject({ code: 1, err: expect.stringContaining('no administrator') })
    expect(await nudge('confirm', '--as', 'You@example.com')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Confirmed'),
    })
    expect((await nudge('confirm', '--as', 'you@example.com')).out).toContain('before')
    expect((await nudge('list')).out).not.toContain('until somebody confirms')
    expect(JSON.parse((await nudge('list', '--json')).out)).toEqual({ nudges: [], unknown: [] })
  })

  it('says what is in force', async () => {
    const { code, out } = await nudge('rules')
    expect(code).toBe(0)
    expect(out).toMatch(/vector-index +no requests, for 14 d/)
    expect(JSON.parse((await nudge('rules', '--json')).out).rules.length).toBeGreaterThan(5)
  })
})
