import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Turn } from '../feature.ts'
import { accountsOf, rememberFound } from '../people/accounts.ts'
import { findPersonBy } from '../people/store.ts'
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
  const picked = values.person?.[0]?.trim() ?? ''
  if (picked === '') return mistaken('Choose a person.')
  // A list gives an id, a text field an address.
  const isEmail = picked.includes('@')
  const sender = isEmail ? await turn.platform.findUser(picked.toLowerCase()) : { ...turn.from, userId: picked }
  if (sender === undefined) {
    // Whoever is not here may be known from elsewhere.
    const [account] = await accountsOf(db, picked)
    return account === undefined ? mistaken(UNKNOWN) : owner(nudge, account.email)
  }
  const profile = await turn.platform.profile(sender)
  const email = (await findPersonBy(db, profile))?.email ?? profile.email?.trim().toLowerCase()
  // Guests of other companies, apps, and those who left have none here.
  if (email === undefined || email === '') return mistaken('They cannot be reached: name a member of your own company.')
  const handed = owner(nudge, email)
  // Who never wrote to Tally can be written to from now on.
  if ('value' in handed) await rememberFound(db, sender, { ...profile, email }, now)
  return handed
}

const owner = (nudge: Pick<StoredNudge, 'owner'>, email: string): Filled<Owner> =>
  email === nudge.owner.email
    ? mistaken('It is theirs already: choose somebody else.')
    : { value: { email, why: 'picked' } }

const UNKNOWN = 'I know nobody with this address. Check it, or have them write to Tally once: then they can be reached.'

const mistaken = (text: string) => ({ mistakes: { person: text } })
