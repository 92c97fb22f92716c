import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasShared, sharedJson, sharedPath, WITHOUT_SHARED } from './shared.ts'
import { slackFaults } from './slack-validator.ts'

// The yardstick is measured too: it accepts what Slack's own examples show and refuses what is one past each limit.

type Json = Readonly<Record<string, unknown>>

const FIXTURES = 'slack-blockkit-spec/fixtures'
const OURS = ['header', 'section', 'context', 'actions', 'rich_text', 'data_table', 'data_visualization', 'divider']
/** Examples of our kinds of blocks that use elements which we never write. */
const NOT_OURS = ['actions_block_checkboxes.json']

const x = (length: number) => '😀'.repeat(length)
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const plain = (text: string) => ({ type: 'plain_text', text })
const section = (text: string) => ({ type: 'section', text: plain(text) })
const inActions = (element: Json) => ({ type: 'actions', elements: [element] })
const button = (with_: Json) => inActions({ type: 'button', action_id: 'a', text: plain('b'), ...with_ })
const option = (with_: Json) => ({ text: plain('o'), value: 'v', ...with_ })
const select = (with_: Json) => inActions({ type: 'static_select', action_id: 'a', options: [option({})], ...with_ })
const raw = (text: string) => ({ type: 'raw_text', text })
const table = (rows: unknown, with_: Json = {}) => ({ type: 'data_table', caption: 'c', rows, ...with_ })
const rows = (count: number, columns = 1) => many(count, () => many(columns, () => raw('c')))
const chart = (series: unknown, categories: readonly string[], axis: Json = {}) => ({
  type: 'data_visualization',
  title: 't',
  chart: { type: 'bar', series, axis_config: { categories, ...axis } },
})
const series = (name: string, labels: readonly string[]) => ({
  name,
  data: labels.map((label) => ({ label, value: 1 })),
})
const labels = (count: number) => many(count, (i) => `l${i}`)
const pie = (segments: unknown) => ({ type: 'data_visualization', title: 't', chart: { type: 'pie', segments } })

const field = (element: Json) => ({
  type: 'input',
  block_id: 'f',
  label: plain('l'),
  element: { type: 'plain_text_input', action_id: 'a', ...element },
})
const CHOICES = { type: 'multi_static_select', options: [option({})] }
const modal = (more: Json) => ({
  type: 'modal',
  callback_id: 'c',
  title: plain('t'),
  submit: plain('s'),
  close: plain('c'),
  private_metadata: '',
  blocks: [field({})],
  ...more,
})

/** The invalid cases of the specification that are about what we write, each one step past its limit. */
const INVALID: Readonly<Record<string, Json>> = {
  'text-empty': section(''),
  'text-too-long': section(x(3001)),
  'button-action-id-too-long': button({ action_id: x(256) }),
  'button-text-too-long': button({ text: plain(x(76)) }),
  'button-url-too-long': button({ url: x(3001) }),
  'button-value-too-long': button({ value: x(2001) }),
  'button-accessibility-label-too-long': button({ accessibility_label: x(76) }),
  'option-text-too-long': select({ options: [option({ text: plain(x(76)) })] }),
  'option-value-too-long': select({ options: [option({ value: x(151) })] }),
  'option-url-too-long': select({ options: [option({ url: x(3001) })] }),
  'option-description-too-long': select({ options: [option({ description: plain(x(76)) })] }),
  'select-placeholder-too-long': select({ placeholder: plain(x(151)) }),
  'select-too-many-options': select({ options: many(101, () => option({})) }),
  'static-select-options-and-groups': select({ option_groups: [] }),
  'actions-too-many-elements': {
    type: 'actions',
    elements: many(26, (i) => ({ type: 'button', action_id: `${i}`, text: plain('b') })),
  },
  'context-too-many-elements': { type: 'context', elements: many(11, () => plain('c')) },
  'context-invalid-element': { type: 'context', elements: [{ type: 'button' }] },
  'header-text-too-long': { type: 'header', text: plain(x(151)) },
  'section-text-too-long': section(x(3001)),
  'section-too-many-fields': { type: 'section', fields: many(11, () => plain('f')) },
  'section-field-too-long': { type: 'section', fields: [plain(x(2001))] },
  'section-missing-content': { type: 'section' },
  'block-id-too-long': { ...section('s'), block_id: x(256) },
  'data-table-too-few-rows': table(rows(1)),
  'data-table-too-many-rows': table(rows(202)),
  'data-table-too-few-columns': table([[], []]),
  'data-table-too-many-columns': table(rows(2, 21)),
  'data-table-page-size-too-small': table(rows(2), { page_size: 0 }),
  'data-table-page-size-too-large': table(rows(2), { page_size: 101 }),
  'data-table-cell-text-empty': table([[raw('h')], [raw('')]]),
  'data-table-content-too-long': table([[raw('h')], [raw(x(20_000))]]),
  'data-visualization-title-too-long': { ...pie([{ label: 'l', value: 1 }]), title: x(51) },
  'pie-chart-empty': pie([]),
  'pie-chart-too-many-segments': pie(many(13, (i) => ({ label: `${i}`, value: 1 }))),
  'chart-segment-label-too-long': pie([{ label: x(21), value: 1 }]),
  'chart-segment-value-not-positive': pie([{ label: 'l', value: 0 }]),
  'chart-series-empty': chart([], ['l']),
  'chart-too-many-series': chart(
    many(13, (i) => series(`${i}`, ['l'])),
    ['l'],
  ),
  'data-series-name-too-long': chart([series(x(21), ['l'])], ['l']),
  'data-series-empty': chart([series('s', [])], ['l']),
  'data-series-too-many-points': chart([series('s', labels(21))], labels(20)),
  'data-point-label-too-long': chart([series('s', [x(21)])], ['l']),
  'axis-categories-empty': chart([series('s', [])], []),
  'axis-too-many-categories': chart([series('s', labels(21))], labels(21)),
  'axis-category-label-too-long': chart([series('s', [x(21)])], [x(21)]),
  'axis-label-too-long': chart([series('s', ['l'])], ['l'], { y_label: x(51) }),
}

