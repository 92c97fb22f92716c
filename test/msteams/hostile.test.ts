import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { microsofts } from '../../src/msteams/hosts.ts'
import { localFault, readActivity } from '../../src/msteams/inbound-check.ts'
import { type FakeMsteams, fakeMsteams, type Json } from '../fake-msteams.ts'
import { type Gate, gate, MESSAGE } from './gate.ts'

const MB = 1024 * 1024

let fake: FakeMsteams
let open: Gate
const heard: unknown[] = []
const hear = async (activity: unknown) => void heard.push(activity)
beforeAll(async () => {
  fake = await fakeMsteams()
  open = await gate(fake, hear)
})
afterAll(async () => {
  await open.close()
  await fake.close()
})

interface Hostile {
  readonly body?: string | Buffer
  readonly headers?: Record<string, string>
  readonly method?: string
  /** Sends so much and then nothing. */
  readonly stops?: 'open' | 'cut'
}

/** The status and body of the answer, or what became of the connection; the token is a true one. */
function send(
  { body = '', headers = {}, method = 'POST', stops }: Hostile,
  url = open.url,
): Promise<readonly [number | string, string]> {
  const authorization = `Bearer ${fake.token(MESSAGE)}`
  return new Promise((done) => {
    const sent = request(url, {
      method,
      headers: { 'content-type': 'application/json', authorization, ...headers },
    })
    sent.on('error', (error: NodeJS.ErrnoException) => done([error.code ?? '', '']))
    sent.on('response', (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => done([response.statusCode ?? 0, text]))
      response.on('error', () => done(['half an answer', text]))
    })
    if (stops === undefined) return void sent.end(body)
    sent.write(body)
    if (stops === 'cut') sent.on('socket', (socket) => socket.once('connect', () => socket.destroy()))
  })
}

const valid = () => JSON.stringify({ ...MESSAGE, serviceUrl: fake.serviceUrl })

