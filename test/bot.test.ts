import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BotDeps, bot } from '../src/bot.ts'
import type { Button, Card } from '../src/cards/card.ts'
import { plainText } from '../src/cards/plain-text.ts'
import type { Conversation, Inbound, Platform, Reply, Sender } from '../src/platform.ts'
import { asking } from '../src/spend/deps.ts'
import { findOpenQuestion } from '../src/spend/store.ts'
import { signToken } from '../src/token.ts'
import { testDatabase } from './database.ts'
import { loadFacts } from './spend/facts.ts'

const { db } = await testDatabase()
const MINUTE = 60_000
const MONDAY = new Date('2026-11-23T10:00:00Z')
const KEY = 'a key'

const ANA: Sender = { platform: 'slack', workspaceId: 'T1', userId: 'UANA' }
const BEN: Sender = { ...ANA, userId: 'UBEN' }
const STRANGER: Sender = { ...ANA, userId: 'UNOBODY' }
/** Whose mailbox is called otherwise than the list of people says. */
const BEN_BY_NAME: Sender = { ...ANA, userId: 'UBEN2' }
const EMAILS: Readonly<Record<string, string>> = {
  UANA: 'ana@example.com',
  UBEN: 'ben@example.com',
  UBEN2: 'benjamin@example.com',
}
const CHANNEL: Conversation = { platform: 'slack', workspaceId: 'T1', conversationId: 'C1', direct: false }
const THREAD: Conversation = { ...CHANNEL, threadId: '1763892000.000100' }

const notHere = async () => ({ kind: 'refused', reason: 'not here' }) as const
const platform: Platform = {
  name: 'slack',
  start: async () => undefined,
  profile: async ({ userId }) => ({
    displayName: userId,
    ...(EMAILS[userId] === undefined ? {} : { email: EMAILS[userId] }),
    ...(userId === BEN_BY_NAME.userId ? { otherEmails: ['nobody@example.com', 'ben@example.com'] } : {}),
    timezone: 'Europe/Paris',
  }),
  post: async () => ({ kind: 'failed', reason: 'not here' }),
  update: async () => ({ kind: 'failed', reason: 'not here' }),
  findUser: async () => undefined,
  courier: {
    pace: { conversationMs: 0, workspaceMs: 0 },
    patienceMs: 0,
    post: notHere,
    update: notHere,
    find: async () => ({ kind: 'absent' }),
  },
  openDirect: async () => CHANNEL,
  stop: async () => undefined,
}

let now = MONDAY
let requests = 0
const faults: unknown[] = []
const deps: BotDeps = {
  asking: asking({
    own: db,
    spend: db,
    visibility: 'own-teams',
    now: () => now,
    onError: (error) => faults.push(error),
    maxAgeMs: 0,
  }),
  features: [],
  signingKey: KEY,
  timezone: 'UTC',
  onError: (error) => faults.push(error),
}
const handle = bot(deps)

async function said(inbound: Inbound): Promise<Reply> {
  const reply = await handle(inbound, platform)
  expect(faults).toEqual([])
  if (reply === undefined) throw new Error('nothing said')
  return reply
}
const asks = (from: Sender, text: string, way: 'command' | 'mention' | 'direct' = 'mention', where = THREAD) =>
  said({ kind: 'asked', from, where, text, way, requestId: `r${requests++}` })
const presses = (from: Sender, token: string, isPrivate = false, where = THREAD) =>
  said({ kind: 'pressed', from, where, token, requestId: `r${requests++}`, private: isPrivate })

const text = (reply: Reply) => plainText(reply.card)
const headline = (reply: Reply) => text(reply).split('\n')[0]
const buttons = (card: Card): readonly Button[] =>
  card.blocks.flatMap((block) =>
    block.kind === 'actions' ? [...block.buttons, ...block.selects.flatMap((select) => select.options)] : [],
  )
function button({ card }: Reply, label: string): string {
  const found = buttons(card).find((each) => each.label === label)
  if (found === undefined) throw new Error(`no button ${label} among ${buttons(card).map((each) => each.label)}`)
  return found.token
}

