import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Fault } from '../errors.ts'
import { postgresPrograms } from './binaries.ts'
import { type ServerUser, serverUser } from './server-user.ts'

/** The server's files and the programs that make, start and stop it; whether it runs is told by the server alone. */
export interface Cluster {
  readonly data: string
  readonly log: string
  readonly programs: string
  readonly user: ServerUser | undefined
}

export function cluster(home: string): Cluster {
  const user = serverUser()
  const data = join(home, 'data')
  return { data, log: join(data, 'tally.log'), programs: postgresPrograms(user, home), user }
}

/** Makes the files in one step: a crash, or another process that does the same, never leaves half of them. */
export function initialise(at: Cluster, options: { readonly durable: boolean; readonly settings: Settings }): void {
  if (existsSync(at.data)) return
  const fresh = `${at.data}.${process.pid}`
  const password = randomBytes(24).toString('base64url')
  const passwordFile = `${fresh}.password`
  try {
    rmSync(fresh, { recursive: true, force: true })
    mkdirSync(fresh, { mode: 0o700 })
    writeFileSync(passwordFile, password, { mode: 0o600 })
    give(at, fresh)
    give(at, passwordFile)
    const settings = { ...SETTINGS, ...(options.durable ? {} : FAST), ...options.settings }
    const result = run(at, 'initdb', [
      ...['-D', fresh, '-U', 'tally', '-A', 'scram-sha-256', '--pwfile', passwordFile],
      // Fixed, for under LANG=C initdb would choose an encoding that cannot hold names.
      ...['-E', 'UTF8', '--locale=C'],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ...(options.durable ? [] : ['--no-sync']),
    ])
    if (result.status !== 0) throw new Error(lastLine(result))
    renameSync(passwordFile, join(fresh, PASSWORD))
    renameSync(fresh, at.data)
  } catch (error) {
    // Another process was quicker; its files are as good as ours.
    if (existsSync(at.data)) return
    throw new Fault(
      `The embedded database could not be made in ${at.data}: ${(error as Error).message}`,
      'Check that the disk has 100 MB free and that you may write there; or choose another folder with TALLY_FOLDER, or a server of your own with DATABASE_URL.',
      { cause: error },
    )
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(fresh, { recursive: true, force: true })
  }
}

export type Settings = Readonly<Record<string, string>>

const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
}
// Nothing survives a power cut with these.
const FAST: Settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

const PASSWORD = 'tally.password'

/** The address of the server that says it runs on these files; undefined where none says so. */
export function address(at: Cluster): string | undefined {
  try {
    // Its lines: pid, data folder, start time, port, …; left behind when the server was killed.
    const port = readFileSync(join(at.data, 'postmaster.pid'), 'utf8').split('\n')[3]
    const password = readFileSync(join(at.data, PASSWORD), 'utf8')
    // Loopback needs no TLS, and PGSSLMODE may ask for it.
    return port ? `postgres://tally:${password}@127.0.0.1:${port}/postgres?sslmode=disable` : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Fault(
      `The embedded database in ${at.data} cannot be read.`,
      'Run Tally as the user who started it first, or set TALLY_FOLDER to another folder.',
      { cause: error },
    )
  }
}

/** False where it did not come up, be it that another process was quicker. */
export async function startServer(at: Cluster): Promise<boolean> {
  const args = ['-D', at.data, '-w', '-t', '60', '-l', at.log, '-o', `-p ${await freePort()}`, 'start']
  return run(at, 'pg_ctl', args).status === 0
}

export function stopServer(at: Cluster): void {
  run(at, 'pg_ctl', ['-D', at.data, '-m', 'fast', '-w', 'stop'])
}

const give = ({ user }: Cluster, path: string) => user !== undefined && chownSync(path, user.uid, user.gid)

const run = (at: Cluster, program: string, args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(join(at.programs, program), args, {
    ...at.user,
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  })

const lastLine = (result: SpawnSyncReturns<string>) =>
  result.error?.message ?? (result.stderr || result.stdout).trim().split('\n').at(-1) ?? ''

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}
