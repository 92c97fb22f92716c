import { random } from '../../src/demo/random.ts'
import { mark } from '../../src/msteams/mark.ts'
import { msteamsKept } from '../../src/msteams-kept.ts'
import type { FakeFailure } from '../../test/fake-http.ts'
import { BOT, cardsIn, fakeMsteams, TENANT } from '../../test/fake-msteams.ts'
import type { Json } from '../../test/fake-tenant.ts'
import type { Chat, ChatOptions } from './chat.ts'
import { answeredAfter, failure } from './failure.ts'
import { faults } from './faults.ts'

const TEAM = { id: '19:chaos@thread.tacv2', groupId: '33333333-4444-5555-6666-777777777777', name: 'Chaos' }

/** Microsoft's bot service and Graph, with the pace that a conversation bears for an hour: 1,800 messages. */
export async function msteamsChat({ seed, history, traps }: ChatOptions): Promise<Chat> {
  const fault = faults(seed)
  const latency = random(seed, 'latency of Teams')
  const busy = random(seed, 'how Teams is busy')
  let limited = 0

  const fake = await fakeMsteams({
    perConversationMs: 2000,
    onAnswer: (status) => {
      if (status === 429 || status === 412) limited++
    },
    faults: (method, args) => {
      const posts = method === 'send'
      const next = posts ? traps.shift() : undefined
      if (next !== undefined) {
        next.caught(replicaOf(fake.calls.at(-1)?.authorization))
        return { kind: 'cut', effect: next.moment === 'after effect' }
      }
      const about = posts ? (markOf(args.activity as Json) ?? '') : `${method} ${args.channelId ?? ''}`
      return failure(fault({ posts, about }), () => tooMany(busy())) ?? answeredAfter(10 + latency() * 80)
    },
  })
  fake.graph = history ? 'open' : 'forbidden'

  return {
    platform: 'msteams',
    env: (replica) => ({
      TALLY_MSTEAMS_LOCAL: 'on',
      MICROSOFT_GRAPH_URL: fake.graphUrl,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(introducing(replica))}`,
    }),
    introduce: async ({ db }, channels) => {
      fake.teams.set(TEAM.id, { ...TEAM, channels })
      const reference = { tenantId: TENANT, kind: 'channel', serviceUrl: fake.serviceUrl, botId: BOT } as const
      const kept = msteamsKept(db)
      for (const conversationId of channels)
        await kept.remember({ ...reference, conversationId, teamId: TEAM.id, groupId: TEAM.groupId }, new Date())
    },
    standing: (keys) => {
      const marked = new Map([...keys].map((key) => [mark(key), key]))
      return fake.posts.flatMap(({ conversationId, activity }) => {
        const found = markOf(activity)
        return found === undefined ? [] : [{ key: marked.get(found) ?? found, channel: conversationId }]
      })
    },
    count: () => fake.posts.length,
    limited: () => limited,
    close: fake.close,
  }
}

/** Teams says how long in one of three cases. */
function tooMany(draw: number): FakeFailure {
  if (draw < 1 / 3) return { kind: 'status', status: 429, headers: { 'retry-after': '2' } }
  return { kind: 'status', status: draw < 2 / 3 ? 429 : 412 }
}

/**
 * Where nobody is authenticated, requests say nothing of who sends them: so each replica is started with a `fetch` that adds it.
 * Tally itself is as it is.
 */
const introducing = (replica: number) => `
  const { fetch } = globalThis
  globalThis.fetch = (to, init = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('authorization')) headers.set('authorization', 'Bearer replica-${replica}')
    return to instanceof Request ? fetch(to, init) : fetch(to, { ...init, headers })
  }`

const replicaOf = (authorization: string | undefined) => Number(/replica-(\d+)/.exec(authorization ?? '')?.[1])

function markOf(activity: Json): string | undefined {
  const [first] = cardsIn(activity).flatMap(({ body }) => body as readonly { readonly id?: unknown }[])
  return typeof first?.id === 'string' ? first.id : undefined
}
