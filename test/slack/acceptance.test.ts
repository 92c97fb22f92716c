import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bot } from '../../src/bot.ts'
import { claimDelivery } from '../../src/db/delivery.ts'
import { asking } from '../../src/spend/deps.ts'
import { testDatabase } from '../database.ts'
import {
  directMessage,
  type FakeFailure,
  mention,
  opened,
  press,
  type SignedOptions,
  slashCommand,
  tokenOf,
  tokens,
} from '../fake-slack.ts'
import { loadSearchWeek, QUESTION, SEARCH_GPU, spentOn, WEDNESDAY } from '../spend/search-week.ts'
import { type Service, service } from './service.ts'

// The whole way: a FOCUS file, PostgreSQL, a signed request of Slack's, and the number that somebody reads.

const { db, pool } = await testDatabase()
beforeAll(() => loadSearchWeek({ db, pool }))
const spent = (where: string) => spentOn(db, where)

let threads = 0
let open: Service
let written: () => Promise<void>
const onError = (error: unknown) => {
  throw error
}
beforeEach(async () => {
  const deps = asking({ own: db, spend: db, visibility: 'own-teams', now: () => WEDNESDAY, onError, maxAgeMs: 0 })
  written = deps.later.drained
  const handle = bot({ features: [], asking: deps, signingKey: 'a key of these tests', timezone: 'UTC', onError })
  open = await service(handle, { claim: (key) => claimDelivery(db, 'slack', key) }, (fake) => {
    fake.users.set('UANA', { id: 'UANA', email: 'Ana@Example.com', tz: 'Europe/Paris' })
    fake.users.set('UBEN', { id: 'UBEN', email: 'ben@example.com', tz: 'America/New_York' })
    fake.users.set('UZOE', { id: 'UZOE', email: 'zoe@example.com', tz: 'Europe/Paris' })
  })
})
afterEach(async () => {
  await open.close()
  await written()
})

/** Posts as Slack would and sees it acknowledged. */
async function send(body: object, signed?: SignedOptions): Promise<void> {
  const response = await open.post(body, signed)
  expect([response.status, await response.text()]).toEqual([200, ''])
}
const said = async (method: string, times = 1) => {
  const args: Record<string, unknown> = (await open.fake.called(method, times))[times - 1]?.args ?? {}
  return { text: String(args.text), blocks: args.blocks, args }
}
/** Everything that was sent to Slack, by whatever way. */
const everything = () => JSON.stringify(open.fake.calls)

async function viaCommand(text: string, user = 'UANA') {
  const times = open.fake.of('response_url').length + 1
  await send(slashCommand(text, { user, responseUrl: open.fake.responseUrl() }))
  return said('response_url', times)
}

describe('a question in Slack', () => {
  it('as a command: acknowledged, then answered for the asker’s eyes, by the number of the facts', async () => {
    const expected = await spent(SEARCH_GPU)
    expect(expected).toBe('$2,514.33')
    const { text, args, blocks } = await viaCommand(QUESTION)
    expect(text.split('\n')[0]).toContain(expected)
    expect(args).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    expect(tokens(blocks).map(([label]) => label)).toEqual(expect.arrayContaining(['Show how', 'Share here']))
    expect(open.fake.messages).toEqual([])
  })

  it('as a mention: answered in the thread for everybody', async () => {
    await send(mention(QUESTION, { user: 'UANA', ts: '17.1' }))
    const { text, args, blocks } = await said('chat.postMessage')
    expect(text).toContain(await spent(SEARCH_GPU))
    expect(args).toMatchObject({ channel: 'C1', thread_ts: '17.1' })
    expect(tokens(blocks).map(([label]) => label)).not.toContain('Share here')
  })

  it('as a direct message', async () => {
    await send(directMessage(QUESTION, { user: 'UANA' }))
    const { text, args } = await said('chat.postMessage')
    expect(text).toContain(await spent(SEARCH_GPU))
    expect(args.channel).toBe('DUANA')
  })

  it('without a word: help with questions of the asker’s own data', async () => {
    const { text } = await viaCommand('')
    expect(text).toMatch(/search|ranker|indexer/)
    expect(text).not.toMatch(/vision|labeler/)
  })

  it('not yet asked: who looks in is greeted once, with questions of their own data', async () => {
    await send(opened({ user: 'UANA' }))
    await send(opened({ user: 'UANA' }))
    const { text, args } = await said('chat.postMessage')
    expect(text).toMatch(/search|ranker|indexer/)
    expect(args.channel).toBe('DUANA')
    await open.platform.stop(5000)
    expect(open.fake.of('chat.postMessage')).toHaveLength(1)
  })

  it('followed up in the thread by the same person', async () => {
    await send(mention(QUESTION, { user: 'UANA', ts: '18.1' }))
    await open.fake.called('chat.postMessage')
    await send(mention('and last week?', { user: 'UANA', ts: '18.2', thread: '18.1' }))
    const { text, args } = await said('chat.postMessage', 2)
    expect(text).toContain(
      await spent(`team = 'search' and resource_class = 'gpu' and day >= '2026-11-16' and day < '2026-11-23'`),
    )
    expect(args.thread_ts).toBe('18.1')
  })
})

