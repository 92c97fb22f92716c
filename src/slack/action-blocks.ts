import type { ActionsBlock, Button as ButtonElement, KnownBlock, StaticSelect } from '@slack/types'
import type { Block, Button, Select } from '../cards/card.ts'
import { codePoints, oneLine, shortened } from '../cards/visible.ts'
import { left } from './data-table.ts'
import { LIMITS } from './limits.ts'

/** Slack wants each action_id once a message; the numbers mean nothing else. The value is the token. */
export const BUTTON_ACTION = 'tally:button:'
export const SELECT_ACTION = 'tally:select:'

/** Buttons, then selects; `next` numbers them through the whole message. */
export function actionBlocks(actions: Extract<Block, { kind: 'actions' }>, next: () => number): KnownBlock[] {
  const buttons = actions.buttons.filter((button) => codePoints(button.token) <= LIMITS.button.value)
  const selects = actions.selects.map(withinLimits).filter((select) => select.options.length > 0)
  const elements = [
    ...buttons.map((button) => buttonElement(button, next())),
    ...selects.map((select) => selectElement(select, next())),
  ]
  const blocks: ActionsBlock[] = []
  for (let i = 0; i < elements.length; i += LIMITS.actions) {
    blocks.push({ type: 'actions', elements: elements.slice(i, i + LIMITS.actions) })
  }
  const offered = actions.buttons.length + count(actions.selects)
  return [...blocks, ...left(offered - buttons.length - count(selects), 'choice')]
}

const count = (selects: readonly Select[]) => selects.reduce((sum, select) => sum + select.options.length, 0)

function withinLimits(select: Select): Select {
  const options = select.options.filter((option) => codePoints(option.token) <= LIMITS.option.value)
  return { label: select.label, options: options.slice(0, LIMITS.select.options) }
}

const plainText = (text: string, max: number) => ({
  type: 'plain_text' as const,
  text: shortened(oneLine(text), max),
  emoji: false,
})

const buttonElement = (button: Button, n: number): ButtonElement => ({
  type: 'button',
  action_id: `${BUTTON_ACTION}${n}`,
  text: plainText(button.label, LIMITS.button.text),
  value: button.token,
  ...(button.style === undefined ? {} : { style: button.style }),
})

const selectElement = (select: Select, n: number): StaticSelect => ({
  type: 'static_select',
  action_id: `${SELECT_ACTION}${n}`,
  placeholder: plainText(select.label, LIMITS.select.placeholder),
  options: select.options.map((option) => ({
    text: plainText(option.label, LIMITS.option.text),
    value: option.token,
  })),
})
