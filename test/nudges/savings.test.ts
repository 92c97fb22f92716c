import { Big } from 'big.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { savingOf } from '../../src/nudges/savings.ts'

it.each<[string, string, string, string, string]>([
  ['all of it', '10', '0', '0', '70'],
  ['what is left of it is no saving', '10', '15.5', '0', '54.5'],
  ['what only moved saves nothing', '10', '0', '70', '0'],
  ['what moved to something dearer saves nothing', '10', '0', '90', '0'],
  ['a credit afterwards is no more than it cost', '10', '-30', '0', '70'],
  ['what cost nothing saves nothing', '0', '0', '0', '0'],
  ['what was credited each day saves nothing', '-1', '0', '0', '0'],
])('%s', (_, baselinePerDay, actual, replacement, saved) => {
  expect(savingOf({ baselinePerDay, days: 7, actual, replacement }).saved).toBe(saved)
})

it('lies between nothing and what it cost, to the last digit', () => {
  const amount = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((nanos) => new Big(nanos).div(1e9).toFixed())
  fc.assert(
    fc.property(amount, amount, amount, fc.constantFrom(7, 30), (baselinePerDay, actual, replacement, days) => {
      const { baseline, saved } = savingOf({ baselinePerDay, days, actual, replacement })
      const most = new Big(baseline).gt(0) ? new Big(baseline) : new Big(0)
      expect(new Big(saved).gte(0) && new Big(saved).lte(most)).toBe(true)
    }),
  )
})