describe('a second person with other rights', () => {
  it.each(['and last week?', QUESTION, 'same for team search', 'total', 'cost by team this week', 'cost of ranker'])(
    'learns no number of the first one’s by following up with “%s”',
    async (text) => {
      const thread = `19.${++threads}`
      await send(mention(QUESTION, { user: 'UANA', ts: thread }))
      await open.fake.called('chat.postMessage')
      const before = open.fake.calls.length
      await send(mention(text, { user: 'UBEN', thread }))
      await open.platform.stop(5000)
      const after = open.fake.calls.slice(before).filter(({ method }) => method.startsWith('chat.'))
      expect(after).toHaveLength(1)
      expect(JSON.stringify(after)).not.toMatch(/indexer|ranker"/)
      // Their own team's spend is theirs to see; there is no other figure.
      const figures = JSON.stringify(after).match(/\$[\d,.]*\d/g) ?? []
      expect(new Set(figures)).toEqual(new Set(figures.length === 0 ? [] : ['$777.77']))
    },
  )

  it('is refused what a button of the first one’s shows', async () => {
    await send(mention(QUESTION, { user: 'UANA', ts: '20.1' }))
    const { blocks } = await said('chat.postMessage')
    const messageTs = open.fake.messages[0]?.ts ?? ''
    const before = open.fake.calls.length
    for (const [, token] of tokens(blocks)) {
      await send(press(token, { user: 'UBEN', messageTs, thread: '20.1', responseUrl: open.fake.responseUrl() }))
    }
    await open.platform.stop(5000)
    const after = open.fake.calls.slice(before)
    expect(after.filter(({ method }) => method === 'response_url').length).toBe(tokens(blocks).length)
    expect(JSON.stringify(after)).not.toMatch(/2,?514|1,?204|1,?310|9,?000|55\.50|select/)
  })
})

describe('a press', () => {
  const pressed = (token: string, user = 'UANA', select = false) =>
    send(press(token, { user, responseUrl: open.fake.responseUrl(), select }))

  it('on a choice runs the completed question', async () => {
    const { text, blocks } = await viaCommand('ranker cost this week')
    expect(text).not.toContain('$')
    const project = tokens(blocks).find(([label]) => label.includes('project'))
    if (project === undefined) throw new Error(`no choice of a project: ${text}`)
    await pressed(project[1])
    const answer = await said('response_url', 2)
    expect(answer.text).toContain(await spent(`team = 'search' and project = 'ranker' and day >= '2026-11-23'`))
    expect(answer.args).toMatchObject({ replace_original: true })
  })

  it('on “Show how” shows measure, period and SQL to who pressed', async () => {
    const { blocks } = await viaCommand(QUESTION)
    await pressed(tokenOf(blocks, 'Show how'))
    const { text, args } = await said('response_url', 2)
    expect(text).toMatch(/select/i)
    expect(text).toContain('aws-focus')
    expect(args).toMatchObject({ response_type: 'ephemeral' })
  })

  it('on “Share here” answers into the channel', async () => {
    const { blocks } = await viaCommand(QUESTION)
    await pressed(tokenOf(blocks, 'Share here'))
    const { text, args } = await said('chat.postMessage')
    expect(text).toContain(await spent(SEARCH_GPU))
    expect(args.channel).toBe('C1')
  })

  it('on “Share here” by somebody else shares nothing', async () => {
    const { blocks } = await viaCommand(QUESTION)
    await pressed(tokenOf(blocks, 'Share here'), 'UBEN')
    await said('response_url', 2)
    expect(open.fake.messages).toEqual([])
  })

  it('on another period asks anew, in the place of the card', async () => {
    const { blocks } = await viaCommand(QUESTION)
    await pressed(tokenOf(blocks, 'Last week'), 'UANA', true)
    const { text, args } = await said('response_url', 2)
    expect(text).toContain('$9,000.07')
    expect(args).toMatchObject({ replace_original: true })
  })

  it('twice at once answers each press', async () => {
    const { blocks } = await viaCommand(QUESTION)
    await Promise.all([pressed(tokenOf(blocks, 'Show how')), pressed(tokenOf(blocks, 'Show how'))])
    await open.fake.called('response_url', 3)
  })

  it('on a token that is not ours is told so and shows nothing', async () => {
    const { blocks } = await viaCommand(QUESTION)
    await pressed(`${tokenOf(blocks, 'Show how')}x`)
    await pressed('spend.how.forged.AAAAAAAAAAAAAAAAAAAAAA')
    await open.platform.stop(5000)
    const [, ...told] = open.fake.of('response_url').map(({ args }) => args.text)
    expect(told).toEqual(Array(2).fill('This button no longer works. Ask the question again.'))
  })
})

describe('what an answer leads to', () => {
  const BY_PROJECT = 'team search GPU cost by project this week'
  const pressed = (label: string, blocks: unknown, who: object = {}) =>
    send(press(tokenOf(blocks, label), { user: 'UANA', responseUrl: open.fake.responseUrl(), ...who }))
  const files = () =>
    open.fake.messages.flatMap(({ files = [], ...message }) => files.map((file) => ({ ...message, ...file })))

  async function viaMention(text: string, ts: string) {
    await send(mention(text, { user: 'UANA', ts }))
    const { blocks, text: words } = await said('chat.postMessage')
    return { blocks, text: words, where: { messageTs: open.fake.messages[0]?.ts ?? '', thread: ts } }
  }

  it('CSV in a channel: a file in the thread, whose rows add up to the number', async () => {
    const { blocks, text, where } = await viaMention(BY_PROJECT, '30.1')
    await pressed('CSV', blocks, where)
    await open.platform.stop(5000)
    expect(files()).toMatchObject([
      {
        channel: 'C1',
        thread_ts: '30.1',
        name: 'spend-by-project-2026-11-23-to-2026-11-25.csv',
        content: '\uFEFFproject,currency,effective_cost\r\nindexer,USD,1310.22\r\nranker,USD,1204.11\r\n',
      },
    ])
    expect(text).toContain('$2,514.33')
    expect(JSON.stringify(files()[0]?.blocks)).toContain('$2,514.33')
  })

  it('CSV of an answer for the asker’s eyes: a file in their direct messages, and nothing in the channel', async () => {
    const { blocks } = await viaCommand(BY_PROJECT)
    await pressed('CSV', blocks)
    const { text, args } = await said('response_url', 2)
    expect(text).toContain('I sent you the file in a direct message')
    expect(args).toMatchObject({ response_type: 'ephemeral' })
    expect(open.fake.messages.map(({ channel }) => channel)).toEqual(['DUANA'])
    expect(files()[0]?.content).toContain('indexer,USD,1310.22')
  })

  it('CSV pressed by somebody who may not see it: no file at all', async () => {
    const { blocks, where } = await viaMention(BY_PROJECT, '31.1')
    await pressed('CSV', blocks, { ...where, user: 'UBEN' })
    await open.platform.stop(5000)
    expect(files()).toEqual([])
    expect(open.fake.of('files.getUploadURLExternal')).toEqual([])
  })

  it('CSV without the scope: nothing is lost but the file, and the remedy is named', async () => {
    open.fake.fail('files.getUploadURLExternal', { kind: 'error', error: 'missing_scope' })
    const { blocks } = await viaCommand(BY_PROJECT)
    await pressed('CSV', blocks)
    expect((await said('response_url', 2)).text).toMatch(/files:write.*tally ask --csv/)
  })

  const upload: readonly [string, string, FakeFailure][] = [
    ['429', 'files.completeUploadExternal', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }],
    ['500 of the place', 'files.getUploadURLExternal', { kind: 'status', status: 500 }],
    ['500 of the upload', 'upload', { kind: 'status', status: 500, effect: true }],
    ['500 after it was shown', 'files.completeUploadExternal', { kind: 'status', status: 500, effect: true }],
    ['a reply lost after it was shown', 'files.completeUploadExternal', { kind: 'cut', effect: true }],
    ['a reply lost before it was shown', 'files.completeUploadExternal', { kind: 'cut', effect: false }],
  ]
  it.each(upload)('CSV after %s: one file in the direct message', async (_, method, failure) => {
    open.fake.fail(method, failure)
    const { blocks } = await viaCommand(BY_PROJECT)
    await pressed('CSV', blocks)
    expect((await said('response_url', 2)).text).toContain('in a direct message')
    expect(files()).toHaveLength(1)
  })

  it('Why: an explanation of the same scope against the days before, in the place of the card', async () => {
    const { blocks } = await viaCommand(QUESTION)
    await pressed('Why?', blocks)
    const { text, args } = await said('response_url', 2)
    expect(args).toMatchObject({ replace_original: true })
    await written()
    const asked = await db
      .selectFrom('tally.thread_question')
      .select('question')
      .where('asker', '=', 'ana@example.com')
      .orderBy('asked_at', 'desc')
      .execute()
    expect(asked.map(({ question }) => question)).toContainEqual(
      expect.objectContaining({
        intent: 'explain',
        filters: { team: ['search'], resource: ['gpu'] },
        period: { start: '2026-11-23', end: '2026-11-26' },
        compare: { start: '2026-11-16', end: '2026-11-19' },
      }),
    )
    expect(text).not.toContain('no longer works')
  })

  it('a chart where the question asks for one, with every figure in words', async () => {
    const { text, blocks } = await viaCommand('chart of team search GPU cost by project this week')
    expect(JSON.stringify(blocks)).toContain('"type":"data_visualization"')
    expect(text).toMatch(/Largest: indexer \(52\.1%\), ranker \(47\.9%\)/)
    expect(text).toContain('indexer $1,310.22; ranker $1,204.11')
  })

  it('an administrator’s choice is remembered for everyone', async () => {
    const { blocks } = await viaCommand('ranker-2 cost this week', 'UZOE')
    await pressed('project ranker', blocks, { user: 'UZOE' })
    const answer = await said('response_url', 2)
    await pressed('Remember for everyone: “ranker-2” means project ranker', answer.blocks, { user: 'UZOE' })
    expect((await said('response_url', 3)).text).toContain('From now on “ranker-2” means project ranker')
    expect((await viaCommand('ranker-2 cost this week')).text).toContain('$1,204.11')
  })

  it('`/spend words` lists for an administrator what nobody understood, and tells others politely', async () => {
    await viaCommand('team unicorn cost')
    await written()
    const list = await viaCommand('words', 'UZOE')
    expect(list.text).toMatch(/unicorn: Asked \d+/)
    expect(list.args).toMatchObject({ response_type: 'ephemeral' })
    await send(mention('words', { user: 'UANA' }))
    const { text } = await said('chat.postEphemeral')
    expect(text).toContain('for the administrators of Tally')
    expect(open.fake.messages).toEqual([])
  })
})

