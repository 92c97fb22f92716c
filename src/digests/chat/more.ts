import type { Kysely } from 'kysely'
import type { Card } from '../../cards/card.ts'
import type { Database } from '../../db/schema.ts'
import type { Asker } from '../../people/asker.ts'
import { sightKey, sightOf } from '../../people/sight.ts'
import { findPerson } from '../../people/store.ts'
import type { AskDeps } from '../../spend/deps.ts'
import { readSlotCode } from '../card/slot-code.ts'
import { type DigestSigns, moreCard } from '../card.ts'
import { compose } from '../compose.ts'
import { askedNow } from '../composing/asked-now.ts'
import type { Told } from '../correcting/told.ts'
import type { Subscription } from '../subscription.ts'

/** The subscription in what the digest of a slot is about, which may be something else by now. */
export async function asTold(db: Kysely<Database>, subscription: Subscription, slot: string): Promise<Subscription> {
  const slotAt = readSlotCode(slot)
  if (slotAt === undefined) return subscription
  const run = await db
    .selectFrom('tally.digest_run')
    .select('reported')
    .where('subscription_id', '=', subscription.id)
    .where('slot_at', '=', slotAt)
    .executeTakeFirst()
  return { ...subscription, ...(run?.reported as Told | null | undefined)?.about }
}

export interface MoreDeps {
  readonly asking: AskDeps
  readonly signs: DigestSigns
  readonly compose?: typeof compose
}

/**
 * The rest of a digest, for somebody who may see its scope: what was kept with it, or composed anew for those who see less than
 * whoever set it, and for a test, which nothing is kept of. Undefined where the slot is none.
 */
export async function moreOf(
  deps: MoreDeps,
  subscription: Subscription,
  asker: Asker,
  slot: string,
): Promise<Card | undefined> {
  const { own, visibility } = deps.asking
  const slotAt = readSlotCode(slot)
  if (slotAt === undefined) return undefined
  const sight = sightOf(asker.person, visibility)
  const setter = sightOf(await findPerson(own, subscription.createdBy), visibility)
  if (sight.kind === 'everything' || sightKey(sight) === sightKey(setter)) {
    const kept = await own
      .selectFrom('tally.digest_run')
      .select('more')
      .where('subscription_id', '=', subscription.id)
      .where('slot_at', '=', slotAt)
      .executeTakeFirst()
    if (kept?.more) return kept.more as Card
  }
  const asked = await askedNow(deps.asking, subscription, sight, slotAt)
  for await (const composed of (deps.compose ?? compose)(deps.asking, [asked])) {
    if (composed.kind === 'failed') throw composed.error
    return moreCard(composed.digest, deps.signs)
  }
  return undefined
}
