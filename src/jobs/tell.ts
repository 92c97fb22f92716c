import { tellFeeds as feeds } from '../alerts/feeds.ts'
import { tellPeople as people } from '../alerts/tell.ts'
import { did } from './did.ts'
import type { Job } from './jobs.ts'

/** People hear what does not arrive. */
export const tellPeople: Job = async ({ tell, now }) => {
  const told = tell && (await people(tell, now()))
  return told && did({ ...told })
}

/** Administrators hear which source is silent. */
export const tellFeeds: Job = async ({ tell, digests, now }) => {
  const told = tell && digests && (await feeds({ ...tell, asking: digests.asking }, now()))
  return told && did({ ...told })
}
