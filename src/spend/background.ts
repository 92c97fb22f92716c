/** Writes that nobody waits for, but that are finished before they are read and before the process ends. */
export interface Background {
  run(work: Promise<unknown>): void
  /**
   * Takes what comes within a moment into one write, so that a rush of answers does not compete with the writes of those before.
   * Writes follow one another in order. What a write of several could not keep is tried one by one.
   */
  gather<T>(write: (items: readonly T[]) => Promise<unknown>): (item: T) => void
  drained(): Promise<void>
}

const MOMENT_MS = 50
const MOST_AT_ONCE = 500

export function background(onError: (error: unknown) => void): Background {
  const running = new Set<Promise<void>>()
  const flushes: (() => void)[] = []
  const run = (work: Promise<unknown>) => {
    const done = work.then(
      () => undefined,
      (error: unknown) => onError(error),
    )
    running.add(done)
    void done.then(() => running.delete(done))
  }
  return {
    run,
    gather<T>(write: (items: readonly T[]) => Promise<unknown>) {
      let waiting: T[] = []
      let timer: NodeJS.Timeout | undefined
      let last: Promise<unknown> = Promise.resolve()
      const writeAll = async (items: readonly T[]) => {
        try {
          await write(items)
        } catch (error) {
          if (items.length === 1) onError(error)
          else for (const item of items) await writeAll([item])
        }
      }
      const flush = () => {
        clearTimeout(timer)
        timer = undefined
        const items = waiting
        waiting = []
        if (items.length === 0) return
        last = last.then(() => writeAll(items))
        run(last)
      }
      flushes.push(flush)
      return (item: T) => {
        waiting.push(item)
        if (waiting.length >= MOST_AT_ONCE) flush()
        else timer ??= setTimeout(flush, MOMENT_MS)
      }
    },
    drained: async () => {
      for (const flush of flushes) flush()
      await Promise.all(running)
    },
  }
}