beforeEach(async () => {
  now = MONDAY
  faults.length = 0
  await deps.asking.later.drained()
  const tables = [
    'person_team',
    'person',
    'thread_question',
    'open_question',
    'unknown_word',
    'answer',
    'alias',
    'delivery',
  ] as const
  for (const table of tables) await db.deleteFrom(`tally.${table}`).execute()
  await db
    .insertInto('tally.person')
    .values([
      { email: 'ana@example.com', display_name: 'Ana', role: 'admin' },
      { email: 'ben@example.com', display_name: 'Ben', role: 'member' },
    ])
    .execute()
  await db.insertInto('tally.person_team').values({ email: 'ben@example.com', team: 'vision' }).execute()
  await loadFacts(db, [
    { day: '2026-11-02', team: 'search', project: 'atlas', resourceClass: 'gpu', effective: '1234.5' },
    {
      day: '2026-11-20',
      team: 'search',
      project: 'search',
      resourceClass: 'gpu',
      effective: '65.5',
      service: 'OpenAI',
    },
    { day: '2026-10-20', team: 'search', project: 'atlas', resourceClass: 'gpu', effective: '777' },
    { day: '2026-11-03', team: 'vision', project: 'lumen', resourceClass: 'gpu', effective: '5' },
    { day: '2026-10-03', team: 'vision', project: 'lumen', effective: '3' },
    { day: '2026-11-03', team: null, effective: '99' },
  ])
})

afterEach(() => deps.asking.later.drained())

describe('a question', () => {
  it('in a mention is answered to the conversation', async () => {
    const reply = await asks(ANA, 'team search GPU cost this month')
    expect(reply).toMatchObject({ audience: 'conversation', place: 'new' })
    expect(headline(reply)).toBe('$1,300.00')
  })

  it('by command is answered to the asker alone, who may share it', async () => {
    const reply = await asks(ANA, 'team search GPU cost this month', 'command', CHANNEL)
    expect(reply.audience).toBe('asker')
    const shared = await presses(ANA, button(reply, 'Share here'), true, CHANNEL)
    expect(shared).toMatchObject({ audience: 'conversation', place: 'new' })
    expect(headline(shared)).toBe('$1,300.00')
    expect(buttons(shared.card).map(({ label }) => label)).not.toContain('Share here')
  })

  it('is shared once by a double click, and again a minute later', async () => {
    const reply = await asks(ANA, 'team search GPU cost this month', 'command', CHANNEL)
    const share = () => presses(ANA, button(reply, 'Share here'), true, CHANNEL)
    const [first, second] = await Promise.all([share(), share()])
    expect([first, second].map(({ audience }) => audience).sort()).toEqual(['asker', 'conversation'])
    now = new Date(MONDAY.getTime() + MINUTE)
    expect(await share()).toMatchObject({ audience: 'conversation' })
  })

  it('asked twice with one request id has one key', async () => {
    const inbound: Inbound = {
      kind: 'asked',
      from: ANA,
      where: THREAD,
      text: 'spend this month',
      way: 'mention',
      requestId: 'same',
    }
    expect((await said(inbound)).key).toBe((await said(inbound)).key)
    await deps.asking.later.drained()
    expect(await db.selectFrom('tally.answer').select('answer_id').execute()).toHaveLength(1)
  })

  it('of nothing at all gets help with questions about data that this person sees', async () => {
    const admin = await asks(ANA, '  ', 'command', CHANNEL)
    expect(text(admin)).toContain('team search cost this month')
    const member = await asks(BEN, 'help')
    expect(text(member)).toContain('team vision cost this month')
    expect(text(member)).not.toContain('search')
    for (const example of text(member).split('\n').slice(2, -1))
      expect(headline(await asks(BEN, example))).toMatch(/\d|No data/)
  })

  it('is met by a greeting when Tally is opened, once', async () => {
    const open = () => handle({ kind: 'opened', from: ANA, where: CHANNEL, requestId: `r${requests++}` }, platform)
    expect((await open())?.audience).toBe('asker')
    expect(await open()).toBeUndefined()
  })

  it('that fails inside gets the request id and no more', async () => {
    const broken = bot({
      ...deps,
      asking: { ...deps.asking, names: () => Promise.reject(new Error('secret of the database')) },
    })
    const reply = await broken(
      { kind: 'asked', from: ANA, where: THREAD, text: 'spend', way: 'mention', requestId: 'r-42' },
      platform,
    )
    expect(reply && plainText(reply.card)).toContain('r-42')
    expect(JSON.stringify(reply)).not.toContain('secret')
    expect(faults).toHaveLength(1)
    faults.length = 0
  })
})

