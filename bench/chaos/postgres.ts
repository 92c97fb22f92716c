import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { address, type Cluster, cluster, initialise } from '../../src/db/cluster.ts'

export interface Postgres {
  readonly url: string
  /** Goes away and comes back on the same port with the same files; `immediate` is as good as a crash. */
  restart(how: 'fast' | 'immediate'): Promise<void>
  /** Since when it is back, in this process's milliseconds; undefined while it is away. */
  backSince(): number | undefined
  /** The server and its files. */
  remove(): Promise<void>
}

/** One real server that may be restarted under its clients: what it confirmed survives a crash of its own. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-chaos-'))
  chmodSync(folder, 0o755)
  const at = cluster(folder)
  // The machine does not crash in this run, so the disk need not be waited for; a commit is still written before it is confirmed.
  initialise(at, { durable: true, settings: { fsync: 'off', max_connections: '200' } })
  const options = `-p ${await freePort()}`
  const up = () => pgCtl(at, ['-w', '-t', '60', '-l', at.log, '-o', options, 'start'])
  const down = (how: 'fast' | 'immediate') => pgCtl(at, ['-w', '-t', '60', '-m', how, 'stop'])
  const remove = async () => {
    await down('immediate').catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  }
  let backSince: number | undefined = Number.NEGATIVE_INFINITY
  const restart = async (how: 'fast' | 'immediate') => {
    backSince = undefined
    await down(how).then(up)
    backSince = performance.now()
  }
  // One change at a time, so that a restart under way never brings back what is removed.
  let last = up()
  const inTurn = (work: () => Promise<void>) => {
    last = last.catch(() => undefined).then(work)
    return last
  }
  try {
    await last
    return {
      url: address(at) as string,
      restart: (how) => inTurn(() => restart(how)),
      backSince: () => backSince,
      remove: () => inTurn(remove),
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Not waited for in step: what depends on the server goes on meanwhile, and sees it gone. */
function pgCtl(at: Cluster, args: readonly string[]): Promise<void> {
  const child = spawn(join(at.programs, 'pg_ctl'), ['-D', at.data, ...args], {
    ...at.user,
    cwd: '/',
    stdio: 'ignore',
    env: { ...process.env, LC_ALL: 'C' },
  })
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`pg_ctl ${args.at(-1)} ended with ${code}.`))))
  })
}

/** Below the ports that systems lend to clients: one of those could take it while the server is away. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(15_000, 30_000)
    if (await isFree(port)) return port
  }
  throw new Error('No port is free.')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const free = await new Promise<boolean>((tell) =>
    server.once('error', () => tell(false)).listen(port, '127.0.0.1', () => tell(true)),
  )
  if (free) await new Promise((closed) => server.close(closed))
  return free
}
