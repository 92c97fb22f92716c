import { expect, it } from 'vitest'
import { readArrival } from '../../src/slack/read.ts'
import { readText } from '../../src/slack/read-text.ts'
import { BOT_USER, directMessage, mention, opened, press, slashCommand } from '../fake-slack.ts'

const requestId = 'r1'
const read = (body: unknown) => readArrival(body, { requestId })
const form = (fields: URLSearchParams) => Object.fromEntries(fields)
const interaction = (fields: URLSearchParams) => JSON.parse(fields.get('payload') ?? '')
const patched = (payload: object, event: object, envelope: object = {}) => ({
  ...payload,
  event: { ...(payload as { event: object }).event, ...event },
  ...envelope,
})

it.each([
  ['plain words', 'team search gpu cost', 'team search gpu cost'],
  ['the bot itself', `<@${BOT_USER}> team search`, 'team search'],
  ['the bot, named', `hey <@${BOT_USER}|tally>, team search`, 'hey , team search'],
  ['another person', 'spend of <@U9>', 'spend of @U9'],
  ['a channel', 'spend of <#C9|ml-search>', 'spend of #ml-search'],
  ['an autolinked name', 'spend of <http://search.ai|search.ai>', 'spend of search.ai'],
  ['a bare link', 'see <https://example.com/a?b=1>', 'see https://example.com/a?b=1'],
  ['an address', 'owner <mailto:ana@example.com|ana@example.com>', 'owner ana@example.com'],
  ['an address alone', 'owner <mailto:ana@example.com>', 'owner ana@example.com'],
  ['everybody', 'spend <!channel>', 'spend !channel'],
  ['escaped signs', 'r&amp;d spend &gt; 5', 'r&d spend > 5'],
  ['signs that were typed escaped', '&amp;lt;b&amp;gt;', '&lt;b&gt;'],
  ['a name that looks like an entity', '&lt;!channel&gt;', '<!channel>'],
  ['signs of nothing', 'a < b > c', 'a < b > c'],
  ['lines and no-break spaces', 'team\n search\u00a0gpu', 'team search gpu'],
])('reads %s', (_, text, words) => {
  expect(readText(text, BOT_USER)).toBe(words)
})

it('reads a slash command', () => {
  const fields = slashCommand('team search gpu cost', { user: 'U1', responseUrl: 'https://hooks.slack.com/commands/1' })
  expect(read(form(fields))).toEqual({
    inbound: {
      kind: 'asked',
      from: { platform: 'slack', workspaceId: 'T111', userId: 'U1' },
      where: { platform: 'slack', workspaceId: 'T111', conversationId: 'C1', direct: false },
      text: 'team search gpu cost',
      way: 'command',
      requestId,
    },
    deliveryKeys: [`command:T111:${fields.get('trigger_id')}`],
    triggerId: fields.get('trigger_id'),
    responseUrl: 'https://hooks.slack.com/commands/1',
  })
})

it('never takes the place of a slash command for a direct message with Tally', () => {
  const fields = slashCommand('', { user: 'U1', channel: 'D1' })
  fields.set('channel_name', 'directmessage')
  expect(read(form(fields))?.inbound).toMatchObject({ where: { direct: false }, text: '' })
})

it('reads a mention into a thread of its own', () => {
  expect(read(mention('top teams', { user: 'U1', ts: '17.1', eventId: 'Ev1' }))).toEqual({
    inbound: {
      kind: 'asked',
      from: { platform: 'slack', workspaceId: 'T111', userId: 'U1' },
      where: { platform: 'slack', workspaceId: 'T111', conversationId: 'C1', threadId: '17.1', direct: false },
      text: 'top teams',
      way: 'mention',
      requestId,
    },
    deliveryKeys: ['event:T111:Ev1', 'message:T111:C1:17.1'],
  })
})

it('reads a mention in a thread as part of that thread', () => {
  expect(read(mention('and last week?', { user: 'U1', ts: '17.9', thread: '17.1' }))).toMatchObject({
    inbound: { where: { threadId: '17.1' } },
    activeThreadId: '17.1',
  })
})

it('reads a direct message at the top of the conversation, and one in a thread in that thread', () => {
  const top = read(directMessage(`<@${BOT_USER}> top teams`, { user: 'U1' }))
  expect(top?.inbound).toMatchObject({ way: 'direct', text: 'top teams', where: { direct: true } })
  expect(top?.inbound.where).not.toHaveProperty('threadId')
  const below = read(directMessage('and GPUs?', { user: 'U1', thread: '17.1' }))
  expect(below?.inbound.where).toMatchObject({ direct: true, threadId: '17.1' })
})

it.each([
  ['an edit', { subtype: 'message_changed' }],
  ['a deletion', { subtype: 'message_deleted', user: undefined }],
  ['a classic bot', { subtype: 'bot_message', bot_id: 'B1', user: undefined }],
  ['a bot with a user', { bot_id: 'B1' }],
  ['a bot told only by its profile', { bot_profile: { id: 'B1' } }],
  ['what we posted ourselves', { user: BOT_USER }],
  ['a joining', { subtype: 'channel_join' }],
  ['a message of a channel', { channel_type: 'channel' }],
  ['a picture without words', { subtype: 'file_share', text: '' }],
])('leaves out %s', (_, event) => {
  expect(read(patched(directMessage('hello', { user: 'U1' }), event))).toBeUndefined()
})

