import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { Fault } from '../errors.ts'
import { postgresBinaries, type RunAs } from './binaries.ts'

export interface Embedded {
  readonly url: string
  /** A server that was running already, of another Tally process or left behind by one that was killed. */
  readonly reused: boolean
  /** Whoever leaves last stops the server. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Where the server keeps its files; made when absent. */
  readonly folder: string
  /** False only for tests: nothing survives a power cut then. */
  readonly durable?: boolean
  readonly settings?: Readonly<Record<string, string>>
}

/** A real PostgreSQL without installing one: loopback only, with a random password, for demonstrations and tests. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  return locked(folder, async () => {
    const as = runAs()
    const home = reachableHome(folder, as)
    const bin = postgresBinaries(as, home)
    const data = join(home, 'data')
    const note = join(folder, 'postgres.json')
    if (!existsSync(join(data, 'PG_VERSION'))) initialise(bin, data, note, as, options.durable ?? true)

    const { password } = readNote(note)
    const known = readNote(note).port
    const running = known === undefined ? undefined : await present(urlFor(known, password), data)
    if (running !== undefined) return handle(running, bin, data, as, folder, known as number, password, true)

    const port = await freePort()
    start(bin, data, port, as, options)
    writeFileSync(note, JSON.stringify({ password, port, data }), { mode: 0o600 })
    const presence = await present(urlFor(port, password), data)
    if (presence === undefined) throw brokenStart(data)
    return handle(presence, bin, data, as, folder, port, password, false)
  })
}

const urlFor = (port: number, password: string) => `postgres://tally:${password}@127.0.0.1:${port}/postgres`

// Every process holds one connection for as long as it uses the server. The last to let go stops it.
const PRESENCE = 'tally presence'

function handle(
  presence: pg.Client,
  bin: string,
  data: string,
  as: RunAs | undefined,
  folder: string,
  port: number,
  password: string,
  reused: boolean,
): Embedded {
  const stop = () =>
    locked(folder, async () => {
      const others = await presence
        .query(`select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()`, [PRESENCE])
        .then((result) => result.rows.length)
        .catch(() => 0)
      await presence.end().catch(() => undefined)
      if (others === 0) run(bin, 'pg_ctl', ['-D', data, '-m', 'fast', '-w', 'stop'], as)
    })
  let stopping: Promise<void> | undefined
  return {
    url: urlFor(port, password),
    reused,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/** A connection to the server in `data`, or undefined where none answers: a port may since belong to somebody else. */
async function present(url: string, data: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: PRESENCE, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    if (rows[0]?.data_directory === data) return client
    await client.end()
    return undefined
  } catch {
    return undefined
  }
}

function initialise(bin: string, data: string, note: string, as: RunAs | undefined, durable: boolean): void {
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  if (as !== undefined) chownSync(data, as.uid, as.gid)
  const password = randomBytes(24).toString('base64url')
  const passwordFile = `${data}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (as !== undefined) chownSync(passwordFile, as.uid, as.gid)
  try {
    // The locale is fixed: under LANG=C initdb would choose an encoding that cannot hold names.
    const result = run(
      bin,
      'initdb',
      [
        '-D',
        data,
        '-U',
        'tally',
        '-A',
        'scram-sha-256',
        '--pwfile',
        passwordFile,
        '-E',
        'UTF8',
        '--locale=C',
        ...(durable ? [] : ['--no-sync']),
      ],
      as,
    )
    if (result.status !== 0) {
      rmSync(data, { recursive: true, force: true })
      throw new Fault(
        `The embedded database could not be created in ${data}: ${lastLine(result)}`,
        'Check that the disk has 100 MB free and that the folder may be written, or set DATABASE_URL.',
      )
    }
  } finally {
    rmSync(passwordFile, { force: true })
  }
  writeFileSync(note, JSON.stringify({ password, data }), { mode: 0o600 })
}

function start(bin: string, data: string, port: number, as: RunAs | undefined, options: EmbeddedOptions): void {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    jit: 'off',
    ...(options.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...options.settings,
  }
  // Made here, for the server's user may not write beside its data.
  const log = `${data}.log`
  closeSync(openSync(log, 'a', 0o600))
  if (as !== undefined) chownSync(log, as.uid, as.gid)
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`)
  const result = run(bin, 'pg_ctl', ['-D', data, '-w', '-t', '60', '-l', log, '-o', flags.join(' '), 'start'], as)
  if (result.status !== 0) throw brokenStart(data)
}

const brokenStart = (data: string) =>
  new Fault(
    `The embedded database in ${data} did not start.`,
    `Its log says why: ${data}.log. To begin anew, remove ${dirname(data)}; to use a server of your own, set DATABASE_URL.`,
  )

function readNote(note: string): { password: string; port?: number } {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as { password: string; port?: number }
  } catch (cause) {
    throw new Fault(
      `${note} is missing or damaged, and with it the database's password.`,
      `Begin anew: rm -r ${dirname(note)}`,
      {
        cause,
      },
    )
  }
}

const run = (bin: string, name: string, args: string[], as: RunAs | undefined): SpawnSyncReturns<string> =>
  spawnSync(join(bin, name), args, {
    ...as,
    cwd: bin,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', PGTZ: 'UTC' },
  })

const lastLine = (result: SpawnSyncReturns<string>) =>
  result.error?.message ?? (result.stderr || result.stdout).trim().split('\n').at(-1) ?? ''

function runAs(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined
  const line = existsSync('/etc/passwd')
    ? readFileSync('/etc/passwd', 'utf8')
        .split('\n')
        .find((entry) => entry.startsWith('postgres:'))
        ?.split(':')
    : undefined
  // Without that account `nobody` will do; a uid without any name will not: the server looks its own name up.
  return line ? { uid: Number(line[2]), gid: Number(line[3]) } : { uid: 65534, gid: 65534 }
}

/** Where the server's user can reach its files: the folder itself, or /var/lib for a folder inside root's private home. */
function reachableHome(folder: string, as: RunAs | undefined): string {
  if (as === undefined || reaches(as, folder)) return folder
  const home = join('/var/lib/tally', Buffer.from(folder).toString('base64url').slice(-60))
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const { uid } = statSync(home)
  if (uid !== 0) throw new Fault(`${home} belongs to somebody else.`, `Remove it, then start again: rm -r ${home}`)
  return home
}

const reaches = (as: RunAs, folder: string) => spawnSync('test', ['-x', folder], { ...as, cwd: '/' }).status === 0

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** One process at a time starts or stops the server in a folder. A lock whose process is gone does not count. */
async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, 'postgres.lock')
  const deadline = Date.now() + 90_000
  for (;;) {
    try {
      const file = openSync(lock, 'wx')
      writeSync(file, String(process.pid))
      closeSync(file)
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new Fault(`${folder} cannot be written.`, 'Make it writable, or set DATABASE_URL.', { cause: error })
      }
      if (!holderLives(lock)) rmSync(lock, { force: true })
      else if (Date.now() > deadline)
        throw new Fault(`${lock} is held by another Tally.`, `Stop it, or remove ${lock}.`)
      else await delay(50)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function holderLives(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    if (!pid) return Date.now() - statSync(lock).mtimeMs < 2000
    accessSync(lock, constants.R_OK)
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
