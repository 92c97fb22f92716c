import { afterEach, describe, expect, it } from 'vitest'
import type { Form } from '../../src/cards/form.ts'
import type { Handle, Reply } from '../../src/platform.ts'
import {
  CHANNEL,
  cardsIn,
  channel,
  dataOf,
  execute,
  fakeMsteams,
  filled,
  GROUP,
  GROUP_CHAT,
  type Json,
  PERSONAL,
  personalOf,
  submit,
  TEAM,
  wordsOf,
} from '../fake-msteams.ts'
import {
  ANA,
  asked,
  BO,
  CARD,
  inWords,
  LOST,
  type Place,
  PRIVATE,
  PUBLIC,
  readIn,
  type Serving,
  serving,
  type Taken,
} from './turns.ts'

let open: Serving | undefined
afterEach(async () => {
  await open?.service.close()
  open = undefined
})

const THREAD = channel('1700')
const PERSONAL_CHAT = personalOf(ANA.user)
const idOf = (place: Place) =>
  place.in === 'personal' ? PERSONAL_CHAT : place.in === 'groupChat' ? GROUP_CHAT : CHANNEL

const TOAST = 'application/vnd.microsoft.activity.message'
const INSTEAD = 'application/vnd.microsoft.card.adaptive'

const FORM: Form = {
  title: 'SECRET form',
  submit: 'Send',
  token: 'nudge.exempt.1.sig',
  fields: [{ kind: 'text', name: 'reason', label: 'Reason' }],
}
const SECRET: Reply['card'] = { blocks: [{ kind: 'headline', text: 'SECRET $1,204' }, ...CARD.blocks.slice(1)] }

/** What happens: Ana asks and gets a card or a form; what she does with it is answered by `reply`. */
const WAYS: Readonly<Record<string, (place: Place, on: string) => Json>> = {
  asked: (place) => asked(place),
  pressed: (place, on) => execute({ data: { token: 't' }, on }, place, ANA),
  'pressed without Execute': (place, on) => submit({ data: { token: 't' }, on }, place, ANA),
  submitted: (place, on) => execute({ data: { form: 't', 'tally:text:reason': 'x' }, on }, place, ANA),
}

async function answered(reply: Reply, place: Place, act: (place: Place, on: string) => Json): Promise<Taken> {
  const replies: Reply[] = [{ ...PUBLIC, card: inWords('the card before') }, reply]
  const handle: Handle = async () => replies.shift()
  open = await serving(handle)
  await open.take(asked(place))
  const [before] = open.service.fake.posts.filter(({ userId }) => userId === undefined)
  return open.take(act(place, before?.id ?? ''))
}

const PLACES: readonly Place[] = [PERSONAL, GROUP, THREAD]
const EVERY = PLACES.flatMap((place) =>
  Object.keys(WAYS).flatMap((way) =>
    (['asker', 'conversation'] as const).flatMap((audience) =>
      (['new', 'original'] as const).map((at) => [place.in, way, audience, at, place] as const),
    ),
  ),
)

