import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Kept } from '../../src/msteams/reference.ts'
import type { Inbound } from '../../src/platform.ts'
import {
  CHANNEL,
  channel,
  execute,
  GROUP,
  GROUP_CHAT,
  installed,
  type Json,
  membersAdded,
  mention,
  message,
  PERSONAL,
  personal,
  personalOf,
  reaction,
  submit,
  TENANT,
  wordsOf,
} from '../fake-msteams.ts'
import { memoryKept } from './memory-kept.ts'
import { ANA, asked, BO, inWords, PRIVATE, PUBLIC, readIn, type Serving, serving } from './turns.ts'

let open: Serving | undefined
afterEach(async () => {
  await open?.service.close()
  open = undefined
})

const PERSONAL_CHAT = personalOf(ANA.user)
const THREAD = channel('1700')
const pressed = (place: typeof PERSONAL = PERSONAL, who: { user: string; id?: string } = ANA, on = '17') =>
  execute({ data: { token: 't' }, on }, place, who)

/** A promise that somebody else keeps. */
function promised<T>() {
  let keep: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    keep = done
  })
  return { promise, keep }
}

const toastOf = async (response: Response) => (await response.json()) as { value: unknown; type: string }

describe('once', () => {
  it('the same activity is heard once, whether it comes at once or later', async () => {
    const heard: Inbound[] = []
    open = await serving(async (inbound) => {
      heard.push(inbound)
      return PUBLIC
    })
    const activity = asked(GROUP, { ...ANA, id: '42' })
    await open.take(activity)
    expect((await open.take(activity)).delivered).toBe('duplicate')
    expect(heard).toHaveLength(1)
    expect(open.service.fake.said(GROUP_CHAT)).toHaveLength(1)
  })

  it('what another process has answered is left alone', async () => {
    open = await serving(PUBLIC, { claim: async () => false })
    const response = await open.service.post(asked(GROUP))
    expect(response.status).toBe(200)
    const press = await open.service.post(pressed())
    expect(await press.json()).toMatchObject({ statusCode: 200, value: '' })
    expect(open.service.fake.of('send')).toEqual([])
  })

  it('a repeated press gets the answer of the first', async () => {
    let presses = 0
    open = await serving(async () => ({ ...PRIVATE, card: inWords(`press ${++presses}`) }))
    const activity = pressed(GROUP, { ...ANA, id: '42' })
    const first = await open.take(activity)
    const again = await open.take(activity)
    expect(first.body).toMatchObject({ value: 'press 1' })
    expect(again).toMatchObject({ body: first.body, delivered: 'duplicate' })
    expect(presses).toBe(1)
  })

  it('a second press is another', async () => {
    let presses = 0
    open = await serving(async () => ({ ...PRIVATE, card: inWords(`press ${++presses}`) }))
    await open.take(pressed(GROUP))
    expect((await open.take(pressed(GROUP))).body).toMatchObject({ value: 'press 2' })
  })

  it('is what this process remembers while the database is away', async () => {
    const claim = async () => Promise.reject(new Error('no database'))
    open = await serving(PUBLIC, { claim })
    const activity = asked(GROUP, { ...ANA, id: '42' })
    await open.take(activity)
    expect((await open.take(activity)).delivered).toBe('duplicate')
    expect(open.service.fake.said(GROUP_CHAT)).toHaveLength(1)
  })
})

describe('in time', () => {
  it('a question is acknowledged before it is thought about', async () => {
    const { promise, keep } = promised<typeof PUBLIC>()
    open = await serving(() => promise)
    const response = await open.service.post(asked(GROUP))
    expect(response.status).toBe(200)
    expect(open.service.fake.of('send')).toEqual([])
    keep(PUBLIC)
    expect(await open.service.fake.hasSaid(GROUP_CHAT)).toHaveLength(1)
  })

  it.each([
    ['in its place', { ...PUBLIC, place: 'original' as const }, 'update'],
    ['as a message', PUBLIC, 'send'],
  ])('a press that takes long is answered by a word, and %s later', async (_, reply, method) => {
    const { promise, keep } = promised<typeof reply>()
    const replies = [Promise.resolve(PUBLIC), promise]
    open = await serving(async () => replies.shift(), { invokePatienceMs: 20 })
    await open.take(asked(GROUP))
    const on = open.service.fake.said(GROUP_CHAT)[0]?.id ?? ''
    const response = await open.service.post(pressed(GROUP, ANA, on))
    expect(await toastOf(response)).toMatchObject({ value: expect.stringContaining('Still working') })
    keep(reply)
    await open.service.fake.called(method, method === 'send' ? 2 : 1)
  })

  it('a few words that come too late are written where only who pressed reads them', async () => {
    const { promise, keep } = promised<typeof PRIVATE>()
    open = await serving(() => promise, { invokePatienceMs: 20 })
    await open.service.post(pressed(THREAD))
    keep({ ...PRIVATE, card: inWords('SECRET words') })
    await open.service.fake.hasSaid(PERSONAL_CHAT)
    await open.service.fake.hasSaid(CHANNEL)
    expect(readIn(open.service, PERSONAL_CHAT)).toContain('SECRET')
    expect(readIn(open.service, CHANNEL)).not.toContain('SECRET')
  })

  it('who asked for too long is told so', async () => {
    open = await serving(() => new Promise(() => {}), { patienceMs: 20 })
    const { delivered, service } = await open.take(asked(GROUP))
    expect(delivered).toBe('delivered')
    expect(readIn(service, GROUP_CHAT)).toContain('took too long')
  })

  it('who waits when Tally stops is told so, and who comes then is sent away', async () => {
    open = await serving(() => new Promise(() => {}))
    await open.service.post(asked(GROUP))
    const stopping = open.service.platform.stop(100)
    expect((await open.service.post(asked(GROUP))).status).toBe(503)
    await stopping
    expect(readIn(open.service, GROUP_CHAT)).toContain('Tally is restarting')
  })

  it('what is under way when Tally stops is waited for', async () => {
    const { promise, keep } = promised<typeof PUBLIC>()
    open = await serving(() => promise)
    await open.service.post(asked(GROUP))
    const stopping = open.service.platform.stop(10_000)
    keep(PUBLIC)
    await stopping
    expect(readIn(open.service, GROUP_CHAT)).toContain('$1,204')
  })
})

