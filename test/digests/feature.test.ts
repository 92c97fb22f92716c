import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BotDeps, bot } from '../../src/bot.ts'
import type { Button, Card } from '../../src/cards/card.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import { slotCode } from '../../src/digests/card/slot-code.ts'
import type { compose } from '../../src/digests/compose.ts'
import { digestFeature } from '../../src/digests/feature.ts'
import { listSubscriptions } from '../../src/digests/store.ts'
import type { Visibility } from '../../src/people/sight.ts'
import type { Conversation, FormValues, Platform, Reply, Sender } from '../../src/platform.ts'
import { asking } from '../../src/spend/deps.ts'
import { signToken } from '../../src/token.ts'
import { testDatabase } from '../database.ts'
import { loadFacts } from '../spend/facts.ts'
import { DIGESTS } from './samples.ts'

const { db } = await testDatabase()
const MINUTE = 60_000
/** 11:00 in Paris. */
const MONDAY = new Date('2026-11-23T10:00:00Z')
const KEY = 'a key'

const at = (userId: string): Sender => ({ platform: 'slack', workspaceId: 'T1', userId })
const [ADA, BEN, CAT, EVE] = ['UADA', 'UBEN', 'UCAT', 'UEVE'].map(at) as [Sender, Sender, Sender, Sender]
const CHANNEL: Conversation = { platform: 'slack', workspaceId: 'T1', conversationId: 'C1', direct: false }
const OTHER: Conversation = { ...CHANNEL, conversationId: 'C2' }
const DIRECT: Conversation = { ...CHANNEL, conversationId: 'D1', direct: true }

const platform = {
  name: 'slack',
  profile: async ({ userId }: Sender) => ({
    displayName: userId,
    email: `${userId.slice(1).toLowerCase()}@example.com`,
    timezone: 'Europe/Paris',
  }),
} as unknown as Platform

let now = MONDAY
let visibility: Visibility = 'everyone'
let requests = 0
const faults: unknown[] = []
const composedFor: unknown[] = []
/** What a digest says is tested elsewhere; here, that the right one is asked for. */
const composing: typeof compose = async function* (_, asked) {
  for (const each of asked) {
    composedFor.push(each)
    yield { kind: 'composed', asked: each, digest: { ...DIGESTS.busy, asked: each } }
  }
}

function handle() {
  const ask = asking({
    own: db,
    spend: db,
    visibility,
    now: () => now,
    onError: (error) => faults.push(error),
    maxAgeMs: 0,
  })
  const signs = {
    spend: (payload: string) => signToken(KEY, 'spend', payload),
    digest: (payload: string) => signToken(KEY, 'digest', payload),
  }
  const deps: BotDeps = {
    asking: ask,
    features: [digestFeature({ asking: ask, signs, compose: composing })],
    signingKey: KEY,
    timezone: 'UTC',
    onError: (error) => faults.push(error),
  }
  return { bot: bot(deps), done: () => ask.later.drained() }
}

async function said(inbound: Parameters<ReturnType<typeof bot>>[0]): Promise<Reply> {
  const { bot, done } = handle()
  const reply = await bot(inbound, platform)
  await done()
  expect(faults).toEqual([])
  if (reply === undefined) throw new Error('nothing said')
  return reply
}
type Way = 'command' | 'mention' | 'direct'
const writes = (from: Sender, text: string, way: Way = 'command', where = CHANNEL) =>
  said({ kind: 'asked', from, where, text, way, requestId: `r${requests++}` })
const presses = (from: Sender, token: string, where = CHANNEL) =>
  said({ kind: 'pressed', from, where, token, requestId: `r${requests++}`, private: true })
const does = (from: Sender, payload: string, where = CHANNEL) => presses(from, signToken(KEY, 'digest', payload), where)
const sends = (from: Sender, payload: string, values: FormValues, where = CHANNEL) =>
  said({
    kind: 'submitted',
    from,
    where,
    token: signToken(KEY, 'digest', payload),
    values,
    requestId: `r${requests++}`,
  })

