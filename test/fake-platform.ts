import { randomUUID } from 'node:crypto'
import type { Card } from '../src/cards/card.ts'
import type { Form } from '../src/cards/form.ts'
import { takenOnce } from '../src/chat/taken-once.ts'
import { mistakesOf, turns } from '../src/chat/turn.ts'
import { work as inFlight } from '../src/chat/work.ts'
import type {
  Attempt,
  Conversation,
  Destination,
  FormValues,
  Inbound,
  MessageRef,
  Platform,
  Reply,
  Sender,
} from '../src/platform.ts'

/** A message in memory. */
export interface Standing {
  readonly where: Conversation
  readonly messageId: string
  readonly key: string | undefined
  /** Absent where everybody reads it who reads there. */
  readonly onlyFor?: string
  card: Card
}

export interface OpenForm {
  readonly form: Form
  readonly where: Conversation
  mistakes: Readonly<Record<string, string>>
}

/** A chat in memory, for tests whose subject is no platform: it can all that the core may ask for. */
export interface FakePlatform extends Platform {
  readonly messages: Standing[]
  /** By who has it before them. */
  readonly forms: Map<string, OpenForm>
  /** By user id; whoever is not here is a stranger. */
  readonly members: Map<string, { readonly email: string; readonly timezone?: string }>
  /** What comes of the next attempts of the courier. `effect`: the message stands there all the same. */
  readonly attempts: { readonly attempt: Exclude<Attempt, { kind: 'sent' }>; readonly effect?: boolean }[]
  posts: number
  /** What reaches Tally; `id` is the platform's own of this delivery. Resolves when it was answered. */
  deliver(inbound: Inbound, id?: string): Promise<void>
  /** The form before this person is sent. */
  send(userId: string, values: Readonly<Record<string, readonly string[]>>): Promise<void>
}

export const WORKSPACE = 'W1'

export const conversation = (conversationId: string, threadId?: string): Conversation => ({
  platform: 'playground',
  workspaceId: WORKSPACE,
  conversationId,
  direct: conversationId.startsWith('D'),
  ...(threadId === undefined ? {} : { threadId }),
})

