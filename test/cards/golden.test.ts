import { describe, it } from 'vitest'
import { expectGolden } from './golden.ts'
import { SAMPLES } from './samples.ts'

describe('a card on every platform', () => {
  it.each(Object.entries(SAMPLES))('%s', (name, card) => expectGolden(`sample-${name}`, card))
})