describe('a thread', () => {
  it('is gone on from by its asker for half an hour', async () => {
    await asks(ANA, 'team search GPU cost this month')
    const next = await asks(ANA, 'and last month?')
    expect(headline(next)).toBe('$777.00')
    expect(text(next)).toContain('I went on from your last question.')
    now = new Date(MONDAY.getTime() + 31 * MINUTE)
    expect(text(await asks(ANA, 'and last month?'))).toContain('What should I go on from?')
  })

  it('or a channel is not gone on from by a question that stands alone, in either order', async () => {
    const commands = (...texts: readonly string[]) =>
      texts.reduce<Promise<(string | undefined)[]>>(
        async (before, text) => [...(await before), headline(await asks(ANA, text, 'command', CHANNEL))],
        Promise.resolve([]),
      )
    expect(await commands('team vision cost this month', 'spend this month', 'team search cost')).toEqual([
      '$5.00',
      '$1,404.00',
      '$1,300.00',
    ])
    expect(await commands('spend this month', 'only team vision', 'what about last month?', 'cost in October')).toEqual(
      ['$1,404.00', '$5.00', '$3.00', '$780.00'],
    )
  })

  it('gives a second person nothing of the first: no context, no number', async () => {
    await asks(ANA, 'team search GPU cost this month')
    const reply = await asks(BEN, 'and last month?')
    expect(text(reply)).toContain('What should I go on from?')
    expect(text(await asks(BEN, 'team search cost this month'))).not.toMatch(/\d{3}/)
    expect(headline(await asks(BEN, 'spend this month'))).toBe('$5.00')
  })

  it('knows somebody by any of their emails, and writes to them by the one that is known', async () => {
    expect(headline(await asks(BEN_BY_NAME, 'spend this month'))).toBe('$5.00')
    await deps.asking.later.drained()
    const account = db.selectFrom('tally.account').select('email').where('user_id', '=', BEN_BY_NAME.userId)
    expect(await account.execute()).toEqual([{ email: 'ben@example.com' }])
  })

  it('answers nobody whom nobody knows', async () => {
    const reply = await asks(STRANGER, 'spend this month')
    expect(text(reply)).toContain('administrator')
    expect(text(reply)).not.toMatch(/\d/)
  })
})

describe('a question back', () => {
  const back = () => asks(ANA, 'search cost this month')

  it('is completed by a click of the asker, in its place', async () => {
    const reply = await back()
    expect(text(reply)).toContain('Which “search” do you mean?')
    const answer = await presses(ANA, button(reply, 'project search'))
    expect(answer).toMatchObject({ audience: 'conversation', place: 'original' })
    expect(headline(answer)).toBe('$65.50')
  })

  it('does nothing for anybody else', async () => {
    const token = button(await back(), 'team search')
    const reply = await presses(BEN, token)
    expect(reply).toMatchObject({ audience: 'asker', place: 'new' })
    expect(text(reply)).toBe('Somebody else asked this. Ask it yourself, and I answer you.')
  })

  it('expires', async () => {
    const token = button(await back(), 'team search')
    await deps.asking.later.drained()
    now = new Date(MONDAY.getTime() + 31 * MINUTE)
    expect(text(await presses(ANA, token))).toContain('no longer open')
  })

  it('never offers a name that the asker may not see', async () => {
    const reply = await asks(BEN, 'search cost this month')
    expect(buttons(reply.card)).toEqual([])
    const token = buttons((await back()).card)[0]?.token
    expect(token).toBeDefined()
  })

  it('counts the words that were not known, never a number', async () => {
    await asks(ANA, 'team unicorn cost this month')
    await asks(ANA, 'cost of gpt-4.2 this month')
    await deps.asking.later.drained()
    const words = await db.selectFrom('tally.unknown_word').select(['word', 'asked_count']).execute()
    expect(words).toContainEqual({ word: 'unicorn', asked_count: '1' })
    expect(words.map(({ word }) => word).join(' ')).not.toMatch(/\d/)
  })

  it('is found again with everything that reading needs', async () => {
    const reply = await back()
    await deps.asking.later.drained()
    const [open] = await db.selectFrom('tally.open_question').select('open_id').execute()
    expect(await findOpenQuestion(db, open?.open_id ?? '', now)).toMatchObject({
      asker: 'ana@example.com',
      text: 'search cost this month',
      today: '2026-11-23',
      timezone: 'Europe/Paris',
    })
    expect(reply.audience).toBe('conversation')
  })
})