describe('what goes wrong', () => {
  it('in the core is told where it was asked, with the request’s id', async () => {
    open = await serving(async () => Promise.reject(new Error('a secret of ours')))
    const { service } = await open.take(asked(THREAD))
    expect(readIn(service, CHANNEL)).toMatch(/went wrong on my side.*[0-9a-f-]{36}/s)
    expect(readIn(service, CHANNEL)).not.toContain('secret')
  })

  it('after a press is said over the card', async () => {
    open = await serving(async () => Promise.reject(new Error('a secret of ours')))
    const { status, body } = await open.take(pressed(THREAD))
    expect(status).toBe(200)
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' })
    expect(String(body.value)).toMatch(/went wrong on my side.*[0-9a-f-]{36}/)
  })

  it('when nothing can be kept, people who are known are answered all the same', async () => {
    const memory = memoryKept()
    let isAway = false
    const kept: Kept = {
      ...memory,
      remember: async (...told) => (isAway ? Promise.reject(new Error('no database')) : memory.remember(...told)),
    }
    open = await serving(PUBLIC, { kept })
    await open.take(asked(GROUP))
    isAway = true
    const { service } = await open.take(asked(THREAD))
    expect(service.logged()).toContain('could not be noted')
    expect(readIn(service, CHANNEL)).toContain('$1,204')
  })
})

describe('who is spoken to', () => {
  it.each([
    ['a guest', { userRole: 'guest' as const }],
    ['somebody of another company', { tenantId: '99999999-0000-0000-0000-000000000000' }],
  ])('not %s, who is turned away politely', async (_, more) => {
    const handle = vi.fn(async () => PUBLIC)
    open = await serving(handle, {}, (fake) => {
      fake.users.set('29:guest', { id: '29:guest', name: 'Guest', email: 'guest@example.org', ...more })
    })
    const response = await open.service.post(mention('total', THREAD, { user: '29:guest' }))
    expect(response.status).toBe(200)
    await open.service.fake.hasSaid(CHANNEL)
    expect(readIn(open.service, CHANNEL)).toContain('I only answer members')
    const press = await open.service.post(pressed(THREAD, { user: '29:guest' }))
    expect(await toastOf(press)).toMatchObject({ value: expect.stringContaining('I only answer members') })
    expect(handle).not.toHaveBeenCalled()
  })

  it('knows the person’s email and zone', async () => {
    const profiles: unknown[] = []
    open = await serving(async ({ from }, platform) => {
      profiles.push(await platform.profile(from))
      return PUBLIC
    })
    await open.take(personal('total', { ...ANA, timezone: 'Asia/Tokyo' }))
    expect(profiles).toEqual([{ displayName: 'u1', email: 'u1@example.com', timezone: 'Asia/Tokyo' }])
  })
})

