import { setTimeout as delay } from 'node:timers/promises'
import { bot } from './bot.ts'
import type { Observe } from './chat/observe.ts'
import { chats, stopAll } from './chats.ts'
import type { Config } from './config.ts'
import { migrate, pendingMigrations } from './db/migrate.ts'
import { checkReachable, openDatabase, signingKey } from './db/open.ts'
import { type DemoStand, demoStand } from './demo/stand.ts'
import type { DemoProgress } from './demo/write.ts'
import { digestFeature } from './digests/feature.ts'
import type { DigestDeps } from './digests/run.ts'
import { http, type Route, respond } from './http.ts'
import { startJobs } from './jobs/jobs.ts'
import type { Log } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { nudging } from './nudges/nudging.ts'
import { loadRules } from './nudges/rules-file.ts'
import { outboxRunner } from './outbox/runner.ts'
import { outboxStats } from './outbox/stats.ts'
import type { Platform, PlatformName } from './platform.ts'
import type { Outcome } from './spend/ask.ts'
import { asking } from './spend/deps.ts'
import { modelFallback } from './spend/fallback/model.ts'
import { signToken } from './token.ts'

export interface Running {
  /** Everything listens; the port that it listens on. */
  readonly ready: Promise<Ready>
  /** Takes no more, finishes what is under way, closes everything. May be called at any time, also before `ready`. */
  stop(): Promise<void>
}

export interface Ready {
  readonly port: number
  /** What the embedded database holds; absent with a database of one's own. */
  readonly embedded?: DemoStand
}

export interface Outside {
  readonly log: Log
  readonly now: () => Date
  /** The demo company is made once, which takes a while; undefined when it is there. */
  readonly onDemo?: (progress: DemoProgress | undefined) => void
  /** How long a stop may take, without that of the embedded database. */
  readonly drainMs?: number
}

// Supervisors kill after ten seconds, some sooner: what is under way gets most of them.
const DRAIN_MS = 8_000
// Requests are answered at once; whoever is not done sending after this only holds up the answers under way.
const HANGING_UP_MS = 2_000
// What was answered last is still written down.
const KEEPING_MS = 1_000