describe('a word that an administrator teaches', () => {
  const unknown = () => asks(ANA, 'search-2 cost this month')
  const taught = () => db.selectFrom('tally.alias').selectAll().execute()

  it('is offered after their choice, and is everybody’s from then on, with who taught it and when', async () => {
    const answer = await presses(ANA, button(await unknown(), 'project search'))
    const kept = await presses(ANA, button(answer, 'Remember for everyone: “search-2” means project search'))
    expect(kept).toMatchObject({ audience: 'asker', place: 'new' })
    expect(text(kept)).toContain('From now on “search-2” means project search')
    expect(await taught()).toEqual([
      {
        alias: 'search-2',
        dimension: 'project',
        value: 'search',
        taught_by: 'ana@example.com',
        taught_at: MONDAY,
      },
    ])
    expect(headline(await asks(ANA, 'search-2 cost this month', 'command', CHANNEL))).toBe('$65.50')
    expect(await db.selectFrom('tally.unknown_word').select('word').execute()).toEqual([])
  })

  it('is not offered to others, nor where the word is a name already', async () => {
    const offers = (reply: Reply) => buttons(reply.card).filter(({ label }) => label.startsWith('Remember'))
    await db.updateTable('tally.person').set({ role: 'member' }).where('email', '=', 'ana@example.com').execute()
    await db.insertInto('tally.person_team').values({ email: 'ana@example.com', team: 'search' }).execute()
    expect(offers(await presses(ANA, button(await unknown(), 'project search')))).toEqual([])
    await db.updateTable('tally.person').set({ role: 'admin' }).where('email', '=', 'ana@example.com').execute()
    const name = await asks(ANA, 'search cost this month')
    expect(offers(await presses(ANA, button(name, 'project search')))).toEqual([])
  })

  it('is kept for nobody who is no administrator when they press', async () => {
    const answer = await presses(ANA, button(await unknown(), 'project search'))
    const token = button(answer, 'Remember for everyone: “search-2” means project search')
    expect(text(await presses(BEN, token))).toBe('Only an administrator of Tally can teach me words.')
    expect(await taught()).toEqual([])
  })

  it('is rejected with the reason where it meanwhile means something else', async () => {
    const answer = await presses(ANA, button(await unknown(), 'project search'))
    const token = button(answer, 'Remember for everyone: “search-2” means project search')
    await db.insertInto('tally.alias').values({ alias: 'search-2', dimension: 'team', value: 'vision' }).execute()
    expect(text(await presses(ANA, token))).toBe(
      'I cannot keep “search-2” means project search: it means team vision already.',
    )
  })
})

describe('the words that nobody understood', () => {
  it('are an administrator’s to see, the most asked first, wherever they ask', async () => {
    await asks(BEN, 'team wombat cost')
    for (const thread of ['a', 'b']) await asks(BEN, 'team unicorn cost', 'mention', { ...CHANNEL, threadId: thread })
    await deps.asking.later.drained()
    const reply = await asks(ANA, ' Words ')
    expect(reply.audience).toBe('asker')
    expect(text(reply).split('\n').slice(0, 4)).toEqual([
      '2 words that I did not know',
      'Unknown words, most asked first:',
      'unicorn: Asked 2, Last Nov 23, 2026',
      'wombat: Asked 1, Last Nov 23, 2026',
    ])
  })

  it('are shown to nobody else', async () => {
    await asks(ANA, 'team wombat cost')
    await deps.asking.later.drained()
    for (const who of [BEN, STRANGER]) {
      const reply = await asks(who, 'words')
      expect(reply.audience).toBe('asker')
      expect(text(reply)).toContain('for the administrators of Tally')
      expect(text(reply)).not.toContain('wombat')
    }
  })
})

