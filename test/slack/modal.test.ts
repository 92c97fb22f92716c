import { describe, expect, it } from 'vitest'
import type { Field, Form } from '../../src/cards/form.ts'
import type { Conversation } from '../../src/platform.ts'
import { toModal } from '../../src/slack/modal.ts'
import { json, same } from '../cards/golden.ts'
import { hasShared, WITHOUT_SHARED } from '../cards/shared.ts'
import { slackFaults } from '../cards/slack-validator.ts'

const WHERE: Conversation = { platform: 'slack', workspaceId: 'T111', conversationId: 'C1', direct: false }
const form = (fields: readonly Field[], more: Partial<Form> = {}): Form => ({
  title: 'New digest',
  submit: 'Save',
  token: 'digest.new.sig',
  fields,
  ...more,
})
const option = (n: number) => ({ label: `Team ${n}`, value: `team ${n}` })
const HOSTILE = '<!channel> *bold* `code` \u202egnp.exe & 😀'

const EVERYTHING = form(
  [
    {
      kind: 'text',
      name: 'name',
      label: 'Name',
      value: 'Search',
      placeholder: 'What to call it',
      hint: 'Shown on top',
    },
    { kind: 'text', name: 'note', label: 'Note', long: true, optional: true },
    { kind: 'choice', name: 'rhythm', label: 'How often', options: [option(1), option(2)], value: 'team 2' },
    { kind: 'choices', name: 'teams', label: 'Teams', options: [option(1), option(2)], values: ['team 1'] },
    { kind: 'choices', name: 'none', label: HOSTILE, options: [{ label: HOSTILE, value: HOSTILE }], values: [] },
    { kind: 'time', name: 'at', label: 'At', value: '09:00' },
    { kind: 'date', name: 'from', label: 'From', value: '2026-12-01', optional: true },
    { kind: 'person', name: 'for', label: 'For', value: 'U1', optional: true },
  ],
  { intro: `It goes to this channel.\n${HOSTILE}` },
)
interface Shown {
  readonly element: { readonly options: readonly unknown[] }
  readonly hint?: { readonly text: string }
}
const shownOf = (field: Field) => toModal(form([field]), { where: WHERE })?.blocks[0] as Shown | undefined

describe('a form as a modal', () => {
  it('has every kind of field', () => {
    same(
      'form.slack.json',
      json(toModal(EVERYTHING, { where: { ...WHERE, threadId: '17.1' }, activeThreadId: '17.1' })),
    )
  })

  const long = 'x'.repeat(5000)
  it.skipIf(!hasShared).each([
    ['as it is', EVERYTHING],
    [
      'with words that are too long',
      form(
        [
          { kind: 'text', name: 'a', label: long, hint: long, value: long, placeholder: long },
          { kind: 'choice', name: 'b', label: '', options: [{ label: long, value: 'v' }], value: 'v' },
        ],
        { title: long, submit: long, intro: long },
      ),
    ],
    [
      'with more than can be chosen from',
      form([
        { kind: 'choices', name: 'a', label: 'A', options: many(250), values: many(250).map(({ value }) => value) },
      ]),
    ],
  ])(`is taken by Slack %s (${WITHOUT_SHARED})`, (_, given) => {
    expect(slackFaults(toModal(given, { where: WHERE }) ?? { type: 'none' })).toEqual([])
  })

  it('says how much cannot be chosen, and leaves out what nobody could send back', () => {
    const field = shownOf({ kind: 'choice', name: 'a', label: 'A', options: many(130), hint: 'Yours.' })
    expect(field?.element.options).toHaveLength(100)
    expect(field?.hint?.text).toBe('Yours. 30 more cannot be shown here.')
    const [short, tooLong] = [option(1), { label: 'L', value: 'v'.repeat(151) }]
    const some = shownOf({ kind: 'choice', name: 'a', label: 'A', options: [short, tooLong], value: tooLong.value })
    expect(some?.element.options).toHaveLength(1)
    expect(some?.element).not.toHaveProperty('initial_option')
  })

  it.each([
    ['nothing is left to fill in', form([{ kind: 'choice', name: 'a', label: 'A', options: [] }])],
    ['its token is too long to come back', form(EVERYTHING.fields, { token: 't'.repeat(2990) })],
    [
      'it has more fields than Slack shows',
      form(many(101).map(({ value }) => ({ kind: 'time', name: value, label: 'T' }))),
    ],
  ] as const)('is none where %s', (_, given) => {
    expect(toModal(given, { where: WHERE })).toBeUndefined()
  })
})

function many(count: number) {
  return Array.from({ length: count }, (_, n) => option(n))
}