const text = (reply: Reply) => plainText(reply.card)
const buttons = (card: Card): readonly Button[] =>
  card.blocks.flatMap((block) => (block.kind === 'actions' ? block.buttons : []))
function button({ card }: Reply, label: string): string {
  const found = buttons(card).find((each) => each.label === label)
  if (found === undefined) throw new Error(`no button ${label} among ${buttons(card).map((each) => each.label)}`)
  return found.token
}
const kept = () => listSubscriptions(db)
async function only() {
  const [first, ...others] = await kept()
  if (first === undefined || others.length > 0) throw new Error(`there are ${others.length} others`)
  return first
}
const WEEKLY = 'digest weekly mon 09:00 for team search'

beforeEach(async () => {
  now = MONDAY
  visibility = 'everyone'
  faults.length = 0
  composedFor.length = 0
  for (const table of ['subscription', 'person_team', 'person', 'delivery'] as const)
    await db.deleteFrom(`tally.${table}`).execute()
  await db
    .insertInto('tally.person')
    .values([
      { email: 'ada@example.com', display_name: 'Ada', role: 'admin' },
      { email: 'ben@example.com', display_name: 'Ben', role: 'member' },
      { email: 'cat@example.com', display_name: 'Cat', role: 'member' },
    ])
    .execute()
  await db
    .insertInto('tally.person_team')
    .values([
      { email: 'ben@example.com', team: 'search' },
      { email: 'ben@example.com', team: 'idle-team' },
      { email: 'cat@example.com', team: 'vision' },
    ])
    .execute()
  await loadFacts(db, [
    { day: '2026-11-20', team: 'search', project: 'atlas', effective: '10' },
    { day: '2026-11-20', team: 'vision', project: 'shared', effective: '10' },
    { day: '2026-11-20', team: 'search', project: 'shared', effective: '10' },
    { day: '2026-11-20', team: '<!channel>', project: '*bold*', effective: '10' },
    { day: '2026-03-20', team: 'gone', effective: '10' },
    { day: '2026-11-20', source: 'openai-costs', team: 'vision', effective: '10' },
  ])
  await db
    .updateTable('ledger.source')
    .set({ complete_after_hours: 3 })
    .where('source_name', '=', 'openai-costs')
    .execute()
})
afterEach(() => expect(faults).toEqual([]))

