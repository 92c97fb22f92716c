import type { Field, FieldOption } from '../cards/form.ts'
import { oneLine, shortened } from '../cards/visible.ts'
import { type Element, SMALL, textBlock } from './element.ts'
import { literal } from './escape.ts'
import { LIMITS } from './limits.ts'
import { inputId, written } from './submission.ts'

/** A field: what to fill in, what to know about it, what is wrong with it. `room` is what its options or its value may take. */
export function fieldElements(field: Field, room: number, mistake: string | undefined): Element {
  const shown = 'options' in field ? choices(field.options, room) : []
  const hints = [field.hint, 'options' in field ? missing(field.options.length - shown.length) : undefined]
    .filter((hint) => hint !== undefined)
    .join(' ')
  return {
    type: 'Container',
    items: [
      {
        ...input(field, shown, room),
        id: inputId(field),
        label: words(field.label, LIMITS.label),
        ...(field.optional === true ? {} : { isRequired: true, errorMessage: 'Please fill this in.' }),
      },
      ...(hints === '' ? [] : [textBlock(words(hints, LIMITS.form.hint), SMALL)]),
      ...(mistake === undefined ? [] : [mistakeLine(mistake)]),
    ],
  }
}

/** Told by a sign and in words; the colour only helps. */
export const mistakeLine = (text: string): Element =>
  textBlock(`⚠ ${words(text, LIMITS.form.mistake)}`, { color: 'Attention', weight: 'Bolder', spacing: 'Small' })

function input(field: Field, shown: readonly Choice[], room: number): Element {
  const value = (text: string | undefined) => (text === undefined || text === '' ? {} : { value: text })
  switch (field.kind) {
    case 'choice':
      return {
        type: 'Input.ChoiceSet',
        style: 'compact',
        placeholder: 'Choose',
        choices: shown,
        ...value(shown.find((choice) => choice.value === written(field, field.value ?? ''))?.value),
      }
    case 'choices': {
      const chosen = field.values.map((each) => written(field, each))
      return {
        type: 'Input.ChoiceSet',
        isMultiSelect: true,
        wrap: true,
        style: shown.length <= LIMITS.form.ticked ? 'expanded' : 'compact',
        placeholder: 'Choose',
        choices: shown,
        ...value(
          shown
            .map((choice) => choice.value)
            .filter((each) => chosen.includes(each))
            .join(','),
        ),
      }
    }
    case 'text':
      return {
        type: 'Input.Text',
        isMultiline: field.long === true,
        maxLength: LIMITS.form.text,
        ...(field.placeholder === undefined ? {} : { placeholder: words(field.placeholder, LIMITS.label) }),
        ...value(fitted(field.value, room)),
      }
    case 'time':
      return { type: 'Input.Time', ...value(field.value) }
    case 'date':
      return { type: 'Input.Date', ...value(field.value) }
    case 'person':
      return {
        type: 'Input.Text',
        style: 'Email',
        maxLength: LIMITS.form.text,
        placeholder: 'name@company.example',
        // An id of the platform's says nothing to a person.
        ...value(field.value?.includes('@') ? fitted(field.value, room) : undefined),
      }
  }
}

/** Beside a box some clients read Markdown, others do not: no escape, but nothing that leads anywhere. */
const titleOf = (label: string): string => literal(words(label, LIMITS.label)).replace(/\](?=\()/g, ']\u2060')

interface Choice {
  readonly title: string
  readonly value: string
}

/** As many as fit, from the first. */
function choices(options: readonly FieldOption[], room: number): Choice[] {
  const kept: Choice[] = []
  let left = room
  for (const option of options.slice(0, LIMITS.form.options)) {
    const choice = {
      title: titleOf(option.label),
      value: written({ kind: 'choices' }, option.value),
    }
    left -= JSON.stringify(choice).length + 1
    if (left < 0) break
    if (option.value !== '') kept.push(choice)
  }
  return kept
}

const missing = (left: number): string | undefined => (left <= 0 ? undefined : `${left} more cannot be shown here.`)

const words = (text: string, max: number): string => shortened(oneLine(text), max)
const fitted = (text: string | undefined, room: number): string | undefined =>
  text === undefined || JSON.stringify(text).length <= room ? text : shortened(text, Math.floor(room / 6))
