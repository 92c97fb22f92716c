import { expect, it } from 'vitest'
import { understand } from '../../../src/spend/understanding/understand.ts'
import { setting } from './said.ts'

// What looks ahead or is set in money is never told of money where tokens were asked for.
it.each([
  ['forecast tokens this month', 'forecast', 'token'],
  ['budget for tokens', 'budget', 'token'],
  ['will token usage exceed the budget', 'budget', 'token'],
  ['forecast for requests', 'forecast', 'request'],
  ['how many tokens are untagged', 'coverage', 'token'],
  ['tag coverage this month', 'coverage', null],
  ['forecast this month', 'forecast', null],
  ['budget usage this month', 'budget', null],
])('%s is of %s, %s', (text, intent, unit) => {
  const reading = understand(text, setting())
  expect(reading).toMatchObject({ kind: 'question', question: { intent, unit } })
})
