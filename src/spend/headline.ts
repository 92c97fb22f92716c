import { Big } from 'big.js'
import { type Block, plain, strong } from '../cards/card.ts'
import { change, percent } from '../cards/format.ts'
import type { Answer, Row } from './answer.ts'
import { capital, figure, rowLabel } from './words.ts'

/** What the card says first: the figure of the one that was asked for, of two that stand against each other, else of all. */
export function headline(answer: Answer): string {
  if (answer.totals.length === 0) return 'No data'
  const leaders = leadersOf(answer)
  if (leaders.length > 0) return leaders.map((row) => `${leading(answer, row)}: ${label(answer, row)}`).join('; ')
  const pair = pairOf(answer)
  if (pair !== undefined) return pair.map((row) => `${label(answer, row)} ${amount(answer, row)}`).join(' against ')
  return answer.totals.map((total) => figure(answer, total.amount, total.currency)).join(' and ')
}

/** Where the headline is not the whole, what the whole is. */
export function wholeBlocks(answer: Answer): Block[] {
  const leaders = leadersOf(answer)
  if (leaders.length > 0) {
    // Who moved most is no part of the whole, whose own change is told beside it.
    if (moved(answer)) return []
    const told = answer.totals.map(({ currency, amount }) => {
      const leader = leaders.find((row) => row.currency === currency)
      const share = leader?.amount && amount !== null ? percent(leader.amount, amount) : undefined
      return `${share === undefined ? '' : `${share} of `}${figure(answer, amount, currency)}`
    })
    return [{ kind: 'text', text: [plain(`${capital(told.join(' and '))} in all.`)] }]
  }
  const [first, second] = pairOf(answer) ?? []
  if (first?.amount == null || second?.amount == null) return []
  const say = (decimal: string) => figure(answer, decimal, first.currency)
  const words = change(first.amount, second.amount, say).words.replace(/^(up|down) /, '')
  const way = new Big(first.amount).cmp(second.amount)
  const told = way === 0 ? 'Both alike' : `${label(answer, first)} has ${words} ${way > 0 ? 'more' : 'less'}`
  const [total] = answer.totals
  return [
    {
      kind: 'text',
      text: [strong(told), plain(`; together ${figure(answer, total?.amount ?? null, first.currency)}.`)],
    },
  ]
}

const label = (answer: Answer, row: Row) => rowLabel(row, answer.groupBy)
const amount = (answer: Answer, row: Row) => figure(answer, row.amount, row.currency)

/** "Which team …": the first of each currency, where one was asked for. */
function leadersOf(answer: Answer): readonly Row[] {
  const { question, groupBy, rows, trend, totals } = answer
  if (question.limit !== 1 || groupBy.length === 0 || trend !== null) return []
  const way = question.sort === 'asc' ? -1 : 1
  return totals.flatMap(({ currency }) => {
    const first = rows.find((row) => row.kind === 'group' && row.currency === currency)
    if (first === undefined || first.amount === null) return []
    // Where the first one fell, nobody grew.
    return moved(answer) && new Big(first.amount).cmp(first.before ?? 0) !== way ? [] : [first]
  })
}

const moved = ({ question, comparison }: Answer) => question.intent === 'compare' && comparison?.asked === true

/** Who grew most is told by how much. */
function leading(answer: Answer, row: Row): string {
  if (!moved(answer) || row.amount === null) return amount(answer, row)
  if (row.before === null) return `${amount(answer, row)} new`
  return capital(change(row.amount, row.before, (decimal) => figure(answer, decimal, row.currency)).words)
}

/** "vision vs fraud": two, and nothing beside them. */
function pairOf({ question, comparison, rows, trend, totals }: Answer): readonly [Row, Row] | undefined {
  const [first, second, ...others] = rows
  if (question.intent !== 'compare' || comparison?.asked || trend !== null || totals.length !== 1) return undefined
  if (first?.kind !== 'group' || second?.kind !== 'group' || others.length > 0) return undefined
  return first.amount === null || second.amount === null ? undefined : [first, second]
}
