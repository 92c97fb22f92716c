import { expect, it } from 'vitest'
import { readSaid, type Said } from '../../src/nudges/words.ts'

it.each<[string, Said | undefined]>([
  ['nudges', { kind: 'nudges' }],
  [' Nudge ', { kind: 'nudges' }],
  ['my nudges', { kind: 'mine' }],
  ['nudges mine', { kind: 'mine' }],
  ['nudges overview', { kind: 'overview' }],
  ['nudges by team', { kind: 'overview' }],
  ['nudges mute', { kind: 'mute', days: 30 }],
  ['nudges mute for 7 days', { kind: 'mute', days: 7 }],
  ['nudges mute 2 weeks', { kind: 'mute', days: 14 }],
  // Nothing is for ever.
  ['nudges mute 99 weeks', { kind: 'mute', days: 30 }],
  ['nudges mute 0 days', { kind: 'help' }],
  ['nudges unmute', { kind: 'unmute' }],
  ['nudges confirm', { kind: 'confirm' }],
  ['nudges help?', { kind: 'help' }],
  ['what did nudges save this quarter', undefined],
  ['nudges saved how much this quarter', undefined],
  ['nudgeslist', undefined],
  ['team search cost', undefined],
])('%s', (text, said) => {
  expect(readSaid(text)).toEqual(said)
})
