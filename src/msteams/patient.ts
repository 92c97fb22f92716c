import type { Pace } from '../chat/pace.ts'
import type { Answer } from './gateway.ts'

export interface PatientOptions {
  readonly pace: Pace
  readonly onError: (code: string) => void
}

/** Asks again for as long as a person waits: what was too fast, and what never left this machine. Nothing else is repeated. */
export type Patiently = <T>(lane: string, request: () => Promise<Answer<T>>) => Promise<Answer<T>>

export function patiently({ pace, onError }: PatientOptions): Patiently {
  return async (lane, request) => {
    const patience = pace.patience()
    for (let attempts = 1; ; attempts++) {
      if (!(await pace.rested(lane, patience))) return { kind: 'limited', retryAfterMs: pace.restingMs(lane) }
      const answer = await request()
      if (answer.kind === 'ok') return answer
      onError(answer.kind === 'refused' ? answer.code || `http_${answer.status}` : answer.kind.replace(' ', '_'))
      // Teams mostly says no time: then a second, then two …
      if (answer.kind === 'limited')
        pace.rest(lane, answer.retryAfterMs || 1000 * 2 ** Math.min(attempts - 1, MOST_DOUBLINGS))
      else if (answer.kind !== 'never arrived' || attempts >= MOST_ATTEMPTS || !(await pace.wait(RETRY_MS)))
        return answer
    }
  }
}

const MOST_DOUBLINGS = 4
const MOST_ATTEMPTS = 3
const RETRY_MS = 300
