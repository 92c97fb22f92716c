/** Wakes whoever waits; who rings before anybody waits is heard as well. */
export function alarm() {
  let rung = false
  let waiting: (() => void) | undefined
  return {
    ring: (): void => {
      rung = true
      waiting?.()
    },
    /** Whether it rang; no later than this. */
    wait: async (ms: number): Promise<boolean> => {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          waiting = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      const heard = rung
      rung = false
      waiting = undefined
      return heard
    },
  }
}
