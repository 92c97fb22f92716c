import { adminsToTell, tellAdmins } from '../alerts/tell-admins.ts'
import { precisionByRule } from '../nudges/precision.ts'
import { precisionReport } from '../nudges/precision-card.ts'
import { did } from './did.ts'
import type { Job } from './jobs.ts'

/** Administrators hear once a week which rule for idle resources is wrong too often: its message has the week's key. */
export const reportPrecision: Job = async ({ db, tell, now }) => {
  if (tell === undefined) return undefined
  const report = precisionReport(await precisionByRule(db, now()), now())
  if (report === undefined) return undefined
  return did({ told: await tellAdmins(db, await adminsToTell(tell, now()), report.key, report.card) })
}
