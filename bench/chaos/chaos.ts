import { setTimeout as delay } from 'node:timers/promises'
import { type Connection, connect } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type ChannelPlatform, type Channels, platformOf } from './channel.ts'
import type { Chat, ChatOptions, Trap } from './chat.ts'
import { digestWork } from './digest-work.ts'
import { msteamsChat } from './msteams-chat.ts'
import { outboxWork } from './outbox-work.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { type Replicas, startReplicas } from './replicas.ts'
import { slackChat } from './slack-chat.ts'
import { type Trouble, troubles } from './trouble.ts'
import { type Verdict, verdict } from './verdict.ts'
import { outboxOf, ranksOf, type Work } from './work.ts'

export interface ChaosOptions extends Channels {
  readonly messages: number
  readonly replicas: number
  readonly kills: number
  /** Of PostgreSQL. */
  readonly restarts: number
  readonly seed: number
  /** Whether Tally may read what stands in the channels. */
  readonly history: boolean
  /** What makes the messages. */
  readonly drive: 'digests' | 'outbox'
  /** Of one attempt, where `outbox` drives; else as long as anybody's. */
  readonly patienceMs?: number
  /** What has not arrived by then is lost. */
  readonly deadlineMs: number
  /** Ends it early; everything is taken away. */
  readonly signal: AbortSignal
  /** `detail`: what the replicas say. */
  readonly say: (line: string, detail?: 'detail') => void
}

export interface ChaosResult extends Verdict {
  readonly kills: number
  readonly restarts: number
  readonly limited: number
  /** The same of each platform by itself. */
  readonly by: readonly (Verdict & { readonly platform: ChannelPlatform; readonly limited: number })[]
  /** Replicas that ended although nobody killed them, with their last words. */
  readonly crashes: readonly string[]
  /** Sends whose answer was lost, as the outbox counted them. */
  readonly unknownAttempts: number
}

/** Real replicas on a real database against a fake chat, with everything that can go wrong going wrong at random moments. */
export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const { say, signal } = options
  const opened: (() => Promise<void>)[] = []
  try {
    const postgres = await startPostgres()
    opened.push(postgres.remove)
    signal.throwIfAborted()
    const connection = connect(postgres.url, { max: 2 })
    opened.push(connection.close)
    await migrate(connection.db as never)
    const traps: Trap[] = []
    const chats: Chat[] = []
    for (const platform of options.platforms) {
      const chat = await CHATS[platform]({ ...options, traps })
      opened.push(chat.close)
      chats.push(chat)
    }
    const work = options.drive === 'digests' ? await digestWork(connection, options) : outboxWork(options)
    const channels = [...new Set(work.channels.values())]
    for (const chat of chats)
      await chat.introduce(
        connection,
        channels.filter((channel) => platformOf(channel) === chat.platform),
      )
    signal.throwIfAborted()
    const since = performance.now()
    const replicas = startReplicas(
      Array.from({ length: options.replicas }, (_, replica) => ({
        script: work.script(replica),
        env: Object.assign({ DATABASE_URL: postgres.url, ...QUIET }, ...chats.map((chat) => chat.env(replica))),
      })),
      (line) => say(line, 'detail'),
      // Started where there is no database it says so and ends.
      (words) =>
        words.includes('does not answer') &&
        performance.now() < (postgres.backSince() ?? Number.POSITIVE_INFINITY) + ENDING_MS,
    )
    opened.push(replicas.end)
    const counts = await endure({ connection, postgres, replicas, chats, traps, work }, options)
    await replicas.end()
    say(`Ended after ${Math.round((performance.now() - since) / 1000)} s.`)
    const { unknownAttempts, byStatus } = await outboxOf(connection, work.prefix)
    say(`In the outbox: ${JSON.stringify(byStatus)}.`)
    const ranks = await ranksOf(connection)
    const by = chats.map((chat) => {
      const own = new Map([...work.channels].filter(([, channel]) => platformOf(channel) === chat.platform))
      const judged = verdict({ ...work, ranks, channels: own }, chat.standing(ranks.keys()))
      return { ...judged, platform: chat.platform, limited: chat.limited() }
    })
    return {
      ...counts,
      sent: sum(by.map(({ sent }) => sent)),
      lost: by.flatMap(({ lost }) => lost),
      duplicates: by.flatMap(({ duplicates }) => duplicates),
      misdelivered: by.flatMap(({ misdelivered }) => misdelivered),
      outOfOrder: by.flatMap(({ outOfOrder }) => outOfOrder),
      by,
      crashes: replicas.crashes,
      limited: sum(by.map(({ limited }) => limited)),
      unknownAttempts,
    }
  } finally {
    for (let close = opened.pop(); close !== undefined; close = opened.pop())
      await close().catch((error: unknown) => say(`Could not clean up: ${error}`))
  }
}

