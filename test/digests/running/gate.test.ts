import { describe, expect, it } from 'vitest'
import { gate } from '../../../src/digests/running/gate.ts'
import type { Watermark } from '../../../src/spend/watermarks.ts'

const DAY = { start: '2026-11-22', end: '2026-11-23' }
const WEEK = { start: '2026-11-16', end: '2026-11-23' }
const NOW = new Date('2026-11-23T09:00Z')
const LATER = new Date('2026-11-23T13:00Z')

const source = (name: string, lastDay: string, more: Partial<Watermark> = {}): Watermark => ({
  source: name,
  firstDay: '2026-01-01',
  lastDay,
  provisional: [],
  lastUpdated: '2026-11-23T06:00:00Z',
  billedForEffective: false,
  suspectRows: 0,
  ...more,
})
const AWS = source('aws-focus', '2026-11-22')

describe('a digest goes out', () => {
  it.each<[string, readonly Watermark[]]>([
    ['when every source has its days', [AWS, source('openai', '2026-11-23')]],
    ['when nothing is known of sources', []],
    ['without one that stopped long ago', [AWS, source('old-cloud', '2026-10-01')]],
    ['without one that began after its days', [AWS, source('new-cloud', '2026-11-23', { firstDay: '2026-11-23' })]],
    [
      'when what still moves is another day',
      [AWS, source('openai', '2026-11-23', { provisional: ['2026-11-14', '2026-11-23'] })],
    ],
  ])('%s', (_, sources) => {
    expect(gate(WEEK, sources, NOW, LATER)).toEqual({ kind: 'go' })
  })
})

describe('a digest waits, and goes out as partial when its time is up', () => {
  it.each<[string, typeof WEEK, readonly Watermark[], missing: object[]]>([
    [
      'for a source that did not deliver',
      DAY,
      [AWS, source('openai', '2026-11-21')],
      [{ source: 'openai', since: '2026-11-22' }],
    ],
    [
      'since the first day of its own that is missing',
      WEEK,
      [AWS, source('openai', '2026-11-01')],
      [{ source: 'openai', since: '2026-11-16' }],
    ],
    [
      'for days that may still move',
      WEEK,
      [source('aws-focus', '2026-11-22', { provisional: ['2026-11-21', '2026-11-22'] })],
      [{ source: 'aws-focus', since: '2026-11-21' }],
    ],
    [
      'for all that are late',
      DAY,
      [source('aws-focus', '2026-11-20'), source('openai', '2026-11-21')],
      [
        { source: 'aws-focus', since: '2026-11-22' },
        { source: 'openai', since: '2026-11-22' },
      ],
    ],
    [
      'for one that has been silent for five weeks, not for more',
      DAY,
      [AWS, source('openai', '2026-10-19')],
      [{ source: 'openai', since: '2026-11-22' }],
    ],
  ])('%s', (_, period, sources, missing) => {
    expect(gate(period, sources, NOW, LATER)).toEqual({ kind: 'wait', missing })
    expect(gate(period, sources, LATER, LATER)).toEqual({ kind: 'partial', missing })
  })
})
