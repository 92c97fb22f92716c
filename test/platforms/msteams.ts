import { object } from '../../src/chat/json.ts'
import {
  BOT,
  buttonsIn,
  CHANNEL,
  cardsIn,
  channel,
  chosen,
  dataOf,
  elements,
  execute,
  type FakeFailure,
  type FakePost,
  filled,
  type Json,
  mention,
  PERSONAL,
  personal,
  personalOf,
  TEAM,
  TENANT,
  wordsOf,
} from '../fake-msteams.ts'
import { memoryKept } from '../msteams/memory-kept.ts'
import { service } from '../msteams/service.ts'
import { type Chat, type Chatting, EMAILS, type Fault, type Person, type Seen } from './chat.ts'

const ids: Readonly<Record<Person, string>> = { ana: '29:ana', ben: '29:ben', eve: '29:eve' }

/** Microsoft Teams over its fake. */
export const msteams: Chatting = {
  name: 'msteams',
  cannot: {
    command: 'a command list only puts words into the message: they arrive as a mention or a direct message',
    'find in a direct conversation': 'no app may read the chats of people, so nobody can tell',
  },
  open: async (handle) => {
    const kept = memoryKept()
    const open = await service(handle, { kept }, (fake) => {
      for (const [person, id] of Object.entries(ids) as [Person, string][]) {
        const isGuest = person === 'eve'
        fake.users.set(id, {
          id,
          aadObjectId: `aad-${person}`,
          name: person,
          email: EMAILS[person],
          userPrincipalName: isGuest ? `eve_elsewhere#EXT#@example.com` : EMAILS[person],
          userRole: isGuest ? 'guest' : 'user',
        })
      }
    })
    const { fake } = open
    const reference = { tenantId: TENANT, serviceUrl: fake.serviceUrl, botId: BOT }
    await kept.remember(
      { ...reference, conversationId: CHANNEL, kind: 'channel', teamId: TEAM.id, groupId: TEAM.groupId },
      new Date(),
    )
    const toasts: { readonly by: Person; readonly seen: Seen }[] = []
    /** What stands in the place of a card for whoever pressed it, until the card is changed for everybody. */
    const views = new Map<string, { readonly card: Json; readonly edits: number }>()

    const bring = async (activity: Json): Promise<Json> => {
      const response = await open.post(activity)
      if (response.status !== 200) throw new Error(`Teams heard ${response.status}`)
      const text = await response.text()
      return text === '' ? {} : (JSON.parse(text) as Json)
    }

    async function push(data: Json, on: FakePost, by: Person): Promise<void> {
      const { conversationId, threadId } = on
      const place = conversationId === CHANNEL ? channel(threadId ?? on.id) : PERSONAL
      const { type, value } = await bring(execute({ on: on.id, data }, place, { user: ids[by] }))
      const where = { conversationId, direct: conversationId !== CHANNEL }
      if (type === 'application/vnd.microsoft.activity.message' && value !== '')
        toasts.push({ by, seen: { where, text: String(value), raw: value } })
      if (type === 'application/vnd.microsoft.card.adaptive')
        views.set(`${by} ${on.id}`, { card: object(value), edits: on.before.length })
    }

    const postOf = (id: string | undefined): FakePost => {
      const found = fake.posts.find((post) => post.id === id)
      if (found === undefined) throw new Error('it stands no more')
      return found
    }

    function toSeen(person: Person, post: FakePost): Seen {
      const { conversationId, threadId, id, activity, before } = post
      const own = views.get(`${person} ${id}`)
      const card = own?.edits === before.length ? own.card : (cardsIn(activity)[0] ?? undefined)
      return {
        where: {
          conversationId,
          direct: conversationId !== CHANNEL,
          ...(threadId === undefined ? {} : { threadId }),
        },
        text: unescaped(card === undefined ? String(activity.text) : wordsOf(card)),
        raw: card ?? activity.text,
        id,
      }
    }

    const postsFor = (person: Person) =>
      fake.posts.filter(
        ({ userId, conversationId }) =>
          userId === undefined && [CHANNEL, personalOf(ids[person])].includes(conversationId),
      )
    const formFor = (person: Person) =>
      postsFor(person).findLast(({ activity }) => elements(cardsIn(activity)).some(isInput))

    const chat: Chat = {
      platform: open.platform,
      channel: { platform: 'msteams', workspaceId: TENANT, conversationId: CHANNEL, direct: false },
      sender: (person) => ({ platform: 'msteams', workspaceId: TENANT, userId: ids[person] }),
      write: async ({ by, text, id, thread, ...message }) => {
        const who = { user: ids[by], ...(id === undefined ? {} : { id: `1794${id}` }) }
        await bring(message.in === 'direct' ? personal(text, who) : mention(text, channel(thread), who))
      },
      command: () => Promise.reject(new Error('there are no commands')),
      press: async (label, on, by) => {
        const isButton = buttonsIn(on.raw).some(([title]) => title === label)
        await push(isButton ? dataOf(on.raw, label) : chosen(on.raw, label), postOf(on.id), by)
      },
      seenBy: (person) => [
        ...postsFor(person).map((post) => toSeen(person, post)),
        ...toasts.filter(({ by }) => by === person).map(({ seen }) => seen),
      ],
      formOf: (person) => {
        const post = formFor(person)
        return post && wordsOf(cardsIn(post.activity))
      },
      sendForm: async (values, by) => {
        const post = formFor(by)
        if (post === undefined) throw new Error('no form is open')
        const card = cardsIn(post.activity)[0]
        const [send] = buttonsIn(card).flatMap(([title, data]) => (data.form === undefined ? [] : [title]))
        await push(filled(card, values, send ?? ''), post, by)
      },
      fault: (fault) => fake.fail('send', ...FAULTS[fault]),
      sends: () => fake.of('send').length,
      actsOn: (raw) => [
        ...(JSON.stringify(raw).includes('"type":"mention"') ? ['mention'] : []),
        ...elements(raw).flatMap(({ type, text }) =>
          type === 'TextBlock' && /(^|[^\\])(\[[^\]]*\]\(|<at>)/.test(String(text)) ? [String(text)] : [],
        ),
      ],
      close: open.close,
    }
    return chat
  },
}

const isInput = ({ type, id }: Json) => String(type).startsWith('Input.') && !String(id).startsWith('tally:select:')

const said = (status: number, code: string): FakeFailure => ({
  kind: 'status',
  status,
  body: JSON.stringify({ error: { code, message: 'The fake says so.' } }),
})
// What Teams does not take as a card is tried once more in words.
const FAULTS: Readonly<Record<Fault, readonly FakeFailure[]>> = {
  limited: [{ kind: 'status', status: 429, headers: { 'retry-after': '2' } }],
  lost: [{ kind: 'cut', effect: true }],
  'lost before': [{ kind: 'cut', effect: false }],
  closed: [{ kind: 'error', error: 'BotNotInConversationRoster' }],
  refused: [said(400, 'BadSyntax'), said(400, 'BadSyntax')],
  'not now': [{ kind: 'error', error: 'Unauthorized' }],
}

/** As Teams' Markdown shows it. */
const unescaped = (text: string) =>
  text
    .replace(/\\([^\w\s])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