const ROWS: Readonly<Record<string, () => readonly [Hostile, number | string]>> = {
  'a good one': () => [{ body: valid() }, 200],
  'a GET': () => [{ method: 'GET' }, 405],
  'a PUT': () => [{ method: 'PUT', body: valid() }, 405],
  'no type': () => [{ body: valid(), headers: { 'content-type': '' } }, 415],
  'a form': () => [{ body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  'text, as a page may send without asking': () => [{ body: valid(), headers: { 'content-type': 'text/plain' } }, 415],
  'almost JSON by its type': () => [{ body: valid(), headers: { 'content-type': 'application/jsonp' } }, 415],
  'gzip, with a bomb inside': () => [
    { body: gzipSync(Buffer.alloc(20 * MB)), headers: { 'content-encoding': 'gzip' } },
    415,
  ],
  empty: () => [{}, 400],
  'not JSON': () => [{ body: '<html>' }, 400],
  'half of it': () => [{ body: valid().slice(0, -10) }, 400],
  'a list': () => [{ body: `[${valid()}]` }, 400],
  null: () => [{ body: 'null' }, 400],
  'bytes of no text': () => [{ body: Buffer.from([0xff, 0xfe, 0x00, 0x7b]) }, 400],
  'deep lists': () => [{ body: '['.repeat(500_000) }, 400],
  'deep objects': () => [{ body: valid().replace('{', `{"deep":${'{"a":'.repeat(64)}1${'}'.repeat(64)},`) }, 400],
  'nothing but quotes': () => [{ body: '\\"'.repeat(500_000) }, 400],
  'no type of activity': () => [{ body: JSON.stringify({ ...JSON.parse(valid()), type: undefined }) }, 400],
  'a type that is no text': () => [{ body: JSON.stringify({ ...JSON.parse(valid()), type: { a: 1 } }) }, 400],
  'no id': () => [{ body: JSON.stringify({ ...JSON.parse(valid()), id: '' }) }, 400],
  'more than it says it may be': () => [
    { body: '', headers: { 'content-length': String(2 * MB) }, stops: 'open' },
    413,
  ],
  'more than it may be, in pieces': () => [
    { body: Buffer.alloc(MB + 1, ' '), headers: { 'transfer-encoding': 'chunked' }, stops: 'open' },
    413,
  ],
}

it.each(Object.keys(ROWS))('answers a body with its status alone: %s', async (name) => {
  const [hostile, status] = ROWS[name]?.() ?? expect.unreachable()
  const before = heard.length
  expect(await send(hostile)).toEqual([status, ''])
  expect(heard.length - before).toBe(status === 200 ? 1 : 0)
})

it('waits for no body longer than for anything else', async () => {
  const hasty = await gate(fake, hear, { timeoutMs: 200 })
  expect(await send({ body: valid().slice(0, 20), stops: 'open' }, hasty.url)).toEqual([408, ''])
  await hasty.close()
})

it('reads no body of whoever has no token', async () => {
  const headers = { authorization: '', 'content-length': '1000' }
  expect(await send({ body: '', headers, stops: 'open' })).toEqual([401, ''])
})

it('hangs up on a body that it did not read, and on no other', async () => {
  const post = (headers: Record<string, string>) => fetch(open.url, { method: 'POST', headers, body: ' '.repeat(MB) })
  expect((await post({ 'content-type': 'application/json' })).headers.get('connection')).toBe('close')
  const authorization = `Bearer ${fake.token(MESSAGE)}`
  const read = await post({ 'content-type': 'application/json', authorization })
  expect([read.status, read.headers.get('connection')]).toEqual([400, 'keep-alive'])
})

it.each([
  ['127.0.0.1', undefined],
  ['127.8.8.8', undefined],
  ['::1', undefined],
  ['::ffff:127.0.0.1', undefined],
  ['10.0.0.1', 403],
  ['::ffff:10.0.0.1', 403],
  ['1127.0.0.1', 403],
  [undefined, 403],
])('hears %s in local development: %s', (address, status) => {
  expect(localFault({ method: 'POST', headers: { host: 'localhost:3000' } }, address)?.status).toBe(status)
})

it('lives on after whoever leaves in the middle', async () => {
  await send({ body: valid().slice(0, 20), stops: 'cut' })
  expect(await send({ body: valid() })).toEqual([200, ''])
})

it('never fails, whatever a signed activity says', async () => {
  const odd = fc.dictionary(
    fc.constantFrom('type', 'id', 'channelId', 'serviceUrl', 'conversation', 'channelData', 'from', '__proto__', 'x'),
    fc.oneof(fc.jsonValue(), fc.constantFrom('message', 'invoke', 'msteams', { tenant: null }, { tenantId: [] })),
  )
  await fc.assert(
    fc.asyncProperty(odd, async (changes) => {
      const body = JSON.stringify({ ...JSON.parse(valid()), ...changes })
      const [status, text] = await send({ body })
      expect([200, 400, 401, 501]).toContain(status)
      expect(text).toBe('')
    }),
    { numRuns: 150 },
  )
})

it('reads every object that is not too deep, and never throws', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 }))
  fc.assert(fc.property(objects, (value) => void expect(readActivity(JSON.stringify(value))).toEqual(plain(value))))
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\\\', ':', ',', '1', 'a') }),
      (text) => void readActivity(text),
    ),
  )
})

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value))

it.each([
  ['https://smba.trafficmanager.net/amer/', true],
  ['https://SMBA.trafficmanager.net/teams', true],
  ['https://smba.infra.gcc.teams.microsoft.com/teams', true],
  ['https://smba.infra.gov.teams.microsoft.us/teams', true],
  ['https://europe.webchat.botframework.com/', true],
  ['http://smba.trafficmanager.net/amer/', false],
  ['https://smba.trafficmanager.net:8443/', false],
  ['https://smba.trafficmanager.net./', false],
  ['https://evil.trafficmanager.net/', false],
  ['https://xsmba.trafficmanager.net/', false],
  ['https://smba.trafficmanager.net.evil.com/', false],
  ['https://smba.trafficmanager.net@evil.com/', false],
  ['https://evil.com\\\\@smba.trafficmanager.net/', false],
  ['https://evil.com#.smba.trafficmanager.net/', false],
  ['https://user@smba.trafficmanager.net/', false],
  ['https://smba.infra.evil.com/', false],
  ['https://smba.infra.teams.microsoft.com.evil.com/', false],
  ['https://evilbotframework.com/', false],
  ['//smba.trafficmanager.net/', false],
  ['', false],
])('takes %s for Microsoft’s: %s', (url, isTheirs) => {
  expect(microsofts()(url)).toBe(isTheirs)
})
