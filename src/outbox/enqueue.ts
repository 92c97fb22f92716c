import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Message } from './message.ts'

/** Puts messages into the outbox, in this order per place, within the caller's transaction; wakes whoever sends. Gives back how many were new. */
export async function enqueue(_db: Kysely<Database>, _messages: readonly Message[]): Promise<number> {
  throw new Error('to be built')
}
