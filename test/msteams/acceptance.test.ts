import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bot } from '../../src/bot.ts'
import { claimDelivery } from '../../src/db/delivery.ts'
import { msteamsKept } from '../../src/msteams-kept.ts'
import { asking } from '../../src/spend/deps.ts'
import { testDatabase } from '../database.ts'
import {
  buttonsIn,
  CHANNEL,
  cardsIn,
  channel,
  chosen,
  dataOf,
  execute,
  type FakeFailure,
  type FakePost,
  fileConsent,
  GROUP,
  GROUP_CHAT,
  installed,
  type Json,
  mention,
  PERSONAL,
  personal,
  personalOf,
  submit,
  wordsOf,
} from '../fake-msteams.ts'
import { loadSearchWeek, QUESTION, SEARCH_GPU, spentOn, WEDNESDAY } from '../spend/search-week.ts'
import { type Service, service } from './service.ts'

// The whole way: a FOCUS file, PostgreSQL, a signed activity of Teams', and the number that somebody reads.

const { db, pool } = await testDatabase()
beforeAll(() => loadSearchWeek({ db, pool }))
const spent = (where: string) => spentOn(db, where)

const [ANA, BEN, ZOE, EVE] = ['29:ana', '29:ben', '29:zoe', '29:eve'] as const
const BY_PROJECT = 'team search GPU cost by project this week'

let open: Service
let written: () => Promise<void>
const onError = (error: unknown) => {
  throw error
}
beforeEach(async () => {
  const deps = asking({ own: db, spend: db, visibility: 'own-teams', now: () => WEDNESDAY, onError, maxAgeMs: 0 })
  written = deps.later.drained
  const handle = bot({ features: [], asking: deps, signingKey: 'a key of these tests', timezone: 'UTC', onError })
  const options = { kept: msteamsKept(db), claim: (key: string) => claimDelivery(db, 'msteams', key) }
  open = await service(handle, options, (fake) => {
    for (const [id, email] of [
      [ANA, 'Ana@Example.com'],
      [BEN, 'ben@example.com'],
      [ZOE, 'zoe@example.com'],
    ] as const)
      fake.users.set(id, { id, email, userPrincipalName: email })
    const guest = { userRole: 'guest', userPrincipalName: 'eve_elsewhere#EXT#@example.com' } as const
    fake.users.set(EVE, { id: EVE, email: 'eve@elsewhere.example', ...guest })
  })
})
afterEach(async () => {
  await open.close()
  await written()
  await db.deleteFrom('tally.msteams_conversation').execute()
})

/** Brings it as Teams would, and sees it acknowledged; of an invoke, what whoever pressed is shown. */
async function bring(activity: Json): Promise<Json> {
  const response = await open.post(activity)
  expect(response.status).toBe(200)
  const text = await response.text()
  return text === '' ? {} : JSON.parse(text)
}
const idle = () => open.platform.stop(5000)
const card = (post: FakePost | undefined) => cardsIn(post?.activity ?? {})[0]
const words = (post: FakePost | undefined) => String(post?.activity.text ?? wordsOf(card(post)))
/** The nth message that Tally wrote in a conversation. */
const said = async (conversationId: string, times = 1): Promise<FakePost> => {
  const found = (await open.fake.hasSaid(conversationId, times))[times - 1]
  if (found === undefined) throw new Error(`nothing was said in ${conversationId}`)
  return found
}
const labels = (post: FakePost) => buttonsIn(card(post)).map(([label]) => label)
/** All that Tally sent or answered, by whatever way. */
const everything = () => JSON.stringify(open.fake.calls)

const withAna = personalOf(ANA)
async function viaPersonal(text: string, user: string = ANA) {
  const before = open.fake.said(personalOf(user)).length
  await bring(personal(text, { user }))
  return said(personalOf(user), before + 1)
}
async function viaChannel(text: string, user: string = ANA) {
  await bring(mention(text, channel(), { user, id: String(1_700_000_001_000 + ++roots) }))
  return said(CHANNEL)
}
let roots = 0
const press = (label: string, on: FakePost, user: string = ANA) => pressData(dataOf(card(on), label), on, user)
const pressData = (data: Json, on: FakePost, user: string = ANA) =>
  bring(execute({ on: on.id, data }, on.conversationId === CHANNEL ? channel(on.threadId) : PERSONAL, { user }))

