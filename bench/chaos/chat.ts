import type { Connection } from '../../src/db/connect.ts'
import type { ChannelPlatform } from './channel.ts'
import type { Moment } from './trouble.ts'
import type { Standing } from './verdict.ts'

/** The other side: a fake of one platform that keeps its pace, fails as told, and knows what stands where. */
export interface Chat {
  readonly platform: ChannelPlatform
  /** How a replica reaches it. */
  env(replica: number): Readonly<Record<string, string>>
  /** What Tally must have learnt of these channels before anything can be sent to them. */
  introduce(connection: Connection, channels: readonly string[]): Promise<void>
  /** What stands there of these messages, in the order in which it came. */
  standing(keys: Iterable<string>): readonly Standing[]
  /** How many messages stand. */
  count(): number
  /** Answers of "too many requests" so far. */
  limited(): number
  close(): Promise<void>
}

export interface ChatOptions {
  readonly seed: number
  /** Whether Tally may read what stands in the channels. */
  readonly history: boolean
  /** Shared by all chats: the first is for whoever posts next, wherever that is. */
  readonly traps: Trap[]
}

/** Waits for the next replica that posts, and is told of it at the very moment. */
export interface Trap {
  readonly moment: Exclude<Moment, 'any'>
  caught(replica: number): void
}
