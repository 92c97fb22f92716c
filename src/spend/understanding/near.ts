/** Words that are spelled nearly like another: bigram candidates, then edit distance. */
export interface Nearness {
  /** The nearest words within `budget` edits, all of them that tie. */
  near(word: string, budget: number): readonly string[]
}

/** How many edits a word of this length may be away from what was meant; short words mean what they say. */
export const editBudget = (length: number): number => (length < 5 ? 0 : length < 8 ? 1 : 2)

export function nearness(words: readonly string[]): Nearness {
  // By length first: most words are too long or too short to be meant.
  const byLength = new Map<number, Map<string, number[]>>()
  words.forEach((word, at) => {
    let postings = byLength.get(word.length)
    if (postings === undefined) {
      postings = new Map()
      byLength.set(word.length, postings)
    }
    for (const pair of bigrams(word)) {
      const list = postings.get(pair)
      if (list === undefined) postings.set(pair, [at])
      else if (list.at(-1) !== at) list.push(at)
    }
  })
  const shared = new Uint8Array(words.length)
  return {
    near(word, budget) {
      if (budget < 1) return []
      const pairs = [...new Set(bigrams(word))]
      // Each edit spoils at most three bigrams of the padded word (a transposition).
      const needed = Math.max(1, pairs.length - 3 * budget)
      let best = budget
      let found: string[] = []
      for (let length = word.length - budget; length <= word.length + budget; length++) {
        const postings = byLength.get(length)
        if (postings === undefined) continue
        const touched: number[] = []
        for (const pair of pairs) {
          for (const at of postings.get(pair) ?? []) {
            const count = (shared[at] ?? 0) + 1
            shared[at] = count
            if (count === needed) touched.push(at)
          }
        }
        for (const pair of pairs) for (const at of postings.get(pair) ?? []) shared[at] = 0
        for (const at of touched) {
          const candidate = words[at] ?? ''
          if (digits(candidate) !== digits(word)) continue
          const distance = edits(word, candidate, best)
          if (distance > best) continue
          if (distance < best) found = []
          best = distance
          found.push(candidate)
        }
      }
      return found
    },
  }
}

const bigrams = (word: string): string[] => {
  const padded = `^${word}$`
  return Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2))
}

// A version or a number is never repaired: digits are equal or the word is another one.
const digits = (word: string): string => word.replace(/\D/g, '')

/** Optimal string alignment distance; gives `limit + 1` as soon as it exceeds `limit`. */
export function edits(a: string, b: string, limit: number): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
      if (cost < least) least = cost
    }
    if (least > limit) return limit + 1
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
