import type { Block, Button, Select } from '../cards/card.ts'
import { codePoints, oneLine, shortened } from '../cards/visible.ts'
import type { Element } from './element.ts'
import { LIMITS } from './limits.ts'

export const VERB = 'tally'
export const SELECT_INPUT = 'tally:select:'

/**
 * Buttons carry `data: { token }`. A select is an input and a button with `data: { select: 'tally:select:N' }`; what was
 * chosen, a token, arrives beside it under that name. Clients that know no Action.Execute send the same data as a message.
 */
export function actionElements(actions: Extract<Block, { kind: 'actions' }>, next: () => number): Element[] {
  const sets = rows(actions.buttons).map(
    (set, i): Element => ({ type: 'ActionSet', actions: set.map(button), ...(i === 0 ? {} : { spacing: 'Small' }) }),
  )
  return [...sets, ...actions.selects.filter((one) => one.options.length > 0).map((one) => select(one, next()))]
}

/** As many beside each other as a phone shows with whole labels; a set of more is cut there. */
function rows(buttons: readonly Button[]): Button[][] {
  const sets: Button[][] = []
  let room = 0
  for (const button of buttons) {
    const chars = Math.min(codePoints(oneLine(button.label)), LIMITS.label) + LIMITS.buttonPadding
    const set = sets.at(-1)
    room -= chars
    if (set !== undefined && set.length < LIMITS.actionsInSet && room >= 0) set.push(button)
    else {
      sets.push([button])
      room = LIMITS.actionsWidth - chars
    }
  }
  return sets
}

const button = ({ label, token }: Button) => execute(label, { token }, { associatedInputs: 'none' })

/** One element, so that a full card keeps or leaves a select and its button together. */
function select({ label, options }: Select, n: number): Element {
  const id = `${SELECT_INPUT}${n}`
  const choices: object[] = []
  let room = LIMITS.options
  for (const option of options) {
    const choice = { title: shortened(oneLine(option.label), LIMITS.label), value: option.token }
    room -= JSON.stringify(choice).length + 1
    if (room < 0) break
    choices.push(choice)
  }
  const missing = options.length - choices.length
  const title = shortened(oneLine(label), LIMITS.label)
  const input = {
    type: 'Input.ChoiceSet',
    id,
    label: missing === 0 ? title : `${title} (${missing} more do not fit)`,
    style: 'compact',
    placeholder: 'Choose',
    choices,
  }
  const choose = { type: 'ActionSet', actions: [execute('Choose', { select: id })] }
  return {
    type: 'ColumnSet',
    columns: [
      { type: 'Column', width: 'stretch', items: [input] },
      { type: 'Column', width: 'auto', verticalContentAlignment: 'Bottom', items: [choose] },
    ],
  }
}

/** A button for everybody: clients that know no Action.Execute send the same data as a message. */
export function execute(label: string, data: object, inputs: object = {}): object {
  const title = shortened(oneLine(label), LIMITS.label)
  return {
    type: 'Action.Execute',
    title,
    verb: VERB,
    data,
    ...inputs,
    fallback: { type: 'Action.Submit', title, data, ...inputs },
  }
}
