import { setTimeout as delay } from 'node:timers/promises'
import { random } from '../../src/demo/random.ts'
import { type FakeFailure, fakeSlack, SIGNING_SECRET } from '../../test/fake-slack.ts'
import type { Chat } from './chat.ts'
import { type Fault, faults } from './faults.ts'
import type { Moment } from './trouble.ts'

export interface SlackChatOptions {
  readonly seed: number
  readonly history: boolean
}

/** Slack's API with its pace of one message a second and channel. What stands there is the truth of the run. */
export async function slackChat({ seed, history }: SlackChatOptions): Promise<Chat> {
  const fault = faults(seed)
  const latency = random(seed, 'latency')
  const waiting: { readonly moment: Moment; readonly caught: (replica: number) => void }[] = []
  let limited = 0

  const fake = await fakeSlack({
    perChannelMs: 1000,
    onAnswer: (status) => {
      if (status === 429) limited++
    },
    faults: (method, args) => {
      const posts = method === 'chat.postMessage'
      const next = posts ? waiting.shift() : undefined
      if (next !== undefined) {
        next.caught(replicaOf(fake.calls.at(-1)?.authorization))
        return { kind: 'cut', effect: next.moment === 'after effect' }
      }
      const about = posts ? (keyOf(args.metadata) ?? '') : `${method} ${args.channel ?? ''}`
      return failure(fault({ posts, about })) ?? answeredAfter(10 + latency() * 80)
    },
  })
  if (history) fake.scopes = `${fake.scopes},channels:history,groups:history`
  const marked = () =>
    fake.messages.flatMap(({ channel, metadata }) => {
      const key = keyOf(metadata)
      return key === undefined ? [] : [{ key, channel }]
    })
  return {
    env: (replica) => ({
      // Tells the replicas apart; the workspace is one.
      SLACK_BOT_TOKEN: `xoxb-${replica}`,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: fake.url,
    }),
    standing: marked,
    count: () => fake.messages.length,
    limited: () => limited,
    catch: (moment, caught) => void waiting.push({ moment, caught }),
    close: fake.close,
  }
}

/** On the way there or on the way back. */
const answeredAfter = (ms: number): FakeFailure => ({ kind: 'late', until: pause(ms), effect: ms % 1 < 0.5 })

function failure(fault: Fault): FakeFailure | undefined {
  switch (fault) {
    case 'none':
      return undefined
    case 'limited':
      return { kind: 'status', status: 429, headers: { 'retry-after': '2' } }
    case 'error before':
      return { kind: 'status', status: 503 }
    case 'error after':
      return { kind: 'status', status: 502, effect: true }
    case 'cut before':
      return { kind: 'cut', effect: false }
    case 'cut after':
      return { kind: 'cut', effect: true }
    case 'silence after':
      return { kind: 'late', until: pause(SILENCE_MS), effect: true }
  }
}

// Longer than any client waits for an answer.
const SILENCE_MS = 30_000

const pause = (ms: number) => delay(ms, undefined, { ref: false })

const replicaOf = (authorization: string | undefined) => Number(/xoxb-(\d+)/.exec(authorization ?? '')?.[1])

function keyOf(metadata: unknown): string | undefined {
  if (typeof metadata !== 'object' || metadata === null) return undefined
  const { event_payload } = metadata as { event_payload?: { k?: unknown } }
  return typeof event_payload?.k === 'string' ? event_payload.k : undefined
}