describe('who reads an answer', () => {
  it.each(EVERY)('%s, %s, for the %s, %s', async (_, way, audience, at, place) => {
    const act = WAYS[way] ?? WAYS.asked
    const taken = await answered(
      { ...PRIVATE, card: SECRET, audience, place: at },
      place,
      act as typeof WAYS.asked & {},
    )
    const here = readIn(taken.service, idOf(place))
    const apart = readIn(taken.service, PERSONAL_CHAT)
    expect(taken.delivered).toBe('delivered')
    const isOpen = place.in === 'personal' || audience === 'conversation'
    expect(here.includes('SECRET')).toBe(isOpen)
    expect(apart.includes('SECRET')).toBe(!isOpen || place.in === 'personal')
    if (!isOpen && way !== 'pressed' && way !== 'submitted') expect(here).toContain('in our personal chat')

    // In its place for everybody, and nowhere else.
    const takesPlace = isOpen && (way === 'submitted' || (at === 'original' && way !== 'asked'))
    expect(here.includes('the card before')).toBe(true)
    const posts = taken.service.fake.said(idOf(place), place.in === 'channel' ? '1700' : undefined)
    const now = posts.map(({ activity }) => wordsOf(activity)).join('\n')
    expect(now.includes('the card before')).toBe(!takesPlace)

    // Whoever pressed hears of it in the invoke: the card itself, or where it is.
    if (way === 'pressed' || way === 'submitted') {
      expect(taken.body).toMatchObject({ statusCode: 200, type: takesPlace ? INSTEAD : TOAST })
      if (takesPlace) expect(wordsOf(taken.body)).toContain('SECRET')
    }
  })

  it.each(PLACES.map((place) => [place.in, place] as const))('a form for one person, %s', async (_, place) => {
    const taken = await answered({ ...PRIVATE, card: SECRET, form: FORM }, place, (at) => asked(at))
    expect(readIn(taken.service, idOf(place)).includes('SECRET')).toBe(place.in === 'personal')
    expect(readIn(taken.service, PERSONAL_CHAT)).toContain('SECRET form')
  })

  it('a few words to whoever pressed are said over the card', async () => {
    const { body, service } = await answered(
      { ...PRIVATE, card: inWords('Only Bo may do that.') },
      THREAD,
      WAYS.pressed as never,
    )
    expect(body).toEqual({ statusCode: 200, type: TOAST, value: 'Only Bo may do that.' })
    expect(service.fake.posts.filter(({ userId }) => userId === undefined)).toHaveLength(1)
  })

  it('more than a few words to whoever pressed go into their personal chat', async () => {
    const long = inWords('Only Bo may do that. '.repeat(20))
    const { body, service } = await answered({ ...PRIVATE, card: long }, THREAD, WAYS.pressed as never)
    expect(body).toMatchObject({ type: TOAST, value: expect.stringContaining('in our personal chat') })
    expect(readIn(service, PERSONAL_CHAT)).toContain('Only Bo may do that.')
  })

  it('asks nobody to add Tally while Teams itself takes nothing', async () => {
    open = await serving({ ...PRIVATE, card: SECRET }, {}, (fake) => {
      fake.fail('create', { kind: 'status', status: 503 })
    })
    const { delivered, service } = await open.take(asked(THREAD))
    expect(delivered).toBe('failed')
    expect(readIn(service, CHANNEL)).toContain('did not take my answer')
    expect(readIn(service, CHANNEL)).not.toMatch(/SECRET|Add Tally/)
  })

  it('tells nothing where no personal chat can be opened', async () => {
    open = await serving({ ...PRIVATE, card: SECRET }, {}, (fake) => {
      fake.fail('create', { kind: 'error', error: 'ForbiddenOperationException' })
    })
    const { delivered, service } = await open.take(asked(THREAD))
    expect(delivered).toBe('failed')
    expect(readIn(service, CHANNEL)).toContain('Add Tally for yourself')
    expect(readIn(service, CHANNEL)).not.toContain('SECRET')
  })
})

