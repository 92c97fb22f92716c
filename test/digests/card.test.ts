import { describe, it } from 'vitest'
import { digestCard, moreCard } from '../../src/digests/card.ts'
import { signToken } from '../../src/token.ts'
import { expectGolden } from '../cards/golden.ts'
import { DIGESTS } from './samples.ts'

const SIGNS = {
  spend: (payload: string) => signToken('a key for tests', 'spend', payload),
  digest: (payload: string) => signToken('a key for tests', 'digest', payload),
}

describe('a digest on every platform', () => {
  it.each(Object.entries(DIGESTS))('%s', (name, digest) => {
    expectGolden(`digest-${name}`, digestCard(digest, SIGNS))
    expectGolden(`digest-${name}-more`, moreCard(digest, SIGNS))
  })
})
