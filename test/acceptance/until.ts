import { setTimeout as delay } from 'node:timers/promises'

const STEP_MS = 100

/** What `look` gives as soon as it gives something; rejects with what was waited for. */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  patienceMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (performance.now() > deadline) throw new Error(`${what}: not within ${patienceMs / 1000} s`)
    await delay(STEP_MS)
  }
}
