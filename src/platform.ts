import type { Card } from './cards/card.ts'
import type { Form } from './cards/form.ts'

/** All that the core knows of any chat. A platform turns its payloads into `Inbound` and `Reply` into its own messages. */
export interface Platform {
  readonly name: PlatformName
  /** Begins to hand over what arrives. What a handler throws is the platform's to log and to answer for politely. */
  start(handle: Handle): Promise<void>
  /** Who somebody is on this platform; cached by the platform. */
  profile(sender: Sender): Promise<Profile>
  /** Posts a new message. `key` marks it, so that a send whose reply was lost can be recognised afterwards. */
  post(where: Conversation, card: Card, key: string): Promise<Sent>
  update(message: MessageRef, card: Card): Promise<Sent>
  openDirect(workspaceId: string, userId: string): Promise<Conversation>
  /** Who has this email here; undefined where nobody has. */
  findUser(email: string): Promise<Sender | undefined>
  /** The way of messages that must arrive. */
  readonly courier: Courier
  /** Takes no more, waits for what is under way until the deadline. */
  stop(deadlineMs: number): Promise<void>
}

export type PlatformName = 'slack' | 'msteams' | 'playground'

/** What the core does with what arrives; undefined where nothing is to be said. */
export type Handle = (inbound: Inbound, platform: Platform) => Promise<Reply | undefined>

export interface Sender {
  readonly platform: PlatformName
  /** Slack's team id, Microsoft's tenant id. */
  readonly workspaceId: string
  readonly userId: string
}

/** Where messages go. `threadId` is absent at the top of a conversation. */
export interface Conversation {
  readonly platform: PlatformName
  readonly workspaceId: string
  readonly conversationId: string
  readonly threadId?: string
  /** Only the person and Tally read here. */
  readonly direct: boolean
}

/** A person is reached in their direct messages, which the platform opens when it is needed. */
export type Destination =
  | { readonly kind: 'conversation'; readonly where: Conversation }
  | { readonly kind: 'person'; readonly who: Sender }

/** One attempt each and nothing repeated by itself: only the outbox decides what is sent again. */
export interface Courier {
  /** How far messages lie apart at least. */
  readonly pace: { readonly conversationMs: number; readonly workspaceMs: number }
  /** Longer than any attempt takes, so that whoever holds a message for longer is gone. */
  readonly patienceMs: number
  /** `key` marks the message, so that it can be found. */
  post(to: Destination, card: Card, key: string): Promise<Attempt>
  update(message: MessageRef, card: Card): Promise<Attempt>
  /** Whether the marked message stands there; `since` is before the first attempt. */
  find(to: Destination, key: string, since: Date): Promise<Looked>
}

export type Attempt =
  | { readonly kind: 'sent'; readonly message: MessageRef }
  /** Too many at once, so nothing was done. */
  | { readonly kind: 'limited'; readonly retryAfterMs: number; readonly scope: 'conversation' | 'workspace' }
  /** It may stand there: the answer was lost. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Nothing was done; later it may work. */
  | { readonly kind: 'not_now'; readonly reason: string }
  /** The place takes nothing of ours until somebody changes that: archived, removed, forbidden. */
  | {
      readonly kind: 'closed'
      readonly reason: string
      /** Why, and what mends it, for whoever reads it. */
      readonly words: string
    }
  /** This very message will never be taken. */
  | { readonly kind: 'refused'; readonly reason: string }

export type Looked =
  | { readonly kind: 'there'; readonly message: MessageRef }
  | { readonly kind: 'absent' }
  /** We may not read there, or the platform did not say. */
  | { readonly kind: 'nobody can tell'; readonly forNow: boolean }

export interface MessageRef {
  readonly where: Conversation
  readonly messageId: string
}

export interface Profile {
  /** Lower case; absent where the platform does not tell. */
  readonly email?: string
  /** Others by which they may be known, such as the name that they sign in with; lower case. */
  readonly otherEmails?: readonly string[]
  readonly displayName: string
  /** IANA name of the person's own zone, where the platform knows it. */
  readonly timezone?: string
}

export type Inbound =
  /** Somebody wrote to Tally: a slash command, a mention, a direct message, a reply in a thread. */
  | {
      readonly kind: 'asked'
      readonly from: Sender
      readonly where: Conversation
      readonly text: string
      readonly way: 'command' | 'mention' | 'direct'
      readonly requestId: string
    }
  /** Somebody pressed a button or chose from a select. */
  | {
      readonly kind: 'pressed'
      readonly from: Sender
      readonly where: Conversation
      readonly token: string
      readonly requestId: string
      /** The pressed message was shown to this person alone. */
      readonly private: boolean
      /** The platform asks once more for what this very press brought, such as a file that had to be agreed to first. */
      readonly again?: boolean
    }
  /** Somebody sent a form that a reply of ours opened; `where` is where it was opened from. */
  | {
      readonly kind: 'submitted'
      readonly from: Sender
      readonly where: Conversation
      readonly token: string
      /** By the fields' names; an empty list is an empty field. */
      readonly values: FormValues
      readonly requestId: string
    }
  /** Somebody opened Tally's own page for the first time or again. */
  | {
      readonly kind: 'opened'
      readonly from: Sender
      readonly where: Conversation
      readonly requestId: string
    }

export type FormValues = Readonly<Record<string, readonly string[]>>

export interface Reply {
  readonly card: Card
  /** `asker`: nobody else sees it. `conversation`: everyone who reads there. */
  readonly audience: 'asker' | 'conversation'
  /** `new`: a message of its own. `original`: takes the place of the card that was pressed. */
  readonly place: 'new' | 'original'
  /** Marks the message: the answer's id. */
  readonly key: string
  /** Goes with the card. Where files cannot be shown to one person, `asker` gets it in their direct messages. */
  readonly file?: File
  /** Opens instead of the card where the platform can open one now; else the card says how to go on in words. */
  readonly form?: Form
  /**
   * What is wrong in the form that was sent, by field: it stays open, or `form` stands in its place as it was filled in. Where
   * neither can be, the card says the same.
   */
  readonly mistakes?: Readonly<Record<string, string>>
}

/** Exact figures to keep; a platform that takes no files shows the content as preformatted text. */
export interface File {
  /** Safe on every disk. */
  readonly name: string
  /** CSV, UTF-8. */
  readonly content: string
}

/** `unknown`: the request may have arrived, nobody can say; never sent again blindly. */
export type Sent =
  | { readonly kind: 'sent'; readonly message: MessageRef }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }
