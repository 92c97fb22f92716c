import { Big } from 'big.js'
import { type Block, type Cell, plain, strong, type Table } from '../../../cards/card.ts'
import { days, money } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { sum } from '../folded.ts'
import type { Said } from '../kind.ts'
import type { Fit, Move } from './fit.ts'
import { costWords, difference, notes, pair, qualityWords, savingWords, scored } from './words.ts'

const MOST = 10
/** So many are said in words; more are in a table besides. */
const IN_WORDS = 3

/** What a move would have cost in these days: the same tokens at the other model's list price, beside what scores say. */
export function whatIfCard(answer: Answer, fit: Fit): Said {
  const unpriced = fit.moves.filter(({ saving }) => saving === null).length
  return {
    headline: headline(answer, fit),
    blocks: [
      ...fit.moves.slice(0, IN_WORDS).map(
        (move): Block => ({
          kind: 'text',
          text: [strong(pair(move)), plain(`: ${costWords(move)}. Quality: ${qualityWords(move)}.`)],
        }),
      ),
      ...(fit.certain
        ? []
        : [
            {
              kind: 'text',
              text: [plain('Both ways are shown, for the question leaves open which model is to replace which.')],
            } satisfies Block,
          ]),
      ...(unpriced === 0 || unpriced === fit.moves.length
        ? []
        : [
            {
              kind: 'text',
              text: [plain(`${unpriced} of ${fit.moves.length} have no known list price and are in no sum.`)],
            } satisfies Block,
          ]),
      ...(fit.moves.length <= IN_WORDS ? [] : fit.totals.flatMap(({ currency }) => table(fit, currency))),
    ],
    notes: notes(fit),
  }
}

function headline({ question }: Answer, fit: Fit): string {
  const when = days(question.period)
  const [first] = fit.moves
  if (first === undefined || first.saving === null) return `No list price known for ${fit.named.join(', ')} in ${when}`
  if (!fit.certain || fit.moves.length === 1) return `${savingWords(first)} at list price: ${pair(first)}`
  const sums = fit.totals.flatMap(({ saving, currency }) => (saving === null ? [] : [{ saving, currency }]))
  const said = sums.map(({ saving, currency }) =>
    new Big(saving).lt(0)
      ? `${money(new Big(saving).abs().toFixed(), currency)} more`
      : `${money(saving, currency)} less`,
  )
  return `${said.join(' and ')} at list price on ${first.to} in ${when}`
}

const none: Cell = { text: '–' }
const amount = (decimal: string | null, currency: string): Cell =>
  decimal === null ? { text: 'no list price known' } : { text: money(decimal, currency), value: Number(decimal) }

function table(fit: Fit, currency: string): Table[] {
  const all = fit.moves.filter((move) => move.currency === currency)
  if (all.length === 0) return []
  const rest = all.slice(MOST)
  const row = (move: Move) => [
    { text: pair(move) },
    amount(move.saving, currency),
    { text: scored(move.now) },
    { text: scored(move.after) },
    { text: difference(move) },
  ]
  const known = rest.map(({ saving }) => saving).filter((value) => value !== null)
  const others = known.length < rest.length ? null : sum(known)
  return [
    {
      kind: 'table',
      caption: `The same tokens at list price on another model, ${currency}`,
      columns: [
        { title: 'Project: from → to', align: 'left' },
        { title: 'Saving', align: 'right' },
        { title: 'Score now', align: 'right' },
        { title: 'Score then', align: 'right' },
        { title: 'Points', align: 'right' },
      ],
      rows: [
        ...all.slice(0, MOST).map(row),
        ...(rest.length === 0
          ? []
          : [[{ text: `Other (${rest.length})` }, amount(others, currency), none, none, none]]),
      ],
    },
  ]
}