describe('Slack at its worst', () => {
  it('the same event twice, and the same message as two events: one answer', async () => {
    await send(mention(QUESTION, { user: 'UANA', ts: '21.1', eventId: 'EvFirst' }))
    await send(mention(QUESTION, { user: 'UANA', ts: '21.1', eventId: 'EvFirst' }), {
      headers: { 'x-slack-retry-num': '1' },
    })
    await send(mention(QUESTION, { user: 'UANA', ts: '21.1', eventId: 'EvSecond' }))
    await open.platform.stop(5000)
    expect(open.fake.of('chat.postMessage')).toHaveLength(1)
  })

  it('the same event at two instances: one answer', async () => {
    const event = mention(QUESTION, { user: 'UANA', ts: '22.1' })
    const other = await service(async () => undefined, { claim: (key) => claimDelivery(db, 'slack', key) })
    try {
      await other.post(event)
      await other.platform.stop(5000)
      await send(event)
      await open.platform.stop(5000)
      expect(open.fake.of('chat.postMessage')).toEqual([])
    } finally {
      await other.close()
    }
  })

  it.each([
    ['wrong', () => ({ secret: '0'.repeat(32) })],
    ['stale', () => ({ at: new Date(Date.now() - 301_000) })],
    ['of the future', () => ({ at: new Date(Date.now() + 310_000) })],
  ])('a signature that is %s: 401, and nothing is said', async (_, signed) => {
    const body = slashCommand(QUESTION, { user: 'UANA', responseUrl: open.fake.responseUrl() })
    expect((await open.post(body, signed())).status).toBe(401)
    await open.platform.stop(5000)
    expect(everything()).not.toContain('514')
  })

  const ways: readonly [string, FakeFailure, number][] = [
    ['invalid_blocks', { kind: 'error', error: 'invalid_blocks' }, 2],
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }, 2],
    ['500 before the effect', { kind: 'status', status: 500 }, 2],
    ['500 after the effect', { kind: 'status', status: 500, effect: true }, 1],
    ['a reply lost before the effect', { kind: 'cut', effect: false }, 2],
    ['a reply lost after the effect', { kind: 'cut', effect: true }, 1],
  ]
  it.each(ways)('%s: the number stands in the direct message, once', async (_, failure, attempts) => {
    open.fake.fail('chat.postMessage', failure)
    await send(directMessage(QUESTION, { user: 'UANA' }))
    await open.platform.stop(5000)
    expect(open.fake.of('chat.postMessage')).toHaveLength(attempts)
    expect(open.fake.messages.map(({ text }) => text.includes('$2,514.33'))).toEqual([true])
  })

  it.each(ways.slice(2))('%s: no second answer to a mention, and the asker is told', async (_, failure) => {
    open.fake.fail('chat.postMessage', failure)
    await send(mention(QUESTION, { user: 'UANA' }))
    const { text } = await said('chat.postEphemeral')
    expect(text).toContain('did not confirm')
    expect(open.fake.of('chat.postMessage')).toHaveLength(1)
  })
})
