/**
 * Chance that repeats itself: mulberry32, a 32-bit generator of one multiplication and three shifts, plenty for a demonstration.
 * Every stream is named by a key, so a workload draws the same numbers whatever stands before it or how many months are written.
 */
export function random(seed: number, key: string): () => number {
  let state = (seed ^ hash(key)) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** FNV-1a: spreads keys that differ in one letter. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

/** Around 1, rarely beyond 1 ± 2 × spread: three draws are bell-shaped enough. */
export const wobble = (next: () => number, spread: number): number =>
  1 + spread * (next() + next() + next() - 1.5) * (4 / 3)

export const hex = (text: string, digits: number): string =>
  Array.from({ length: Math.ceil(digits / 8) }, (_, i) => hash(`${i}/${text}`).toString(16).padStart(8, '0'))
    .join('')
    .slice(0, digits)