describe('a digest in words', () => {
  it('is set up here, and says exactly when it comes and that nothing was sent yet', async () => {
    const reply = await writes(BEN, WEEKLY)
    expect(reply).toMatchObject({ audience: 'asker', place: 'new' })
    expect(await only()).toMatchObject({
      place: { platform: 'slack', workspaceId: 'T1', kind: 'conversation', id: 'C1' },
      scope: { dimension: 'team', values: ['search'] },
      schedule: { rhythm: 'weekly', weekday: 1, time: '09:00', timezone: 'Europe/Paris' },
      waitHours: 4,
      createdBy: 'ben@example.com',
      createdByUser: 'UBEN',
      state: { kind: 'active' },
      nextSlotAt: new Date('2026-11-30T08:00:00Z'),
    })
    expect(text(reply)).toContain('every Monday at 09:00, Europe/Paris time')
    expect(text(reply)).toContain('Next: Mon Nov 30, 09:00 CET, about Nov 23 – Nov 29, 2026')
    expect(text(reply)).toContain('Nothing was sent yet.')
    expect(buttons(reply.card).map(({ label }) => label)).toEqual(['Send a test to me', 'Change', 'Pause', 'Remove'])
  })

  it('says what cannot be complete by then, and what would be', async () => {
    const told = text(await writes(BEN, WEEKLY))
    expect(told).toContain(
      'aws-focus cannot be complete by then: aws-focus settles a day 48 hours after it ends, the last one by Wed Dec 2, 01:00 CET.',
    )
    expect(told).toContain('goes out at Mon Nov 30, 13:00 CET at the latest, marked as partial.')
    expect(told).toContain('It would be complete every Wednesday, or wait 40h.')
    expect(text(await writes(BEN, 'digest weekly wed 9 for team search'))).not.toContain('cannot be complete')
    expect(text(await writes(BEN, `${WEEKLY} wait 40h`))).not.toContain('cannot be complete')
    expect(text(await writes(BEN, 'digest daily 9 for team search'))).not.toContain('cannot be complete')
  })

  it('is told to everybody where everybody saw it written', async () => {
    expect((await writes(BEN, WEEKLY, 'mention')).audience).toBe('conversation')
    expect((await writes(BEN, `${WEEKLY} to me`, 'mention')).audience).toBe('asker')
  })

  it('goes to the person where it is written in direct messages, or so asked', async () => {
    await writes(BEN, WEEKLY, 'direct', DIRECT)
    expect((await only()).place).toEqual({ platform: 'slack', workspaceId: 'T1', kind: 'person', id: 'UBEN' })
    expect(text(await writes(BEN, `${WEEKLY} to me`))).toContain('Set up already')
    expect(await kept()).toHaveLength(1)
  })

  it('is set up once by two at the same time, and by a second time', async () => {
    const replies = await Promise.all(Array.from({ length: 6 }, () => writes(BEN, WEEKLY)))
    expect(await kept()).toHaveLength(1)
    expect(replies.filter((reply) => text(reply).startsWith('Digest set up'))).toHaveLength(1)
    expect(replies.filter((reply) => text(reply).startsWith('Set up already'))).toHaveLength(5)
  })

  it('that cannot be read is answered with all that is wrong, and nothing is set up', async () => {
    const reply = await writes(BEN, 'digest weekly mon 25:00 for team serch in IST')
    expect(text(reply)).toContain('I know no team called “serch”: it matched 0 of 4. Did you mean search?')
    expect(text(reply)).toContain('“25:00” is no time of day')
    expect(text(reply)).toContain('Asia/Kolkata')
    expect(button(reply, 'Set up a digest')).toBeDefined()
    expect(await kept()).toEqual([])
  })

  it('of a scope that nothing was recorded for is refused', async () => {
    expect(text(await writes(ADA, 'digest daily 9 for team gone'))).toContain('it matched 0 of 62 days')
    visibility = 'own-teams'
    expect(text(await writes(BEN, 'digest daily 9 for team idle-team'))).toContain('it matched 0 of 62 days')
    expect(await kept()).toEqual([])
  })

  it('is not taken for a question, nor a question for it', async () => {
    expect(text(await writes(ADA, 'team search cost this month'))).toContain('$20.00')
    expect(text(await writes(ADA, 'digestion cost this month'))).not.toContain('digest list')
  })

  it('with names made to break things is only a name', async () => {
    const reply = await writes(ADA, 'digest daily 9 for team <!channel>')
    expect(text(reply)).toContain('Digest set up: team <!channel>')
    expect(text(await writes(ADA, 'digest daily 9 for project *bold*'))).toContain('project *bold*')
    expect(text(await writes(ADA, 'digest daily 9 for team <@U1> `;drop'))).toContain(
      'I know no team called “<@U1> `;drop”'.slice(0, 30),
    )
  })
})

