// A replica of nothing but the outbox: fills it side by side with the others, and sends what is in it.
import { setTimeout as delay } from 'node:timers/promises'
import { plain } from '../../src/cards/card.ts'
import { connect } from '../../src/db/connect.ts'
import { createLog } from '../../src/log.ts'
import { msteams } from '../../src/msteams/msteams.ts'
import { msteamsKept } from '../../src/msteams-kept.ts'
import { enqueue } from '../../src/outbox/enqueue.ts'
import type { Message } from '../../src/outbox/message.ts'
import { outboxRunner } from '../../src/outbox/runner.ts'
import type { Courier } from '../../src/platform.ts'
import { slack } from '../../src/slack/slack.ts'
import { type ChannelPlatform, channelOf, platformOf, workspaceOf } from './channel.ts'

const { DATABASE_URL = '', SLACK_BOT_TOKEN = '', SLACK_API_URL = '', LOG_LEVEL = 'warn' } = process.env
const { MICROSOFT_GRAPH_URL = '' } = process.env
const [messages = 0, channels = 1, replicas = 1, replica = 0, patienceMs = 0] = process.argv.slice(2, 7).map(Number)
const platforms = (process.argv[7] ?? 'slack').split(',') as ChannelPlatform[]
const BATCH = 5
// Messages still come while others are sent.
const PAUSE_MS = 200

const log = createLog({ level: LOG_LEVEL, readable: false })
const { db, pool } = connect(DATABASE_URL, { onError: (err) => log.info({ err }, 'lost a database connection') })
const shared = {
  claim: async () => true,
  now: () => new Date(),
  log,
  ...(patienceMs === 0 ? {} : { timeoutMs: patienceMs / 3 }),
}
const COURIERS: Record<ChannelPlatform, () => Courier> = {
  slack: () =>
    slack({ ...shared, botToken: SLACK_BOT_TOKEN, signingSecret: 'never asked here', apiUrl: SLACK_API_URL }).courier,
  msteams: () => msteams({ ...shared, kept: msteamsKept(db), graphUrl: MICROSOFT_GRAPH_URL }).courier,
}
const couriers = platforms.map((platform) => {
  const courier = COURIERS[platform]()
  return [platform, patienceMs === 0 ? courier : { ...courier, patienceMs }] as const
})
outboxRunner({ db, pool, couriers: new Map(couriers), log }).start()

function message(n: number): Message {
  const conversationId = channelOf(n, { channels, platforms })
  const where = {
    platform: platformOf(conversationId),
    workspaceId: workspaceOf(conversationId),
    conversationId,
    direct: false,
  }
  return {
    key: `chaos:${n}`,
    to: { kind: 'conversation', where },
    card: { blocks: [{ kind: 'text', text: [plain(`Message ${n}`)] }] },
  }
}

// The channels of one replica are its own, for side by side there is no order. After each kill it enqueues all of them again: a key
// is a message only once.
const own = Array.from({ length: messages }, (_, n) => n).filter((n) => (n % channels) % replicas === replica)
for (let done = 0; done < own.length; ) {
  const batch = own.slice(done, done + BATCH).map(message)
  try {
    await db.transaction().execute((trx) => enqueue(trx, batch))
    done += batch.length
  } catch (err) {
    log.info({ err }, 'could not enqueue; tries again')
  }
  await delay(PAUSE_MS)
}
// Stays to send, but not longer than whoever started it.
const parent = process.ppid
setInterval(() => process.ppid !== parent && process.exit(1), 500)