describe('an answer', () => {
  it('stands in the thread of the question, and in chats beside it', async () => {
    open = await serving(PUBLIC)
    const { fake } = open.service
    await open.take(asked(channel(), { ...ANA, id: '1800' }))
    expect(fake.said(CHANNEL, '1800')).toHaveLength(1)
    await open.take(asked(GROUP))
    expect(fake.said(GROUP_CHAT)).toHaveLength(1)
    await open.take(asked())
    expect(fake.said(PERSONAL_CHAT)).toHaveLength(1)
    expect(wordsOf(fake.said(PERSONAL_CHAT)[0]?.activity)).toContain('$1,204')
  })

  it('is said beside the card where that cannot be changed', async () => {
    const { delivered, service, body } = await answered({ ...PUBLIC, place: 'original' }, GROUP, (at) =>
      execute({ data: { token: 't' }, on: '1234' }, at, ANA),
    )
    expect(delivered).toBe('delivered')
    expect(service.fake.said(GROUP_CHAT)).toHaveLength(2)
    expect(body).toMatchObject({ type: TOAST, value: 'Answered below.' })
  })

  it.each(['BadSyntax', 'MessageSizeTooBig'])('is said in words when Teams refuses the card (%s)', async (error) => {
    open = await serving(PUBLIC, {}, (fake) => fake.fail('send', { kind: 'error', error }))
    const { delivered, service } = await open.take(asked(GROUP))
    expect(delivered).toBe('delivered')
    const [said] = service.fake.said(GROUP_CHAT)
    expect(cardsIn(said?.activity ?? {})).toEqual([])
    expect(said?.activity.text).toContain('$1,204')
  })

  it('waits as long as Teams asks, and grows patient where it does not say', async () => {
    open = await serving(PUBLIC, {}, (fake) =>
      fake.fail(
        'send',
        { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
        { kind: 'status', status: 429 },
        { kind: 'error', error: 'PreconditionFailed' },
      ),
    )
    const { delivered, service } = await open.take(asked(GROUP))
    expect(delivered).toBe('delivered')
    expect(service.fake.of('send')).toHaveLength(4)
    expect(service.fake.said(GROUP_CHAT)).toHaveLength(1)
    expect(Math.round(service.waitedMs() / 1000)).toBe(7 + 2 + 4)
  })

  it('does not wait longer than a person would', async () => {
    open = await serving(PUBLIC, {}, (fake) =>
      fake.fail('send', { kind: 'status', status: 429, headers: { 'retry-after': '300' } }),
    )
    const { delivered } = await open.take(asked(GROUP))
    expect(delivered).toBe('failed')
  })

  it.each([
    ['cut', LOST],
    ['500', { kind: 'status', status: 500, effect: true } as const],
    ['502', { kind: 'status', status: 502, effect: true } as const],
    ['504', { kind: 'status', status: 504, effect: true } as const],
  ])('is not sent twice when nobody knows whether it arrived (%s)', async (_, failure) => {
    open = await serving(PUBLIC, {}, (fake) => fake.fail('send', failure))
    const { delivered, service } = await open.take(asked(GROUP))
    expect(delivered).toBe('unconfirmed')
    const said = service.fake.said(GROUP_CHAT).map(({ activity }) => wordsOf(activity))
    expect(said).toEqual([expect.stringContaining('$1,204'), expect.stringContaining('did not confirm')])
  })

  it('is changed again when the answer to a change was lost', async () => {
    const replies: Reply[] = [PUBLIC, { ...PUBLIC, card: inWords('changed'), place: 'original' }]
    open = await serving(async () => replies.shift())
    await open.take(asked(GROUP))
    const { fake } = open.service
    fake.fail('update', LOST)
    const on = fake.said(GROUP_CHAT)[0]?.id ?? ''
    const { delivered, body } = await open.take(execute({ data: { token: 't' }, on }, GROUP, ANA))
    expect(delivered).toBe('delivered')
    expect(body).toMatchObject({ type: INSTEAD })
    expect(fake.said(GROUP_CHAT)).toHaveLength(1)
    expect(fake.of('update')).toHaveLength(2)
  })

  it('is tried again when it never left this machine, and given up in the end', async () => {
    open = await serving(PUBLIC)
    await open.take(asked(GROUP))
    const gone = await fakeMsteams()
    await gone.close()
    const down = { ...asked(GROUP), serviceUrl: gone.serviceUrl }
    const { delivered, service } = await open.take(down)
    expect(delivered).toBe('failed')
    // Twice for the answer, twice for the words that tell of it.
    expect(service.waitedMs()).toBe(4 * 300)
  })
})

describe('a form', () => {
  const reply = async (inbound: { kind: string }): Promise<Reply> =>
    inbound.kind === 'submitted' ? { ...PRIVATE, card: inWords('Exempted.') } : { ...PRIVATE, form: FORM }

  it('of a channel stands in the personal chat, and is about the channel', async () => {
    open = await serving(async (inbound) => reply(inbound))
    const { fake } = open.service
    await open.take(asked(THREAD))
    const [posted] = fake.said(PERSONAL_CHAT)
    const [card] = cardsIn(posted?.activity ?? {})
    const data = filled(card, { reason: 'migration' }, 'Send')
    const taken = await open.take(execute({ data, on: posted?.id ?? '' }, PERSONAL, ANA))
    expect(taken.inbound).toMatchObject({
      kind: 'submitted',
      where: { conversationId: CHANNEL, threadId: '1700', direct: false },
      values: { reason: ['migration'] },
    })
    // The form became the answer, for Ana's other clients as well.
    expect(taken.body).toMatchObject({ type: INSTEAD })
    expect(fake.said(PERSONAL_CHAT).map(({ activity }) => wordsOf(activity))).toEqual([
      expect.stringContaining('Exempted.'),
    ])
  })

  it('is not about a conversation that whoever sends it is no member of', async () => {
    open = await serving(
      async (inbound) => reply(inbound),
      {},
      (fake) => {
        fake.rosters.set(CHANNEL, [BO.user])
      },
    )
    await open.take(asked(THREAD, BO))
    const data = { form: 't', in: CHANNEL, thread: '1700' }
    const { inbound } = await open.take(execute({ data }, PERSONAL, ANA))
    expect(inbound.where).toMatchObject({ conversationId: PERSONAL_CHAT, direct: true })
  })

  it.each([
    ['a conversation that nobody knows', '19:unknown@thread.tacv2'],
    ['somebody else’s personal chat', personalOf(BO.user)],
  ])('is not about %s', async (_, elsewhere) => {
    open = await serving(async (inbound) => reply(inbound))
    await open.take(asked(PERSONAL, BO))
    const { inbound } = await open.take(execute({ data: { form: 't', in: elsewhere } }, PERSONAL, ANA))
    expect(inbound.where).toMatchObject({ conversationId: PERSONAL_CHAT, direct: true })
  })

  it('is about a channel that says of nobody who is in it, if the team knows them', async () => {
    open = await serving(async (inbound) => reply(inbound))
    const { fake } = open.service
    await open.take(asked(THREAD, BO))
    const press = () => execute({ data: { form: 't', in: CHANNEL, thread: '1700' } }, PERSONAL, ANA)
    fake.fail('member', { kind: 'status', status: 403 })
    expect((await open.take(press())).inbound.where).toMatchObject({ conversationId: CHANNEL, threadId: '1700' })
    fake.rosters.set(TEAM.id, [BO.user])
    fake.fail('member', { kind: 'status', status: 403 })
    expect((await open.take(press())).inbound.where).toMatchObject({ conversationId: PERSONAL_CHAT })
  })

  it('sent from a group is about that group, whatever it says', async () => {
    open = await serving(async (inbound) => reply(inbound))
    await open.take(asked(THREAD))
    const { inbound } = await open.take(execute({ data: { form: 't', in: CHANNEL } }, GROUP, ANA))
    expect(inbound.where).toMatchObject({ conversationId: GROUP_CHAT, direct: false })
  })

  it('with mistakes stays, as it was filled in, and may be sent again', async () => {
    const replies: Reply[] = [
      { ...PUBLIC, form: FORM },
      { ...PUBLIC, form: FORM, mistakes: { reason: 'Say why.' } },
      { ...PUBLIC, card: inWords('Exempted.') },
    ]
    open = await serving(async () => replies.shift())
    const { fake } = open.service
    await open.take(asked())
    const on = fake.said(PERSONAL_CHAT)[0]?.id ?? ''
    const data = dataOf(cardsIn(fake.said(PERSONAL_CHAT)[0]?.activity ?? {})[0], 'Send')
    const first = await open.take(execute({ data, on }, PERSONAL, ANA))
    expect(first.body).toMatchObject({ type: INSTEAD })
    expect(wordsOf(first.body)).toContain('Say why.')
    expect(wordsOf(fake.said(PERSONAL_CHAT)[0]?.activity)).toContain('Say why.')
    const second = await open.take(execute({ data, on }, PERSONAL, ANA))
    expect(wordsOf(second.body)).toContain('Exempted.')
    expect(fake.said(PERSONAL_CHAT)).toHaveLength(1)
  })

  it('that is sent twice is taken once', async () => {
    let taken = 0
    open = await serving(async () => ({ ...PUBLIC, card: inWords(`taken ${++taken}`) }))
    const data = { form: 't' }
    const first = await open.take(execute({ data, on: '17' }, PERSONAL, ANA))
    const again = await open.service.post(execute({ data, on: '17' }, PERSONAL, ANA))
    expect(await again.json()).toEqual(first.body)
    expect(taken).toBe(1)
  })

  it('that was not answered stays, and may be sent again', async () => {
    let times = 0
    open = await serving(async () => {
      if (++times === 1) throw new Error('no database')
      return { ...PUBLIC, card: inWords('Exempted.') }
    })
    const { fake } = open.service
    const data = { form: 't' }
    const failed = await open.take(execute({ data, on: '17' }, PERSONAL, ANA))
    expect(failed.body).not.toMatchObject({ type: INSTEAD })
    expect(fake.of('update')).toEqual([])
    expect(wordsOf(fake.said(PERSONAL_CHAT)[0]?.activity)).toContain('Something went wrong')
    await open.take(execute({ data, on: '17' }, PERSONAL, ANA))
    expect(times).toBe(2)
  })

  it('with mistakes that were found late may be sent again', async () => {
    let find = (_: Reply) => {}
    const late = new Promise<Reply>((done) => {
      find = done
    })
    const replies = [late, Promise.resolve<Reply>({ ...PUBLIC, card: inWords('Exempted.') })]
    let settled = () => {}
    const told = new Promise<void>((done) => {
      settled = done
    })
    open = await serving(async () => replies.shift(), { invokePatienceMs: 20, observe: { answered: () => settled() } })
    const press = () => execute({ data: { form: 't' }, on: '17' }, PERSONAL, ANA)
    const first = await open.service.post(press())
    expect(await first.text()).toContain('Still working')
    find({ ...PUBLIC, form: FORM, mistakes: { reason: 'Say why.' } })
    await told
    const second = await open.service.post(press())
    expect(await second.text()).toContain('Answered below')
  })
})
