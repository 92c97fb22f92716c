import { describe, expect, it } from 'vitest'
import { type Field, type Form, filledIn } from '../../src/cards/form.ts'

const OPTIONS = ['a', 'b'].map((value) => ({ label: value, value }))
const form = (...fields: readonly Field[]): Form => ({ title: 'T', submit: 'S', token: 't', intro: 'i', fields })
const FIELDS = {
  choice: { kind: 'choice', name: 'f', label: 'L', options: OPTIONS, value: 'a' },
  choices: { kind: 'choices', name: 'f', label: 'L', options: OPTIONS, values: ['a'] },
  text: { kind: 'text', name: 'f', label: 'L', value: 'x', hint: 'h', long: true },
  time: { kind: 'time', name: 'f', label: 'L', value: '09:00' },
  date: { kind: 'date', name: 'f', label: 'L', optional: true },
  person: { kind: 'person', name: 'f', label: 'L' },
} as const satisfies Readonly<Record<string, Field>>

describe('a form filled in', () => {
  it.each<[keyof typeof FIELDS, readonly string[], object]>([
    ['choice', ['b'], { value: 'b' }],
    ['choices', ['b', 'a'], { values: ['b', 'a'] }],
    ['choices', [], { values: [] }],
    ['text', ['y'], { value: 'y', hint: 'h', long: true }],
    ['time', ['25:00'], { value: '25:00' }],
    ['date', ['2026-12-01'], { value: '2026-12-01', optional: true }],
    ['person', ['ana@north.example'], { value: 'ana@north.example' }],
  ])('keeps a %s of %j', (kind, sent, expected) => {
    const given = form(FIELDS[kind])
    expect(filledIn(given, { f: sent })).toEqual({ ...given, fields: [{ ...FIELDS[kind], ...expected }] })
  })

  it.each(['choice', 'text', 'time'] as const)('leaves a %s empty that was emptied', (kind) => {
    expect(filledIn(form(FIELDS[kind]), { f: [] }).fields[0]).not.toHaveProperty('value')
  })

  it('is as it was offered where nothing was sent', () => {
    const given = form(...Object.values(FIELDS))
    expect(filledIn(given, {})).toEqual(given)
    expect(filledIn(given, { other: ['x'] })).toEqual(given)
  })
})
