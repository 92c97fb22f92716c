import { describe, expect, it } from 'vitest'
import { type Read, readActivity } from '../../src/msteams/read.ts'
import {
  BOT,
  CHANNEL,
  channel,
  execute,
  fileConsent,
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
} from '../fake-msteams.ts'

const ANA = { user: '29:ana' }
const read = (activity: Json) => readActivity({ serviceUrl: 'https://x.example/', ...activity }, { requestId: 'r1' })

function arrival(activity: Json) {
  const told = read(activity)
  if (told.kind !== 'arrival') throw new Error(`It was read as ${told.kind}.`)
  return told.arrival
}

const FROM = { platform: 'msteams', workspaceId: TENANT, userId: '29:ana' }
const IN_PERSON = { platform: 'msteams', workspaceId: TENANT, conversationId: personalOf('29:ana'), direct: true }
const IN_GROUP = { platform: 'msteams', workspaceId: TENANT, conversationId: GROUP_CHAT, direct: false }
const IN_THREAD = { platform: 'msteams', workspaceId: TENANT, conversationId: CHANNEL, threadId: '17', direct: false }

describe('what people write', () => {
  it.each<[string, Json, object]>([
    ['in the personal chat', personal('total', ANA), { where: IN_PERSON, way: 'direct' }],
    ['in a group chat', mention('total', GROUP, ANA), { where: IN_GROUP, way: 'mention' }],
    ['in the thread of a channel', mention('total', channel('17'), ANA), { where: IN_THREAD, way: 'mention' }],
    [
      'as a new post of a channel, which is the root of its thread',
      mention('total', channel(), { ...ANA, id: '17' }),
      { where: IN_THREAD, way: 'mention' },
    ],
    [
      'where the mention has no text of its own',
      mention('total', channel('17'), { ...ANA, withoutEntityText: true }),
      { where: IN_THREAD, way: 'mention' },
    ],
  ])('%s', (_, activity, expected) => {
    expect(arrival(activity).inbound).toEqual({
      kind: 'asked',
      from: FROM,
      text: 'total',
      requestId: 'r1',
      ...expected,
    })
  })

  it.each<[string, Json]>([
    ['somebody else’s words in a channel that Tally may read', message('total', channel('17'), ANA)],
    ['somebody else’s words in a group chat', message('total', GROUP, ANA)],
    ['a picture without a word', { ...personal('', ANA), attachments: [{ contentType: 'image/png' }] }],
    ['what another bot says', { ...personal('total', ANA), from: { id: '28:other' } }],
    ['what we said ourselves', { ...personal('total', ANA), from: { id: BOT } }],
    ['a bot by its role', { ...personal('total', ANA), from: { id: '29:x', role: 'bot' } }],
    ['likes', reaction('17', PERSONAL, ANA)],
    ['a foreign value', submit({ data: { actionId: 'channel-post' } }, channel('17'), ANA)],
    ['typing', { ...personal('x', ANA), type: 'typing' }],
    ['an edit', { ...personal('x', ANA), type: 'messageUpdate' }],
    ['a deletion', { ...personal('x', ANA), type: 'messageDelete' }],
    ['the end of a conversation', { ...personal('x', ANA), type: 'endOfConversation' }],
    ['somebody joining', membersAdded(GROUP, ANA, ['29:bo'])],
    ['an upgrade', { ...installed('add', PERSONAL, ANA), action: 'remove-upgrade' }],
    ['nothing at all', { type: 'message' }],
    ['no sender', { ...personal('total', ANA), from: undefined }],
  ])('leaves alone %s', (_, activity) => {
    expect(read(activity)).toEqual({ kind: 'nothing' })
  })

  it('hears an empty mention, which is a call for help', () => {
    expect(arrival(mention('', GROUP, ANA)).inbound).toMatchObject({ kind: 'asked', text: '' })
  })

  it('takes for personal only what surely is', () => {
    const typeless = (id: string) => {
      const { conversation, ...rest } = mention('total', PERSONAL, ANA)
      return arrival({ ...rest, conversation: { id, tenantId: TENANT } }).inbound.where
    }
    expect(typeless('a:1abc')).toMatchObject({ direct: true })
    expect(typeless('19:x@thread.v2')).toMatchObject({ direct: false })
    expect(typeless('whatever')).toMatchObject({ direct: false })
    expect(typeless('19:x@thread.tacv2;messageid=17')).toMatchObject({ direct: false, threadId: '17' })
  })

  it('names the tenant by the conversation where the channel data does not, and local where nobody does', () => {
    const { channelData: _, ...rest } = personal('total', ANA)
    expect(arrival(rest).inbound.from.workspaceId).toBe(TENANT)
    expect(
      arrival({ ...rest, conversation: { id: 'a:1', conversationType: 'personal' } }).inbound.from.workspaceId,
    ).toBe('local')
  })

  it('is answered in its thread, on the server that told of it', () => {
    expect(arrival(mention('total', channel('17'), ANA)).here.address).toEqual({
      serviceUrl: 'https://x.example/',
      conversationId: `${CHANNEL};messageid=17`,
    })
    expect(arrival(personal('total', ANA)).here.address.conversationId).toBe(personalOf('29:ana'))
  })

  it('is known again by its tenant, conversation and id', () => {
    const keys = (activity: Json) => arrival(activity).deliveryKeys
    const again = { ...ANA, id: '42' }
    expect(keys(personal('total', again))).toEqual([`activity:${TENANT}:${personalOf('29:ana')}:42`])
    expect(keys(personal('total', again))).toEqual(keys(personal('x', again)))
    expect(keys(mention('total', GROUP, again))).not.toEqual(keys(personal('total', again)))
  })
})

