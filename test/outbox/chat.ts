import type { Card } from '../../src/cards/card.ts'
import type { Message } from '../../src/outbox/message.ts'
import type { Attempt, Courier, Destination, Looked, MessageRef } from '../../src/platform.ts'

/** What the chat does with the next attempts, in order; then everything arrives. */
export type Scripted =
  | Exclude<Attempt, { kind: 'sent' | 'unknown' }>
  /** The answer is lost: after the message arrived, or before. */
  | { readonly kind: 'lost'; readonly arrived: boolean }
  /** Whoever sends is gone, and what they sent arrived or not. */
  | { readonly kind: 'killed'; readonly arrived: boolean }

export interface Posted {
  readonly key: string
  readonly text: string
  readonly conversation: string
  readonly thread: string | undefined
  readonly id: string
  readonly edits: readonly string[]
}

export interface Chat extends Courier {
  /** What stands there, in the order in which it came. */
  readonly posted: readonly Posted[]
  readonly calls: readonly string[]
  /** Of the message with this key; '*' is of all that have no script of their own. */
  script(key: string, ...outcomes: readonly Scripted[]): void
  /** What looks say in order; then what is true. */
  looks(...looked: readonly Looked[]): void
  /** What nobody has come back to since whoever sent it was killed. */
  readonly orphans: ReadonlySet<string>
  /** Resolves when somebody was killed. */
  killed(): Promise<'killed'>
}

/** A chat in this process that does what a test says. */
export function chat(pace = { conversationMs: 0, workspaceMs: 0 }, patienceMs = 20_000): Chat {
  const posted: { -readonly [K in keyof Posted]: Posted[K] }[] = []
  const scripts = new Map<string, Scripted[]>()
  const answers: Looked[] = []
  const calls: string[] = []
  const orphans = new Set<string>()
  let mourners: (() => void)[] = []

  async function outcome(key: string, arrive: () => Attempt): Promise<Attempt> {
    orphans.delete(key)
    const next = scripts.get(key)?.shift() ?? scripts.get('*')?.shift()
    if (next === undefined) return arrive()
    if (next.kind !== 'lost' && next.kind !== 'killed') return next
    if (next.arrived) arrive()
    if (next.kind === 'lost') return { kind: 'unknown', reason: 'the answer was lost' }
    orphans.add(key)
    for (const mourn of mourners) mourn()
    mourners = []
    return new Promise(() => undefined)
  }

  return {
    pace,
    patienceMs,
    posted,
    calls,
    orphans,
    script: (key, ...outcomes) => void scripts.set(key, [...(scripts.get(key) ?? []), ...outcomes]),
    looks: (...looked) => void answers.push(...looked),
    killed: () => new Promise((resolve) => mourners.push(() => resolve('killed'))),
    post: (to, card, key) => {
      calls.push(`post ${key}`)
      return outcome(key, () => {
        const where = whereOf(to)
        const id = `${posted.length + 1}`
        posted.push({
          key,
          text: textOf(card),
          conversation: where.conversationId,
          thread: where.threadId,
          id,
          edits: [],
        })
        return { kind: 'sent', message: { where, messageId: id } }
      })
    },
    update: (message: MessageRef, card) => {
      const text = textOf(card)
      calls.push(`update ${message.messageId} ${text}`)
      return outcome(text, () => {
        const found = posted.find(({ id }) => id === message.messageId)
        if (found?.conversation !== message.where.conversationId)
          return { kind: 'refused', reason: 'message_not_found' }
        found.edits = [...found.edits, text]
        return { kind: 'sent', message }
      })
    },
    find: async (to, key) => {
      calls.push(`find ${key}`)
      orphans.delete(key)
      const where = whereOf(to)
      const found = posted.find((one) => one.key === key && one.conversation === where.conversationId)
      return (
        answers.shift() ?? (found ? { kind: 'there', message: { where, messageId: found.id } } : { kind: 'absent' })
      )
    },
  }
}

const whereOf = (to: Destination) =>
  to.kind === 'conversation'
    ? to.where
    : { platform: to.who.platform, workspaceId: to.who.workspaceId, conversationId: `D-${to.who.userId}`, direct: true }

export const card = (text: string): Card => ({ blocks: [{ kind: 'text', text: [{ kind: 'plain', text }] }] })

function textOf({ blocks: [block] }: Card): string {
  return block?.kind === 'text' ? block.text.map(({ text }) => text).join('') : ''
}

export const to = (conversationId: string, workspaceId = 'W'): Destination => ({
  kind: 'conversation',
  where: { platform: 'slack', workspaceId, conversationId, direct: false },
})

/** Its text is its key, so that what stands somewhere tells which it was. */
export const message = (key: string, place: string, more: Partial<Message> = {}): Message => ({
  key,
  to: to(place),
  card: card(key),
  ...more,
})
