import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/types'
import type { Field, FieldOption, Form } from '../cards/form.ts'
import { codePoints, oneLine, shortened, visible } from '../cards/visible.ts'
import { type FormOrigin, writeOrigin } from './form-origin.ts'
import { LIMITS } from './limits.ts'

/** A form as a modal of Slack's, each field a block of its name; undefined where Slack would not take it. */
export function toModal(form: Form, opened: Omit<FormOrigin, 'token'>): ModalView | undefined {
  const private_metadata = writeOrigin({ ...opened, token: form.token })
  const inputs = form.fields.flatMap((field) => toInput(field) ?? [])
  const blocks = [...intro(form.intro), ...inputs]
  if (codePoints(private_metadata) > LIMITS.modal.metadata) return undefined
  if (blocks.length === 0 || blocks.length > LIMITS.modal.blocks) return undefined
  return {
    type: 'modal',
    callback_id: 'tally',
    title: words(form.title, LIMITS.modal.title),
    submit: words(form.submit, LIMITS.modal.title),
    close: words('Cancel', LIMITS.modal.title),
    private_metadata,
    blocks,
  }
}

const intro = (text: string | undefined): KnownBlock[] =>
  text === undefined
    ? []
    : [{ type: 'section', text: { type: 'plain_text', text: lines(text, LIMITS.section.text), emoji: false } }]

/** Undefined where there is nothing to choose from. */
function toInput(field: Field): InputBlock | undefined {
  const element = toElement(field)
  if (element === undefined) return undefined
  const hints = [field.hint, 'options' in field ? missing(field.options) : undefined].filter(
    (hint) => hint !== undefined,
  )
  return {
    type: 'input',
    block_id: field.name,
    label: words(field.label, LIMITS.input.label),
    element,
    optional: field.optional === true,
    ...(hints.length === 0 ? {} : { hint: words(hints.join(' '), LIMITS.input.label) }),
  }
}

function toElement(field: Field): InputBlock['element'] | undefined {
  const action_id = 'value'
  switch (field.kind) {
    case 'choice': {
      const options = choosable(field.options).map(toOption)
      const initial_option = options.find(({ value }) => value === field.value)
      if (options.length === 0) return undefined
      return { type: 'static_select', action_id, options, ...(initial_option === undefined ? {} : { initial_option }) }
    }
    case 'choices': {
      const options = choosable(field.options).map(toOption)
      const initial_options = options.filter(({ value }) => value !== undefined && field.values.includes(value))
      if (options.length === 0) return undefined
      // Slack refuses an empty list of what is chosen.
      const initial = initial_options.length === 0 ? {} : { initial_options }
      return { type: 'multi_static_select', action_id, options, ...initial }
    }
    case 'text':
      return {
        type: 'plain_text_input',
        action_id,
        multiline: field.long === true,
        max_length: LIMITS.input.text,
        ...(field.value === undefined ? {} : { initial_value: shortened(field.value, LIMITS.input.text) }),
        ...(field.placeholder === undefined ? {} : { placeholder: words(field.placeholder, LIMITS.input.placeholder) }),
      }
    case 'time':
      return { type: 'timepicker', action_id, ...(field.value === undefined ? {} : { initial_time: field.value }) }
    case 'date':
      return { type: 'datepicker', action_id, ...(field.value === undefined ? {} : { initial_date: field.value }) }
    case 'person':
      return { type: 'users_select', action_id, ...(field.value === undefined ? {} : { initial_user: field.value }) }
  }
}

const choosable = (options: readonly FieldOption[]): readonly FieldOption[] =>
  options.filter(({ value }) => codePoints(value) <= LIMITS.option.value).slice(0, LIMITS.select.options)

function missing(options: readonly FieldOption[]): string | undefined {
  const left = options.length - choosable(options).length
  return left === 0 ? undefined : `${left} more cannot be shown here.`
}

const toOption = ({ label, value }: FieldOption): PlainTextOption => ({ text: words(label, LIMITS.option.text), value })

const words = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: shortened(oneLine(text), max),
  emoji: false,
})

const lines = (text: string, max: number): string => shortened(visible(text), max)
