import { afterEach, describe, expect, it } from 'vitest'
import { type Card, plain } from '../../src/cards/card.ts'
import type { Reply } from '../../src/platform.ts'
import { directMessage, type FakeFailure, type FakeSlack, mention, press } from '../fake-slack.ts'
import { type Service, service } from './service.ts'

let open: Service | undefined
afterEach(async () => {
  await open?.close()
  open = undefined
})

const CARD: Card = { blocks: [{ kind: 'text', text: [plain('$1,204 of <!channel>')] }] }
const FILE = { name: 'spend-by-team.csv', content: '\uFEFFteam,effective_cost\r\nZürich,1204.11\r\n' }
const PUBLIC: Reply = { card: CARD, audience: 'conversation', place: 'new', key: 'answer-7', file: FILE }
const PRIVATE: Reply = { ...PUBLIC, audience: 'asker' }

async function turn(
  reply: Reply,
  body: (service: Service) => object,
  script: Record<string, readonly FakeFailure[]> = {},
  prepare?: (fake: FakeSlack) => void,
) {
  let answered: (delivered: string) => void = () => {}
  const outcome = new Promise<string>((done) => {
    answered = done
  })
  const observe = { answered: (_: unknown, delivered: string) => answered(delivered) }
  open = await service(async () => reply, { observe, timeoutMs: 200 }, prepare)
  for (const [method, failures] of Object.entries(script)) open.fake.fail(method, ...failures)
  expect((await open.post(body(open))).status).toBe(200)
  const delivered = await outcome
  const { fake } = open
  const said = fake.calls.filter(({ method }) => method !== 'auth.test' && method !== 'users.info')
  const shared = fake.messages.filter(({ files }) => files !== undefined)
  const told = said.flatMap(({ method, args }) =>
    method === 'response_url' || method === 'chat.postEphemeral' || method === 'chat.postMessage' ? [args.text] : [],
  )
  return { delivered, shared, told, calls: said, methods: said.map(({ method }) => method), waitedMs: open.waitedMs() }
}

const inThread = ({ fake }: Service) =>
  press('t', { user: 'U1', messageTs: '17.5', thread: '17.1', responseUrl: fake.responseUrl() })
const ephemeral = ({ fake }: Service) => press('t', { user: 'U1', responseUrl: fake.responseUrl() })
const direct = () => directMessage('csv', { user: 'U1' })

const GET = 'files.getUploadURLExternal'
const PUT = 'upload'
const SHOW = 'files.completeUploadExternal'
const error = (code: string): FakeFailure => ({ kind: 'error', error: code })
const status = (code: number, effect = false): FakeFailure => ({ kind: 'status', status: code, effect })
const LIMITED: FakeFailure = { kind: 'status', status: 429, headers: { 'retry-after': '3' } }
const lost = (effect: boolean): FakeFailure => ({ kind: 'cut', effect })

describe('a file', () => {
  it('goes where everybody saw the answer, byte for byte, with words that mention nobody, and without our token', async () => {
    const { delivered, shared, methods, calls } = await turn(PUBLIC, inThread)
    expect(delivered).toBe('delivered')
    expect(methods).toEqual([GET, PUT, SHOW])
    expect(calls[1]).toMatchObject({ authorization: undefined, args: { name: FILE.name, content: FILE.content } })
    expect(shared).toMatchObject([{ channel: 'C1', thread_ts: '17.1', files: [{ content: FILE.content }] }])
    expect(shared[0]?.blocks).toMatchObject([{ type: 'rich_text' }])
  })

  it('for one person goes into their direct messages, and they are told in the channel', async () => {
    const { delivered, shared, told, calls } = await turn(PRIVATE, ephemeral)
    expect(delivered).toBe('delivered')
    expect(shared).toMatchObject([{ channel: 'DU1', files: [{ name: FILE.name }] }])
    expect(told).toEqual([expect.stringContaining('in a direct message')])
    expect(calls.at(-1)?.args).toMatchObject({ response_type: 'ephemeral', replace_original: false })
  })

  it('for one person who talks to Tally alone needs no other place and no note', async () => {
    const { shared, told } = await turn(PRIVATE, direct)
    expect(shared).toMatchObject([{ channel: 'DU1' }])
    expect(told).toEqual([])
  })

  it('goes to the presser where Tally is no member', async () => {
    const { shared, told } = await turn(PUBLIC, inThread, { [SHOW]: [error('not_in_channel')] })
    expect(shared).toMatchObject([{ channel: 'DU1' }])
    expect(told).toEqual([expect.stringContaining('may not write in this conversation')])
  })

  it('says its words plainly where the blocks are refused', async () => {
    const { shared } = await turn(PUBLIC, inThread, { [SHOW]: [error('invalid_blocks')] })
    expect(shared).toMatchObject([{ text: '$1,204 of &lt;!channel&gt;', blocks: [] }])
  })

  it('of more than five megabytes is not sent, and it is said what to do', async () => {
    const file = { ...FILE, content: 'x'.repeat(5_000_001) }
    const { methods, told, delivered } = await turn({ ...PUBLIC, file }, inThread)
    expect(methods).toEqual(['response_url'])
    expect(told).toEqual([expect.stringMatching(/5 MB.*tally ask --csv/)])
    expect(delivered).toBe('failed')
  })

  it('goes to no host but Slack’s', async () => {
    let elsewhere = 0
    const { methods, told } = await turn(PUBLIC, inThread, {}, (fake) =>
      fake.answer(GET, () => {
        elsewhere += 1
        return { ok: true, upload_url: 'https://files.slack.com.example.org/upload', file_id: 'F1' }
      }),
    )
    expect(elsewhere).toBe(1)
    expect(methods).toEqual([GET, 'response_url'])
    expect(told).toEqual([expect.stringContaining('no_upload_url')])
  })
})