const CHATS: Record<ChannelPlatform, (options: ChatOptions) => Promise<Chat>> = {
  slack: slackChat,
  msteams: msteamsChat,
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

const QUIET = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'production' }

interface Scene {
  readonly connection: Connection
  readonly postgres: Postgres
  readonly replicas: Replicas
  readonly chats: readonly Chat[]
  readonly traps: Trap[]
  readonly work: Work
}

/** All the trouble, until everything arrived and nothing is under way, or the deadline. */
async function endure(
  { connection, postgres, replicas, chats, traps, work }: Scene,
  { say, signal, deadlineMs, messages, ...options }: ChaosOptions,
): Promise<{ readonly kills: number; readonly restarts: number }> {
  const deadline = performance.now() + deadlineMs
  const isOver = () => signal.aborted || performance.now() > deadline
  const restarting: Promise<void>[] = []
  const count = () => sum(chats.map((chat) => chat.count()))
  let kills = 0

  async function strike(trouble: Trouble): Promise<void> {
    if (trouble.kind === 'restart') {
      say(`After ${count()} messages PostgreSQL goes away (${trouble.how}).`)
      // Replicas are killed on while it is away.
      restarting.push(postgres.restart(trouble.how))
      return
    }
    const { moment, which, delayMs } = trouble
    let replica = moment === 'any' ? await delay(delayMs, which) : await sender(traps, moment, which)
    while (!replicas.kill(replica) && !isOver()) {
      replica = (replica + 1) % options.replicas
      await delay(POLL_MS)
    }
    kills++
    say(`After ${count()} messages replica ${replica} was killed (${moment === 'any' ? 'at any time' : moment}).`)
  }

  for (const trouble of troubles({ ...options, messages })) {
    while (count() < trouble.after && !isOver()) await delay(POLL_MS)
    if (isOver()) break
    await strike(trouble)
  }
  await Promise.all(restarting)
  while (!isOver() && !(await isDone(connection, work, messages))) await delay(10 * POLL_MS)
  signal.throwIfAborted()
  if (isOver()) say('The deadline is over.')
  return { kills, restarts: restarting.length }
}

const POLL_MS = 20
/** What a process takes to end, on a busy machine. */
const ENDING_MS = 10_000
// Whoever would send may wait for something; then anybody will do.
const CATCH_MS = 5000

/** Who sends next, told while the message is under way. */
const sender = (traps: Trap[], moment: Trap['moment'], otherwise: number): Promise<number> =>
  Promise.race([
    new Promise<number>((caught) => traps.push({ moment, caught })),
    delay(CATCH_MS, otherwise, { ref: false }),
  ])

/** Every message was decided on and none is to be sent any more. A database that is away says nothing. */
async function isDone(connection: Connection, { prefix }: Work, messages: number): Promise<boolean> {
  const outbox = await outboxOf(connection, prefix).catch(() => undefined)
  return outbox !== undefined && outbox.open === 0 && outbox.rows >= messages
}
