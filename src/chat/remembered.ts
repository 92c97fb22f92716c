export interface Remembering {
  readonly now: () => Date
  readonly ms: number
}

/** Asks once and remembers the answer for a while; what fails is asked again. */
export function remembered<T>(ask: (key: string) => Promise<T>, { now, ms }: Remembering): (key: string) => Promise<T> {
  const known = new Map<string, { readonly answer: Promise<T>; readonly askedAt: number }>()

  return (key) => {
    const at = now().getTime()
    const before = known.get(key)
    if (before !== undefined && at - before.askedAt < ms) return before.answer
    const answer = ask(key)
    known.delete(key)
    known.set(key, { answer, askedAt: at })
    answer.catch(() => known.delete(key))
    const oldest = known.keys().next()
    if (known.size > MAX_KNOWN && !oldest.done) known.delete(oldest.value)
    return answer
  }
}

const MAX_KNOWN = 10_000
