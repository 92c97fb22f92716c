import { setTimeout as delay } from 'node:timers/promises'
import type { FakeFailure } from '../../test/fake-http.ts'
import type { Fault } from './faults.ts'

/** A fault as a fake does it; `limited` is how its platform says that there were too many. */
export function failure(fault: Fault, limited: () => FakeFailure): FakeFailure | undefined {
  switch (fault) {
    case 'none':
      return undefined
    case 'limited':
      return limited()
    case 'error before':
      return { kind: 'status', status: 503 }
    case 'error after':
      return { kind: 'status', status: 502, effect: true }
    case 'cut before':
      return { kind: 'cut', effect: false }
    case 'cut after':
      return { kind: 'cut', effect: true }
    case 'silence after':
      return { kind: 'late', until: pause(SILENCE_MS), effect: true }
  }
}

/** On the way there or on the way back. */
export const answeredAfter = (ms: number): FakeFailure => ({ kind: 'late', until: pause(ms), effect: ms % 1 < 0.5 })

// Longer than any client waits for an answer.
const SILENCE_MS = 30_000

const pause = (ms: number) => delay(ms, undefined, { ref: false })