/** Starts everything in order; what was opened is closed in the opposite order. */
export function start(config: Config, { log, now, onDemo, drainMs = DRAIN_MS }: Outside): Running {
  const opened: ((leftMs: () => number) => Promise<void>)[] = []
  let stopping: Promise<void> | undefined

  /** A stop that came in the middle of the start ends it here. */
  const keep = (close: (leftMs: () => number) => Promise<void>) => {
    opened.push(close)
    if (stopping !== undefined) throw new Stopped()
  }
  async function closeAll() {
    const deadline = performance.now() + drainMs
    const leftMs = () => Math.max(0, deadline - performance.now())
    for (let close = opened.pop(); close !== undefined; close = opened.pop())
      await close(leftMs).catch((err: unknown) => log.error({ err }, 'could not stop cleanly'))
  }

  async function begin(): Promise<Ready> {
    const rules = loadRules(config.rulesFile)
    const database = await openDatabase({
      ...config,
      onError: (err) => log.warn({ err }, 'lost a database connection'),
    })
    keep((leftMs) => database.close(leftMs()))
    await checkReachable(database, config)
    const { db, pool } = database.own
    for (const name of await migrate(db as never)) log.info({ migration: name }, 'migrated')

    const stand = database.embedded === undefined ? undefined : await demoCompany(database.own)

    const metrics = createMetrics(pool, () => outboxStats(db))
    const ask = asking({
      own: db,
      spend: database.spend.db,
      spendPool: database.spend.pool,
      visibility: config.visibility,
      now,
      idleRules: rules.idle,
      onError: (err) => log.error({ err }, 'an answer was given but could not be kept'),
      fallback:
        config.model &&
        modelFallback({
          ...config.model,
          onError: (err) => log.warn({ err }, 'the model that is asked about unclear questions is of no help'),
        }),
    })
    keep(within(ask.later.drained))

    const key = config.signingKey ?? (await signingKey(db))
    const signs = signsOf(key)
    const connected = await chats(config, { db, now, log, observe: countedBy(metrics) })
    const platforms = connected.map(({ platform }) => platform)
    const { feature: nudgeFeature, nudges } = nudging({
      asking: ask,
      sign: (payload, expiresAt) => signToken(key, 'nudge', payload, expiresAt),
      rules: rules.idle,
      manners: { ...rules.manners, timezone: config.timezone },
      platforms,
      log: log.child({ part: 'nudges' }),
    })
    const handle = bot({
      asking: ask,
      features: [digestFeature({ asking: ask, signs }), nudgeFeature],
      signingKey: key,
      timezone: config.timezone,
      onError: (err, requestId) => log.error({ err, requestId }, 'a question could not be answered'),
      onAsked: (outcome) => metrics.questions.inc({ kind: outcome.kind, intent: intentOf(outcome) }),
    })
    const started: Platform[] = []
    for (const platform of platforms) {
      await platform.start(handle)
      started.push(platform)
      keep((leftMs) => stopAll(started.splice(0), Math.max(leftMs() / 2, leftMs() - KEEPING_MS), log))
    }
    if (platforms.length > 0) {
      const outbox = outboxRunner({
        db,
        pool,
        couriers: new Map(platforms.map(({ name, courier }) => [name, courier])),
        log: log.child({ part: 'outbox' }),
        observe: {
          attempted: (platform, outcome) => metrics.outboxAttempts.inc({ platform, outcome }),
          delivered: (platform, seconds) => metrics.outboxSeconds.observe({ platform }, seconds),
        },
      })
      outbox.start()
      keep(within(outbox.stop, 1 / 2))
    }

    const digests: DigestDeps = {
      asking: ask,
      signs,
      onError: (err, subscription) => log.error({ err, subscription }, 'a digest could not be composed'),
      observe: (outcome, count) => metrics.digests.inc({ outcome }, count),
    }
    const tell = { db, platforms, signs, log }
    const jobs = startJobs({ db, spend: database.spend.db, now, digests, tell, nudges }, { log, metrics })
    keep(within(jobs.stop, 1 / 3))

    const server = http({
      routes: {
        '/healthz': (_, response) => respond(response, 200, 'ok'),
        '/readyz': readyz(async () => [
          ...(await pendingMigrations(db as never)).map((name) => `migration ${name} did not run`),
          ...connected.map(({ readiness }) => readiness()).flatMap((now) => (now.ready ? [] : [now.reason])),
        ]),
        '/metrics': async (_, response) => {
          response.setHeader('content-type', metrics.registry.contentType)
          response.end(await metrics.registry.metrics())
        },
        ...Object.fromEntries(connected.map(({ path, route }) => [path, route])),
      },
      onError: (err) => log.error({ err }, 'a request failed'),
    })
    const port = await server.listen(config.port, config.host)
    keep((leftMs) => server.stop(Math.min(leftMs() / 4, HANGING_UP_MS)))
    return { port, ...(stand === undefined ? {} : { embedded: stand }) }

    /** An embedded database that was never used gets something to ask about. */
    async function demoCompany(connection: typeof database.own): Promise<DemoStand> {
      const found = await demoStand(connection)
      if (found.kind !== 'absent') return found
      const today = now()
      const asOf = today.toISOString().slice(0, 10)
      const { loadDemo } = await import('./demo/load.ts')
      await loadDemo({ connection, asOf, now: today, onProgress: (progress) => onDemo?.(progress) })
      onDemo?.(undefined)
      return { kind: 'demo', asOf }
    }
  }

  const ready = begin().catch(async (error: unknown) => {
    await closeAll()
    throw stopping === undefined ? error : new Stopped()
  })
  return {
    ready,
    stop: () => {
      stopping ??= closeAll()
      return stopping
    },
  }
}

/** The start was cut short by a stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** A table that somebody locked must not hold up the stop, or nobody would stop the embedded database. */
const within =
  (close: () => Promise<void>, share = 1) =>
  (leftMs: () => number) =>
    Promise.race([close(), delay(leftMs() * share, undefined, { ref: false })])

const signsOf = (key: string) => ({
  spend: (payload: string) => signToken(key, 'spend', payload),
  digest: (payload: string) => signToken(key, 'digest', payload),
})

/** 200 when nothing is missing; else 503 with what is. */
function readyz(missing: () => Promise<readonly string[]>): Route {
  return async (_, response) => {
    const problems = await Promise.race([
      missing().catch(() => ['the database does not answer']),
      // Whoever probes waits a few seconds and hears nothing after that.
      delay(2000, ['the database does not answer in time'], { ref: false }),
    ])
    respond(response, problems.length === 0 ? 200 : 503, { ready: problems.length === 0, problems })
  }
}

function intentOf(outcome: Outcome): string {
  if (outcome.kind === 'answer') return outcome.answer.question.intent
  return 'question' in outcome ? outcome.question.intent : ''
}

const countedBy =
  (metrics: Metrics) =>
  (platform: PlatformName): Observe => ({
    acknowledged: (seconds) => metrics.ackSeconds.observe({ platform }, seconds),
    answered: (kind, _, seconds) => metrics.answerSeconds.observe({ platform, kind }, seconds),
    duplicate: () => metrics.duplicates.inc({ platform }),
    refused: (status) => metrics.platformErrors.inc({ platform, code: `refused_${status}` }),
    error: (code) => metrics.platformErrors.inc({ platform, code }),
  })
