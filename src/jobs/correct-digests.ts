import { correctDigests as correct } from '../digests/corrections.ts'
import { realignSlots } from '../digests/running/slots.ts'
import { did } from './did.ts'
import type { Job } from './jobs.ts'

/** What was told and is no longer so; and slots that a zone has moved by changing its rules. */
export const correctDigests: Job = async ({ db, now, digests }) => {
  if (digests === undefined) return undefined
  const corrected = await correct(digests.asking, now())
  digests.observe?.('corrected', corrected)
  return did({ corrected, realigned: await realignSlots(db, now()) })
}
