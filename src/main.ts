import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from './config.ts'
import { migrate, pendingMigrations } from './db/migrate.ts'
import { openDatabase } from './db/open.ts'
import { http, type Route, respond } from './http.ts'
import { startJobs } from './jobs/jobs.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics.ts'

export interface Running {
  /** Everything listens; the port that it listens on. */
  readonly ready: Promise<{ readonly port: number; readonly embedded: boolean }>
  /** Takes no more, finishes what is under way, closes everything. May be called at any time, also before `ready`. */
  stop(): Promise<void>
}

export interface Outside {
  readonly log: Log
  readonly now: () => Date
}

// Supervisors kill after ten seconds, some sooner: what is under way gets most of them.
const DRAIN_MS = 8_000

/** Starts everything in order; what was opened is closed in the opposite order. */
export function start(config: Config, { log, now }: Outside): Running {
  const opened: (() => Promise<void>)[] = []
  let stopping: Promise<void> | undefined

  const closeAll = async () => {
    for (let close = opened.pop(); close !== undefined; close = opened.pop())
      await close().catch((err: unknown) => log.error({ err }, 'could not stop cleanly'))
  }
  /** A stop that came in the middle of the start ends it here. */
  const keep = async (close: () => Promise<void>) => {
    opened.push(close)
    if (stopping !== undefined) throw new Stopped()
  }

  async function begin() {
    const database = await openDatabase({
      ...config,
      onError: (err) => log.warn({ err }, 'lost a database connection'),
    })
    await keep(database.close)
    const { db } = database.own
    for (const name of await migrate(db as never)) log.info({ migration: name }, 'migrated')

    const metrics = createMetrics(database.own.pool)
    const jobs = startJobs({ db, now }, { log, metrics })
    await keep(jobs.stop)

    const routes: Record<string, Route> = {
      '/healthz': (_, response) => respond(response, 200, 'ok'),
      '/readyz': readyz(async () =>
        (await pendingMigrations(db as never)).map((name) => `migration ${name} did not run`),
      ),
      '/metrics': async (_, response) => {
        response.setHeader('content-type', metrics.registry.contentType)
        response.end(await metrics.registry.metrics())
      },
    }
    const server = http({ routes, onError: (err) => log.error({ err }, 'a request failed') })
    const port = await server.listen(config.port, config.host)
    await keep(() => server.stop(DRAIN_MS))
    return { port, embedded: database.embedded !== undefined }
  }

  const ready = begin().catch(async (error: unknown) => {
    await closeAll()
    throw error
  })
  return {
    ready,
    stop: () => {
      stopping ??= ready.then(closeAll, closeAll)
      return stopping
    },
  }
}

/** The start was cut short by a stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** 200 when nothing is missing; else 503 with what is. */
function readyz(missing: () => Promise<readonly string[]>): Route {
  return async (_: IncomingMessage, response: ServerResponse) => {
    const problems = await missing().catch(() => ['the database does not answer'])
    respond(response, problems.length === 0 ? 200 : 503, { ready: problems.length === 0, problems })
  }
}
