const SECOND = 1_000
const MINUTE = 60 * SECOND

/** A message is given up after so long, but never before it was tried that often: our own outage is no fault of the message. */
export const tiredAfter = { attempts: 10, ms: 24 * 60 * MINUTE } as const

/** Looks that said nothing, each later than the last: some fifty minutes. Then it is sent again all the same. */
export const MOST_LOOKS = 15

/** Sent again without knowing at most so often, over a day: so often at most it stands there twice. */
export const MOST_BLIND = 8

/** `random` is within [0, 1): those that failed together do not come back together. */
const spread = (ms: number, random: number) => Math.round(ms * (0.8 + 0.4 * random))

/** After an attempt that did nothing; `failed` attempts came before it. */
export const retryWaitMs = (failed: number, random: number): number =>
  spread(Math.min(15 * MINUTE, 2 * SECOND * 2 ** failed), random)

/** After an attempt whose answer was lost: what was on its way arrives meanwhile. */
export const unknownWaitMs = (failed: number, random: number): number =>
  spread(Math.min(5 * MINUTE, 3 * SECOND * 2 ** failed), random)

/** The same where we know already that nobody can look: an outage of hours must not use up the times that it may be sent again. */
export const blindWaitMs = (blind: number, random: number): number =>
  spread(Math.min(8 * 60 * MINUTE, 5 * SECOND * 4 ** blind), random)

/** After a look that said nothing. */
export const lookWaitMs = (looks: number, random: number): number =>
  spread(Math.min(5 * MINUTE, 5 * SECOND * 2 ** looks), random)

/** A platform that is too busy and does not say for how long. */
export const LEAST_REST_MS = 500
