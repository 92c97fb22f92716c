import { settleDays as settle } from '../ledger/completeness.ts'
import type { Job } from './jobs.ts'

/** Days become complete by the clock alone, and a source that delivers nothing must be seen as late. */
export const settleDays: Job = async ({ db, now }) => {
  await settle(db, now())
  return undefined
}