it('hears people who attach a picture or answer to the channel as well', () => {
  for (const subtype of ['file_share', 'thread_broadcast']) {
    expect(read(patched(directMessage('top teams', { user: 'U1' }), { subtype }))?.inbound).toMatchObject({
      text: 'top teams',
    })
  }
})

it('leaves out a mention by a bot', () => {
  expect(read(patched(mention('loop', { user: 'U1' }), { bot_id: 'B1' }))).toBeUndefined()
})

it.each([
  ['its team', { team_id: 'T7' }, {}, 'T7'],
  ['the team of the event, where an organisation installed the app', { team_id: null }, { team: 'T8' }, 'T8'],
  ['the organisation, where no team is told', { team_id: null, enterprise_id: 'E9' }, { team: undefined }, 'E9'],
])('knows a workspace by %s', (_, envelope, event, workspaceId) => {
  const payload = patched(mention('hi', { user: 'U1' }), event, {
    authorizations: [
      { enterprise_id: 'E9', team_id: null, user_id: BOT_USER, is_bot: true, is_enterprise_install: true },
    ],
    ...envelope,
  })
  expect(read(payload)?.inbound).toMatchObject({ from: { workspaceId }, where: { workspaceId }, text: 'hi' })
})

it('reads a button of a message that everybody sees', () => {
  const fields = press('spend.1.sig', {
    user: 'U1',
    messageTs: '17.5',
    thread: '17.1',
    responseUrl: 'https://hooks.slack.com/a',
  })
  expect(read(interaction(fields))).toEqual({
    inbound: {
      kind: 'pressed',
      from: { platform: 'slack', workspaceId: 'T111', userId: 'U1' },
      where: { platform: 'slack', workspaceId: 'T111', conversationId: 'C1', threadId: '17.1', direct: false },
      token: 'spend.1.sig',
      requestId,
      private: false,
    },
    deliveryKeys: [expect.stringMatching(/^press:T111:/)],
    responseUrl: 'https://hooks.slack.com/a',
    triggerId: expect.stringMatching(/^\d+\.\d+\.fake$/),
    pressedMessageId: '17.5',
    activeThreadId: '17.1',
  })
})

it('reads a chosen option, of a message that only one person sees', () => {
  const arrival = read(interaction(press('spend.2.sig', { user: 'U1', select: true })))
  expect(arrival?.inbound).toMatchObject({ token: 'spend.2.sig', private: true })
  // Nobody can address an ephemeral message but through its response URL.
  expect(arrival).not.toHaveProperty('pressedMessageId')
})

it('takes a button for one of our direct conversation only where the message says so', () => {
  const ours = interaction(press('t', { user: 'U1', channel: 'D1', messageTs: '17.5' }))
  expect(read(ours)?.inbound.where.direct).toBe(true)
  // Shared by a response URL into a direct message of two others: such messages have no user.
  expect(read({ ...ours, message: { type: 'message', subtype: 'bot_message' } })?.inbound.where.direct).toBe(false)
  const ephemeral = interaction(press('t', { user: 'U1', channel: 'D1' }))
  expect(read(ephemeral)?.inbound.where.direct).toBe(false)
})

it('leaves out a button without a value', () => {
  const payload = interaction(press('t', { user: 'U1' }))
  expect(read({ ...payload, actions: [{ type: 'button', action_id: 'x' }] })).toBeUndefined()
  expect(read({ ...payload, actions: [] })).toBeUndefined()
})

it('greets once, however often somebody looks in', () => {
  expect(read(opened({ user: 'U1' }))).toMatchObject({
    inbound: { kind: 'opened', where: { conversationId: 'DU1', direct: true } },
    deliveryKeys: ['opened:T111:U1'],
  })
  expect(read(patched(opened({ user: 'U1' }), { tab: 'home' }))).toBeUndefined()
})

it.each([
  ['nothing', undefined],
  ['null', null],
  ['text', 'hello'],
  ['a list', []],
  ['an empty object', {}],
  ['an event that is null', { type: 'event_callback', event: null }],
  [
    'an event without a person',
    { type: 'event_callback', team_id: 'T1', event: { type: 'app_mention', channel: 'C1' } },
  ],
  ['fields of other types', { command: 7, team_id: {}, user_id: [] }],
  ['actions that are no list', { type: 'block_actions', team: 1, user: null, actions: { a: 1 } }],
  [
    'another event',
    { type: 'event_callback', team_id: 'T1', event: { type: 'reaction_added', user: 'U1', channel: 'C1' } },
  ],
  ['a modal', { type: 'view_submission', team: { id: 'T1' }, user: { id: 'U1' } }],
])('takes %s for nothing of ours', (_, body) => {
  expect(read(body)).toBeUndefined()
})