describe('what people press', () => {
  const data = { token: 'spend.how.1.sig' }

  it.each<[string, (place: typeof PERSONAL) => Json, boolean]>([
    ['an Action.Execute', (place) => execute({ data, on: '18' }, place, ANA), true],
    ['an Action.Submit', (place) => submit({ data, on: '18' }, place, ANA), false],
  ])('%s', (_, press, invoked) => {
    for (const [place, where] of [
      [PERSONAL, IN_PERSON],
      [GROUP, IN_GROUP],
      [channel('17'), IN_THREAD],
    ] as const) {
      expect(arrival(press(place))).toMatchObject({
        inbound: { kind: 'pressed', from: FROM, where, token: data.token, requestId: 'r1', private: false },
        messageId: '18',
        invoked,
      })
    }
  })

  it('on a message that only the legacy field names', () => {
    expect(arrival(submit({ data, on: '18', legacy: true }, channel('17'), ANA)).messageId).toMatch(/18$/)
    expect(arrival(submit({ data }, channel('17'), ANA))).not.toHaveProperty('messageId')
  })

  it('the option of a select', () => {
    const select = { select: 'tally:select:1', 'tally:select:0': 'other', 'tally:select:1': 'spend.x.sig' }
    expect(arrival(execute({ data: select }, GROUP, ANA)).inbound).toMatchObject({ token: 'spend.x.sig' })
    const none = { select: 'tally:select:1', 'tally:select:1': '' }
    expect(read(execute({ data: none }, GROUP, ANA)).kind).toBe('nothing chosen')
  })

  it.each([[{}], [{ token: 7 }], [{ select: 7 }], [{ id: 'n-1', days: 7 }]])('nothing of ours: %j', (foreign) => {
    expect(read(execute({ data: foreign }, GROUP, ANA)).kind).toBe('dead button')
  })

  it('nothing, when a client refreshes by itself', () => {
    expect(read(execute({ data, trigger: 'automatic' }, GROUP, ANA)).kind).toBe('nothing')
  })

  it('the button of a form, with what was filled in', () => {
    const form = { form: 'digest.new.sig', 'tally:choice:rhythm': 'weekly', 'tally:text:note': '' }
    expect(arrival(execute({ data: form, on: '18' }, GROUP, ANA))).toMatchObject({
      inbound: {
        kind: 'submitted',
        where: IN_GROUP,
        token: 'digest.new.sig',
        values: { rhythm: ['weekly'], note: [] },
      },
      messageId: '18',
    })
  })

  it('the button of a form that was opened elsewhere', () => {
    const form = { form: 'digest.new.sig', in: CHANNEL, thread: '17' }
    const { inbound, here } = arrival(execute({ data: form, on: '18' }, PERSONAL, ANA))
    expect(inbound.where).toEqual(IN_THREAD)
    expect(here.where).toEqual(IN_PERSON)
  })

  it.each(['composeExtension/query', 'task/fetch', 'signin/verifyState', 'message/submitAction', ''])(
    'an invoke that is not ours: %s',
    (name) => {
      expect(read({ ...execute({ data }, PERSONAL, ANA), name })).toEqual({ kind: 'not ours', name })
    },
  )
})