describe('the form', () => {
  const VALUES: FormValues = {
    kind: ['team'],
    names: ['team:search'],
    rhythm: ['weekly'],
    weekday: ['1'],
    month_day: ['1'],
    time: ['09:00'],
    timezone: ['Europe/Paris'],
    where: ['here'],
    sections: ['movers', 'budget'],
    wait: ['6'],
    alerts: ['budget'],
    quiet_from: ['22:00'],
    quiet_until: ['07:00'],
  }

  const fieldOf = ({ form }: Reply, name: string) => form?.fields.find((field) => field.name === name)

  it('opens for the word alone, with words where none opens', async () => {
    const reply = await writes(BEN, 'digest')
    expect(reply.form).toMatchObject({ title: 'New digest', submit: 'Save' })
    expect(reply.form?.fields.find(({ name }) => name === 'timezone')).toMatchObject({ value: 'Europe/Paris' })
    expect(text(reply)).toContain('digest weekly mon 09:00 for team search')
    await writes(BEN, WEEKLY)
    expect(text(await writes(BEN, 'digest'))).toContain('1 digest')
    expect((await presses(BEN, button(reply, 'Set up a digest'))).form).toBeDefined()
  })

  it('sets up what it says', async () => {
    const reply = await sends(BEN, 'new', VALUES)
    expect(reply.mistakes).toBeUndefined()
    expect(await only()).toMatchObject({
      scope: { dimension: 'team', values: ['search'] },
      sections: ['movers', 'budget'],
      alerts: ['budget'],
      quiet: { from: '22:00', until: '07:00' },
      waitHours: 6,
    })
    expect(text(reply)).toContain('Digest set up')
    expect(text(await sends(BEN, 'new', VALUES))).toContain('Set up already')
  })

  it('is filled in with what is set, and changes it', async () => {
    await sends(BEN, 'new', VALUES)
    const { id } = await only()
    const { form } = await does(BEN, `edit.${id}`)
    const given = Object.fromEntries(
      (form?.fields ?? []).map((field) => [
        field.name,
        'values' in field ? [...field.values] : field.value ? [field.value] : [],
      ]),
    )
    expect(given).toEqual({ ...VALUES, where: ['place'] })
    const reply = await sends(BEN, `edit.${id}`, { ...given, time: ['10:30'], where: ['me'] })
    expect(text(reply)).toContain('Digest changed')
    expect(await only()).toMatchObject({ id, schedule: { time: '10:30' }, place: { kind: 'person', id: 'UBEN' } })
  })

  it.each<[string, FormValues, string, RegExp]>([
    ['names of another kind', { names: ['project:atlas'] }, 'names', /atlas is a project/],
    ['no names', { names: [] }, 'names', /Choose a team/],
    ['names of everything', { kind: ['everything'] }, 'names', /needs no names/],
    ['a name nobody knows', { names: ['serch'] }, 'names', /I know no team called “serch”/],
    ['no time', { time: [] }, 'time', /no time of day/],
    ['no zone', { timezone: ['CST'] }, 'timezone', /America\/Chicago/],
    ['no weekday', { weekday: [] }, 'weekday', /needs its weekday/],
    ['no day', { rhythm: ['monthly'], month_day: ['31'] }, 'month_day', /1 to 28/],
    ['nothing to show', { sections: [] }, 'sections', /something to show/],
    ['half of quiet hours', { quiet_until: [] }, 'quiet_until', /Until when/],
    ['a made-up wait', { wait: ['999'] }, 'wait', /At most 168/],
    ['a scope without spend', { names: ['gone'] }, 'names', /matched 0 of 62 days/],
  ])('says at the field what is wrong: %s', async (_, wrong, name, told) => {
    const reply = await sends(ADA, 'new', { ...VALUES, ...wrong })
    expect(reply.mistakes?.[name]).toMatch(told)
    expect(Object.keys(reply.mistakes ?? {})).toEqual([name])
    // The same form, as it was filled in.
    const { value, values } = Object.assign({ value: undefined, values: undefined }, fieldOf(reply, name))
    expect(values ?? (value === undefined ? [] : [value])).toEqual({ ...VALUES, ...wrong }[name])
    expect(fieldOf(reply, 'quiet_from')).toMatchObject({ value: '22:00' })
    expect(await kept()).toEqual([])
  })

  it('changes nothing for somebody who may not, and nothing of what is gone', async () => {
    await sends(ADA, 'new', VALUES)
    const { id } = await only()
    const stranger = await sends(CAT, `edit.${id}`, { ...VALUES, time: ['10:30'] })
    expect(text(stranger)).toContain('Only whoever set this digest')
    expect((await only()).schedule.time).toBe('09:00')
    expect(text(await sends(ADA, 'edit.zzzz', VALUES))).toContain('no such digest')
  })

  it('offers names to type where they are too many or too long', async () => {
    await loadFacts(
      db,
      Array.from({ length: 101 }, (_, n) => ({ day: '2026-11-20', team: `team ${n}, and more`, effective: '1' })),
    )
    const { form } = await writes(ADA, 'digest')
    expect(form?.fields.find(({ name }) => name === 'names')).toMatchObject({ kind: 'text' })
    const reply = await sends(ADA, 'new', { ...VALUES, names: ['"team 7, and more", team 9, and more'] })
    expect(reply.mistakes).toBeUndefined()
    expect((await only()).scope?.values).toEqual(['team 7, and more', 'team 9, and more'])
  })
})

