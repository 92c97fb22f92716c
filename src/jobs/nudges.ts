import { countDelivered } from '../nudges/delivered.ts'
import { sendNudges as send } from '../nudges/send.ts'
import { sweepNudges as sweep } from '../nudges/sweep.ts'
import { did } from './did.ts'
import type { Job } from './jobs.ts'

/** What is idle, busy again or gone. */
export const sweepNudges: Job = async ({ nudges, now }) => {
  const swept = nudges && (await sweep(nudges, now()))
  if (swept === undefined) return undefined
  // What nobody can judge, or be told of, is no news by itself.
  const { unknown, ownerless, ...news } = swept
  return did(news) && { ...news, unknown, ownerless }
}

/** What arrived and what never will; then whoever works now and has something due. */
export const sendNudges: Job = async ({ db, nudges, now }) => {
  if (nudges === undefined) return undefined
  const at = now()
  const counted = await countDelivered(db, at)
  const sent = await send(nudges, at)
  return did({ ...counted, ...sent })
}
