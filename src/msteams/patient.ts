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
      const restMs = restOf(answer, attempts)
      if (restMs !== undefined) pace.rest(lane, restMs)
      else if (answer.kind !== 'never arrived' || attempts >= MOST_ATTEMPTS || !(await pace.wait(RETRY_MS)))
        return answer
    }
  }
}

/** Teams mostly says no time: then a second, then two … */
function restOf(answer: Answer<unknown>, attempts: number): number | undefined {
  const isTooFast = answer.kind === 'limited' || (answer.kind === 'refused' && answer.status === PRECONDITION_FAILED)
  if (!isTooFast) return undefined
  return (answer.kind === 'limited' && answer.retryAfterMs) || 1000 * 2 ** Math.min(attempts - 1, 4)
}

// Of two writes at once Teams takes one; the other was not done.
const PRECONDITION_FAILED = 412
const MOST_ATTEMPTS = 3
const RETRY_MS = 300