describe('a digest that is there', () => {
  it('is paused, resumed and removed, each once, and says what is now', async () => {
    const reply = await writes(BEN, WEEKLY)
    const paused = await presses(BEN, button(reply, 'Pause'))
    expect(text(paused)).toContain('Paused: nothing is sent.')
    expect((await only()).state).toEqual({ kind: 'paused' })
    expect(text(await presses(BEN, button(reply, 'Pause')))).toContain('That was so already.')
    const resumed = await presses(BEN, button(paused, 'Resume'))
    expect(text(resumed)).toContain('Next: Mon Nov 30, 09:00 CET.')
    const asked = await presses(BEN, button(resumed, 'Remove'))
    expect(await kept()).toHaveLength(1)
    const [first, second] = [
      await presses(BEN, button(asked, 'Remove it')),
      await presses(BEN, button(asked, 'Remove it')),
    ]
    expect(first.place).toBe('original')
    expect(text(first)).toContain('digest weekly mon 09:00 for team search in Europe/Paris')
    expect(text(second)).toContain('no such digest')
    expect(await kept()).toEqual([])
  })

  it('is managed in words by its id', async () => {
    await writes(BEN, WEEKLY)
    const { id } = await only()
    expect(text(await writes(BEN, `digest pause ${id.toUpperCase()}`))).toContain('Paused')
    expect(text(await writes(BEN, `digest resume ${id}`))).toContain('Next: Mon Nov 30')
    expect((await writes(BEN, `digest edit ${id}`)).form).toBeDefined()
    expect(text(await writes(BEN, 'digest pause'))).toContain('Which one?')
    expect(text(await writes(BEN, 'digest pause zzzz'))).toContain('no such digest')
    expect(button(await writes(BEN, `digest remove ${id}`), 'Remove it')).toBeDefined()
  })

  it('of another workspace does not exist here', async () => {
    await writes(BEN, WEEKLY)
    const { id } = await only()
    const away = { ...CHANNEL, workspaceId: 'T2' }
    expect(text(await does({ ...BEN, workspaceId: 'T2' }, `pause.${id}`, away))).toContain('no such digest')
    expect((await only()).state).toEqual({ kind: 'active' })
  })

  it('is tested by one click, for the presser alone, once', async () => {
    const reply = await writes(BEN, WEEKLY)
    const [first, second] = [
      await presses(BEN, button(reply, 'Send a test to me')),
      await presses(BEN, button(reply, 'Send a test to me')),
    ]
    expect(first).toMatchObject({ audience: 'asker', place: 'new' })
    expect(text(first)).toContain('A test, which only you see')
    expect(text(first)).toContain('The next one comes Mon Nov 30, 09:00 CET.')
    expect(text(second)).toContain('a moment ago')
    expect(composedFor).toMatchObject([
      { period: { start: '2026-11-16', end: '2026-11-23' }, slotAt: MONDAY, sight: { kind: 'everything' } },
    ])
    now = new Date(MONDAY.getTime() + MINUTE)
    expect(text(await presses(BEN, button(reply, 'Send a test to me')))).toContain('A test')
  })

  it('keeps its details, and composes those of a test anew', async () => {
    await writes(BEN, WEEKLY)
    const { id } = await only()
    const slot = new Date('2026-11-23T08:00:00Z')
    const more: Card = { blocks: [{ kind: 'headline', text: 'The details.' }] }
    await db
      .insertInto('tally.digest_run')
      .values({
        subscription_id: id,
        slot_at: slot,
        status: 'queued',
        message_key: 'digest:x',
        more: JSON.stringify(more),
      })
      .execute()
    expect(text(await does(CAT, `more.${id}.${slotCode(slot)}`))).toBe('The details.')
    expect(composedFor).toEqual([])
    expect(text(await does(CAT, `more.${id}.${slotCode(MONDAY)}`))).toContain('AI spend')
    expect(text(await does(CAT, `more.${id}.nonsense-`))).toContain('no longer kept')
  })
})