describe('a file when Slack is at its worst', () => {
  it.each([
    ['missing_scope', GET, /files:write/],
    ['file_uploads_disabled', GET, /does not allow/],
    ['storage_limit_reached', GET, /no room/],
    ['posting_to_channel_denied', SHOW, /may not post/],
    ['something_new', SHOW, /something_new/],
  ])('%s: nothing is shared, and the presser is told what to do', async (code, method, words) => {
    const { shared, told, delivered } = await turn(PUBLIC, inThread, { [method]: [error(code)] })
    expect(shared).toEqual([])
    expect(told).toEqual([expect.stringMatching(words)])
    expect(delivered).toBe('failed')
  })

  it.each([GET, PUT, SHOW])('429 at %s: it waits as long as Slack asks, then goes on', async (method) => {
    const { shared, waitedMs } = await turn(PUBLIC, inThread, { [method]: [LIMITED] })
    expect(shared).toHaveLength(1)
    expect(waitedMs).toBeGreaterThanOrEqual(3000)
  })

  const before: readonly [string, FakeFailure][] = [
    ['500', status(500)],
    ['500 after the effect', status(500, true)],
    ['a lost reply', lost(true)],
    ['a line that breaks', lost(false)],
  ]
  it.each(before.flatMap(([name, failure]) => [GET, PUT].map((method) => [name, method, failure] as const)))(
    '%s at %s: done again, for nobody saw anything yet',
    async (_, method, failure) => {
      const { shared, methods } = await turn(PUBLIC, inThread, { [method]: [failure] })
      expect(shared).toHaveLength(1)
      expect(methods.filter((each) => each === method)).toHaveLength(2)
    },
  )

  it.each(before)('%s when it is shown in a direct message: looked for, and there once', async (_, failure) => {
    const { shared, told, delivered } = await turn(PRIVATE, direct, { [SHOW]: [failure] })
    expect(shared).toHaveLength(1)
    expect(told).toEqual([])
    expect(delivered).toBe('delivered')
  })

  it.each(before)('%s when it is shown in a channel: not shared again, and the presser is told', async (_, failure) => {
    const { shared, told, methods, delivered } = await turn(PUBLIC, inThread, { [SHOW]: [failure] })
    expect(methods.filter((method) => method === SHOW)).toHaveLength(1)
    expect(shared.length).toBeLessThanOrEqual(1)
    expect(told).toEqual([expect.stringContaining('did not confirm')])
    expect(delivered).toBe('unconfirmed')
  })

  it('shown late, after it was looked for: still once, and the presser is told to look', async () => {
    const { shared, told } = await turn(PRIVATE, direct, { [SHOW]: [lost(true)] }, (fake) =>
      fake.answer('conversations.history', () => ({ ok: true, messages: [], has_more: false })),
    )
    expect(shared).toHaveLength(1)
    expect(told).toEqual([expect.stringContaining('did not confirm')])
  })

  it('that cannot be uploaded is given up after three attempts', async () => {
    const { methods, told } = await turn(PUBLIC, inThread, { [PUT]: Array(5).fill(status(503)) })
    expect(methods.filter((method) => method === PUT)).toHaveLength(3)
    expect(told).toEqual([expect.stringContaining('http_503')])
  })
})

it('is not asked of Slack for an answer without a file', async () => {
  const { file: _, ...card } = PUBLIC
  const { methods } = await turn(card, () => mention('total', { user: 'U1' }))
  expect(methods).toEqual(['chat.postMessage'])
})
