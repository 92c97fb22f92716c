import { runDigests } from '../digests/run.ts'
import { breakClosed } from '../digests/running/broken.ts'
import { claimDueSlots } from '../digests/running/slots.ts'
import { did } from './did.ts'
import type { Job } from './jobs.ts'

/** Claims the slots that are due, and composes what need not wait; what goes to a closed place is not composed for nothing. */
export const sendDigests: Job = async ({ db, now, digests }) => {
  if (digests === undefined) return undefined
  const at = now()
  const broken = await breakClosed(db, at)
  const slots = await claimDueSlots(db, at)
  const { missed, ...ran } = await runDigests(digests, at)
  const became = { ...ran, missed: slots.missed + missed }
  for (const [outcome, count] of Object.entries(became)) digests.observe?.(outcome, count)
  return did({ claimed: slots.claimed, broken, ...became })
}
