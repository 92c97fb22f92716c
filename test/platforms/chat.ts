import type { Conversation, Platform, PlatformName, Sender } from '../../src/platform.ts'

/** Ana and Ben are members; Eve is not. */
export type Person = 'ana' | 'ben' | 'eve'

export interface Written {
  readonly by: Person
  readonly in: 'direct' | 'channel'
  readonly text: string
  /** The platform's own of this message: what has the same arrived twice. */
  readonly id?: string
  /** The thread that it is written in; else it begins one, where there are threads. */
  readonly thread?: string
}

/** A message as one person sees it. */
export interface Seen {
  readonly where: Pick<Conversation, 'conversationId' | 'threadId' | 'direct'>
  /** As it reads. */
  readonly text: string
  /** In the platform's own JSON. */
  readonly raw: unknown
  /** Absent where it cannot be changed any more. */
  readonly id?: string
}

/** What goes wrong with the next message that must arrive. */
export type Fault = 'limited' | 'lost' | 'lost before' | 'closed' | 'refused' | 'not now'

/** What not every platform can. */
export type Ability = 'command' | 'form after a question' | 'find in a direct conversation'

/** A platform before a fake of its service: people who write, press and read there. The contract knows no more of it. */
export interface Chat {
  readonly platform: Platform
  /** A channel that Tally is in. */
  readonly channel: Conversation
  sender(person: Person): Sender
  write(message: Written): Promise<void>
  command(text: string, by: Person): Promise<void>
  /** A button, or an option of a select. */
  press(label: string, on: Seen, by: Person): Promise<void>
  /** All that this person can read now, of Tally alone. */
  seenBy(person: Person): readonly Seen[]
  /** What the form that is open before this person says; undefined where none is. */
  formOf(person: Person): string | undefined
  sendForm(values: Readonly<Record<string, string | readonly string[]>>, by: Person): Promise<void>
  fault(fault: Fault): void
  /** How often a message was sent, whatever came of it. */
  sends(): number
  /** What the platform would act upon instead of showing it: mentions, links, commands. */
  actsOn(raw: unknown): readonly string[]
  close(): Promise<void>
}

export interface Chatting {
  readonly name: PlatformName
  /** What it cannot, and why: the contract says so instead of asking for it. */
  readonly cannot: Readonly<Partial<Record<Ability, string>>>
  /** `handle` is the core. */
  open(handle: Parameters<Platform['start']>[0]): Promise<Chat>
}

export const EMAILS: Readonly<Record<Person, string>> = {
  ana: 'Ana@Example.com',
  ben: 'ben@example.com',
  eve: 'eve@elsewhere.example',
}
