import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { startEmbedded } from '../../src/db/embedded.ts'

const PROCESS = fileURLToPath(new URL('embedded-process.ts', import.meta.url))
const folders: string[] = []
const children: ChildProcess[] = []

// Whatever a test left running, the next start joins, and stops as the last one.
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => ended(child, 'SIGKILL')))
  for (const folder of folders.splice(0)) {
    if (existsSync(join(folder, 'data', 'postmaster.pid'))) await (await startEmbedded({ folder })).stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tally-embedded-'))
  chmodSync(made, 0o755)
  folders.push(made)
  return made
}

/** Another process on the same folder, once it has the database. */
async function other(at: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', PROCESS, at], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const line = await new Promise<string>((said, failed) => {
    createInterface({ input: child.stdout }).once('line', said)
    child.once('exit', (code) => failed(new Error(`the other process ended (${code}) before it had the database`)))
  })
  return { child, ...(JSON.parse(line) as { url: string; reused: boolean }) }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill(signal)
  return (await exit)[0]
}

async function ask<Row>(url: string, statement: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

const answers = (url: string) =>
  ask(url, 'select 1').then(
    () => true,
    () => false,
  )

it('starts from nothing, keeps what was written, and stops', async () => {
  const at = folder()
  const first = await startEmbedded({ folder: at })
  expect(first.reused).toBe(false)
  await ask(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  expect(await answers(first.url)).toBe(false)

  const second = await startEmbedded({ folder: at })
  expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  await second.stop()
})

it('is shared by processes, and stopped by whoever leaves last', async () => {
  const at = folder()
  const first = await startEmbedded({ folder: at, durable: false })
  const second = await other(at)
  expect(second).toMatchObject({ url: first.url, reused: true })
  await first.stop()
  expect(await answers(first.url)).toBe(true)
  await ended(second.child, 'SIGTERM')
  expect(await answers(first.url)).toBe(false)
})

it('is made once by processes that start together, and stopped once by those that leave together', async () => {
  const at = folder()
  const all = await Promise.all([1, 2, 3].map(() => other(at)))
  expect(new Set(all.map(({ url }) => url)).size).toBe(1)
  expect(all.filter(({ reused }) => !reused)).toHaveLength(1)
  await Promise.all(all.map(({ child }) => ended(child, 'SIGTERM')))
  expect(existsSync(join(at, 'data', 'postmaster.pid'))).toBe(false)
})

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('stops with its process on %s', async (signal) => {
  const { child, url } = await other(folder())
  expect(await ended(child, signal)).toBe(0)
  expect(await answers(url)).toBe(false)
})

it('survives a killed process with every row that was acknowledged; the next start joins it and stops it at its end', async () => {
  const at = folder()
  const { child, url } = await other(at)
  await ask(url, 'create table kept (n integer)')
  for (let n = 0; n < 20; n++) await ask(url, `insert into kept values (${n})`)
  await ended(child, 'SIGKILL')

  const next = await startEmbedded({ folder: at })
  expect(next).toMatchObject({ reused: true, url })
  expect(await ask(next.url, 'select count(*)::int from kept')).toEqual([{ count: 20 }])
  await next.stop()
  expect(await answers(url)).toBe(false)
})

it('comes back when the server itself was killed', async () => {
  const at = folder()
  const first = await startEmbedded({ folder: at, durable: true })
  await ask(first.url, 'create table kept as select 42 as answer')
  const rows = await ask<{ pid: number }>(
    first.url,
    `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`,
  )
  process.kill(rows[0]?.pid as number, 'SIGKILL')
  await first.stop()

  const second = await startEmbedded({ folder: at })
  expect(second.reused).toBe(false)
  expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  await second.stop()
})

it('refuses a wrong password and none, and listens on loopback alone', async () => {
  const embedded = await startEmbedded({ folder: folder(), durable: false })
  const wrong = new URL(embedded.url)
  wrong.password = 'guessed'
  await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  wrong.password = ''
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password/)
  const [settings] = await ask<object>(
    embedded.url,
    `select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets`,
  )
  expect(settings).toEqual({ listens: '127.0.0.1', sockets: '' })
  expect(statSync(join(embedded.data, 'tally.password')).mode & 0o077).toBe(0)
  await embedded.stop()
})

it('keeps names in UTF-8 whatever the machine speaks, and needs nothing of its PostgreSQL settings', async () => {
  const { url } = await other(folder(), {
    LANG: 'C',
    LC_ALL: 'C',
    PGSSLMODE: 'require',
    PGPORT: '1',
    PGDATA: '/nowhere',
  })
  expect(await ask(url, `select current_setting('server_encoding') as encoding, 'Größe 東京 🦜' as name`)).toEqual([
    { encoding: 'UTF8', name: 'Größe 東京 🦜' },
  ])
})

it('says what to do when its files are damaged', async () => {
  const at = folder()
  await (await startEmbedded({ folder: at, durable: false })).stop()
  writeFileSync(join(at, 'data', 'PG_VERSION'), 'ninety')
  await expect(startEmbedded({ folder: at })).rejects.toMatchObject({
    name: 'Fault',
    remedy: expect.stringContaining('tally.log'),
  })
})

it('says what to do when its folder cannot be made', async () => {
  const at = folder()
  writeFileSync(join(at, 'file'), '')
  await expect(startEmbedded({ folder: join(at, 'file', 'deeper') })).rejects.toMatchObject({
    name: 'Fault',
    remedy: expect.stringContaining('TALLY_FOLDER'),
  })
})

it('runs as root in a home that nobody else may enter', async (context) => {
  context.skip(process.getuid?.() !== 0, 'only root has such a problem')
  const home = folder()
  chmodSync(home, 0o700)
  mkdirSync(join(home, 'checkout'))
  const checkout = join(home, 'checkout', '.tally')
  const begin = () => startEmbedded({ folder: checkout, durable: false })
  const first = await begin()
  await first.stop()
  const second = await begin()
  await second.stop()
  rmSync(checkout, { recursive: true })
  const anew = await begin()
  try {
    expect(first.data).toMatch(/^\/var\/lib\/tally\/checkout-/)
    expect(second.data).toBe(first.data)
    expect(anew.data, 'a removed folder takes its database with it').not.toBe(first.data)
    expect(await answers(anew.url)).toBe(true)
  } finally {
    await anew.stop()
    for (const { data } of [first, anew]) rmSync(join(data, '..'), { recursive: true, force: true })
  }
})