const cases = hasShared ? (sharedJson(`${FIXTURES}/invalid/manifest.json`) as { cases: { id: string }[] }).cases : []
const examples = hasShared
  ? readdirSync(sharedPath(`${FIXTURES}/valid/blocks`)).filter((file) => {
      const { type } = sharedJson(`${FIXTURES}/valid/blocks/${file}`) as Json
      return OURS.includes(String(type)) && !NOT_OURS.includes(file)
    })
  : []

describe.skipIf(!hasShared)(`the Slack validator (${WITHOUT_SHARED})`, () => {
  it.each(examples)('accepts %s', (file) => {
    expect(slackFaults({ blocks: [sharedJson(`${FIXTURES}/valid/blocks/${file}`)] })).toEqual([])
  })

  it.each(Object.entries(INVALID))('refuses %s', (id, block) => {
    expect(cases.map((one) => one.id)).toContain(id)
    expect(slackFaults({ blocks: [block] })).not.toEqual([])
  })

  it.each<[string, readonly Json[]]>([
    ['two tables', [table(rows(2)), table(rows(2))]],
    ['three charts', many(3, () => chart([series('s', ['l'])], ['l']))],
    ['51 blocks', many(51, () => ({ type: 'divider' }))],
    ['an action_id twice', [button({}), button({})]],
    ['a series without a point for a category', [chart([series('s', ['a'])], ['a', 'b'])]],
    ['a block of another surface', [{ type: 'alert', text: plain('a') }]],
  ])('refuses %s', (_, blocks) => expect(slackFaults({ blocks })).not.toEqual([]))

  it('accepts a modal', () => expect(slackFaults(modal({}))).toEqual([]))

  it.each<[string, Json]>([
    ['a title of 25', { title: plain(x(25)) }],
    ['no word on its button', { submit: undefined }],
    ['too much to bring back', { private_metadata: x(3001) }],
    ['nothing in it', { blocks: [] }],
    ['101 blocks', { blocks: many(101, () => ({ type: 'divider' })) }],
    ['a table', { blocks: [table(rows(2))] }],
    ['a label of 2,001', { blocks: [{ ...field({}), label: plain(x(2001)) }] }],
    ['a hint of 2,001', { blocks: [{ ...field({}), hint: plain(x(2001)) }] }],
    ['a text of 3,001', { blocks: [field({ initial_value: x(3001) })] }],
    ['a placeholder of 151', { blocks: [field({ placeholder: plain(x(151)) })] }],
    ['a time that is none', { blocks: [field({ type: 'timepicker', initial_time: '9:00' })] }],
    ['a date that is none', { blocks: [field({ type: 'datepicker', initial_date: 'today' })] }],
    ['nothing chosen, as a list', { blocks: [field({ ...CHOICES, initial_options: [] })] }],
    ['a choice that is not offered', { blocks: [field({ ...CHOICES, initial_options: [option({ value: 'w' })] })] }],
    ['a name twice', { blocks: [field({}), field({})] }],
  ])('refuses a modal with %s', (_, more) => expect(slackFaults(modal(more))).not.toEqual([]))
})
