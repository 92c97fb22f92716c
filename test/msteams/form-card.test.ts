import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Field, Form } from '../../src/cards/form.ts'
import { type FormSetting, readSubmission, toFormActivity, toFormCard } from '../../src/msteams/form-card.ts'
import { mark } from '../../src/msteams/mark.ts'
import type { Conversation } from '../../src/platform.ts'
import { anyName } from '../cards/arbitrary.ts'
import { json, same } from '../cards/golden.ts'
import { hasShared, WITHOUT_SHARED } from '../cards/shared.ts'
import { teamsFaults } from '../cards/teams-validator.ts'

const WHERE: Conversation = {
  platform: 'msteams',
  workspaceId: 'tenant',
  conversationId: '19:abc@thread.tacv2',
  threadId: '1700000000000',
  direct: false,
}
const PERSONAL: Conversation = { platform: 'msteams', workspaceId: 'tenant', conversationId: 'a:1', direct: true }
const HOSTILE = '<at>Everyone</at> *bold* `code` \u202egnp.exe, 100%2C {{DATE(x)}} 😀'
const option = (n: number) => ({ label: `Team ${n}`, value: `team ${n}` })
const many = (count: number) => Array.from({ length: count }, (_, n) => option(n))
const form = (fields: readonly Field[], more: Partial<Form> = {}): Form => ({
  title: 'New digest',
  submit: 'Save',
  token: 'digest.new.sig',
  fields,
  ...more,
})

const EVERYTHING = form(
  [
    { kind: 'text', name: 'name', label: 'Name', value: 'Search', placeholder: 'What to call it', hint: 'On top' },
    { kind: 'text', name: 'note', label: 'Note', long: true, optional: true },
    { kind: 'choice', name: 'rhythm', label: 'How often', options: [option(1), option(2)], value: 'team 2' },
    { kind: 'choices', name: 'teams', label: 'Teams', options: many(12), values: ['team 1', 'team 7'] },
    { kind: 'choices', name: 'none', label: HOSTILE, options: [{ label: HOSTILE, value: HOSTILE }], values: [HOSTILE] },
    { kind: 'choice', name: 'empty', label: 'Nothing to choose', options: [] },
    { kind: 'time', name: 'at', label: 'At', value: '09:00' },
    { kind: 'date', name: 'from', label: 'From', value: '2026-12-01', optional: true },
    { kind: 'person', name: 'for', label: 'For', value: '29:1abc', optional: true },
    { kind: 'person', name: 'by', label: 'By', value: 'ana@north.example' },
  ],
  { intro: `It goes to this channel.\n${HOSTILE}` },
)
const MISTAKES = { at: 'Nothing is sent at *25:00*.', none: 'Choose another.', gone: 'It is too late.' }

type Input = Readonly<Record<string, unknown>> & { readonly id: string; readonly value?: string }
function inputsOf(given: Form, setting: FormSetting = { where: WHERE }): Input[] {
  const found: Input[] = []
  JSON.stringify(toFormCard(given, setting), (_, value) => {
    if (String(value?.type).startsWith('Input.')) found.push(value)
    return value
  })
  return found
}
const only = (field: Field): Input | undefined => inputsOf(form([field]))[0]

/** What a client sends of a form that nobody touched. */
function sent(given: Form, setting: FormSetting = { where: WHERE }): Record<string, unknown> {
  const [set] = toFormCard(given, setting).body.filter((element) => element.type === 'ActionSet')
  const [send] = (set?.actions ?? []) as readonly { readonly data: object }[]
  return { ...send?.data, ...Object.fromEntries(inputsOf(given).map(({ id, value }) => [id, value ?? ''])) }
}

