/** Counts what is under way, so that a shutdown can wait for it. */
export interface Work {
  run<T>(task: () => Promise<T>): Promise<T>
  /** How many were still under way at the deadline. */
  drained(deadlineMs: number): Promise<number>
}

export function work(): Work {
  let underWay = 0
  let onIdle = () => {}

  return {
    run: async (task) => {
      underWay += 1
      try {
        return await task()
      } finally {
        underWay -= 1
        if (underWay === 0) onIdle()
      }
    },
    drained: (deadlineMs) =>
      new Promise((done) => {
        if (underWay === 0) return done(0)
        const late = setTimeout(() => done(underWay), deadlineMs)
        onIdle = () => {
          clearTimeout(late)
          done(0)
        }
      }),
  }
}
