import { describe, it } from 'vitest'
import { correctionCard } from '../../../src/digests/card/correction-card.ts'
import { expectGolden } from '../../cards/golden.ts'
import { HOSTILE_NAMES } from '../../cards/samples.ts'
import { DIGESTS } from '../samples.ts'

const RESTATED = { kind: 'restated', source: 'aws-focus', days: { start: '2026-11-18', end: '2026-11-21' } } as const
const LATE = { kind: 'late', source: 'gcp-focus', days: { start: '2026-11-22', end: '2026-11-23' } } as const

describe('a correction under its digest', () => {
  it('says what was told, what it is now, and why', () => {
    expectGolden(
      'digest-correction',
      correctionCard({
        asked: DIGESTS.quiet.asked,
        totals: [{ currency: 'USD', old: '18204.51', now: '19870.02' }],
        causes: [RESTATED, LATE],
      }),
    )
  })

  it('tells currencies apart, and what had no data from zero', () => {
    expectGolden(
      'digest-correction-currencies',
      correctionCard({
        asked: DIGESTS.hostile.asked,
        totals: [
          { currency: 'USD', old: '148210.33', now: '140000' },
          { currency: 'EUR', old: null, now: '0' },
        ],
        causes: HOSTILE_NAMES.slice(0, 8).map((source) => ({ ...LATE, source })),
      }),
    )
  })
})
