import { random } from '../../src/demo/random.ts'
import { fakeSlack, SIGNING_SECRET } from '../../test/fake-slack.ts'
import type { Chat, ChatOptions } from './chat.ts'
import { answeredAfter, failure } from './failure.ts'
import { faults } from './faults.ts'

/** Slack's API with its pace of one message a second and channel. What stands there is the truth of the run. */
export async function slackChat({ seed, history, traps }: ChatOptions): Promise<Chat> {
  const fault = faults(seed)
  const latency = random(seed, 'latency')
  let limited = 0

  const fake = await fakeSlack({
    perChannelMs: 1000,
    onAnswer: (status) => {
      if (status === 429) limited++
    },
    faults: (method, args) => {
      const posts = method === 'chat.postMessage'
      const next = posts ? traps.shift() : undefined
      if (next !== undefined) {
        next.caught(replicaOf(fake.calls.at(-1)?.authorization))
        return { kind: 'cut', effect: next.moment === 'after effect' }
      }
      const about = posts ? (keyOf(args.metadata) ?? '') : `${method} ${args.channel ?? ''}`
      return failure(fault({ posts, about }), tooMany) ?? answeredAfter(10 + latency() * 80)
    },
  })
  if (history) fake.scopes = `${fake.scopes},channels:history,groups:history`
  const marked = () =>
    fake.messages.flatMap(({ channel, metadata }) => {
      const key = keyOf(metadata)
      return key === undefined ? [] : [{ key, channel }]
    })
  return {
    platform: 'slack',
    env: (replica) => ({
      // Tells the replicas apart; the workspace is one.
      SLACK_BOT_TOKEN: `xoxb-${replica}`,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: fake.url,
    }),
    introduce: async () => {},
    standing: marked,
    count: () => fake.messages.length,
    limited: () => limited,
    close: fake.close,
  }
}

const tooMany = () => ({ kind: 'status', status: 429, headers: { 'retry-after': '2' } }) as const

const replicaOf = (authorization: string | undefined) => Number(/xoxb-(\d+)/.exec(authorization ?? '')?.[1])

function keyOf(metadata: unknown): string | undefined {
  if (typeof metadata !== 'object' || metadata === null) return undefined
  const { event_payload } = metadata as { event_payload?: { k?: unknown } }
  return typeof event_payload?.k === 'string' ? event_payload.k : undefined
}
