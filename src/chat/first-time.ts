import type { Log } from './log.ts'

/** True for the first to claim this key, whichever process asks. */
export type Claim = (deliveryKey: string) => Promise<boolean>

/**
 * Whether none of the keys was seen before. This process remembers by itself, the database for all of them. While the database
 * is away only this memory decides: the request was acknowledged, so Slack brings it no second time and dropping it would lose it.
 */
export function firstTime(claim: Claim, log: Log): (deliveryKeys: readonly string[]) => Promise<boolean> {
  const seen = new Set<string>()

  const remember = (key: string) => {
    seen.add(key)
    const oldest = seen.keys().next()
    if (seen.size > MAX_REMEMBERED && !oldest.done) seen.delete(oldest.value)
  }

  return async (deliveryKeys) => {
    if (deliveryKeys.some((key) => seen.has(key))) return false
    for (const key of deliveryKeys) remember(key)
    for (const key of deliveryKeys) {
      try {
        if (!(await claim(key))) return false
      } catch (error) {
        log.error({ err: error }, 'deliveries cannot be remembered: another instance may answer the same question')
      }
    }
    return true
  }
}

const MAX_REMEMBERED = 10_000