describe('a file that somebody agrees to', () => {
  const context = { token: 'spend.csv.1.sig' }
  const uploadUrl = 'https://example-my.sharepoint.com/upload'

  it('is the same press once more, with a place for the bytes', () => {
    const told = read(fileConsent({ action: 'accept', context, uploadUrl }, { ...ANA, on: '18' }))
    expect(told).toMatchObject({
      kind: 'consent',
      consent: {
        inbound: { kind: 'pressed', token: 'spend.csv.1.sig', again: true, where: IN_PERSON },
        upload: { uploadUrl, uniqueId: 'fake-file', fileType: 'csv' },
        messageId: '18',
      },
    })
  })

  it('has no place for the bytes when they decline', () => {
    const told = read(fileConsent({ action: 'decline', context, uploadUrl }, ANA))
    expect(told.kind === 'consent' && told.consent.upload).toBe(undefined)
  })

  it.each<[string, Json]>([
    ['without a token', fileConsent({ action: 'accept', context: {}, uploadUrl }, ANA)],
    ['without a place', fileConsent({ action: 'accept', context }, ANA)],
    [
      'outside a personal chat',
      { ...fileConsent({ action: 'accept', context, uploadUrl }, ANA), conversation: { id: GROUP_CHAT } },
    ],
  ])('is not ours %s', (_, activity) => {
    expect(read(activity).kind).toBe('not ours')
  })
})

describe('coming and going', () => {
  it('greets whoever adds Tally for themselves, once', () => {
    const [told, again] = [arrival(installed('add', PERSONAL, ANA)), arrival(membersAdded(PERSONAL, ANA))]
    expect(told.inbound).toEqual({ kind: 'opened', from: FROM, where: IN_PERSON, requestId: 'r1' })
    expect(again.deliveryKeys).toEqual(told.deliveryKeys)
  })

  it.each<[string, Json, Read['kind']]>([
    ['into a channel', installed('add', channel(), ANA), 'added'],
    ['into a group chat', installed('add', GROUP, ANA), 'added'],
    ['told twice of a team', membersAdded(channel(), ANA), 'nothing'],
    ['removed from a channel', installed('remove', channel(), ANA), 'removed'],
    ['removed by a person', installed('remove', PERSONAL, ANA), 'removed'],
    [
      'out of the team',
      { ...membersAdded(channel(), ANA), membersAdded: [], membersRemoved: [{ id: BOT }] },
      'removed',
    ],
    [
      'somebody else leaves',
      { ...membersAdded(GROUP, ANA), membersAdded: [], membersRemoved: [{ id: '29:bo' }] },
      'nothing',
    ],
  ])('%s', (_, activity, kind) => {
    expect(read(activity).kind).toBe(kind)
  })

  it('forgets a channel that was deleted, not the one that tells of it', () => {
    const update = membersAdded(channel(), ANA, [])
    const channelData = { ...(update.channelData as Json), eventType: 'channelDeleted', channel: { id: '19:gone' } }
    expect(read({ ...update, channelData })).toMatchObject({ kind: 'removed', where: { conversationId: '19:gone' } })
  })
})
