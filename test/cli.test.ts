import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { run } from '../src/commands/run.ts'
import { testDatabase } from './database.ts'

const { url, db } = await testDatabase()
const BIN = fileURLToPath(new URL('../bin/tally.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tally-cli-'))
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, ...lines: readonly string[]) => {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

const ENV = { PATH: process.env.PATH, DATABASE_URL: url, PORT: '0', TALLY_FOLDER: folder }
type Env = Readonly<Record<string, string>>

/** The command in this process, as it would print it. */
async function tally(args: readonly string[], env: Env = {}) {
  const said = { out: '', err: '' }
  const code = await run(args, {
    env: { ...ENV, ...env },
    now: () => new Date('2026-11-23T10:00:00Z'),
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

/** The command as a process of its own, for what only a process can show. */
function spawned(args: readonly string[], env: Env = {}) {
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...ENV, ...env } })
  children.push(child)
  return child
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  for await (const chunk of stream) all += chunk
  return all
}

const COMMANDS = [
  ...[
    [],
    ['start'],
    ['ask'],
    ['understand'],
    ['import'],
    ['sources'],
    ['sources', 'close'],
    ['demo'],
    ['migrate'],
    ['doctor'],
    ['alias', 'list'],
    ['alias', 'add'],
    ['alias', 'remove'],
    ['words'],
    ['manifest', 'msteams'],
  ],
  ...['focus', 'people', 'units', 'telemetry', 'budgets', 'training-runs', 'quality', 'value'].map((kind) => [
    'import',
    kind,
  ]),
]

describe('help', () => {
  it.each(COMMANDS.map((words) => [words.join(' '), words] as const))('tally %s --help', async (_, words) => {
    const { code, out, err } = await tally([...words, '--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`Usage: tally ${words.join(' ')}`.trim())
  })

  it('is there without a database, and quick, for it loads nothing that it does not need', async () => {
    const child = spawned(['--help'], { DATABASE_URL: 'mysql://wrong' })
    expect(await text(child.stdout)).toContain('ask a question about spend')
    const subjects = readdirSync(new URL('../src/commands/program', import.meta.url))
    const files = ['cli', 'commands/run', 'commands/program', 'commands/terminal', 'errors'].concat(
      subjects.map((name) => `commands/program/${name.replace('.ts', '')}`),
    )
    const eager = files.flatMap((name) => {
      const source = readFileSync(new URL(`../src/${name}.ts`, import.meta.url), 'utf8')
      return [...source.matchAll(/^import (?!type ).* from '([^']+)'/gm)].map(([, from]) => from)
    })
    expect([...new Set(eager)].filter((from) => !from?.startsWith('./program/')).sort()).toEqual([
      ...['../errors.ts', './commands/run.ts', './program.ts', './terminal.ts', './wording.ts', 'commander'],
    ])
  })
})

describe('mistakes', () => {
  it.each([
    [['impotr'], /Did you mean import\?/],
    [['ask'], /missing required argument/],
    [['import', 'focus', 'x.csv'], /--source/],
    [['import', 'focus', '/nowhere.csv', '--source', 'x'], /cannot be read\.\n→ /],
    [['import', 'people', '/nowhere.csv'], /cannot be read\.\n→ /],
    [['ask', 'spend', '--now', 'yesterday'], /is no instant\.\n→ /],
    [['ask', 'spend', '--now', '2026-11-23T10:00:00'], /is no instant\.\n→ /],
    [['ask', 'spend', '--timezone', 'Mars/Base'], /is no time zone\.\n→ /],
    [['sources', 'close', 'nowhere', '2026-10'], /There is no source nowhere\.\n→ /],
    [['understand', '--catalogue', '/nowhere.json'], /cannot be read.*\n→ /],
    [['demo', '--as-of', 'soon'], /is not a day\.\n→ /],
    [['demo', '--months', 'many'], /whole number/],
  ])('%o tells what happened and what to do, on stderr alone', async (args, told) => {
    const { code, out, err } = await tally(args)
    expect(code).not.toBe(0)
    expect(out).toBe('')
    expect(err).toMatch(told)
    expect(err).not.toMatch(/\n\s+at /)
  })

  it('tells every fault of the configuration at once', async () => {
    const { code, err } = await tally(['migrate'], { DATABASE_URL: 'mysql://x', TALLY_CURRENCY: 'dollar' })
    expect(code).toBe(1)
    expect(err).toContain('has 2 faults')
  })

  it('does not change a database of one’s own by the way', async () => {
    const empty = new URL(url)
    empty.pathname = '/postgres'
    const { code, err } = await tally(['sources'], { DATABASE_URL: empty.href })
    expect(code).toBe(1)
    expect(err).toContain('Run: npx tally migrate')
  })

  it('says what to do when the database does not answer', async () => {
    const { code, err } = await tally(['sources'], { DATABASE_URL: 'postgres://tally:secret@127.0.0.1:1/tally' })
    expect(code).toBe(1)
    expect(err).toContain('DATABASE_URL')
    expect(err).not.toContain('secret')
  })
})

const FOCUS = [
  'BilledCost,EffectiveCost,ListCost,ContractedCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ServiceName,ServiceCategory,ServiceProviderName,Tags',
  ...['10.10', '20.20'].map(
    (cost) =>
      `${cost},${cost},${cost},${cost},USD,2026-11-02T00:00:00Z,2026-11-03T00:00:00Z,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,Usage,Amazon EC2,Compute,AWS,"{""team"": ""search""}"`,
  ),
]

describe('from a file to an answer', () => {
  it('imports, and says so calmly', async () => {
    const focus = file('november.csv', ...FOCUS)
    const first = await tally(['import', 'focus', focus, '--source', 'aws'])
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toContain('aws: loaded 2 rows.')
    const again = await tally(['import', 'focus', focus, '--source', 'aws', '--json'])
    expect(JSON.parse(again.out)).toMatchObject({ status: 'unchanged', rowsRead: 2 })
    const { out } = await tally(['sources', '--json'])
    expect(JSON.parse(out)).toMatchObject([{ sourceName: 'aws', rows: 2 }])
    expect((await tally(['sources'])).out).toMatch(/aws +2 {2}2026-11-02 {2}2026-11-02/)
  })

  it('fails where a row was rejected, with line and reason, and loads the others', async () => {
    const { code, out, err } = await tally([
      ...['import', 'focus', file('bad.csv', ...FOCUS, FOCUS[1]?.replaceAll('10.10', 'ten') ?? '')],
      ...['--source', 'bad'],
    ])
    expect(code).toBe(1)
    expect(out).toContain('bad: loaded 2 rows.')
    expect(err).toMatch(/1 row of 3 rejected; the others were loaded:\n {2}bad\.csv, line 4: .*\n→ /)
  })

  it('answers as the chat does, exactly with --json', async () => {
    const asked = [
      'ask',
      'team search cost november 2026',
      '--now',
      '2026-11-23T10:00:00Z',
      '--timezone',
      'Europe/Berlin',
    ]
    const { code, out } = await tally([...asked, '--json'])
    expect(code).toBe(0)
    // Both sources hold the same two charges.
    expect(JSON.parse(out)).toMatchObject({ kind: 'answer', total: '60.6', currency: 'USD' })
    expect((await tally(asked)).out).toContain('$60.60')
  })

  it('wants to know who asks where everyone sees only their own teams', async () => {
    const OWN = { TALLY_VISIBILITY: 'own-teams' }
    const nobody = await tally(['ask', 'team search cost november 2026'], OWN)
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('--as') })
    const people = file(
      'people.csv',
      'email,name,role,teams',
      'ada@example.com,Ada,member,search',
      'bo@example.com,Bo,member,ads',
    )
    expect(await tally(['import', 'people', people])).toMatchObject({ code: 0 })
    const ask = (email: string) =>
      tally(['ask', 'team search cost november 2026', '--now', '2026-11-23T10:00:00Z', '--as', email], OWN)
    expect((await ask('Ada@example.com')).out).toContain('$60.60')
    expect((await ask('bo@example.com')).out).not.toContain('60.60')
    expect(await ask('who@example.com')).toMatchObject({ code: 1, err: expect.stringContaining('tally import people') })
  })

  it('prints every figure as CSV, and nothing else on stdout', async () => {
    const ask = (text: string) => tally(['ask', text, '--csv', '--now', '2026-11-23T10:00:00Z'])
    const { code, out, err } = await ask('spend by team november 2026')
    expect(code).toBe(0)
    const [header, ...rows] = out.split('\r\n')
    expect(header).toBe('team,currency,effective_cost')
    expect(rows.at(-1)).toBe('')
    expect(rows).toContain('search,USD,60.6')
    expect(err).toContain('by team, from 2026-11-01')
    expect(await ask('delete everything')).toMatchObject({ code: 1, out: '' })
    expect(await tally(['ask', 'spend', '--csv', '--json'])).toMatchObject({ code: 1, out: '' })
  })

  it('learns words, says who taught them, and refuses what would never be read, with the reason', async () => {
    expect(await tally(['alias', 'list'])).toMatchObject({ code: 0, out: expect.stringContaining('No alias yet') })
    expect((await tally(['alias', 'add', 'Srch-1', 'team', 'search', '--as', 'ada@example.com'])).out).toBe(
      '“Srch-1” means team search.\n',
    )
    const [taught] = JSON.parse((await tally(['alias', 'list', '--json'])).out)
    expect(taught).toEqual({
      alias: 'srch-1',
      dimension: 'team',
      value: 'search',
      taughtBy: 'ada@example.com',
      taughtAt: '2026-11-23T10:00:00.000Z',
      unread: null,
    })
    for (const [words, reason] of [
      [['spend', 'team', 'search'], /is a word of the questions/],
      [['search', 'team', 'search'], /that is its name/],
      [['x', 'team', 'search'], /two letters/],
      [['2026', 'team', 'search'], /two letters/],
      [['prod2', 'team', 'nowhere'], /I know no team called “nowhere”/],
      [['prod2', 'planet', 'mars'], /“planet” is nothing that spend is told apart by\.\n→ Write one of: team/],
      [['srch-1', 'team', 'search'], /means already/],
    ] as const)
      expect(await tally(['alias', 'add', ...words])).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(reason),
      })
    expect((await tally(['alias', 'list'])).out).toMatch(/srch-1 +team search +ada@example\.com +Nov 23, 2026/)
    expect((await tally(['alias', 'remove', 'srch-1'])).out).toContain('no longer means team search')
    expect((await tally(['alias', 'remove', 'srch-1'])).err).toContain('→ See what there is')
  })

  it('says which aliases of before are not read', async () => {
    await db.insertInto('tally.alias').values({ alias: 'spend', dimension: 'team', value: 'search' }).execute()
    const { code, err } = await tally(['alias', 'list'])
    expect({ code, err }).toEqual({
      code: 0,
      err: 'Not read: alias "spend" of team search is a word of the questions themselves.\n',
    })
    await tally(['alias', 'remove', 'spend'])
  })

  it('lists the words that nobody understood', async () => {
    await tally(['ask', 'team unicorn cost'])
    expect(JSON.parse((await tally(['words', '--json'])).out)).toContainEqual(
      expect.objectContaining({ word: 'unicorn', asked: 1 }),
    )
    expect((await tally(['words'])).out).toMatch(/unicorn +1 /)
  })

  it('reads questions without a database', async () => {
    const names = file('names.json', '{"dimensions": {"team": ["search"]}}')
    const line = (id: number) => JSON.stringify({ id, text: 'team search cost last month', today: '2026-11-23' })
    const child = spawned(['understand', '--catalogue', names], { DATABASE_URL: 'postgres://127.0.0.1:1/none' })
    child.stdin.end(`${line(1)}\n${line(2)}\n`)
    const out = await text(child.stdout)
    expect(
      out
        .trim()
        .split('\n')
        .map((reading) => JSON.parse(reading)),
    ).toMatchObject([
      { id: 1, query: { intent: 'spend', filters: { team: ['search'] }, period: { start: '2026-10-01' } } },
      { id: 2 },
    ])
  })

  it('ends quietly when its reader has seen enough', async () => {
    const child = spawned(['understand', '--catalogue', file('no-names.json', '{"dimensions": {}}')])
    const err = text(child.stderr)
    child.stdin.on('error', () => undefined)
    child.stdin.end(`${JSON.stringify({ id: 1, text: 'cost last month' })}\n`.repeat(20_000))
    child.stdout.once('data', () => child.stdout.destroy())
    const [code] = await once(child, 'close')
    expect({ code, err: await err }).toEqual({ code: 0, err: '' })
  })
})

