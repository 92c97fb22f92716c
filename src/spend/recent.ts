/** One value that is never older than `maxAgeMs` when it is given; askers who come meanwhile share one read. */
export interface Recent<T> {
  get(): Promise<T>
}

/** Where questions keep coming, it is read again in time that none of them waits. */
export function recent<T>(read: () => Promise<T>, maxAgeMs: number, now: () => Date): Recent<T> {
  let kept: { readonly at: number; readonly value: Promise<T> } | undefined
  let reading: Promise<T> | undefined
  function readAnew(at: number): Promise<T> {
    const value = read()
    reading = value
    value.then(
      () => {
        if (reading !== value) return
        reading = undefined
        kept = { at, value }
      },
      // What failed is not kept: the next asker tries again.
      () => {
        if (reading === value) reading = undefined
      },
    )
    return value
  }
  return {
    get() {
      const at = now().getTime()
      const age = kept === undefined ? Number.POSITIVE_INFINITY : at - kept.at
      if (kept !== undefined && age >= 0 && age < maxAgeMs) {
        if (age >= maxAgeMs / 3 && reading === undefined) void readAnew(at)
        return kept.value
      }
      if (maxAgeMs > 0 && reading !== undefined) return reading
      return readAnew(at)
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