export function fakePlatform(): FakePlatform {
  const messages: Standing[] = []
  const forms: FakePlatform['forms'] = new Map()
  const members: FakePlatform['members'] = new Map()
  const attempts: FakePlatform['attempts'] = []
  const work = inFlight()
  const stopping = new AbortController()
  const claimed = new Set<string>()
  const formOnce = takenOnce<boolean>((leavesOpen) => leavesOpen)
  let taking: ReturnType<typeof turns> | undefined
  let serial = 0

  function add(where: Conversation, card: Card, key: string | undefined, onlyFor?: string): MessageRef {
    const messageId = String(++serial)
    messages.push({ where, messageId, key, card, ...(onlyFor === undefined ? {} : { onlyFor }) })
    return { where, messageId }
  }

  function change({ messageId }: MessageRef, card: Card): boolean {
    const found = messages.find((message) => message.messageId === messageId)
    if (found !== undefined) found.card = card
    return found !== undefined
  }

  function tell(inbound: Inbound, reply: Reply, pressedId: string | undefined): void {
    const { where, from } = inbound
    const { form, mistakes } = reply
    const open = forms.get(from.userId)
    if (mistakes !== undefined && open !== undefined) {
      open.mistakes = mistakes
      return
    }
    if (form !== undefined) {
      forms.set(from.userId, { form, where, mistakes: {} })
      return
    }
    const pressed = reply.place === 'original' ? messages.find(({ messageId }) => messageId === pressedId) : undefined
    const isForAll = reply.audience === 'conversation' || where.direct
    if (pressed !== undefined && (isForAll || pressed.onlyFor !== undefined)) pressed.card = reply.card
    else add(where, reply.card, reply.key, isForAll ? undefined : from.userId)
  }

  async function take(inbound: Inbound, id: string, pressedId?: string): Promise<boolean> {
    if (taking === undefined) throw new Error('it was not started')
    const turn = taking
    return work.run(async () => {
      const thought = await turn.think(inbound, [id])
      await turn.tell(inbound, thought, performance.now(), async (reply) => {
        tell(inbound, reply, pressedId)
        return 'delivered'
      })
      return mistakesOf(thought) !== undefined
    })
  }

  const placeOf = (to: Destination): Conversation =>
    to.kind === 'person' ? conversation(`D${to.who.userId}`) : to.where

  const platform: FakePlatform = {
    name: 'playground',
    messages,
    forms,
    members,
    attempts,
    posts: 0,
    start: async (handle) => {
      taking = turns({
        handle,
        platform,
        isMember: async ({ userId }) => members.has(userId),
        turnedAway: 'I only answer members.',
        audience: ({ kind }) => (kind === 'asked' ? 'conversation' : 'asker'),
        claim: async (key) => !claimed.has(key) && Boolean(claimed.add(key)),
        log: { debug() {}, info() {}, warn() {}, error() {} },
        signal: stopping.signal,
        patienceMs: 10_000,
        observe: {},
      })
    },
    deliver: async (inbound, id = randomUUID()) => {
      const pressedId = inbound.kind === 'pressed' ? inbound.requestId : undefined
      await take(inbound, id, pressedId)
    },
    send: async (userId, values) => {
      const open = forms.get(userId)
      if (open === undefined) throw new Error('no form is open')
      const { form, where } = open
      const unknown = Object.keys(values).filter((name) => !form.fields.some((field) => field.name === name))
      if (unknown.length > 0) throw new Error(`The form has no field ${unknown.join(', ')}.`)
      const from: Sender = { platform: 'playground', workspaceId: WORKSPACE, userId }
      const requestId = randomUUID()
      const inbound: Inbound = {
        kind: 'submitted',
        from,
        where,
        token: form.token,
        values: asShown(form, values),
        requestId,
      }
      const { answer: leavesOpen } = await formOnce(`${userId} ${form.token}`, () => take(inbound, requestId))
      if (!leavesOpen) forms.delete(userId)
    },
    profile: async ({ userId }) => {
      const known = members.get(userId)
      return {
        displayName: userId,
        ...(known === undefined ? {} : { email: known.email.toLowerCase() }),
        ...(known?.timezone === undefined ? {} : { timezone: known.timezone }),
      }
    },
    post: async (where, card, key) => ({ kind: 'sent', message: add(where, card, key) }),
    update: async (message, card) =>
      change(message, card) ? { kind: 'sent', message } : { kind: 'failed', reason: 'no such message' },
    openDirect: async (_, userId) => conversation(`D${userId}`),
    findUser: async (email) => {
      const found = [...members].find(([, member]) => member.email.toLowerCase() === email.toLowerCase())
      return found && { platform: 'playground', workspaceId: WORKSPACE, userId: found[0] }
    },
    courier: {
      pace: { conversationMs: 0, workspaceMs: 0 },
      patienceMs: 1000,
      post: async (to, card, key) => {
        platform.posts += 1
        const wrong = attempts.shift()
        if (wrong !== undefined && wrong.effect !== true) return wrong.attempt
        const message = add(placeOf(to), card, key)
        return wrong === undefined ? { kind: 'sent', message } : wrong.attempt
      },
      update: async (message, card) =>
        change(message, card) ? { kind: 'sent', message } : { kind: 'refused', reason: 'no such message' },
      find: async (to, key) => {
        const { conversationId, threadId } = placeOf(to)
        const found = messages.find(
          ({ where, ...message }) =>
            message.key === key && where.conversationId === conversationId && where.threadId === threadId,
        )
        return found === undefined
          ? { kind: 'absent' }
          : { kind: 'there', message: { where: found.where, messageId: found.messageId } }
      },
    },
    stop: async (deadlineMs) => {
      await work.drained(deadlineMs)
      stopping.abort()
    },
  }
  return platform
}

/** What was not filled in is as the form showed it; what is empty is no value. */
const asShown = ({ fields }: Form, values: FormValues): FormValues =>
  Object.fromEntries(
    fields.map((field) => {
      const shown = field.kind === 'choices' ? field.values : [field.value ?? '']
      return [field.name, (values[field.name] ?? shown).filter((value) => value !== '')]
    }),
  )
