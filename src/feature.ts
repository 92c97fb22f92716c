import type { Asker } from './people/asker.ts'
import type { Conversation, FormValues, Platform, Reply, Sender } from './platform.ts'

/** What Tally can do in a chat besides answering questions. `bot.ts` asks each in turn; none knows the others. */
export interface Feature {
  /** Stands first in the tokens of its buttons and forms. */
  readonly name: string
  /** What it says to a text that is meant for it; undefined for every other text. */
  hear(turn: Turn, text: string): Promise<Reply | undefined>
  /** A button of its own. Whoever presses is authorised anew; undefined where the payload means nothing any more. */
  press(turn: Turn, payload: string): Promise<Reply | undefined>
  /** What it says of a button or form of its own that has expired; absent where none of them does. */
  expired?(turn: Turn, payload: string): Promise<Reply | undefined>
  /** A form of its own that was filled in. */
  submit(turn: Turn, payload: string, values: FormValues): Promise<Reply | undefined>
}

/** One turn of a conversation: who, where, and through what. */
export interface Turn {
  readonly from: Sender
  readonly asker: Asker
  /** The asker's own zone. */
  readonly timezone: string
  readonly where: Conversation
  readonly requestId: string
  /** Only the asker sees what was pressed or what is answered. */
  readonly private: boolean
  readonly platform: Pick<Platform, 'name' | 'profile' | 'findUser'>
}

/** Signs what a button of one feature carries. */
export type Sign = (payload: string) => string

/** The same for what must not be pressed for ever. */
export type SignUntil = (payload: string, expiresAt: Date) => string
