import { raiseAlerts as raise } from '../alerts/raise.ts'
import { did } from './did.ts'
import type { Job } from './jobs.ts'

/** Budgets that were crossed, and anomalies that are new or have grown. */
export const raiseAlerts: Job = async ({ digests, now }) => {
  if (digests === undefined) return undefined
  const budget = await raise(digests, 'budget', now())
  const anomaly = await raise(digests, 'anomaly', now())
  return did({ budget: budget ?? 0, anomaly: anomaly ?? 0 })
}
