import { type Block, type Card, code, plain, strong } from '../cards/card.ts'
import { day } from '../cards/format.ts'
import type { CardSetting } from './actions.ts'
import { answerCard } from './answer-card.ts'
import type { Outcome } from './ask.ts'
import type { Clarify, Option, Refusal } from './understanding/reading.ts'
import { dimensionWord } from './words.ts'

const said = (...texts: readonly string[]): Block[] => texts.map((text) => ({ kind: 'text', text: [plain(text)] }))

/** What came of a question, as a card for any platform. */
export function outcomeCard(outcome: Outcome, setting: CardSetting = {}): Card {
  switch (outcome.kind) {
    case 'answer':
      return answerCard(outcome.answer, setting)
    case 'clarify':
      return clarifyCard(outcome.id, outcome.clarify, setting)
    case 'refuse':
      return { blocks: said(REFUSALS[outcome.reason]) }
    case 'help':
      return helpCard(outcome.examples)
    case 'cannot':
      return { blocks: said(outcome.why) }
    case 'stranger':
      return {
        blocks: said(
          outcome.email === undefined
            ? 'I do not know who you are, so I cannot show spend. Ask an administrator of Tally to let it see email addresses.'
            : `I know no teams of ${outcome.email}, so I cannot show spend. Ask an administrator of Tally to add you: tally import people.`,
        ),
      }
    case 'nothing_loaded':
      return {
        blocks: said(
          'No spend has been loaded yet. An administrator loads it with “npx tally import focus FILE --source NAME”, or a company to try with “npx tally demo”.',
        ),
      }
    case 'hidden':
      return {
        blocks: said(
          'This is about something that you may not see, or that does not exist. Ask about your own teams, or ask an administrator of Tally.',
        ),
      }
  }
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  off_topic: 'I only answer questions about AI and cloud spend, such as “spend by team last month”.',
  action: 'I only read: I cannot change, stop, buy or delete anything. Ask me what it costs instead.',
  secrets: 'I do not give out secrets, prompts or the data of others.',
  personal: 'I only know spend, not people’s data.',
  business_figures: 'I know what AI and cloud cost, not revenue or margin.',
  performance: 'I know what it costs, not how fast or how good it is.',
  instructions:
    'I answer questions about spend from the data, and nothing else. Ask for example “spend by team last month”.',
  too_long: 'That is too long for one question. Ask in one or two sentences.',
}

function helpCard(examples: readonly string[]): Card {
  return {
    blocks: [
      { kind: 'headline', text: 'Ask me what AI costs' },
      ...said(
        'And what one request, document or 1M tokens costs; budgets and where the month will end; what changed and why; what is unusual or idle; the right model; and whether it is worth it. By team, project, model, service and more. For example:',
      ),
      ...examples.map((example): Block => ({ kind: 'text', text: [code(example)] })),
      {
        kind: 'note',
        text: [
          plain(
            'In a thread you can go on: “and last month?”, “by service”, “only production”, “why?”. CSV gives every figure as a file.',
          ),
        ],
      },
    ],
  }
}

/** Fewer are buttons, more a select. */
const MOST_BUTTONS = 5

function clarifyCard(id: string, clarify: Clarify, { sign }: CardSetting): Card {
  const options = clarify.options.map((option, i) => ({
    label: optionLabel(option),
    token: sign?.(`choose.${id}.${i}`) ?? '',
  }))
  const pressable = sign !== undefined && options.length > 0
  return {
    blocks: [
      { kind: 'text', text: [strong(question(clarify))] },
      ...(options.length === 0 ? said(hint(clarify)) : []),
      ...(pressable
        ? [
            options.length <= MOST_BUTTONS
              ? ({ kind: 'actions', buttons: options, selects: [] } as const)
              : ({ kind: 'actions', buttons: [], selects: [{ label: 'Choose', options }] } as const),
          ]
        : options.map((option): Block => ({ kind: 'text', text: [code(option.label)] }))),
    ],
  }
}

function optionLabel(option: Option): string {
  switch (option.kind) {
    case 'entity':
      return `${dimensionWord(option.dimension)} ${option.value}`
    case 'day':
      return day(option.day)
    case 'words':
    case 'meaning':
      return option.text
  }
}

function question({ slot, about, options, dimension }: Clarify): string {
  const quoted = about === '' ? 'that' : `“${about}”`
  switch (slot) {
    case 'entity':
      if (options.length === 0)
        return `I know ${dimension === undefined ? 'nothing' : `no ${dimensionWord(dimension)}`} called ${quoted}.`
      // One is no choice, and may still be wrong.
      if (options.length === 1) return `Do you mean this by ${quoted}?`
      return dimension === undefined
        ? `Which ${quoted} do you mean?`
        : `Which ${dimensionWord(dimension)} do you mean by ${quoted}?`
    case 'period':
      return about === '' ? 'Which days do you mean?' : `Which day is ${quoted}?`
    case 'context':
      return 'What should I go on from?'
    case 'word':
      return `I do not understand ${quoted} here.`
    case 'unit':
      return 'Which quantity do you mean?'
    case 'compare':
      return 'Compare with what?'
    case 'meaning':
      return 'I am not sure what you mean. Is it this?'
  }
}

function hint({ slot }: Clarify): string {
  switch (slot) {
    case 'entity':
      return 'It may be misspelled, not billed yet, or not yours to see.'
    case 'period':
      return 'Write it like “2026-11-05” or “Nov 5”.'
    case 'context':
      return 'I remember your own last question in a thread for half an hour. Ask the whole question, such as “team search cost last month”.'
    case 'word':
      return 'Say it in other words, or leave it out.'
    case 'unit':
      return 'Tokens, GPU hours, requests, documents or images?'
    case 'compare':
      return 'Name both sides, such as “October vs September”.'
    case 'meaning':
      return 'Say it in other words.'
  }
}
