import { setImmediate as turn } from 'node:timers/promises'

/** So long may one piece of thinking keep everybody else waiting. */
const MOST_MS = 25

/** What many scopes are told at once is thought through one by one, and whoever clicks meanwhile is served between them. */
export async function withRoom<Item, Result>(
  items: readonly Item[],
  think: (item: Item) => Result,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let since = performance.now()
  for (const item of items) {
    if (performance.now() - since > MOST_MS) {
      await turn()
      since = performance.now()
    }
    results.push(think(item))
  }
  return results
}
