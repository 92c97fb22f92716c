/** Writes that nobody waits for, but that are finished before they are read and before the process ends. */
export interface Background {
  run(work: Promise<unknown>): void
  drained(): Promise<void>
}

export function background(onError: (error: unknown) => void): Background {
  const running = new Set<Promise<void>>()
  return {
    run(work) {
      const done = work.then(
        () => undefined,
        (error: unknown) => onError(error),
      )
      running.add(done)
      void done.then(() => running.delete(done))
    },
    drained: async () => {
      await Promise.all(running)
    },
  }
}
