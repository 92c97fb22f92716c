import { randomUUID } from 'node:crypto'
import type { Block } from '../../src/cards/card.ts'
import { plainText } from '../../src/cards/plain-text.ts'
import type { Inbound } from '../../src/platform.ts'
import { conversation, fakePlatform, WORKSPACE } from '../fake-platform.ts'
import { type Chat, type Chatting, EMAILS, type Fault, type Person } from './chat.ts'

/** The chat in memory: what the contract means, with nothing of a service in between. */
export const memory: Chatting = {
  name: 'playground',
  cannot: {},
  open: async (handle) => {
    const platform = fakePlatform()
    for (const person of ['ana', 'ben'] as const)
      platform.members.set(person, { email: EMAILS[person], timezone: 'Europe/Paris' })
    await platform.start(handle)
    const sender = (userId: Person) => ({ platform: 'playground', workspaceId: WORKSPACE, userId }) as const

    const reads = (person: Person, { onlyFor, where }: (typeof platform.messages)[number]) =>
      onlyFor === undefined ? !where.direct || where.conversationId === `D${person}` : onlyFor === person

    const chat: Chat = {
      platform,
      channel: conversation('C1'),
      sender,
      write: ({ by, text, id = randomUUID(), thread, ...message }) => {
        const isDirect = message.in === 'direct'
        const where = isDirect ? conversation(`D${by}`) : conversation('C1', thread ?? id)
        const way = isDirect ? 'direct' : 'mention'
        return platform.deliver({ kind: 'asked', from: sender(by), where, text, way, requestId: id }, id)
      },
      command: (text, by) => {
        const where = conversation('C1')
        const requestId = randomUUID()
        return platform.deliver({ kind: 'asked', from: sender(by), where, text, way: 'command', requestId })
      },
      press: (label, on, by) => {
        const token = tokenOf((on.raw as { blocks: readonly Block[] }).blocks, label)
        const message = platform.messages.find(({ messageId }) => messageId === on.id)
        if (message === undefined) throw new Error('it stands no more')
        const inbound: Inbound = {
          kind: 'pressed',
          from: sender(by),
          where: message.where,
          token,
          requestId: message.messageId,
          private: message.onlyFor !== undefined,
        }
        return platform.deliver(inbound)
      },
      seenBy: (person) =>
        platform.messages
          .filter((message) => reads(person, message))
          .map(({ where, card, messageId }) => ({ where, text: plainText(card), raw: card, id: messageId })),
      formOf: (person) => {
        const open = platform.forms.get(person)
        return open && [open.form.title, ...Object.values(open.mistakes)].join('\n')
      },
      sendForm: (values, by) =>
        platform.send(by, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value].flat()]))),
      fault: (fault) => void platform.attempts.push(FAULTS[fault]),
      sends: () => platform.posts,
      actsOn: () => [],
      close: () => platform.stop(1000),
    }
    return chat
  },
}

const FAULTS: Readonly<Record<Fault, ReturnType<typeof fakePlatform>['attempts'][number]>> = {
  limited: { attempt: { kind: 'limited', retryAfterMs: 2000, scope: 'conversation' } },
  lost: { attempt: { kind: 'unknown', reason: 'cut off' }, effect: true },
  'lost before': { attempt: { kind: 'unknown', reason: 'cut off' } },
  closed: { attempt: { kind: 'closed', reason: 'archived', words: 'It is archived.' } },
  refused: { attempt: { kind: 'refused', reason: 'unreadable' } },
  'not now': { attempt: { kind: 'not_now', reason: 'no token' } },
}

function tokenOf(blocks: readonly Block[], label: string): string {
  const actions = blocks.flatMap((block) => (block.kind === 'actions' ? [block] : []))
  const all = actions.flatMap(({ buttons, selects }) => [...buttons, ...selects.flatMap(({ options }) => options)])
  const found = all.find((one) => one.label === label)
  if (found === undefined) throw new Error(`Nothing reads "${label}".`)
  return found.token
}
