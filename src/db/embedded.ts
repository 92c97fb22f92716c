import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { Fault } from '../errors.ts'
import { address, type Cluster, cluster, initialise, type Settings, startServer, stopServer } from './cluster.ts'
import { reachableFolder, serverUser } from './server-user.ts'

export interface Embedded {
  readonly url: string
  /** The server's files. */
  readonly data: string
  /** A server that was running already: of another Tally process, or left behind by one that was killed. */
  readonly reused: boolean
  /** Whoever leaves last stops the server. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Where the server keeps its files; made when absent. */
  readonly folder: string
  /** False only for tests: nothing survives a power cut then. */
  readonly durable?: boolean
  /** Of a server that is made now; one that exists keeps its own. */
  readonly settings?: Settings
}

const PATIENCE_MS = 60_000

/** A real PostgreSQL without installing one: loopback only, with a random password, for demonstrations and tests. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const folder = resolve(options.folder)
  makeFolder(folder)
  const at = cluster(reachableFolder(folder, serverUser()))
  initialise(at, { durable: options.durable ?? true, settings: options.settings ?? {} })

  // Several processes may start, join and stop at once. PostgreSQL itself keeps two servers off the same files, so whoever loses
  // a race only looks again.
  const deadline = performance.now() + PATIENCE_MS
  for (let started = false, failures = 0; failures < 5 && performance.now() < deadline; ) {
    const client = await join(at)
    if (client !== undefined) return handle(at, client, !started)
    started = await startServer(at)
    // Without even another's server in the way, it is broken.
    if (!started && address(at) === undefined) failures++
    if (!started) await delay(100)
  }
  throw new Fault(
    `The embedded database in ${at.data} did not start.`,
    `Its log says why: ${at.log}. To begin anew, remove ${at.data}; to use a server of your own, set DATABASE_URL.`,
  )
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
  } catch (cause) {
    throw new Fault(
      `The folder ${folder} for the embedded database cannot be made.`,
      'Set TALLY_FOLDER to a folder that you may write, or DATABASE_URL to a server of your own.',
      { cause },
    )
  }
}

// Whoever uses the server shares this advisory lock; whoever can have it alone is the last, and stops the server under it.
const PRESENCE = 7_425_519

/** A connection that marks our presence, or undefined where no server answers for these files. */
async function join(at: Cluster): Promise<pg.Client | undefined> {
  const url = address(at)
  if (url === undefined) return undefined
  const client = new pg.Client({ connectionString: url, application_name: 'tally presence' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    // The port of a server that was killed may belong to another one by now.
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    if (rows[0]?.data_directory !== at.data) throw new Error('another server')
    // Waits while the last one is stopping it, and fails when it is gone.
    await client.query('select pg_advisory_lock_shared($1)', [PRESENCE])
    return client
  } catch {
    await client.end().catch(() => undefined)
    return undefined
  }
}

function handle(at: Cluster, presence: pg.Client, reused: boolean): Embedded {
  const stop = async () => {
    // In this order: of two who leave together, at least the second finds itself alone.
    const last = await presence
      .query('select pg_advisory_unlock_shared($1)', [PRESENCE])
      .then(() => presence.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [PRESENCE]))
      .then(({ rows }) => rows[0]?.alone === true)
      // The server is gone already.
      .catch(() => false)
    if (last) stopServer(at)
    await presence.end().catch(() => undefined)
  }
  let stopping: Promise<void> | undefined
  return {
    url: address(at) as string,
    data: at.data,
    reused,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