describe('a question in Microsoft Teams', () => {
  it('in the personal chat: acknowledged, then answered by the number of the facts', async () => {
    expect(await spent(SEARCH_GPU)).toBe('$2,514.33')
    const answer = await viaPersonal(QUESTION)
    expect(words(answer).split('\n')[0]).toContain('$2,514.33')
    expect(labels(answer)).toEqual(expect.arrayContaining(['Show how']))
    expect(labels(answer)).not.toContain('Share here')
  })

  it('as a mention in a channel: answered in the thread of it, for everybody', async () => {
    await bring(mention(QUESTION, channel(), { user: ANA, id: '1700000000001' }))
    const answer = await said(CHANNEL)
    expect(answer).toMatchObject({ threadId: '1700000000001' })
    expect(words(answer)).toContain('$2,514.33')
  })

  it('as a mention in a group chat, and in a reply of a thread', async () => {
    await bring(mention(QUESTION, GROUP, { user: ANA }))
    expect(words(await said(GROUP_CHAT))).toContain('$2,514.33')
    await bring(mention(QUESTION, channel('1700000000002'), { user: ANA, withoutEntityText: true }))
    expect(await said(CHANNEL)).toMatchObject({ threadId: '1700000000002' })
  })

  it('that nobody asked of Tally is not answered', async () => {
    const { entities: _, ...unmentioned } = mention(QUESTION, channel('1700000000003'), { user: ANA })
    await bring(unmentioned)
    await idle()
    expect(open.fake.of('send')).toEqual([])
  })

  it('without a word: help with questions of the asker’s own data', async () => {
    const help = words(await viaPersonal('help'))
    expect(help).toMatch(/search|ranker|indexer/)
    expect(help).not.toMatch(/vision|labeler/)
  })

  it('not yet asked: who adds Tally is greeted once', async () => {
    await bring(installed('add', PERSONAL, { user: ANA }))
    await bring(installed('add', PERSONAL, { user: ANA }))
    expect(words(await said(withAna))).toMatch(/search|ranker|indexer/)
    await idle()
    expect(open.fake.of('send')).toHaveLength(1)
  })

  it.each([
    ['a thread', () => channel('1700000000004'), CHANNEL],
    ['the personal chat', () => PERSONAL, withAna],
    ['a group chat', () => GROUP, GROUP_CHAT],
  ] as const)('followed up in %s by the same person', async (_, place, conversationId) => {
    const at = place()
    const write = (text: string) =>
      bring(at.in === 'personal' ? personal(text, { user: ANA }) : mention(text, at, { user: ANA }))
    await write(QUESTION)
    await said(conversationId)
    await write('and last week?')
    expect(words(await said(conversationId, 2))).toContain('$9,000.07')
  })
})

