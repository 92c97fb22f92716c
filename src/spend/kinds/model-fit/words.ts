import { Big } from 'big.js'
import { money, quantity } from '../../../cards/format.ts'
import { tagLabel } from '../../words.ts'
import type { Fit, Move } from './fit.ts'
import type { Quality } from './quality.ts'

/** "0.924" */
export const score = (decimal: string): string => new Big(decimal).toFixed(3, Big.roundHalfUp)

export const scored = (quality: Quality | null): string =>
  quality === null ? 'no scores' : `${score(quality.score)} (n ${quality.n.toLocaleString('en-US')})`

const points = (difference: number) => (Math.abs(difference) * 100).toFixed(1)
const signed = (difference: number) => `${difference < 0 ? '−' : '+'}${points(difference)}`

/** What the scores say of a move, with n of both sides: never a verdict without them. */
export function qualityWords({ now, after, verdict, metric }: Move): string {
  const both = `${metric ?? 'quality'} ${scored(after)} against ${scored(now)}`
  switch (verdict.kind) {
    case 'few':
      return `too few scores to say, ${scored(after)} against ${scored(now)}`
    case 'untested':
      return `${both}, difference not tested`
    case 'alike':
      return `${both}, ${apart(verdict.difference)}, which may be chance (${range(verdict)})`
    case 'better':
      return `${both}, ${apart(verdict.difference)}, more than chance (${range(verdict)})`
    case 'worse':
      return `${both}, ${apart(verdict.difference)}, more than chance (${range(verdict)})`
    case 'unclear':
      return `${both}, ${apart(verdict.difference)}, too uncertain to say (${range(verdict)})`
  }
}

const range = ({ low, high }: { readonly low: number; readonly high: number }) =>
  `95%: ${signed(low)} to ${signed(high)} points`

function apart(difference: string): string {
  const value = Number(difference)
  return value === 0 ? 'equal' : `${points(value)} points ${value < 0 ? 'lower' : 'higher'}`
}

/** How many points a move would gain or lose. */
export const pointsWords = ({ verdict }: Move): string =>
  verdict.kind === 'few' || verdict.kind === 'untested' ? '–' : signed(Number(verdict.difference))

/** The same with what that stands for. */
export function difference({ verdict }: Move): string {
  switch (verdict.kind) {
    case 'few':
      return 'too few'
    case 'untested':
      return 'not tested'
    case 'unclear':
      return `${signed(Number(verdict.difference))} uncertain`
    case 'alike':
      return `${signed(Number(verdict.difference))} may be chance`
    case 'better':
      return `${signed(Number(verdict.difference))} better`
    case 'worse':
      return `${signed(Number(verdict.difference))} worse`
  }
}

/** Spent on `from`, at list price and as it was paid, and what the same tokens would be. */
export function costWords({ cost, listCost, toListCost, currency, from, to, unpriced }: Move): string {
  if (listCost === null) return `no list price known for ${from}; it cost ${money(cost, currency)} (effective)`
  const now = `${money(listCost, currency)} at list price now (${money(cost, currency)} effective)`
  return toListCost === null
    ? `${now}; no list price known for ${unpriced ?? 'tokens'} of ${to}`
    : `${now}, ${money(toListCost, currency)} on ${to}`
}

export const savingWords = ({ saving, currency }: Move): string =>
  saving === null
    ? 'no list price known'
    : new Big(saving).lt(0)
      ? `${money(new Big(saving).abs().toFixed(), currency)} more`
      : `${money(saving, currency)} less`

export const pair = ({ project, from, to }: Move): string => `${tagLabel('project', project)}: ${from} → ${to}`

export const notes = (fit: Fit): string[] => {
  const asInput = [...new Set(fit.moves.filter(({ writesAsInput }) => writesAsInput).map(({ to }) => to))]
  return [
    'List prices are the bill’s own of these days, before discounts; tokens are taken as they are counted, though model families count the same text differently.',
    ...(asInput.length === 0
      ? []
      : [
          `${asInput.join(', ')} ${asInput.length === 1 ? 'charges' : 'charge'} nothing for cache writes: they are priced as input.`,
        ]),
    'A higher score is taken as better; two models may have been scored on different work. A move is suggested only with 50 scores or more on both sides, at most 2 points lower and within chance (95%, known to within 5 points).',
    ...(fit.kept.scores ? [] : ['Scores are kept per team, project and model, and not cut further than that.']),
    ...(fit.kept.requests ? [] : ['Requests are not counted for what the question narrows to.']),
  ]
}

export const tokens = (count: string | null): string => (count === null ? '–' : quantity(count, 'token'))
