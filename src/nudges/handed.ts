import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Turn } from '../feature.ts'
import { rememberAccount } from '../people/accounts.ts'
import type { FormValues } from '../platform.ts'
import type { Filled } from './form-values.ts'
import type { Owner } from './nudge.ts'
import type { StoredNudge } from './stored.ts'

/** Whom somebody named instead: a member whom a message can reach, and not whoever has it already. */
export async function readPicked(
  db: Kysely<Database>,
  turn: Turn,
  nudge: Pick<StoredNudge, 'owner'>,
  values: FormValues,
  now: Date,
): Promise<Filled<Owner>> {
  const userId = values.person?.[0]?.trim() ?? ''
  if (userId === '') return mistaken('Choose a person.')
  const sender = { ...turn.from, userId }
  const profile = await turn.platform.profile(sender)
  const email = profile.email?.trim().toLowerCase()
  // Guests of other companies, apps, and those who left have none here.
  if (email === undefined || email === '') return mistaken('They cannot be reached: choose a member of this workspace.')
  if (email === nudge.owner.email) return mistaken('It is theirs already: choose somebody else.')
  // Who never wrote to Tally can be written to from now on.
  await rememberAccount(db, sender, profile, now)
  return { value: { email, why: 'picked' } }
}

const mistaken = (text: string) => ({ mistakes: { person: text } })