describe('a second person with other rights', () => {
  it.each(['and last week?', QUESTION, 'total', 'cost by team this week'])(
    'learns no number of the first one’s by following up with “%s”',
    async (text) => {
      const answer = await viaChannel(QUESTION)
      const before = open.fake.calls.length
      await bring(mention(text, channel(answer.threadId), { user: BEN }))
      await idle()
      const after = JSON.stringify(open.fake.calls.slice(before).filter(({ method }) => method === 'send'))
      expect(after).not.toMatch(/indexer|ranker"/)
      const figures = after.match(/\$[\d,.]*\d/g) ?? []
      expect(new Set(figures)).toEqual(new Set(figures.length === 0 ? [] : ['$777.77']))
    },
  )

  it('is refused what every button of the first one’s shows', async () => {
    const answer = await viaChannel(QUESTION)
    const before = open.fake.calls.length
    const shown: Json[] = []
    for (const [, data] of buttonsIn(card(answer))) if (data.token) shown.push(await pressData(data, answer, BEN))
    await idle()
    expect(shown.length).toBeGreaterThan(1)
    expect(JSON.stringify([shown, open.fake.calls.slice(before)])).not.toMatch(/2,?514|1,?204|1,?310|9,?000|select /)
  })

  it('of another company is turned away, politely', async () => {
    await bring(mention(QUESTION, channel(), { user: EVE }))
    expect(words(await said(CHANNEL))).toContain('I only answer members')
    await bring(personal(QUESTION, { user: EVE }))
    expect(words(await said(personalOf(EVE)))).toContain('I only answer members')
    expect(everything()).not.toContain('514')
  })
})

describe('a press', () => {
  it('on a choice runs the completed question, in the place of the card, for everybody', async () => {
    const asked = await viaChannel('ranker cost this week')
    expect(words(asked)).not.toContain('$')
    const [label = ''] = labels(asked).filter((each) => each.includes('project'))
    const { type } = await press(label, asked)
    expect(type).toBe('application/vnd.microsoft.card.adaptive')
    expect(words(asked)).toContain(await spent(`team = 'search' and project = 'ranker' and day >= '2026-11-23'`))
    expect(open.fake.said(CHANNEL, asked.threadId)).toHaveLength(1)
  })

  it('as an Action.Submit, named only by what Teams called it before: the same', async () => {
    const asked = await viaChannel('ranker cost this week')
    const [label = ''] = labels(asked).filter((each) => each.includes('project'))
    const data = dataOf(card(asked), label)
    await bring(submit({ on: asked.id, data, legacy: true }, channel(asked.threadId), { user: ANA }))
    await idle()
    expect(words(asked)).toContain('$1,204.11')
  })

  it('on “Show how” shows measure, period and SQL, to who pressed alone', async () => {
    const answer = await viaChannel(QUESTION)
    const { type, value } = await press('Show how', answer)
    expect(type).toBe('application/vnd.microsoft.activity.message')
    expect(value).toContain('personal chat')
    const shown = words(await said(withAna))
    expect(shown).toMatch(/select/i)
    expect(shown).toContain('aws-focus')
    expect(open.fake.said(CHANNEL, answer.threadId)).toHaveLength(1)
  })

  it('on another period asks anew, in the place of the card', async () => {
    const answer = await viaPersonal(QUESTION)
    await pressData(chosen(card(answer), 'Last week'), answer)
    expect(words(answer)).toContain('$9,000.07')
  })

  it('on a token that is not ours is told so and shows nothing', async () => {
    const answer = await viaPersonal(QUESTION)
    const { token } = dataOf(card(answer), 'Show how')
    for (const forged of [`${token}x`, 'spend.how.forged.AAAAAAAAAAAAAAAAAAAAAA'])
      await pressData({ token: forged }, answer)
    await idle()
    const [, ...told] = open.fake.said(withAna).map(words)
    expect(told).toEqual(Array(2).fill('This button no longer works. Ask the question again.'))
  })
})

describe('what an answer leads to', () => {
  it('CSV in a channel: text rows in the thread, whose sum is the number', async () => {
    const answer = await viaChannel(BY_PROJECT)
    await press('CSV', answer)
    const rows = words(await said(CHANNEL, 2))
    expect(rows).toMatch(/indexer,USD,1310\.22/)
    expect(rows).toMatch(/ranker,USD,1204\.11/)
    expect(words(answer)).toContain('$2,514.33')
  })

  it('CSV in the personal chat: a file in OneDrive, once its owner agrees', async () => {
    const answer = await viaPersonal(BY_PROJECT)
    await press('CSV', answer)
    const offer = await said(withAna, 2)
    const [file] = offer.activity.attachments as { contentType: string; name: string; content: Json }[]
    expect(file).toMatchObject({
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: 'spend-by-project-2026-11-23-to-2026-11-25.csv',
    })
    const name = file?.name ?? ''
    const context = file?.content.acceptContext
    const agreed = { action: 'accept', context, uploadUrl: open.fake.uploadUrl(name), name } as const
    await bring(fileConsent(agreed, { user: ANA, on: offer.id }))
    await said(withAna, 3)
    expect(open.fake.files.get(name)).toBe(
      '\uFEFFproject,currency,effective_cost\r\nindexer,USD,1310.22\r\nranker,USD,1204.11\r\n',
    )
  })

  it('CSV declined: no file, and the question does not stand there for ever', async () => {
    const answer = await viaPersonal(BY_PROJECT)
    await press('CSV', answer)
    const offer = await said(withAna, 2)
    const [file] = offer.activity.attachments as { content: Json }[]
    await bring(fileConsent({ action: 'decline', context: file?.content.declineContext }, { user: ANA, on: offer.id }))
    await idle()
    expect(words(offer)).toContain('No file was written')
    expect(open.fake.files.size).toBe(0)
  })

  it('CSV pressed by somebody who may not see it: nothing of it', async () => {
    const answer = await viaChannel(BY_PROJECT)
    await press('CSV', answer, BEN)
    await idle()
    expect(JSON.stringify(open.fake.said(personalOf(BEN)))).not.toMatch(/1310|indexer/)
    expect(open.fake.said(CHANNEL, answer.threadId)).toHaveLength(1)
  })

  it('a chart where the question asks for one, with every figure in words', async () => {
    const answer = await viaPersonal('chart of team search GPU cost by project this week')
    expect(JSON.stringify(card(answer))).toContain('"type":"Chart.')
    expect(words(answer)).toMatch(/indexer \(52\.1%\), ranker \(47\.9%\)/)
  })

  it('an administrator’s choice is remembered for everyone', async () => {
    const asked = await viaPersonal('ranker-2 cost this week', ZOE)
    await press('project ranker', asked, ZOE)
    await press('Remember for everyone: “ranker-2” means project ranker', asked, ZOE)
    await idle()
    const after = [...open.fake.said(personalOf(ZOE))].map(words).join('\n')
    expect(after + everything()).toContain('From now on “ranker-2” means project ranker')
  })
})

describe('Microsoft Teams at its worst', () => {
  it('the same activity twice: one answer', async () => {
    const activity = mention(QUESTION, channel(), { user: ANA, id: '1700000000090' })
    await bring(activity)
    await bring(activity)
    await idle()
    expect(open.fake.of('send')).toHaveLength(1)
  })

  it('the same activity at two instances: one answer', async () => {
    const activity = personal(QUESTION, { user: ANA, id: '1700000000091' })
    const other = await service(async () => undefined, {
      kept: msteamsKept(db),
      claim: (key) => claimDelivery(db, 'msteams', key),
    })
    try {
      other.fake.users.set(ANA, { id: ANA, email: 'ana@example.com' })
      await other.post(activity)
      await other.platform.stop(5000)
      await bring(activity)
      await idle()
      expect(open.fake.of('send')).toEqual([])
    } finally {
      await other.close()
    }
  })

  it('the same press twice at once: one change, and both are shown it', async () => {
    const asked = await viaChannel('ranker cost this week')
    const [label = ''] = labels(asked).filter((each) => each.includes('project'))
    const activity = execute({ on: asked.id, data: dataOf(card(asked), label) }, channel(asked.threadId), { user: ANA })
    const [one, two] = await Promise.all([bring(activity), bring(activity)])
    expect(one).toEqual(two)
    expect(open.fake.of('update')).toHaveLength(1)
  })

  it('an activity that nobody signed, or somebody else: 401, and nothing is said', async () => {
    expect((await open.post(personal(QUESTION, { user: ANA }), { token: 'junk' })).status).toBe(401)
    expect((await open.post(personal(QUESTION, { user: ANA }), { claims: { aud: 'another' } })).status).toBe(401)
    await idle()
    expect(open.fake.of('send')).toEqual([])
  })

  const status = (code: number, more: object = {}): FakeFailure => ({ kind: 'status', status: code, ...more })
  const ways: readonly [string, readonly FakeFailure[], number][] = [
    ['a card that Teams cannot read', [{ kind: 'error', error: 'BadSyntax' }], 2],
    ['429', [status(429, { headers: { 'retry-after': '2' } })], 2],
    ['429 without a word of how long', [status(429)], 2],
    ['412', [{ kind: 'error', error: 'PreconditionFailed' }], 2],
  ]
  it.each(ways)('%s: the number stands there, once', async (_, failures, attempts) => {
    open.fake.fail('send', ...failures)
    await bring(personal(QUESTION, { user: ANA }))
    await idle()
    expect(open.fake.of('send')).toHaveLength(attempts)
    expect(open.fake.said(withAna).map((post) => words(post).includes('$2,514.33'))).toEqual([true])
  })

  const lost: readonly [string, FakeFailure][] = [
    ['500 after the effect', status(500, { effect: true })],
    ['502 before the effect', status(502)],
    ['a reply lost after the effect', { kind: 'cut', effect: true }],
    ['a reply lost before the effect', { kind: 'cut', effect: false }],
  ]
  it.each(lost)('%s: no second answer, and the asker is told', async (_, failure) => {
    open.fake.fail('send', failure)
    await bring(mention(QUESTION, channel(), { user: ANA }))
    await idle()
    const all = open.fake.of('send').map(({ args }) => JSON.stringify(args))
    expect(all.filter((text) => text.includes('2,514.33'))).toHaveLength(1)
    expect(all.filter((text) => text.includes('did not confirm'))).toHaveLength(1)
  })

  it('a conversation that moved to another server is answered there', async () => {
    const moved = { ...personal(QUESTION, { user: ANA }), serviceUrl: open.fake.serviceUrl.replace('/amer/', '/emea/') }
    await bring(moved)
    await said(withAna)
    expect(open.fake.of('send')[0]?.args.serviceUrl).toContain('/emea/')
  })
})
