/** One value that is read again when it is older than `maxAgeMs`; askers who come meanwhile share one read. */
export interface Recent<T> {
  get(): Promise<T>
  /** The next asker reads anew. */
  forget(): void
}

export function recent<T>(read: () => Promise<T>, maxAgeMs: number, now: () => Date): Recent<T> {
  let kept: { readonly at: number; readonly value: Promise<T> } | undefined
  return {
    get() {
      const at = now().getTime()
      if (kept !== undefined && at - kept.at < maxAgeMs && at >= kept.at) return kept.value
      const value = read()
      const mine = { at, value }
      kept = mine
      // What failed is not kept: the next asker tries again.
      value.catch(() => {
        if (kept === mine) kept = undefined
      })
      return value
    },
    forget: () => {
      kept = undefined
    },
  }
}

/** A map that forgets what was not used for longest. */
export function bounded<K, V>(max: number): { get(key: K): V | undefined; set(key: K, value: V): void } {
  const entries = new Map<K, V>()
  return {
    get(key) {
      const value = entries.get(key)
      if (value !== undefined) {
        entries.delete(key)
        entries.set(key, value)
      }
      return value
    },
    set(key, value) {
      entries.delete(key)
      entries.set(key, value)
      const [oldest] = entries.keys()
      if (entries.size > max && oldest !== undefined) entries.delete(oldest)
    },
  }
}
