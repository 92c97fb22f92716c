import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { readBearer } from '../../src/msteams/bearer.ts'
import { fakeHttp } from '../fake-http.ts'
import { APP, delivered, type FakeMsteams, fakeMsteams, type Json, personalOf, TENANT } from '../fake-msteams.ts'
import { type Gate, gate, MESSAGE } from './gate.ts'
import { serviceClaims, signer } from './jwks.ts'

const MINUTE = 60

const ours = signer()
const stranger = signer()
const otherChannel = signer({ kid: 'of-webchat', endorsements: ['webchat', 'directline'] })
const noChannel = signer({ kid: 'of-nobody' })
const KEYS = [ours.jwk, otherChannel.jwk, { ...noChannel.jwk, endorsements: undefined }]

let fake: FakeMsteams
let jwks: Awaited<ReturnType<typeof fakeHttp>>
let open: Gate
const printed = vi.spyOn(console, 'error')

beforeAll(async () => {
  fake = await fakeMsteams()
  jwks = await fakeHttp(
    ({ url }) => ({
      method: String(url),
      args: {},
      refused: (error) => ({ status: 500, body: error }),
      work: () => ({ status: 200, body: url === '/keys' ? { keys: KEYS } : { jwks_uri: `${jwks.origin}/keys` } }),
    }),
    {},
  )
  open = await answering(`${jwks.origin}/openid`)
})
afterAll(async () => {
  await open.close()
  await jwks.close()
  await fake.close()
})

/** A gateway that says one thing for everything that it hears. */
async function answering(openIdUrl: string, timeoutMs = 10_000): Promise<Gate> {
  const answering = await gate(
    { trust: { ...fake.trust, openIdUrl } },
    async (activity) => {
      const to = { serviceUrl: String(activity.serviceUrl), conversationId: personalOf('29:u1') }
      const answer = await answering.gateway.send(to, { type: 'message', text: 'heard' })
      expect(answer.kind).toBe('ok')
      return undefined
    },
    { timeoutMs },
  )
  return answering
}

interface Case {
  readonly activity?: Json
  /** undefined: no header at all. */
  readonly authorization: string | undefined
  readonly status: number
}

const bearer = (claims: object = {}, header: object = {}, by = ours) =>
  `Bearer ${by.sign({ ...serviceClaims(APP, fake.serviceUrl), ...claims }, header)}`
const now = () => Math.floor(Date.now() / 1000)

/** Signed with the public key as a shared secret, which a careless check takes for the key's own signature. */
function confused(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'HS256', typ: 'JWT', kid: ours.kid })}.${part(serviceClaims(APP, fake.serviceUrl))}`
  const key = createPublicKey({ key: ours.jwk as JsonWebKey, format: 'jwk' })
  const pem = key.export({ type: 'pkcs1', format: 'pem' })
  return `Bearer ${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`
}

const unsigned = (alg: string) => {
  const [, claims = ''] = bearer().split('.')
  const head = Buffer.from(JSON.stringify({ alg, typ: 'JWT', kid: ours.kid })).toString('base64url')
  return `Bearer ${head}.${claims}.`
}

const CASES: Readonly<Record<string, () => Case>> = {
  valid: () => ({ authorization: bearer(), status: 200 }),
  'expired 2 minutes ago': () => ({ authorization: bearer({ exp: now() - 2 * MINUTE }), status: 200 }),

  none: () => ({ authorization: undefined, status: 401 }),
  junk: () => ({ authorization: 'Bearer junk', status: 401 }),
  'junk in three parts': () => ({ authorization: 'Bearer e30.e30.e30', status: 401 }),
  Basic: () => ({ authorization: `Basic ${Buffer.from('user:password').toString('base64')}`, status: 401 }),
  'alg none': () => ({ authorization: unsigned('none'), status: 401 }),
  'alg none, signed': () => ({ authorization: bearer({}, { alg: 'none' }), status: 401 }),
  'RS256 without a signature': () => ({ authorization: unsigned('RS256'), status: 401 }),
  'HS256 confusion': () => ({ authorization: confused(), status: 401 }),
  'wrong signature': () => ({ authorization: bearer({}, {}, stranger), status: 401 }),
  'unknown kid': () => ({ authorization: bearer({}, { kid: 'unknown' }, stranger), status: 401 }),
  'no kid': () => ({ authorization: bearer({}, { kid: undefined }), status: 401 }),
  'wrong issuer': () => ({ authorization: bearer({ iss: 'https://example.com' }), status: 401 }),
  "the Emulator's issuer": () => ({
    authorization: bearer({ iss: `https://sts.windows.net/${TENANT}/`, ver: '1.0', appid: APP }),
    status: 401,
  }),
  "another bot's (skill)": () => ({
    authorization: bearer({ ver: '2.0', aud: APP, azp: '99999999-2222-3333-4444-555555555555' }),
    status: 401,
  }),
  'wrong audience': () => ({ authorization: bearer({ aud: '99999999-2222-3333-4444-555555555555' }), status: 401 }),
  'no audience': () => ({ authorization: bearer({ aud: undefined }), status: 401 }),
  'expired 6 minutes ago': () => ({ authorization: bearer({ exp: now() - 6 * MINUTE }), status: 401 }),
  'valid in 6 minutes': () => ({ authorization: bearer({ nbf: now() + 6 * MINUTE }), status: 401 }),
  'missing endorsement: a key of other channels': () => ({
    authorization: bearer({}, {}, otherChannel),
    status: 401,
  }),
  'missing endorsement: a key of no channel': () => ({ authorization: bearer({}, {}, noChannel), status: 401 }),

  'wrong tenant': () => ({ authorization: bearer(), activity: ofTenant('other', 'other'), status: 401 }),
  'two tenants': () => ({ authorization: bearer(), activity: ofTenant(TENANT, 'other'), status: 401 }),
  'no tenant': () => ({ authorization: bearer(), activity: ofTenant(undefined, undefined), status: 401 }),
  'forged serviceUrl': () => ({
    authorization: bearer(),
    activity: { serviceUrl: fake.serviceUrl.replace('/amer/', '/emea/') },
    status: 401,
  }),
  'no serviceUrl in the token': () => ({ authorization: bearer({ serviceurl: undefined }), status: 401 }),
  'empty serviceUrl': () => ({ authorization: bearer(), activity: { serviceUrl: '' }, status: 401 }),
  'empty serviceUrl in both': () => ({
    authorization: bearer({ serviceurl: '' }),
    activity: { serviceUrl: '' },
    status: 401,
  }),
  'no serviceUrl': () => ({ authorization: bearer(), activity: { serviceUrl: undefined }, status: 401 }),
  'serviceUrl off the allowlist': () => {
    const serviceUrl = 'https://smba.trafficmanager.net.example.com/amer/'
    return { authorization: bearer({ serviceurl: serviceUrl }), activity: { serviceUrl }, status: 401 }
  },
  'no channelId': () => ({ authorization: bearer(), activity: { channelId: undefined }, status: 401 }),
  'another channelId': () => ({ authorization: bearer(), activity: { channelId: 'webchat' }, status: 401 }),
}

