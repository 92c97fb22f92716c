import { Big } from 'big.js'
import { type Block, plain, strong } from '../../../cards/card.ts'
import { change, days, money, NO_DATA, percent, price, quantity } from '../../../cards/format.ts'
import { daysBetween } from '../../../civil-date.ts'
import type { Answer } from '../../answer.ts'
import { capital } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { UnitCost } from './found.ts'
import { unitNotes } from './notes.ts'
import { eachText, headlines, isRecorded, type Total } from './say.ts'
import { seriesBlocks } from './series.ts'
import { unitCostTables } from './tables.ts'
import { unitWords } from './words.ts'

/** What one costs, first; then the cost and the units that it was made of, what moved, and who pays most for one. */
export function unitCostCard(answer: Answer, found: UnitCost): Said {
  return {
    headline: headline(answer, found),
    blocks: [
      ...madeOf(found),
      ...changes(found),
      ...spanTold(found),
      ...runsTold(found),
      ...(found.grain === null ? unitCostTables(found) : seriesBlocks(found)),
      ...nextStep(found),
    ],
    notes: unitNotes(answer, found),
  }
}

function headline(answer: Answer, found: UnitCost): string {
  const { per } = unitWords(found.unit)
  const all = headlines(answer, found)
  const priced = all.filter(({ figures }) => (figures.each ?? null) !== null)
  const [first] = all
  if (priced.length === 0 || first === undefined)
    return first === undefined ? 'No data' : capital(eachText(found, first.figures, first.currency))
  if (priced.some(({ name }) => name !== null))
    return priced
      .map(
        ({ figures, currency, name }) =>
          `${eachText(found, figures, currency)} per ${per}${name === null ? '' : `: ${name}`}`,
      )
      .join('; ')
  const [lead = '', ...more] = priced.map(({ figures, currency }) => eachText(found, figures, currency))
  // All currencies are paid for the same requests, but each for its own tokens.
  if (found.basis.kind === 'counts')
    return `${lead} per ${per}${more.length === 0 ? '' : `, plus ${more.join(' and ')}`}`
  return `${[lead, ...more].join(' and ')} per ${per}`
}

/** Cost and units; what is paid in several currencies for the same units is one sentence. */
function madeOf(found: UnitCost): Block[] {
  const together = found.basis.kind === 'counts' ? [found.totals] : found.totals.map((total) => [total])
  return together.flatMap((totals) => madeOfText(found, totals))
}

function madeOfText(found: UnitCost, totals: readonly Total[]): Block[] {
  const { spans, unit } = found
  const { many } = unitWords(unit)
  const [first] = totals
  if (first === undefined) return []
  const span = spans.soFar ? `${days(spans.now)} so far` : days(spans.now)
  const priced = (side: string) =>
    totals
      .filter(({ figures }) => (figures[`each${side}`] ?? null) !== null)
      .map(({ figures, currency }) => eachText(found, figures, currency, side))
      .join(' and ')
  const words = (side: string) => {
    const units = first.figures[`units${side}`]
    const counted = isRecorded(units) ? quantity(units, many) : `no ${many} recorded`
    const amounts = totals.flatMap(({ figures, currency }) => {
      const amount = figures[`amount${side}`] ?? null
      return amount === null ? [] : [money(amount, currency ?? '')]
    })
    return `${amounts.length === 0 ? 'No cost recorded' : amounts.join(' and ')} for ${counted}`
  }
  const { whole } = spans
  return [
    { kind: 'text', text: [plain(`${words('')}, ${span}${thousand(found, totals)}.`)] },
    ...(whole === null || spans.soFar || priced('_whole') === ''
      ? []
      : ([
          {
            kind: 'text',
            text: [
              plain(
                `With the days whose bill is still arriving, ${days(whole)}: ${priced('_whole')} (${words('_whole')}).`,
              ),
            ],
          },
        ] satisfies Block[])),
  ]
}

/** A price far below a cent is easier to hold as that of a thousand. */
function thousand({ unit }: UnitCost, totals: readonly Total[]): string {
  const [lead] = totals
  const each = lead?.figures.each ?? null
  if (each === null || unitWords(unit).size !== 1 || new Big(each).abs().gte('0.01') || new Big(each).eq(0)) return ''
  const said = totals.flatMap(({ figures, currency }) =>
    figures.each ? [price(new Big(figures.each).times(1000).toFixed(), currency ?? '')] : [],
  )
  return `: ${said.join(' and ')} per 1,000`
}

function changes(found: UnitCost): Block[] {
  const { before } = found.spans
  if (before === null) return []
  return found.totals.map(({ currency, figures }) => {
    const now = figures.each ?? null
    const then = figures.each_before ?? null
    const against = `against ${days(before)} (${eachText(found, figures, currency, '_before')}).`
    if (now === null || then === null)
      return { kind: 'text', text: [strong('Nothing to compare with '), plain(against)] }
    const moved = change(now, then, (decimal) => price(decimal, currency ?? '')).words
    const judged = moved.startsWith('down')
      ? `Better: ${moved} `
      : moved.startsWith('up')
        ? `Worse: ${moved} `
        : `${capital(moved)} `
    return { kind: 'text', text: [strong(judged), plain(against)] }
  })
}

/** A person is counted each day, but is thought of over all of them. */
function spanTold({ unit, spans, totals }: UnitCost): Block[] {
  if (unit !== 'user' && unit !== 'customer') return []
  const count = daysBetween(spans.now.start, spans.now.end)
  const priced = totals.flatMap(({ currency, figures: { each, units } }) =>
    each && isRecorded(units) ? [{ units, said: price(new Big(each).times(count).toFixed(), currency ?? '') }] : [],
  )
  const [first] = priced
  if (first === undefined || count < 2) return []
  const usual = new Big(first.units).div(count).round().toFixed()
  const said = `Over these ${count} days: ${priced.map(({ said }) => said).join(' and ')} for each of the ${quantity(usual, unit)} of an average day.`
  return [{ kind: 'text', text: [plain(said)] }]
}

/** Runs that came to nothing are paid for as well: they are in the price, and told. */
function runsTold({ basis, totals }: UnitCost): Block[] {
  if (basis.kind !== 'runs') return []
  return totals.flatMap(({ currency, figures }): Block[] => {
    const told = ['failed', 'cancelled'].flatMap((status) => {
      const count = figures[status] ?? '0'
      const cost = figures[`${status}_cost`] ?? null
      const share =
        cost === null || figures.amount === null || figures.amount === undefined
          ? undefined
          : percent(cost, figures.amount)
      return Number(count) === 0
        ? []
        : [
            `${count} ${status}: ${cost === null ? NO_DATA : money(cost, currency ?? '')}${share === undefined ? '' : ` (${share})`}`,
          ]
    })
    const hour = figures.each_hours ?? null
    return [
      {
        kind: 'text',
        text: [
          plain(
            `${told.length === 0 ? 'None failed or was cancelled' : told.join('; ')}.${hour === null ? '' : ` ${price(hour, currency ?? '')} per GPU hour.`}`,
          ),
        ],
      },
    ]
  })
}

/** Where there is nothing to divide by, what would help. */
function nextStep({ basis, totals, unit }: UnitCost): Block[] {
  if (basis.kind !== 'counts' || totals.some(({ figures }) => isRecorded(figures.units))) return []
  const { many } = unitWords(unit)
  return [
    {
      kind: 'text',
      text: [
        plain(
          `${capital(many)} are on no bill: they come with “tally import units”. Tokens and GPU hours are on the bill itself, so ask for the cost per 1M tokens.`,
        ),
      ],
    },
  ]
}
