import { hasShared, sharedJson } from './shared.ts'

type Json = Readonly<Record<string, unknown>>

/** What Slack would refuse in the blocks of one message or modal, as "path: fault"; knows the blocks that Tally writes. */
export function slackFaults(message: Surface): string[] {
  const faults: string[] = []
  const fault = (path: string, text: string) => faults.push(`${path}: ${text}`)
  const checks: Readonly<Record<string, (path: string, block: Json) => void>> = {
    header: (path, block) => text(`${path}/text`, block.text, limit('header.text.max_length'), ['plain_text']),
    section,
    context: (path, block) => {
      count(`${path}/elements`, block.elements, 1, limit('context.elements.max_items'))
      each(`${path}/elements`, block.elements, (at, element) => text(at, element, limit('text.max_length')))
    },
    actions: (path, block) => {
      count(`${path}/elements`, block.elements, 1, limit('actions.elements.max_items'))
      each(`${path}/elements`, block.elements, checkElement)
    },
    rich_text: (path, block) => {
      count(`${path}/elements`, block.elements, 1, 1000)
      each(`${path}/elements`, block.elements, richText)
    },
    data_table: dataTable,
    data_visualization: (path, block) =>
      object(block.chart).type === 'pie' ? pie(path, block) : dataVisualization(path, block),
    divider: () => undefined,
    input,
  }
  const blocks = list(message.blocks)
  const surface = message.type === 'modal' ? 'modal' : 'message'
  if (surface === 'modal') modal(object(message))
  else if (blocks.length > 50) fault('blocks', `${blocks.length} of at most 50`)
  if (message.text !== undefined) string('text', message.text, 1, 40_000)
  for (const [i, block] of blocks.entries()) checkBlock(`/blocks/${i}`, block, surface)
  crossRules(blocks)
  return faults

  function checkBlock(path: string, block: Json, surface: string): void {
    const type = String(block.type)
    if (!(SURFACES[type] ?? []).includes(surface)) fault(path, `a ${type} cannot stand in a ${surface}`)
    if (block.block_id !== undefined) string(`${path}/block_id`, block.block_id, 1, limit('block_id.max_length'))
    const check = checks[type]
    if (check) check(path, block)
    else fault(path, `a ${type} is not known here`)
  }

  function modal(view: Json): void {
    count('blocks', view.blocks, limit('view.blocks.min_items'), limit('view.blocks.max_items'))
    text('title', view.title, limit('view.title.max_length'), ['plain_text'])
    text('close', view.close, limit('view.close.max_length'), ['plain_text'])
    text('submit', view.submit, limit('view.submit.max_length'), ['plain_text'])
    string('callback_id', view.callback_id, 1, limit('view.callback_id.max_length'))
    string('private_metadata', view.private_metadata, 0, limit('view.private_metadata.max_length'))
  }

  function input(path: string, block: Json): void {
    text(`${path}/label`, block.label, limit('input.label.max_length'), ['plain_text'])
    if (block.hint !== undefined) text(`${path}/hint`, block.hint, limit('input.hint.max_length'), ['plain_text'])
    checkField(`${path}/element`, object(block.element))
  }

  function checkField(path: string, element: Json): void {
    string(`${path}/action_id`, element.action_id, 1, limit('action_id.max_length'))
    const length = limit('plain_text_input.max_length.max')
    const patterns: Readonly<Record<string, readonly [field: string, pattern: RegExp]>> = {
      plain_text_input: ['initial_value', new RegExp(`^[^]{0,${length}}$`, 'u')],
      timepicker: ['initial_time', /^([01]\d|2[0-3]):[0-5]\d$/],
      datepicker: ['initial_date', /^\d{4}-\d{2}-\d{2}$/],
      users_select: ['initial_user', /^[UW][A-Z0-9]+$/],
    }
    const pattern = patterns[String(element.type)]
    if (pattern !== undefined) {
      const [field, shape] = pattern
      if (element[field] !== undefined && !shape.test(String(element[field]))) fault(path, `bad ${field}`)
      if (element.max_length !== undefined && Number(element.max_length) > length) fault(path, 'bad max_length')
      if (element.placeholder !== undefined)
        text(`${path}/placeholder`, element.placeholder, limit('select.placeholder.max_length'), ['plain_text'])
    } else if (['static_select', 'multi_static_select'].includes(String(element.type))) {
      checkElement(path, { ...element, type: 'static_select' })
      const offered = list(element.options).map((option) => JSON.stringify(option))
      const chosen = element.initial_option === undefined ? element.initial_options : [element.initial_option]
      if (chosen !== undefined) count(`${path}/chosen`, chosen, 1, offered.length)
      if (list(chosen).some((option) => !offered.includes(JSON.stringify(option)))) fault(path, 'chose none of these')
    } else fault(path, `a ${String(element.type)} is not known here`)
  }

  function section(path: string, block: Json): void {
    if (block.text === undefined && block.fields === undefined) fault(path, 'neither text nor fields')
    if (block.text !== undefined) text(`${path}/text`, block.text, limit('section.text.max_length'))
    if (block.fields === undefined) return
    count(`${path}/fields`, block.fields, 1, limit('section.fields.max_items'))
    each(`${path}/fields`, block.fields, (at, field) => text(at, field, limit('section.fields.item_max_length')))
  }

  function checkElement(path: string, element: Json): void {
    string(`${path}/action_id`, element.action_id, 1, limit('action_id.max_length'))
    if (element.type === 'button') {
      text(`${path}/text`, element.text, limit('button.text.max_length'), ['plain_text'])
      if (element.value !== undefined) string(`${path}/value`, element.value, 1, limit('button.value.max_length'))
      if (element.url !== undefined) string(`${path}/url`, element.url, 1, limit('button.url.max_length'))
      if (element.accessibility_label !== undefined)
        string(
          `${path}/accessibility_label`,
          element.accessibility_label,
          1,
          limit('button.accessibility_label.max_length'),
        )
      if (element.style !== undefined && !['primary', 'danger'].includes(String(element.style)))
        fault(path, 'bad style')
    } else if (element.type === 'static_select') {
      if (element.placeholder !== undefined)
        text(`${path}/placeholder`, element.placeholder, limit('select.placeholder.max_length'), ['plain_text'])
      if (element.option_groups !== undefined) fault(path, 'option groups are not ours')
      count(`${path}/options`, element.options, 1, limit('select.options.max_items'))
      each(`${path}/options`, element.options, (at, option) => {
        text(`${at}/text`, option.text, limit('option.text.max_length'), ['plain_text'])
        string(`${at}/value`, option.value, 1, limit('option.value.max_length'))
        if (option.description !== undefined)
          text(`${at}/description`, option.description, limit('option.description.max_length'), ['plain_text'])
        if (option.url !== undefined) string(`${at}/url`, option.url, 1, limit('option.url.max_length'))
      })
    } else fault(path, `a ${String(element.type)} is not known here`)
  }

  function richText(path: string, part: Json): void {
    if (!['rich_text_section', 'rich_text_preformatted'].includes(String(part.type))) fault(path, 'not known here')
    count(`${path}/elements`, part.elements, 1, 1000)
    each(`${path}/elements`, part.elements, (at, element) => {
      if (!['text', 'link'].includes(String(element.type))) fault(at, `a ${String(element.type)} is not known here`)
      string(`${at}/text`, element.text, 1, 3000)
      if (element.type === 'link') string(`${at}/url`, element.url, 1, 3000)
    })
  }

  function dataTable(path: string, block: Json): void {
    const { rows } = block
    string(`${path}/caption`, block.caption, 1, 3000)
    count(`${path}/rows`, rows, limit('data_table.rows.min_items'), limit('data_table.rows.max_items'))
    const columns = lists(rows)[0]?.length ?? 0
    if (columns < limit('data_table.columns.min_items') || columns > limit('data_table.columns.max_items'))
      fault(`${path}/rows`, `${columns} columns`)
    const size = block.page_size
    if (
      size !== undefined &&
      !(Number(size) >= limit('data_table.page_size.min') && Number(size) <= limit('data_table.page_size.max'))
    )
      fault(`${path}/page_size`, String(size))
    let content = 0
    for (const [i, row] of lists(rows).entries()) {
      if (row.length !== columns) fault(`${path}/rows/${i}`, 'ragged')
      for (const [j, cell] of row.entries()) {
        string(`${path}/rows/${i}/${j}`, cell.text, limit('data_table.cell_text.min_length'), 40_000)
        content += points(cell.text)
        if (cell.type === 'raw_number' ? !Number.isFinite(cell.value) : cell.type !== 'raw_text')
          fault(`${path}/rows/${i}/${j}`, 'bad cell')
      }
    }
    if (content > limit('data_table.content.max_length')) fault(path, `${content} characters`)
  }

  function pie(path: string, block: Json): void {
    string(`${path}/title`, block.title, 1, limit('data_visualization.title.max_length'))
    const { segments } = object(block.chart)
    count(`${path}/segments`, segments, 1, limit('data_visualization.segments.max_items'))
    each(`${path}/segments`, segments, (at, segment) => {
      string(at, segment.label, 1, limit('data_visualization.segment.label.max_length'))
      if (!(Number(segment.value) > limit('data_visualization.segment.value.exclusive_min'))) fault(at, 'not positive')
    })
  }

  function dataVisualization(path: string, block: Json): void {
    string(`${path}/title`, block.title, 1, limit('data_visualization.title.max_length'))
    const chart = object(block.chart)
    if (!['bar', 'line', 'area'].includes(String(chart.type))) fault(path, 'bad chart')
    const axis = object(chart.axis_config)
    const categories = Array.isArray(axis.categories) ? axis.categories.map(String) : []
    if (categories.length < 1 || categories.length > limit('data_visualization.categories.max_items'))
      fault(path, 'categories')
    for (const label of categories)
      string(`${path}/categories`, label, 1, limit('data_visualization.category_label.max_length'))
    if (new Set(categories).size !== categories.length) fault(path, 'a category twice')
    for (const key of ['x_label', 'y_label'])
      if (axis[key] !== undefined)
        string(`${path}/${key}`, axis[key], 1, limit('data_visualization.axis_label.max_length'))
    count(`${path}/series`, chart.series, 1, limit('data_visualization.series.max_items'))
    const names = list(chart.series).map((series) => String(series.name))
    if (new Set(names).size !== names.length) fault(path, 'a series twice')
    each(`${path}/series`, chart.series, (at, series) => {
      string(`${at}/name`, series.name, 1, limit('data_visualization.series_name.max_length'))
      count(`${at}/data`, series.data, 1, limit('data_visualization.data.max_items'))
      const labels = list(series.data).map((point) => String(point.label))
      if (labels.join('\n') !== categories.join('\n')) fault(at, 'not one point a category')
      each(`${at}/data`, series.data, (here, point) => {
        string(here, point.label, 1, limit('data_visualization.point_label.max_length'))
        if (!Number.isFinite(point.value)) fault(here, 'no number')
      })
    })
  }

  function crossRules(all: readonly Json[]): void {
    const many = (type: string) => all.filter((block) => block.type === type).length
    if (many('table') + many('data_table') > 1) fault('blocks', 'only_one_table_allowed')
    if (many('data_visualization') > 2) fault('blocks', 'more than two charts')
    const ids = all.flatMap((block) => [block.block_id, ...list(block.elements).map((element) => element.action_id)])
    const used = ids.filter((id) => id !== undefined)
    if (new Set(used).size !== used.length) fault('blocks', 'a block_id or action_id twice')
  }

  function text(path: string, value: unknown, max: number, types = ['plain_text', 'mrkdwn']): void {
    const { type, text: said } = object(value)
    if (!types.includes(String(type))) fault(path, `${String(type)} is not a text for here`)
    string(`${path}/text`, said, limit('text.min_length'), Math.min(max, limit('text.max_length')))
  }

  function string(path: string, value: unknown, min: number, max: number): void {
    const length = typeof value === 'string' ? points(value) : Number.NaN
    if (!(length >= min && length <= max)) fault(path, `${length} characters, not ${min} to ${max}`)
  }

  function count(path: string, value: unknown, min: number, max: number): void {
    const length = Array.isArray(value) ? value.length : 0
    if (length < min || length > max) fault(path, `${length} items, not ${min} to ${max}`)
  }

  function each(path: string, value: unknown, check: (path: string, item: Json) => void): void {
    for (const [i, item] of list(value).entries()) check(`${path}/${i}`, item)
  }
}

interface Surface {
  readonly type?: unknown
  readonly text?: unknown
  readonly blocks?: unknown
}

const LIMITS = hasShared ? object(sharedJson('slack-blockkit-spec/limits.json')) : {}
const SURFACES = (hasShared ? object(object(sharedJson('slack-block-surfaces.json')).surfaces) : {}) as Readonly<
  Record<string, readonly string[]>
>

function limit(path: string): number {
  const found = path.split('.').reduce<unknown>((inner, key) => object(inner)[key], LIMITS)
  if (typeof found !== 'number') throw new Error(`no limit ${path}`)
  return found
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(object) : [])
const lists = (value: unknown): Json[][] => (Array.isArray(value) ? value.map(list) : [])
const points = (value: unknown) => [...String(value)].length