const ofTenant = (told: string | undefined, also: string | undefined): Json => ({
  channelData: { tenant: { id: told } },
  conversation: { ...MESSAGE.conversation, tenantId: also },
})

const table: [string, number, number][] = []
afterAll(() => {
  const width = Math.max(...table.map(([name]) => name.length))
  const lines = table.map(([name, status, sent]) => `${name.padEnd(width)}  ${status}  ${sent}`)
  console.log([`${'token'.padEnd(width)}  status  sent`, ...lines].join('\n'))
})

it.each(Object.keys(CASES))('%s', async (name) => {
  const { authorization, activity, status } = CASES[name]?.() ?? expect.unreachable()
  const before = fake.calls.length
  const response = await fetch(open.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    body: JSON.stringify({ ...MESSAGE, serviceUrl: fake.serviceUrl, ...activity }),
  })
  if (status === 200) await fake.called('send', before + 1)
  const sent = fake.calls.length - before
  table.push([name, response.status, sent])
  expect([response.status, await response.text(), sent]).toEqual([status, '', status === 200 ? 1 : 0])
})

it('says nothing of a refused request but its status', () => {
  expect(fake.calls.map(({ method }) => method)).toEqual(['send', 'send'])
  expect(open.refused).toEqual(table.filter(([, status]) => status !== 200).map(([, status]) => status))
  expect(printed).not.toHaveBeenCalled()
  expect(open.logged()).not.toMatch(/eyJ|a secret/)
})

it.each([
  ['is away', async () => {}, 'http://127.0.0.1:1/openid'],
  ['fails', async () => jwks.fail('/openid', { kind: 'status', status: 500 }), undefined],
  ['is a page', async () => jwks.fail('/openid', { kind: 'status', status: 200, body: '<html>' }), undefined],
  [
    'fails the second time, when botbuilder asks',
    async () =>
      jwks.fail(
        '/openid?a',
        { kind: 'status', status: 200, body: JSON.stringify({ jwks_uri: `${jwks.origin}/keys` }) },
        { kind: 'status', status: 500 },
      ),
    '?a',
  ],
  [
    'hangs the second time, when botbuilder asks',
    async () =>
      jwks.fail(
        '/openid?b',
        { kind: 'status', status: 200, body: JSON.stringify({ jwks_uri: `${jwks.origin}/keys` }) },
        { kind: 'late', until: new Promise(() => {}) },
      ),
    '?b',
  ],
  ['hangs', async () => jwks.fail('/openid', { kind: 'late', until: new Promise(() => {}) }), undefined],
])('answers 503 where whoever knows the keys %s', async (_, prepare, at = '') => {
  const before = fake.calls.length
  await prepare()
  const other = await answering(at.startsWith('http') ? at : `${jwks.origin}/openid${at}`, 300)
  const activity = { ...MESSAGE, serviceUrl: fake.serviceUrl }
  const response = await delivered(other.url, activity, bearer().slice('Bearer '.length))
  expect([response.status, await response.text()]).toEqual([503, ''])
  expect(fake.calls.length).toBe(before)
  await other.close()
})

it('reads no body of a token that no key pair signed', () => {
  expect([confused(), unsigned('none'), bearer({}, { alg: 'none' })].map(readBearer)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(readBearer(bearer())).toEqual({ issuer: fake.trust.issuer, keyId: ours.kid })
})

it('checks tokens again once the keys can be had', async () => {
  jwks.fail('/openid', { kind: 'status', status: 500 })
  const other = await answering(`${jwks.origin}/openid`)
  const deliver = () => fake.deliver(other.url, MESSAGE, { token: bearer().slice('Bearer '.length) })
  expect((await deliver()).status).toBe(503)
  expect((await deliver()).status).toBe(200)
  await other.close()
})

it('asks for unknown keys once, however many are sent', async () => {
  const before = jwks.of('/keys').length
  for (const kid of ['a', 'b', 'c']) await fake.deliver(open.url, MESSAGE, { token: bearer({}, { kid }).slice(7) })
  expect(jwks.of('/keys').length).toBe(before)
})
