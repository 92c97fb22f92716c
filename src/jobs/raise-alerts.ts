import { raiseAlerts as raise } from '../alerts/raise.ts'
import { did } from './did.ts'
import type { Job } from './jobs.ts'

/** Budgets that were crossed, and anomalies that are new or have grown. What fails of one kind holds up no other. */
export const raiseAlerts: Job = async ({ digests, now }) => {
  if (digests === undefined) return undefined
  const raised = await Promise.allSettled([raise(digests, 'budget', now()), raise(digests, 'anomaly', now())])
  const failed = raised.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  const [budget = 0, anomaly = 0] = raised.map((each) => (each.status === 'fulfilled' ? each.value : undefined))
  return did({ budget, anomaly })
}
