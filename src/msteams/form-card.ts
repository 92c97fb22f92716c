import { plain } from '../cards/card.ts'
import type { Field, Form } from '../cards/form.ts'
import { oneLine, shortened } from '../cards/visible.ts'
import type { Json } from '../chat/json.ts'
import type { Conversation } from '../platform.ts'
import { execute } from './actions.ts'
import type { AdaptiveCard } from './adaptive-card.ts'
import { type Element, textBlock, wordBlocks } from './element.ts'
import { fieldElements, mistakeLine } from './form-field.ts'
import { LIMITS } from './limits.ts'
import { cardActivity, marked } from './message.ts'

export { readSubmission } from './submission.ts'

export interface FormSetting {
  /** Where it was opened from: what is sent is about that. */
  readonly where: Conversation
  /** Where its card is posted, if that is another conversation; then the card says where it was opened. */
  readonly postedIn?: Conversation
  /** What is wrong, by field; the fields keep what was filled in. */
  readonly mistakes?: Readonly<Record<string, string>>
  /** Marks it, so that it can be found. */
  readonly key?: string
}

/**
 * A form as a card with inputs; its one button sends it. There is no Cancel: what is not sent does nothing, and a button
 * that only takes the card away would be one more that everybody in a channel can press.
 */
export const toFormActivity = (form: Form, setting: FormSetting): Json =>
  cardActivity(toFormCard(form, setting), oneLine(form.title))

export function toFormCard(form: Form, setting: FormSetting): AdaptiveCard {
  const { mistakes = {} } = setting
  const fields = form.fields.filter(hasInput)
  const made = (room: number): AdaptiveCard => ({
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: `${shortened(oneLine(form.title), LIMITS.form.title)}: this client shows no forms. Open it in another one.`,
    body: [
      textBlock(shortened(oneLine(form.title), LIMITS.form.title), {
        size: 'Large',
        weight: 'Bolder',
        style: 'heading',
      }),
      ...(form.intro === undefined ? [] : wordBlocks([plain(shortened(form.intro, LIMITS.form.intro))])),
      ...summary(fields, mistakes),
      ...fields.map((field) => fieldElements(field, room, mistakes[field.name])),
      { type: 'ActionSet', actions: [execute(form.submit, data(form, setting), { associatedInputs: 'auto' })] },
    ],
    msteams: { width: 'Full' },
  })
  // What is left of the card after its own words, in equal parts.
  const left = LIMITS.card - LIMITS.mark - JSON.stringify(made(0)).length
  return marked(made(Math.max(0, Math.floor(left / Math.max(1, fields.length)))), setting.key)
}

/** Nothing to choose from is nothing to ask. */
const hasInput = (field: Field): boolean => !('options' in field) || field.options.some(({ value }) => value !== '')

/** Which fields are wrong, before somebody scrolls; what is wrong with none of them. */
function summary(fields: readonly Field[], mistakes: Readonly<Record<string, string>>): Element[] {
  const wrong = Object.entries(mistakes)
  if (wrong.length === 0) return []
  const labels = fields.filter(({ name }) => name in mistakes).map(({ label }) => oneLine(label))
  const which = labels.length === 0 ? '' : ` Look again at: ${labels.join(', ')}.`
  return [
    mistakeLine(`Nothing was changed yet.${which}`),
    ...wrong.filter(([name]) => !fields.some((field) => field.name === name)).map(([, text]) => mistakeLine(text)),
  ]
}

/**
 * Teams signs who sends and from where, not this data: whoever may press can write anything here. The token is signed by
 * its feature. Where the form was opened is therefore told only where it must be, and is believed of members of that
 * conversation alone.
 */
function data({ token }: Form, { where, postedIn }: FormSetting): object {
  if (postedIn === undefined || postedIn.conversationId === where.conversationId) return { form: token }
  return {
    form: token,
    in: where.conversationId,
    ...(where.threadId === undefined ? {} : { thread: where.threadId }),
  }
}
