// At least so often and so long, so that a fast question has enough runs and a slow one does not take all day.
const LEAST_RUNS = 12
const MOST_RUNS = 200
const LEAST_MS = 2_000

/** What each work took, in turn, so that whatever else the machine does disturbs all alike; after some runs that do not count. */
export async function timings(...works: readonly (() => Promise<unknown>)[]): Promise<readonly (readonly number[])[]> {
  const taken = works.map((): number[] => [])
  // A server looks at values a few times before it settles on one plan.
  for (let i = 0; i < 6; i++) for (const work of works) await work()
  const begin = performance.now()
  for (let runs = 0; runs < LEAST_RUNS || (runs < MOST_RUNS && performance.now() - begin < LEAST_MS); runs++)
    for (const [i, work] of works.entries()) {
      const start = performance.now()
      await work()
      taken[i]?.push(performance.now() - start)
    }
  return taken
}
