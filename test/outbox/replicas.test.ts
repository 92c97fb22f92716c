import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { connect } from '../../src/db/connect.ts'
import { enqueue } from '../../src/outbox/enqueue.ts'
import type { Attempt, Courier, Destination } from '../../src/platform.ts'
import { message } from './chat.ts'
import { outbox, SECOND } from './outbox.ts'

const box = await outbox()
const { db } = box

/** A chat over HTTP that refuses, breaks and cuts at random, before it does what was asked or after. */
async function wildChat(seed: number) {
  const posted: { readonly key: string; readonly channel: string }[] = []
  let state = seed
  const chance = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://chat')
    const [key = '', channel = ''] = [url.searchParams.get('key') ?? '', url.searchParams.get('channel') ?? '']
    if (url.pathname === '/find') {
      const id = posted.findIndex((one) => one.key === key && one.channel === channel)
      return response.end(JSON.stringify({ id }))
    }
    const luck = chance()
    if (luck < 0.1) return response.writeHead(429, { 'retry-after': '2' }).end()
    if (luck < 0.15) return response.writeHead(503).end()
    if (luck < 0.25) return request.socket.destroy()
    const id = posted.push({ key, channel }) - 1
    if (luck < 0.35) return request.socket.destroy()
    if (luck < 0.4) return response.writeHead(500).end()
    return response.end(JSON.stringify({ id }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  afterAll(() => new Promise((closed) => server.close(closed)))
  return { posted, chance, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const channelOf = (to: Destination) => (to.kind === 'conversation' ? to.where.conversationId : to.who.userId)
const at = (channel: string, id: number) => ({
  where: { platform: 'slack', workspaceId: 'W', conversationId: channel, direct: false } as const,
  messageId: String(id),
})

function httpCourier(url: string): Courier {
  const ask = (path: string, to: Destination, key: string) =>
    fetch(`${url}/${path}?key=${encodeURIComponent(key)}&channel=${channelOf(to)}`)
  return {
    pace: { conversationMs: 1_050, workspaceMs: 0 },
    patienceMs: 20_000,
    post: async (to, _, key): Promise<Attempt> => {
      const response = await ask('post', to, key).catch(() => undefined)
      if (response?.status === 429) return { kind: 'limited', retryAfterMs: 2_000, scope: 'conversation' }
      if (response?.status === 503) return { kind: 'not_now', reason: 'http_503' }
      if (response?.status !== 200) return { kind: 'unknown', reason: 'no answer' }
      const { id } = (await response.json()) as { id: number }
      return { kind: 'sent', message: at(channelOf(to), id) }
    },
    update: async () => ({ kind: 'refused', reason: 'not in this chat' }),
    find: async (to, key) => {
      const { id } = (await (await ask('find', to, key)).json()) as { id: number }
      return id < 0 ? { kind: 'absent' } : { kind: 'there', message: at(channelOf(to), id) }
    },
  }
}

it('loses and repeats nothing over a bad line, with four replicas of which one after the other is killed', async () => {
  const channels = Array.from({ length: 12 }, (_, n) => `C${n}`)
  const keys = channels.flatMap((channel) => Array.from({ length: 8 }, (_, n) => ({ key: `${channel}-${n}`, channel })))
  await enqueue(
    db,
    keys.map(({ key, channel }) => message(key, channel)),
  )
  const { posted, url, chance } = await wildChat(7)
  const courier = httpCourier(url)
  const connections = Array.from({ length: 4 }, () => connect(box.url, { max: 2 }))
  let killed = 0
  let open = keys.length
  const orphans = new Set<string>()
  for (let tick = 0; tick < 200 && open > 0; tick++, box.pass(4 * SECOND)) {
    const doomed = tick < 30 && chance() < 0.5 ? tick % 4 : undefined
    if (doomed !== undefined) killed++
    const runs = connections.map(({ db, pool }, n) => {
      // It did what it did, and is never heard of again.
      const silent: Courier = {
        ...courier,
        post: async (...args) => {
          await courier.post(...args)
          orphans.add(args[2])
          return new Promise(() => undefined)
        },
      }
      const watched: Courier = {
        ...courier,
        find: (...args) => {
          orphans.delete(args[1])
          return courier.find(...args)
        },
      }
      const running = box.runner(n === doomed ? silent : watched, { db, pool }).runOnce()
      return n === doomed ? void running.catch(() => undefined) : running
    })
    await Promise.all(runs)
    // Whoever was doomed has got as far as it gets.
    for (let left = true; left; ) {
      const { rows } = await sql<{ key: string }>`
        select message_key as key from tally.outbox where status = 'sending'`.execute(db)
      left = rows.some(({ key }) => !orphans.has(key))
    }
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from tally.outbox where status <> 'sent'`.execute(db)
    open = rows[0]?.n ?? 0
  }
  await Promise.all(connections.map((connection) => connection.close()))
  expect(killed).toBeGreaterThan(8)
  for (const channel of channels)
    expect(posted.filter((one) => one.channel === channel)).toEqual(keys.filter((one) => one.channel === channel))
  expect(posted).toHaveLength(keys.length)
})
