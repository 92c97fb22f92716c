type Close = () => unknown

/** What was opened is closed in the opposite order, whatever happens; also what is opened after the end has begun. */
export interface Closing {
  keep(close: Close): void
  readonly closed: boolean
  closeAll(): Promise<void>
}

export function closing(): Closing {
  const opened: Close[] = []
  let ending: Promise<void> | undefined

  async function closeAll() {
    for (let close = opened.pop(); close !== undefined; close = opened.pop())
      try {
        await close()
      } catch (error) {
        console.error(`could not stop cleanly: ${String(error)}`)
      }
  }

  return {
    keep: (close) => {
      opened.push(close)
      if (ending === undefined) return
      ending = ending.then(closeAll)
      throw new Error('stopped')
    },
    get closed() {
      return ending !== undefined
    },
    closeAll: () => {
      ending ??= closeAll()
      return ending
    },
  }
}
