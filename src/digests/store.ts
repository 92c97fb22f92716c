import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Place, Subscription } from './subscription.ts'

type Db = Kysely<Database>

/** What people choose; the rest follows. */
export type Wanted = Omit<Subscription, 'id' | 'state' | 'nextSlotAt'>

export async function addSubscription(_db: Db, _wanted: Wanted, _now: Date): Promise<Subscription> {
  throw new Error('to be built')
}

export async function findSubscription(_db: Db, _id: string): Promise<Subscription | undefined> {
  throw new Error('to be built')
}

/** Of one place, or all; by id. */
export async function listSubscriptions(_db: Db, _place?: Place): Promise<readonly Subscription[]> {
  throw new Error('to be built')
}

/** Active again where it was broken; its next slot is computed anew. */
export async function changeSubscription(
  _db: Db,
  _id: string,
  _wanted: Wanted,
  _by: string,
  _now: Date,
): Promise<void> {
  throw new Error('to be built')
}

export async function pauseSubscription(_db: Db, _id: string, _by: string, _now: Date): Promise<void> {
  throw new Error('to be built')
}

/** From paused or broken; what waited for a broken place is sent if it is still due. */
export async function resumeSubscription(_db: Db, _id: string, _by: string, _now: Date): Promise<void> {
  throw new Error('to be built')
}

export async function removeSubscription(_db: Db, _id: string): Promise<void> {
  throw new Error('to be built')
}

/** The last run of each, with what became of its message. */
export interface LastRun {
  readonly subscriptionId: string
  readonly slotAt: Date
  readonly status: 'due' | 'waiting' | 'queued' | 'sent' | 'held' | 'dead' | 'missed' | 'failed'
  readonly partial: boolean
  readonly sentAt: Date | null
  readonly error: string | null
}

export async function lastRuns(_db: Db, _ids: readonly string[]): Promise<ReadonlyMap<string, LastRun>> {
  throw new Error('to be built')
}
