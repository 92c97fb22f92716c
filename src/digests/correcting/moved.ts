import { Big } from 'big.js'

const LEAST_SHARE = '0.02'
/** In the currency, whichever that is. */
const LEAST_AMOUNT = 25

/** Whether a figure is so far from what was told that its readers should know. */
export function isMoved(told: string | null, now: string | null): boolean {
  const [before, after] = [new Big(told ?? 0), new Big(now ?? 0)]
  const share = before.abs().times(LEAST_SHARE)
  return after
    .minus(before)
    .abs()
    .gt(share.gt(LEAST_AMOUNT) ? share : LEAST_AMOUNT)
}