describe('the list', () => {
  it('shows those of here and of the person, with their last run and the next', async () => {
    expect(text(await writes(BEN, 'digest list'))).toContain('No digest is set up here.')
    await writes(BEN, WEEKLY)
    await writes(BEN, 'digest daily 8:30 for everything to me')
    await writes(CAT, 'digest daily 8:30 for everything to me')
    await writes(BEN, 'digest daily 8:30 for team vision', 'command', OTHER)
    const search = (await kept()).find(
      ({ scope, place }) => scope?.values[0] === 'search' && place.kind === 'conversation',
    )
    await db
      .insertInto('tally.digest_run')
      .values({
        subscription_id: search?.id ?? '',
        slot_at: new Date('2026-11-23T08:00:00Z'),
        status: 'waiting',
        waiting_for: ['aws-focus'],
      })
      .execute()
    for (const words of ['status', 'digests', 'digest list']) {
      const reply = await writes(BEN, words, 'mention')
      expect(reply.audience).toBe('asker')
      const told = text(reply)
      expect(told).toContain('2 digests')
      expect(told).toContain('team search, every Monday at 09:00, Europe/Paris time')
      expect(told).toContain('To this conversation. Next: Mon Nov 30, 09:00 CET.')
      expect(told).toContain('That of Mon Nov 23, 09:00 CET waits for aws-focus.')
      expect(told).toContain('everything, every day at 08:30, Europe/Paris time')
      expect(told).toContain('To you alone. Next: Tue Nov 24, 08:30 CET.')
      expect(told).not.toContain('vision')
    }
    expect(text(await writes(BEN, 'digest list all'))).toContain('for the administrators')
    expect(text(await writes(ADA, 'status all'))).toContain('4 digests in all')
  })

  it('tells what is broken, and why', async () => {
    await writes(BEN, WEEKLY)
    await db
      .updateTable('tally.subscription')
      .set({ status: 'broken', broken_reason: 'The channel was archived', broken_at: MONDAY, next_slot_at: null })
      .execute()
    const reply = await writes(BEN, 'status')
    expect(text(reply)).toMatch(/Broken since Nov 23, 2026: The channel was archived\.$/m)
    expect(text(await presses(BEN, button(reply, 'Resume')))).toContain('Next:')
    expect((await only()).state.kind).toBe('active')
  })
})

