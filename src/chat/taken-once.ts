/** The answer, and whether it was found by this call or by one before it. */
export interface Taken<T> {
  readonly answer: T
  readonly first: boolean
}

/**
 * A form is taken once, however often it was sent: a second click gets the answer of the first. Only after an answer that leaves
 * the form open is it looked at anew; whether one does may turn out after it was given.
 */
export function takenOnce<T>(
  leavesOpen: (answer: T) => boolean | Promise<boolean>,
): (id: string, look: () => Promise<T>) => Promise<Taken<T>> {
  const answers = new Map<string, Promise<T>>()

  return async (id, look) => {
    const before = answers.get(id)
    if (before !== undefined) return { answer: await before, first: false }
    const looking = look()
    answers.set(id, looking)
    const oldest = answers.keys().next()
    if (answers.size > MAX_REMEMBERED && !oldest.done) answers.delete(oldest.value)
    const answer = await looking
    void Promise.resolve(leavesOpen(answer)).then((isOpen) => isOpen && answers.delete(id))
    return { answer, first: true }
  }
}

const MAX_REMEMBERED = 1000