describe('a form as a card', () => {
  it('has every kind of field', () => {
    same('form.msteams.json', json(toFormActivity(EVERYTHING, { where: WHERE })))
  })

  it('keeps what was filled in and says what is wrong, at its field and on top', () => {
    same('form-mistakes.msteams.json', json(toFormActivity(EVERYTHING, { where: WHERE, mistakes: MISTAKES })))
  })

  it('can be found by its mark', () => {
    expect(toFormCard(EVERYTHING, { where: WHERE, key: 'k' }).body[0]).toMatchObject({ id: mark('k') })
  })

  it('makes no link of a name that is written as one', () => {
    const field = only({
      kind: 'choices',
      name: 'a',
      label: 'A',
      options: [{ label: '[click](https://evil.example)', value: 'v' }],
      values: [],
    })
    expect(JSON.stringify(field)).not.toContain('](')
  })

  it('names itself for notifications', () => {
    expect(toFormActivity(EVERYTHING, { where: WHERE })).toMatchObject({ type: 'message', summary: 'New digest' })
  })

  it('says how much cannot be chosen', () => {
    const field = only({ kind: 'choices', name: 'a', label: 'A', options: many(130), values: [] })
    expect(field?.choices).toHaveLength(100)
    const told = JSON.stringify(
      toFormCard(form([{ kind: 'choice', name: 'a', label: 'A', options: many(130), hint: 'Yours.' }]), {
        where: WHERE,
      }),
    )
    expect(told).toContain('Yours. 30 more cannot be shown here.')
  })

  it('asks for an address where Slack lets choose a person, and never shows an id', () => {
    expect(only({ kind: 'person', name: 'p', label: 'P', value: '29:1abc' })).not.toHaveProperty('value')
    expect(only({ kind: 'person', name: 'p', label: 'P', value: 'a@b.example' })).toMatchObject({
      type: 'Input.Text',
      style: 'Email',
      value: 'a@b.example',
    })
  })

  const anyField = (n: number): fc.Arbitrary<Field> => {
    const base = { name: fc.constant(`field ${n}`), label: anyName, hint: anyName, optional: fc.boolean() }
    const options = fc.array(fc.record({ label: anyName, value: anyName }), { maxLength: 120 })
    return fc.oneof(
      fc.record({ ...base, kind: fc.constant('choice' as const), options, value: anyName }),
      fc
        .record({ ...base, kind: fc.constant('choices' as const), options })
        .map((field) => ({ ...field, values: field.options.slice(0, 60).map(({ value }) => value) })),
      fc.record({ ...base, kind: fc.constant('text' as const), value: anyName, placeholder: anyName }),
      fc.record({ ...base, kind: fc.constant('person' as const), value: anyName }),
    )
  }
  const anyForm = fc
    .integer({ min: 0, max: 14 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => anyField(n))))
    .map((fields) => form(fields, { intro: HOSTILE }))

  it.skipIf(!hasShared)(`is taken by Teams whatever is asked and wrong (${WITHOUT_SHARED})`, () => {
    fc.assert(
      fc.property(anyForm, anyName, (any, wrong) => {
        const mistakes = Object.fromEntries(any.fields.map(({ name }) => [name, wrong]))
        const card = toFormCard(any, { where: WHERE, postedIn: PERSONAL, mistakes, key: 'k' })
        expect(teamsFaults(card)).toEqual([])
      }),
      { numRuns: 60, interruptAfterTimeLimit: 20_000 },
    )
  })
})

describe('a form that was sent', () => {
  it('brings back what it showed, commas and all', () => {
    expect(readSubmission(sent(EVERYTHING))).toEqual({
      token: 'digest.new.sig',
      values: {
        name: ['Search'],
        note: [],
        rhythm: ['team 2'],
        teams: ['team 1', 'team 7'],
        none: [HOSTILE],
        at: ['09:00'],
        from: ['2026-12-01'],
        for: [],
        by: ['ana@north.example'],
      },
    })
  })

  it('brings back every option as it was', () => {
    const anyValues = fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(anyValues, (values) => {
        const options = values.map((value) => ({ label: 'x', value }))
        const given = form([{ kind: 'choices', name: 'a', label: 'A', options, values }])
        expect(readSubmission(sent(given))?.values.a).toEqual(values)
      }),
    )
  })

  it('tells where it was opened only where that is another conversation', () => {
    expect(readSubmission(sent(EVERYTHING))).not.toHaveProperty('conversationId')
    expect(readSubmission(sent(EVERYTHING, { where: WHERE, postedIn: WHERE }))).not.toHaveProperty('conversationId')
    expect(readSubmission(sent(EVERYTHING, { where: WHERE, postedIn: PERSONAL }))).toMatchObject({
      conversationId: WHERE.conversationId,
      threadId: WHERE.threadId,
    })
  })

  it.each([
    ['a time with seconds', 'tally:time:a', '09:00:00', ['09:00']],
    ['a time as somebody writes it', 'tally:time:a', '9 am', ['9 am']],
    ['a day', 'tally:date:a', '2026-12-01', ['2026-12-01']],
    ['a day that begins somewhere', 'tally:date:a', '2026-12-01T00:00:00', ['2026-12-01']],
    ['an instant, which is no day', 'tally:date:a', '2026-12-01T00:00:00Z', ['2026-12-01T00:00:00Z']],
    ['nothing', 'tally:text:a', '', []],
    ['spaces', 'tally:text:a', '  ', []],
    ['a text with commas', 'tally:text:a', 'search, ads', ['search, ads']],
    ['the same twice', 'tally:choices:a', 'x,y,x,,', ['x', 'y']],
    ['a name with colons', 'tally:text:b:c', 'x', undefined],
    ['a number', 'tally:text:a', 7, undefined],
    ['a list', 'tally:choices:a', ['x'], undefined],
    ['a kind that there is not', 'tally:select:a', 'x', undefined],
    ['a field of somebody else', 'a', 'x', undefined],
    ['a name without an end', `tally:text:${'a'.repeat(400)}`, 'x', undefined],
  ])('reads %s', (_, id, value, expected) => {
    expect(readSubmission({ form: 't', [id]: value })?.values.a).toEqual(expected)
  })

  it('reads no more of a text than anybody may write', () => {
    expect(readSubmission({ form: 't', 'tally:text:a': 'x'.repeat(90_000) })?.values.a?.[0]).toHaveLength(2_000)
  })

  it.each([
    ['a button', { token: 't' }],
    ['no token', { form: 7 }],
    ['an empty token', { form: '' }],
    ['a token without an end', { form: 't'.repeat(301) }],
    ['nothing', {}],
  ])('is none of ours with %s', (_, data) => {
    expect(readSubmission(data)).toBeUndefined()
  })
})
