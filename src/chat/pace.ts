import { setTimeout as delay } from 'node:timers/promises'

/** How long one call may wait for Slack altogether, counted down as it waits. */
export interface Patience {
  leftMs: number
}

/** Where Slack asked us to wait, and nowhere else: each lane rests by itself. */
export interface Pace {
  patience(): Patience
  rest(lane: string, ms: number): void
  /** How long the lane rests from now on; 0 where it does not. */
  restingMs(lane: string): number
  /** Waits until the lane may be used; false when that would take longer than the patience left, or at shutdown. */
  rested(lane: string, patience: Patience): Promise<boolean>
  /** False at shutdown. */
  wait(ms: number): Promise<boolean>
}

export interface PaceOptions {
  readonly now: () => Date
  /** Aborted when nothing may be waited for any longer. */
  readonly signal: AbortSignal
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

export function pace({ now, signal, sleep = sleepFor }: PaceOptions): Pace {
  const restingUntil = new Map<string, number>()

  async function wait(ms: number): Promise<boolean> {
    try {
      await sleep(ms, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
    return !signal.aborted
  }

  return {
    patience: () => ({ leftMs: MAX_WAIT_MS }),
    rest: (lane, ms) => {
      restingUntil.set(lane, Math.max(restingUntil.get(lane) ?? 0, now().getTime() + ms))
    },
    restingMs: (lane) => Math.max(0, (restingUntil.get(lane) ?? 0) - now().getTime()),
    rested: async (lane, patience) => {
      for (;;) {
        const until = restingUntil.get(lane) ?? 0
        const ms = until - now().getTime()
        if (ms > patience.leftMs) return false
        if (ms > 0) {
          patience.leftMs -= ms
          if (!(await wait(ms))) return false
        }
        // While we waited Slack may have asked somebody else in this lane to wait longer.
        if ((restingUntil.get(lane) ?? 0) > until) continue
        restingUntil.delete(lane)
        return true
      }
    },
    wait,
  }
}

// A person does not wait longer for an answer; a shutdown not as long.
const MAX_WAIT_MS = 30_000

const sleepFor = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal })
