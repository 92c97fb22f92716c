import { type Block, type Card, plain, strong } from '../cards/card.ts'
import { change, day, days, percent } from '../cards/format.ts'
import { addDays } from '../civil-date.ts'
import { actions, type CardSetting } from './actions.ts'
import type { Answer } from './answer.ts'
import type { Freshness } from './freshness.ts'
import { groupBlocks } from './group-blocks.ts'
import { headline, wholeBlocks } from './headline.ts'
import type { Said } from './kinds/kind.ts'
import { findingCard } from './kinds/kinds.ts'
import { isBilledUnit } from './query.ts'
import type { Period } from './question.ts'
import { trendBlocks } from './trend-card.ts'
import { COST_WORDS, capital, figure, freshnessWords } from './words.ts'

/** The number first, then what moved, who spent it, what nobody owns; how it was read and how fresh it is; what to do next. */
export function answerCard(answer: Answer, setting: CardSetting): Card {
  if (answer.finding !== null) return foundCard(answer, findingCard(answer, answer.finding), setting)
  return {
    blocks: [
      { kind: 'headline', text: headline(answer) },
      ...(isEmpty(answer) ? emptyBlocks(answer) : wholeBlocks(answer)),
      ...changeBlocks(answer),
      ...(answer.trend === null ? [] : trendBlocks(answer, answer.trend)),
      ...groupBlocks(answer),
      ...unallocatedBlocks(answer),
      { kind: 'chips', chips: answer.chips },
      ...readingBlocks(answer),
      { kind: 'note', text: [plain(notes(answer).join(' '))] },
      ...actions(answer, setting),
    ],
  }
}

/** The number, as the card says it first. */
export const headlineOf = (answer: Answer): string =>
  answer.finding === null ? headline(answer) : findingCard(answer, answer.finding).headline

const foundCard = (answer: Answer, said: Said, setting: CardSetting): Card => ({
  blocks: [
    { kind: 'headline', text: said.headline },
    ...said.blocks,
    { kind: 'chips', chips: answer.chips },
    ...readingBlocks(answer),
    { kind: 'note', text: [plain([...said.notes, ...notes(answer)].join(' '))] },
    ...actions(answer, setting),
  ],
})

const isEmpty = (answer: Answer): boolean => answer.totals.length === 0

/** Nothing recorded is never "$0": it says what is known instead. */
function emptyBlocks(answer: Answer): Block[] {
  const { recorded } = answer
  const known =
    recorded === null
      ? 'Nothing was ever recorded for this.'
      : `What is recorded runs from ${day(recorded.first)} to ${day(recorded.last)}.`
  return [{ kind: 'text', text: [plain(`Nothing was recorded for ${days(answer.question.period)}. ${known}`)] }]
}

function changeBlocks(answer: Answer): Block[] {
  const { comparison, freshness, question } = answer
  if (comparison === null) return []
  const { asked, even } = comparison
  const open = asked && freshness !== null && !freshness.complete ? openDays(freshness, question.period) : undefined
  const lines = answer.totals.flatMap((total) => {
    const changed = (now: string | null, before: string | null, span: string, against: Period, tail: string) => {
      const say = (decimal: string) => figure(answer, decimal, total.currency)
      const { words } = now === null ? { words: 'nothing to compare with' } : change(now, before, say)
      const told = before === null ? 'nothing recorded' : say(before)
      return [strong(capital(words)), plain(`${span} against ${days(against)} (${told})${tail}`)]
    }
    const ends = asked || comparison.now.end === question.period.end
    const now = asked ? total.amount : total.comparable
    const soFar = open === undefined ? '' : ' so far'
    const tail = open === undefined ? '.' : `; not complete yet: ${days(open)}.`
    const whole = changed(now, total.before, ends ? soFar : ` for ${days(comparison.now)}`, comparison.before, tail)
    return even === undefined
      ? [whole]
      : [
          whole,
          changed(
            total.comparable,
            total.evenBefore ?? null,
            ` in complete days, ${days(even.now)},`,
            even.before,
            '.',
          ),
        ]
  })
  return lines.map((text) => ({ kind: 'text', text }))
}

const openDays = ({ completeThrough }: Freshness, { start, end }: Period): Period => ({
  start: completeThrough === null ? start : addDays(completeThrough, 1),
  end,
})

/** Always told, also where there is none; grouped by team it is a row already. */
function unallocatedBlocks(answer: Answer): Block[] {
  const byTeam = answer.groupBy.length === 1 && answer.groupBy[0] === 'team'
  const told = answer.totals.flatMap(({ currency, amount, unallocated }) => {
    if (unallocated === null || amount === null) return []
    if (byTeam && answer.rows.some((row) => row.kind === 'none' && row.currency === currency)) return []
    const share = percent(unallocated, amount)
    return [`${figure(answer, unallocated, currency)}${share === undefined ? '' : ` (${share})`}`]
  })
  return told.length === 0 ? [] : [{ kind: 'text', text: [plain('Unallocated: '), strong(told.join(' and '))] }]
}

function readingBlocks(answer: Answer): Block[] {
  const read = answer.repairs.map(({ written, readAs }) => `“${written}” as “${readAs}”`)
  const said = [
    ...(read.length === 0 ? [] : [`I read ${read.join(', ')}.`]),
    ...(answer.continued ? ['I went on from your last question.'] : []),
  ]
  return said.length === 0 ? [] : [{ kind: 'note', text: [plain(said.join(' '))] }]
}

function notes(answer: Answer): string[] {
  const billed = answer.cost === 'effective_cost' ? answer.sources.filter((source) => source.billedForEffective) : []
  const suspect = answer.cost === 'effective_cost' ? answer.sources.filter((source) => source.suspectRows > 0) : []
  const unknown = answer.totals.filter((total) => total.unknown > 0)
  return [
    ...(answer.cost === null ? [] : [`${capital(COST_WORDS[answer.cost])}.`]),
    ...unknown.map(
      (total) =>
        `${total.unknown.toLocaleString('en-US')} charges${total.currency === null ? '' : ` in ${total.currency}`} came without this figure; they are not in the sum.`,
    ),
    ...(billed.length === 0
      ? []
      : [`${billed.map(({ source }) => source).join(', ')} delivers no effective cost: billed cost stands in for it.`]),
    ...suspect.map(
      ({ source, suspectRows }) =>
        `${source} billed ${suspectRows.toLocaleString('en-US')} charges with an effective cost of zero in its latest delivery: the sum may be too low.`,
    ),
    ...(answer.question.withoutSources === undefined
      ? []
      : [`Left out on all sides, for they are late: ${answer.question.withoutSources.join(', ')}.`]),
    ...(answer.onlyTeams === null ? [] : [`Your teams only: ${answer.onlyTeams.join(', ')}.`]),
    ...(answer.unit === null || isBilledUnit(answer.unit)
      ? []
      : ['Nothing tells whether these counts are complete: they are as they were last imported.']),
    ...(answer.freshness === null ? [] : [freshnessWords(answer.freshness)]),
    `Days are UTC billing days. Answer ${answer.id}.`,
  ]
}
