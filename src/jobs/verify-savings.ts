import { verifySavings as verify } from '../nudges/savings-job.ts'
import { did } from './did.ts'
import type { Job } from './jobs.ts'

/** What settled nudges saved, as soon as the bill can tell. */
export const verifySavings: Job = async ({ db, spend, now }) => did({ ...(await verify({ db, spend }, now())) })
