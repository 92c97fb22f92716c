// A replica of nothing but the outbox: fills it side by side with the others, and sends what is in it.
import { setTimeout as delay } from 'node:timers/promises'
import { plain } from '../../src/cards/card.ts'
import { connect } from '../../src/db/connect.ts'
import { createLog } from '../../src/log.ts'
import { enqueue } from '../../src/outbox/enqueue.ts'
import type { Message } from '../../src/outbox/message.ts'
import { outboxRunner } from '../../src/outbox/runner.ts'
import { slack } from '../../src/slack/slack.ts'
import { WORKSPACE } from '../../test/fake-slack.ts'
import { channelOf } from './work.ts'

const { DATABASE_URL = '', SLACK_BOT_TOKEN = '', SLACK_API_URL = '', LOG_LEVEL = 'warn' } = process.env
const [messages = 0, channels = 1, first = 0, pauseMs = 0] = process.argv.slice(2).map(Number)
const BATCH = 5

const log = createLog({ level: LOG_LEVEL, readable: false })
const { db, pool } = connect(DATABASE_URL, { onError: (err) => log.info({ err }, 'lost a database connection') })
const { courier } = slack({
  botToken: SLACK_BOT_TOKEN,
  signingSecret: 'never asked here',
  apiUrl: SLACK_API_URL,
  claim: async () => true,
  now: () => new Date(),
  log,
})
outboxRunner({ db, pool, couriers: new Map([['slack', courier]]), log }).start()

const message = (n: number): Message => ({
  key: `chaos:${n}`,
  to: {
    kind: 'conversation',
    where: { platform: 'slack', workspaceId: WORKSPACE, conversationId: channelOf(n, channels), direct: false },
  },
  card: { blocks: [{ kind: 'text', text: [plain(`Message ${n}`)] }] },
})

// Every replica enqueues everything, each from somewhere else, and again after each kill: a key is a message only once.
for (let done = 0; done < messages; ) {
  const batch = Array.from({ length: Math.min(BATCH, messages - done) }, (_, i) =>
    message((first + done + i) % messages),
  )
  try {
    await db.transaction().execute((trx) => enqueue(trx, batch))
    done += batch.length
  } catch (err) {
    log.info({ err }, 'could not enqueue; tries again')
  }
  await delay(pauseMs)
}
// Stays to send, but not longer than whoever started it.
const parent = process.ppid
setInterval(() => process.ppid !== parent && process.exit(1), 500)
