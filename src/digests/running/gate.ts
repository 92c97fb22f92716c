import { type CivilDate, earlier } from '../../civil-date.ts'
import { freshness } from '../../spend/freshness.ts'
import type { Period } from '../../spend/question.ts'
import type { Watermark } from '../../spend/watermarks.ts'
import type { Missing } from '../digest.ts'

/** Whether the digest of these days may go out. */
export type Gate =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly missing: readonly Missing[] }
  /** It waited long enough: without what is missing, and saying so. */
  | { readonly kind: 'partial'; readonly missing: readonly Missing[] }

/**
 * `sources` are those that matter to the scope: nobody waits for another. One that stopped delivering long ago holds up nothing
 * either; where nothing is known about sources, nothing can be waited for.
 */
export function gate(period: Period, sources: readonly Watermark[], now: Date, deadlineAt: Date): Gate {
  const missing = missingOf(period, sources, now)
  if (missing.length === 0) return { kind: 'go' }
  return { kind: now < deadlineAt ? 'wait' : 'partial', missing }
}

/** The sources that do not have all of these days for good, with the first day that each lacks. */
export function missingOf(period: Period, sources: readonly Watermark[], now: Date): readonly Missing[] {
  const waiting = freshness(period, sources, now.toISOString().slice(0, 10))?.waiting ?? []
  return waiting.map(({ source, provisional, missing }) => ({
    source,
    since: [provisional?.start, missing?.start].reduce<CivilDate>(
      (first, day) => earlier(first, day ?? first),
      period.end,
    ),
  }))
}
