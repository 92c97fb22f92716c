import { describe, expect, it } from 'vitest'
import { readToken, signToken } from '../src/token.ts'

const KEY = 'a key'
const NOW = new Date('2026-11-23T10:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

describe('a token', () => {
  it('says what was signed, for ever where it has no end', () => {
    const token = signToken(KEY, 'spend', 'next.a1.why')
    expect(readToken(KEY, token, later(10_000_000))).toEqual({
      feature: 'spend',
      payload: 'next.a1.why',
      expired: false,
    })
  })

  it('ends when it was said to, and still tells what it was', () => {
    const token = signToken(KEY, 'nudge', 'ack.7', later(30))
    expect(readToken(KEY, token, later(29))).toEqual({ feature: 'nudge', payload: 'ack.7', expired: false })
    expect(readToken(KEY, token, later(31))).toEqual({ feature: 'nudge', payload: 'ack.7', expired: true })
  })

  it('is nothing when somebody changed its end, its payload, its feature or its key', () => {
    const token = signToken(KEY, 'nudge', 'ack.7', later(30))
    const [head = '', ...rest] = token.split('.')
    const [feature = '', minutes = ''] = head.split('~')
    const longer = (Number.parseInt(minutes, 36) + 1000).toString(36)
    const changed = [
      [`${feature}~${longer}`, ...rest].join('.'),
      [feature, ...rest].join('.'),
      token.replace('ack.7', 'ack.8'),
      token.replace('nudge', 'spend'),
      `${token}A`,
      signToken('another key', 'nudge', 'ack.7', later(30)),
      '',
      '.',
      '~.~',
    ]
    expect(changed.map((each) => readToken(KEY, each, NOW))).toEqual(changed.map(() => undefined))
  })

  it('fits an option of a select', () => {
    expect(
      signToken(KEY, 'nudge', `snooze.${'9'.repeat(18)}.o${'z'.repeat(8)}.a0123456789-${'9'.repeat(18)}-99.7`, later(0))
        .length,
    ).toBeLessThan(150)
  })
})
