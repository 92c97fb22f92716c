import {
  directMessage,
  type FakeFailure,
  mention,
  press,
  slashCommand,
  submitForm,
  tokenOf,
  WORKSPACE,
} from '../fake-slack.ts'
import { service } from '../slack/service.ts'
import { type Chat, type Chatting, EMAILS, type Fault, type Person, type Seen } from './chat.ts'

const ids: Readonly<Record<Person, string>> = { ana: 'UANA', ben: 'UBEN', eve: 'UEVE' }

/** Slack over its fake. */
export const slack: Chatting = {
  name: 'slack',
  cannot: {
    'form after a question': 'a modal opens after a press or a command only: the card says how to go on in words',
  },
  open: async (handle) => {
    const open = await service(handle, {}, (fake) => {
      // Who may read back what was posted.
      fake.scopes += ',channels:history'
      for (const [person, id] of Object.entries(ids) as [Person, string][])
        fake.users.set(id, {
          id,
          email: EMAILS[person],
          tz: 'Europe/Paris',
          ...(person === 'eve' ? { team_id: 'TOTHER' } : {}),
        })
    })
    const { fake } = open
    /** Since which call whose act is answered: a response URL does not say who sees it. */
    const acts: { readonly from: number; readonly by: Person }[] = []
    let told = ''
    const act = async (by: Person, body: object) => {
      acts.push({ from: fake.calls.length, by })
      const response = await open.post(body)
      if (response.status !== 200) throw new Error(`Slack heard ${response.status}`)
      return response.text()
    }

    const whispered = (person: Person): readonly Seen[] =>
      fake.calls.flatMap(({ method, args }, i) => {
        const actor = acts.findLast(({ from }) => from <= i)?.by
        const isTheirs =
          method === 'chat.postEphemeral' ? args.user === ids[person] : method === 'response_url' && actor === person
        if (!isTheirs) return []
        const where = { conversationId: String(args.channel ?? 'C1'), direct: false }
        return [{ where, text: unescaped(String(args.text)), raw: args.blocks ?? args.text }]
      })

    const chat: Chat = {
      platform: open.platform,
      channel: { platform: 'slack', workspaceId: WORKSPACE, conversationId: 'C1', direct: false },
      sender: (person) => ({ platform: 'slack', workspaceId: WORKSPACE, userId: ids[person] }),
      write: async ({ by, text, id, thread, ...message }) => {
        const who = { user: ids[by], ...(id === undefined ? {} : { ts: `1795.${id}`, eventId: `Ev${id}` }) }
        if (message.in === 'direct') await act(by, directMessage(escaped(text), who))
        else await act(by, mention(escaped(text), { ...who, ...(thread === undefined ? {} : { thread }) }))
      },
      command: async (text, by) => {
        await act(by, slashCommand(text, { user: ids[by], responseUrl: fake.responseUrl() }))
      },
      press: async (label, { raw, id, where }, by) => {
        const isOption = !JSON.stringify(raw).includes(`"type":"button","text":{"type":"plain_text","text":"${label}"`)
        await act(
          by,
          press(tokenOf(raw, label), {
            user: ids[by],
            channel: where.conversationId,
            responseUrl: fake.responseUrl(),
            select: isOption,
            ...(id === undefined ? {} : { messageTs: id }),
            ...(where.threadId === undefined ? {} : { thread: where.threadId }),
          }),
        )
      },
      seenBy: (person) => [
        ...fake.messages
          .filter(({ channel }) => !channel.startsWith('D') || channel === `D${ids[person]}`)
          .map(({ channel, thread_ts, ts, text, blocks }) => ({
            where: {
              conversationId: channel,
              direct: channel.startsWith('D'),
              ...(thread_ts === undefined ? {} : { threadId: thread_ts }),
            },
            text: unescaped(text),
            raw: blocks.length === 0 ? text : blocks,
            id: ts,
          })),
        ...whispered(person),
      ],
      formOf: () => {
        const view = fake.views.at(-1)
        return view && `${JSON.stringify(view.title)}\n${told}`
      },
      sendForm: async (values, by) => {
        const view = fake.views.at(-1)
        if (view === undefined) throw new Error('no form is open')
        told = await act(by, submitForm(view, values, { user: ids[by] }))
        // The modal closes itself unless it is told to stay.
        if (told === '') (fake.views as unknown[]).pop()
      },
      fault: (fault) => fake.fail('chat.postMessage', FAULTS[fault]),
      sends: () => fake.of('chat.postMessage').length,
      actsOn: (raw) => texts(raw).filter((text) => /<[!@#a-z]/i.test(text)),
      close: open.close,
    }
    return chat
  },
}

const FAULTS: Readonly<Record<Fault, FakeFailure>> = {
  limited: { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
  lost: { kind: 'cut', effect: true },
  'lost before': { kind: 'cut', effect: false },
  closed: { kind: 'error', error: 'not_in_channel' },
  refused: { kind: 'error', error: 'as_user_not_supported' },
  'not now': { kind: 'error', error: 'token_revoked' },
}

/** As Slack sends what somebody wrote, and takes what is to be shown. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Every text that Slack reads for marks of its own: not what says that it is plain, nor runs of rich text. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(texts)
  if (typeof value !== 'object' || value === null) return []
  const { type, text } = value as { type?: unknown; text?: unknown }
  if (type === 'mrkdwn') return [String(text)]
  if (['plain_text', 'rich_text', 'raw_text'].includes(String(type))) return []
  return Object.values(value)
    .filter((inner) => typeof inner === 'object')
    .flatMap(texts)
}