describe('the file of an answer', () => {
  const csv = (reply: Reply) => reply.file?.content.replace('\uFEFF', '').split('\r\n')

  it('goes where everybody saw the answer, with every group, and says what it is', async () => {
    const answer = await asks(ANA, 'spend by project this month')
    const reply = await presses(ANA, button(answer, 'CSV'))
    expect(reply).toMatchObject({ audience: 'conversation', place: 'new' })
    expect(reply.file?.name).toBe('spend-by-project-2026-11-01-to-2026-11-23.csv')
    expect(csv(reply)).toEqual([
      'project,currency,effective_cost',
      'atlas,USD,1234.5',
      'search,USD,65.5',
      'lumen,USD,5',
      '(none),USD,99',
      '',
    ])
    expect(headline(reply)).toBe('$1,404.00')
    expect(text(reply)).toContain('The column effective_cost adds up to it.')
    expect(text(reply)).toContain('Complete through Nov 20, 2026')
  })

  it('of a card that only one person sees is for them alone', async () => {
    const answer = await asks(ANA, 'spend by project this month', 'command', CHANNEL)
    expect(await presses(ANA, button(answer, 'CSV'), true, CHANNEL)).toMatchObject({ audience: 'asker' })
  })

  it('is made for who presses: of what they see, to them alone, or not at all', async () => {
    const answer = await asks(BEN, 'spend by project this month')
    expect(csv(await presses(ANA, button(answer, 'CSV')))).toContain('atlas,USD,1234.5')
    const all = button(await asks(ANA, 'spend by project this month'), 'CSV')
    for (const who of [BEN, STRANGER]) {
      const reply = await presses(who, all)
      expect(reply.file).toBeUndefined()
      expect(text(reply)).toContain('may not see')
    }
    const own = await presses(BEN, button(answer, 'CSV'))
    expect(csv(own)).toEqual(['project,currency,effective_cost', 'lumen,USD,5', ''])
    expect((await presses(ANA, button(answer, 'CSV'), false, CHANNEL)).audience).toBe('asker')
  })

  it('is as of the day of the answer, also the day after', async () => {
    const week = await asks(ANA, 'spend by project last week')
    now = new Date(MONDAY.getTime() + 8 * 24 * 60 * MINUTE)
    expect((await presses(ANA, button(week, 'CSV'))).file?.name).toBe('spend-by-project-2026-11-16-to-2026-11-22.csv')
  })

  it('is sent once by a double click, and nobody goes on from it', async () => {
    const answer = await asks(ANA, 'spend by project this month')
    const press = () => presses(ANA, button(answer, 'CSV'))
    const replies = await Promise.all([press(), press()])
    expect(replies.filter(({ file }) => file !== undefined)).toHaveLength(1)
    const own = await asks(BEN, 'spend by project this month')
    await asks(BEN, 'team vision cost last month')
    expect((await presses(BEN, button(own, 'CSV'))).file).toBeDefined()
    expect(text(await asks(BEN, 'and this month?'))).not.toContain('by project')
  })

  it('is made again for the platform that asks for it by the same press', async () => {
    const token = button(await asks(ANA, 'spend by project this month'), 'CSV')
    const first = await presses(ANA, token)
    const again = { kind: 'pressed', where: THREAD, token, private: false, again: true } as const
    expect((await said({ ...again, from: ANA, requestId: `r${requests++}` })).file).toEqual(first.file)
    // For whoever may have it, as ever.
    expect((await said({ ...again, from: BEN, requestId: `r${requests++}` })).file).toBeUndefined()
  })

  it('is not offered where there is nothing to write', async () => {
    const reply = await asks(ANA, 'team search cost in June 2026')
    expect(headline(reply)).toBe('No data')
    expect(buttons(reply.card).map(({ label }) => label)).not.toContain('CSV')
  })
})