describe('own spend and the demo company', () => {
  const note = async () => {
    const { newest } = await db
      .selectFrom('ledger.load_batch')
      .select(({ fn }) => fn.max('batch_id').as('newest'))
      .executeTakeFirstOrThrow()
    const value = JSON.stringify({ asOf: '2026-11-23', lastBatch: newest })
    await db
      .insertInto('tally.setting')
      .values({ name: 'demo', value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute()
  }

  it('are never mixed in one source, and never silently in one database', async () => {
    await note()
    const focus = file('own.csv', ...FOCUS)
    const mixed = await tally(['import', 'focus', focus, '--source', 'aws-focus'])
    expect(mixed).toMatchObject({ code: 1, err: expect.stringContaining('npx tally demo --remove') })
    const beside = await tally(['import', 'focus', focus, '--source', 'own'])
    expect(beside).toMatchObject({ code: 0, err: expect.stringContaining('the demo company is in this database too') })
    expect(await tally(['demo', '--remove'])).toMatchObject({ code: 1, err: expect.stringContaining('alone') })
  })

  it('part when the demo is removed', async () => {
    await note()
    expect(await tally(['demo', '--remove'])).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse((await tally(['sources', '--json'])).out)).toEqual([])
    expect(await tally(['import', 'focus', file('own.csv', ...FOCUS), '--source', 'aws-focus'])).toMatchObject({
      code: 0,
      err: '',
    })
  })
})

describe('doctor', () => {
  it('finds everything well, without a secret in sight', async () => {
    const { code, out } = await tally(['doctor'])
    expect(code).toBe(0)
    expect(out).not.toContain('PROBLEM')
    expect(out).not.toContain(new URL(url).password)
    expect(JSON.parse((await tally(['doctor', '--json'])).out)).toHaveLength(9)
  })

  it('says what to do about each problem, and fails', async () => {
    const lost = await tally(['doctor'], {
      DATABASE_URL: 'postgres://tally:secret@127.0.0.1:1/tally',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
    })
    expect(lost.code).toBe(1)
    expect(lost.out).toMatch(/PROBLEM {2}Slack .*\n +→ /)
    expect(lost.out).toMatch(/PROBLEM {2}Database .*\n +→ .*127\.0\.0\.1:1/)
    expect(lost.out).not.toContain('secret')
  })

  it('names the views that are missing in a warehouse of one’s own', async () => {
    await db.schema.withSchema('spend').dropView('budget').execute()
    expect((await tally(['doctor'])).out).toContain('without spend.budget (budgets)')
    const empty = new URL(url)
    empty.pathname = '/postgres'
    const { code, out } = await tally(['doctor'], { SPEND_DATABASE_URL: empty.href })
    expect(code).toBe(1)
    expect(out).toContain('docs/spend-contract.md')
  })
})

describe('start', () => {
  it('says where it listens and what to try, and stops at a signal with success', async () => {
    const child = spawned(['start'])
    let out = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    await vi.waitFor(() => expect(out).toContain('Stop '), { timeout: 20_000, interval: 50 })
    expect(out).toContain('npx tally ask "team search GPU cost this week"')
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
    expect(out).toContain('"msg":"stopped"')
  })
})