describe('where everybody sees their own teams', () => {
  beforeEach(() => {
    visibility = 'own-teams'
  })

  it('nobody sets up what they may not see, by words or by form', async () => {
    for (const [who, words, told] of [
      [BEN, 'digest daily 9 for everything', 'for those who see everything'],
      [BEN, 'digest daily 9 for team vision', 'I know no team called “vision”'],
      [BEN, 'digest daily 9 for project shared', 'a part of it is not of your teams'],
      [EVE, 'digest daily 9 for team search', 'I do not know yours'],
      [EVE, 'digest', 'I do not know yours'],
      [EVE, 'digest daily 9 for everything', 'I do not know yours'],
    ] as const)
      expect(text(await writes(who, words))).toContain(told)
    const forged = await sends(BEN, 'new', {
      kind: ['project'],
      names: ['project:shared'],
      rhythm: ['daily'],
      time: ['09:00'],
      sections: ['movers'],
    })
    expect(forged.mistakes?.names).toContain('a part of it is not of your teams')
    expect(await kept()).toEqual([])
  })

  it('what they may set up says once that its readers see it too', async () => {
    expect(text(await writes(BEN, WEEKLY))).toContain('Everybody who reads there sees these figures')
    expect(text(await writes(BEN, `${WEEKLY} to me`))).not.toContain('Everybody who reads there')
    expect(text(await writes(BEN, 'digest daily 9 for project atlas'))).toContain('Digest set up')
    expect(text(await writes(ADA, 'digest daily 9 for everything'))).toContain('Digest set up')
  })

  it('nobody reads, tests or lists what they may not see', async () => {
    await writes(BEN, WEEKLY)
    const { id } = await only()
    for (const who of [CAT, EVE]) {
      for (const payload of [`more.${id}.${slotCode(MONDAY)}`, `test.${id}`]) {
        const reply = await does(who, payload)
        expect(reply.audience).toBe('asker')
        expect(text(reply)).toContain('spend that you may not see')
      }
      for (const payload of [`edit.${id}`, `pause.${id}`, `remove.${id}`, `removeyes.${id}`]) {
        const reply = await does(who, payload)
        expect(reply.form).toBeUndefined()
        expect(text(reply)).toContain('Only whoever set this digest')
      }
      expect(text(await writes(who, 'digest list'))).not.toContain('search')
    }
    expect(composedFor).toEqual([])
    expect((await only()).state.kind).toBe('active')
  })

  it('details are composed anew for whoever sees less than the one who set it', async () => {
    await writes(ADA, WEEKLY)
    const { id } = await only()
    const more: Card = { blocks: [{ kind: 'headline', text: 'Of the whole company.' }] }
    await db
      .insertInto('tally.digest_run')
      .values({
        subscription_id: id,
        slot_at: MONDAY,
        status: 'queued',
        message_key: 'digest:y',
        more: JSON.stringify(more),
      })
      .execute()
    expect(text(await does(ADA, `more.${id}.${slotCode(MONDAY)}`))).toBe('Of the whole company.')
    expect(text(await does(BEN, `more.${id}.${slotCode(MONDAY)}`))).not.toContain('Of the whole company.')
    expect(composedFor).toMatchObject([{ sight: { kind: 'teams', teams: ['idle-team', 'search'] } }])
  })

  it('details of a digest are for those who may see what it was about, whatever is told now', async () => {
    await writes(ADA, 'digest weekly mon 09:00 for team vision')
    const { id } = await only()
    const more: Card = { blocks: [{ kind: 'headline', text: 'Of team vision.' }] }
    const about = { scope: { dimension: 'team', values: ['vision'] }, schedule: (await only()).schedule }
    await db
      .insertInto('tally.digest_run')
      .values({
        subscription_id: id,
        slot_at: MONDAY,
        status: 'queued',
        message_key: 'digest:z',
        reported: JSON.stringify({ totals: [], missing: [], at: '' }),
        more: JSON.stringify(more),
      })
      .execute()
    const { form } = await does(ADA, `edit.${id}`)
    const given = Object.fromEntries(
      (form?.fields ?? []).map((field) => [
        field.name,
        'values' in field ? [...field.values] : field.value ? [field.value] : [],
      ]),
    )
    await sends(ADA, `edit.${id}`, { ...given, names: ['team:search'] })
    expect((await only()).scope).toEqual({ dimension: 'team', values: ['search'] })
    const run = await db.selectFrom('tally.digest_run').select('reported').executeTakeFirstOrThrow()
    expect(run.reported).toMatchObject({ about })
    expect(text(await does(BEN, `more.${id}.${slotCode(MONDAY)}`))).toContain('spend that you may not see')
    expect(text(await does(ADA, `more.${id}.${slotCode(MONDAY)}`))).toBe('Of team vision.')
  })

  it('whoever moves it to another place answers for it themselves', async () => {
    await writes(ADA, WEEKLY)
    const { id } = await only()
    const { form } = await does(BEN, `edit.${id}`, OTHER)
    const given = Object.fromEntries(
      (form?.fields ?? []).map((field) => [
        field.name,
        'values' in field ? [...field.values] : field.value ? [field.value] : [],
      ]),
    )
    await sends(BEN, `edit.${id}`, { ...given, time: ['10:00'] }, OTHER)
    expect(await only()).toMatchObject({ createdBy: 'ada@example.com', place: { id: 'C1' } })
    await sends(BEN, `edit.${id}`, { ...given, where: ['here'] }, OTHER)
    expect(await only()).toMatchObject({ createdBy: 'ben@example.com', createdByUser: 'UBEN', place: { id: 'C2' } })
  })
})