describe('a button of an answer', () => {
  it('goes on from it: the same scope, compared, by model, the month before', async () => {
    const answer = await asks(ANA, 'team search GPU cost this month')
    expect(headline(await presses(ANA, button(answer, 'Last month')))).toBe('$777.00')
    const compared = await presses(ANA, button(answer, 'Compare with Oct 1 – Oct 23, 2026'))
    expect(compared).toMatchObject({ audience: 'conversation', place: 'original' })
    expect(text(compared)).toContain('against Oct 1 – Oct 23, 2026 ($777.00)')
    expect(text(await presses(ANA, button(answer, 'By model')))).toContain('by model')
    for (const label of ['Compare with Oct 1 – Oct 23, 2026', 'By model', 'CSV'])
      expect(text(await presses(BEN, button(answer, label)))).not.toMatch(/\$|1,?300|777/)
  })

  it('shows how: measure, filters, period, zone, sources, rows and SQL, to the presser alone', async () => {
    const how = await presses(ANA, button(await asks(ANA, 'team search GPU cost this month'), 'Show how'))
    expect(how).toMatchObject({ audience: 'asker', place: 'new' })
    for (const part of [
      'Effective cost',
      'team: search',
      'resource: gpu',
      '2026-11-01 up to, not including, 2026-11-24',
      'Europe/Paris',
      'aws-focus: Oct 3, 2026 to Nov 20, 2026',
      'Rows summed: 2',
      'Compared with: Nov 1 – Nov 20, 2026 against Oct 1 – Oct 20, 2026: our choice',
      "'search'",
    ])
      expect(text(how)).toContain(part)
  })

  it('shows nothing to somebody who may not see it', async () => {
    for (const question of ['team search GPU cost this month', 'spend this month']) {
      const answer = await asks(ANA, question, 'mention', { ...THREAD, threadId: question })
      for (const label of ['Show how', 'By project', 'Last month'])
        for (const who of [BEN, STRANGER]) {
          const reply = await presses(who, button(answer, label))
          expect(reply).toMatchObject({ audience: 'asker', place: 'new' })
          expect(text(reply)).not.toMatch(/1,300|777|\$/)
        }
    }
  })

  it('changes the period or the group in place for its asker', async () => {
    const answer = await asks(ANA, 'team search GPU cost this month')
    const last = await presses(ANA, button(answer, 'Last month'))
    expect(last).toMatchObject({ audience: 'conversation', place: 'original' })
    expect(headline(last)).toBe('$777.00')
    const grouped = await presses(ANA, button(answer, 'By project'))
    expect(text(grouped)).toContain('atlas: Cost $1,234.50')
  })

  it('gives another person who may see it an answer of their own', async () => {
    const answer = await asks(BEN, 'team vision cost this month')
    const reply = await presses(ANA, button(answer, 'Last month'))
    expect(reply).toMatchObject({ audience: 'asker', place: 'new' })
    expect(headline(reply)).toBe('$3.00')
  })

  it('says that it no longer works when it was not signed here, or is of another feature or another time', async () => {
    const token = button(await asks(ANA, 'spend this month'), 'Show how')
    for (const dead of [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      'anything',
      signToken('the key before', 'spend', 'how.0123456789abcdef'),
      signToken(KEY, 'nudge', 'snooze.1'),
      signToken(KEY, 'spend', 'nothing.1'),
      signToken(KEY, 'spend', `period.${token.split('.')[2]}.constructor`),
    ]) {
      const reply = await presses(ANA, dead)
      expect(reply).toMatchObject({ audience: 'asker', place: 'new' })
      expect(text(reply)).toContain('no longer works')
    }
  })

  it('opens an answer to a text with characters that no database keeps', async () => {
    const answer = await asks(ANA, 'team search\0 GPU\ud800 cost\u0007 this month')
    expect(text(await presses(ANA, button(answer, 'Show how')))).toContain('How this was worked out')
  })

  it('fits where the platforms carry it', async () => {
    const every = buttons((await asks(ANA, 'spend this month', 'command', CHANNEL)).card)
    expect(every.length).toBeGreaterThan(10)
    for (const { token } of every) expect(token.length).toBeLessThanOrEqual(150)
  })

  it('says so when its answer is no longer kept', async () => {
    const token = signToken(KEY, 'spend', 'how.0123456789abcdef')
    expect(text(await presses(ANA, token))).toContain('no longer kept')
  })
})

it('remembers where people are reached', async () => {
  now = MONDAY
  await said({ kind: 'asked', from: BEN, where: CHANNEL, text: 'help', way: 'mention', requestId: 'reached' })
  await deps.asking.later.drained()
  const found = await db.selectFrom('tally.account').selectAll().where('user_id', '=', 'UBEN').executeTakeFirst()
  expect(found).toMatchObject({ platform: 'slack', email: 'ben@example.com', timezone: 'Europe/Paris' })
})