describe('coming and going', () => {
  it('greets a person once, though Teams tells it twice', async () => {
    open = await serving({ ...PRIVATE, card: inWords('Welcome.') })
    const { inbound } = await open.take(installed('add', PERSONAL, ANA))
    expect(inbound.kind).toBe('opened')
    expect((await open.take(membersAdded(PERSONAL, ANA))).delivered).toBe('duplicate')
    expect(readIn(open.service, PERSONAL_CHAT)).toContain('Welcome.')
    expect(open.service.fake.said(PERSONAL_CHAT)).toHaveLength(1)
  })

  it('says hello once where several people talk, in words that tell nothing', async () => {
    const handle = vi.fn(async () => PUBLIC)
    open = await serving(handle)
    await open.service.post(installed('add', channel(), ANA))
    await open.service.post(membersAdded(channel(), ANA))
    await open.service.post(installed('add', channel(), ANA))
    await open.service.fake.hasSaid(CHANNEL)
    await open.service.post(installed('add', GROUP, ANA))
    await open.service.fake.hasSaid(GROUP_CHAT)
    expect(open.service.fake.said(CHANNEL).map(({ activity }) => wordsOf(activity))).toEqual([
      expect.stringContaining('I am Tally'),
    ])
    expect(handle).not.toHaveBeenCalled()
  })

  it('is reached where it was added, and nowhere after it was removed', async () => {
    const kept = memoryKept()
    open = await serving(undefined, { kept })
    const { platform, fake } = open.service
    const where = { platform: 'msteams', workspaceId: TENANT, conversationId: CHANNEL, direct: false } as const
    expect(await platform.post(where, PUBLIC.card, 'k')).toMatchObject({ kind: 'failed' })
    await open.service.post(installed('add', channel(), ANA))
    await fake.hasSaid(CHANNEL)
    const sent = await platform.post({ ...where, threadId: '1700' }, PUBLIC.card, 'k')
    if (sent.kind !== 'sent') throw new Error(sent.reason)
    expect(fake.said(CHANNEL, '1700')).toHaveLength(1)
    expect(await platform.update(sent.message, inWords('changed'))).toMatchObject({ kind: 'sent' })
    expect(readIn(open.service, CHANNEL)).toContain('changed')
    expect(await kept.newest(TENANT)).toMatchObject({ conversationId: CHANNEL })
    await open.service.post(installed('remove', channel(), ANA))
    await platform.stop(1000)
    expect(await kept.newest(TENANT)).toBe(undefined)
  })

  it('opens a personal chat, and finds people by email', async () => {
    open = await serving(PUBLIC)
    await open.take(asked(GROUP))
    const { platform } = open.service
    expect(await platform.openDirect(TENANT, BO.user)).toEqual({
      platform: 'msteams',
      workspaceId: TENANT,
      conversationId: personalOf(BO.user),
      direct: true,
    })
    await expect(platform.openDirect(TENANT, '29:nobody')).rejects.toThrow(/opens no personal chat/)
    expect(await platform.findUser('U2@example.com')).toMatchObject({ userId: BO.user })
  })
})

describe('everything else', () => {
  const invoke = (name: string): Json => ({ ...pressed(), name })

  it.each<[string, Json, number, object | undefined]>([
    ['a search', invoke('composeExtension/query'), 200, { composeExtension: { type: 'message' } }],
    ['a dialog', invoke('task/fetch'), 200, { task: { type: 'message' } }],
    ['feedback', invoke('message/submitAction'), 200, undefined],
    ['signing in', invoke('signin/verifyState'), 501, undefined],
    ['what nobody knows yet', invoke('something/new'), 501, undefined],
    ['a refresh', execute({ data: { token: 't' }, trigger: 'automatic' }, GROUP, ANA), 200, { statusCode: 200 }],
    [
      'a foreign button',
      execute({ data: { id: 'n-1' } }, GROUP, ANA),
      200,
      { value: expect.stringMatching(/no longer/) },
    ],
    [
      'a select with nothing chosen',
      execute({ data: { select: 'tally:select:0' } }, GROUP, ANA),
      200,
      { value: 'Choose something first.' },
    ],
    ['a like', reaction('17', GROUP, ANA), 200, undefined],
    ['what others say', message('total', THREAD, ANA), 200, undefined],
    ['a foreign value', submit({ data: { actionId: 'x' } }, THREAD, ANA), 200, undefined],
  ])('%s is answered, and nothing is sent', async (_, activity, status, body) => {
    const handle = vi.fn(async () => PUBLIC)
    open = await serving(handle)
    const response = await open.service.post(activity)
    expect(response.status).toBe(status)
    if (body !== undefined) expect(await response.json()).toMatchObject(body)
    await open.service.platform.stop(1000)
    expect(handle).not.toHaveBeenCalled()
    expect(open.service.fake.of('send')).toEqual([])
  })

  it('is ready once Microsoft gave a token, and says what is missing before', async () => {
    let asked = 0
    const { promise, keep } = promised<string>()
    open = await serving(PUBLIC, {}, (fake) => {
      Object.assign(fake.trust, {
        token: async () => {
          if (++asked === 1) throw new Error('no')
          return promise
        },
      })
    })
    expect(open.service.platform.readiness()).toMatchObject({ ready: false, reason: expect.any(String) })
    keep('a token')
    await vi.waitFor(() => expect(open?.service.platform.readiness()).toEqual({ ready: true }))
  })
})
