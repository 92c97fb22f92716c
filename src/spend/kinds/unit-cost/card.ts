import { Big } from 'big.js'
import { type Block, type Cell, type Column, plain, strong, type Table } from '../../../cards/card.ts'
import { change, days, money, NO_DATA, percent, price, quantity } from '../../../cards/format.ts'
import { daysBetween } from '../../../civil-date.ts'
import type { Answer } from '../../answer.ts'
import { capital } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { Figures, Line, UnitCost } from './found.ts'
import { unitNotes } from './notes.ts'
import { eachText, headlines, isRecorded, nameOf, type Total } from './say.ts'
import { seriesBlocks } from './series.ts'
import { DIRECTIONS, unitWords } from './words.ts'

/** What one costs, first; then the cost and the units that it was made of, what moved, and who pays most for one. */
export function unitCostCard(answer: Answer, found: UnitCost): Said {
  return {
    headline: headline(answer, found),
    blocks: [
      ...found.totals.flatMap((total) => madeOf(found, total)),
      ...changes(found),
      ...spanTold(found),
      ...runsTold(found),
      ...(found.grain === null ? tables(found) : seriesBlocks(found)),
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
      .join(' and ')
  // All currencies are paid for the same requests, but each for its own tokens.
  const together = found.basis.kind === 'counts' ? ' + ' : ' and '
  return `${priced.map(({ figures, currency }) => eachText(found, figures, currency)).join(together)} per ${per}`
}

function madeOf(found: UnitCost, { currency, figures }: Total): Block[] {
  const { spans, unit } = found
  const span = spans.soFar ? `${days(spans.now)} so far` : days(spans.now)
  const words = (side: string) => {
    const units = figures[`units${side}`]
    const counted = isRecorded(units) ? quantity(units, unitWords(unit).many) : `no ${unitWords(unit).many} recorded`
    const amount = figures[`amount${side}`] ?? null
    return `${amount === null ? 'No cost recorded' : money(amount, currency ?? '')} for ${counted}`
  }
  const whole = spans.whole
  return [
    { kind: 'text', text: [plain(`${words('')}, ${span}.`)] },
    ...(whole === null || spans.soFar
      ? []
      : ([
          {
            kind: 'text',
            text: [
              plain(
                `With the days whose bill is still arriving, ${days(whole)}: ${eachText(found, figures, currency, '_whole')} (${words('_whole')}).`,
              ),
            ],
          },
        ] satisfies Block[])),
  ]
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
  return totals.flatMap(({ currency, figures }): Block[] => {
    const { each, units } = figures
    if (!each || !isRecorded(units) || count < 2) return []
    const usual = new Big(units).div(count).round().toFixed()
    const said = `Over these ${count} days: ${price(new Big(each).times(count).toFixed(), currency ?? '')} for each of the ${quantity(usual, unit)} of an average day.`
    return [{ kind: 'text', text: [plain(said)] }]
  })
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

const left = (title: string): Column => ({ title, align: 'left' })
const right = (title: string): Column => ({ title, align: 'right' })
const cell = (text: string, value?: string | null): Cell =>
  value === undefined || value === null ? { text } : { text, value: Number(value) }

function tables(found: UnitCost): Table[] {
  return found.totals.flatMap((total) => {
    const lines = found.lines.filter((line) => line.currency === total.currency)
    return [
      ...(lines.length === 0 ? [] : [groupTable(found, total, lines)]),
      ...(found.unit === 'token' ? [directionTable(found, total)] : []),
    ]
  })
}

function groupTable(found: UnitCost, { currency, figures }: Total, lines: readonly Line[]): Table {
  const { unit, spans, basis } = found
  const { per, many } = unitWords(unit)
  const compared = spans.before !== null
  // Microsoft Teams has room for eight columns.
  const directions =
    unit === 'token' && !compared
      ? DIRECTIONS.filter(({ name, meter }) => meter !== null && isRecorded(figures[`units_${name}`]))
      : []
  const row = (name: string, of: Figures): Cell[] => {
    const amount = of.amount ?? null
    const units = of.units ?? null
    return [
      cell(name),
      cell(eachText(found, of, currency), of.each),
      ...(compared
        ? [cell(eachText(found, of, currency, '_before'), of.each_before), cell(movedText(of, currency))]
        : []),
      ...directions.map(({ name }) => {
        const each = of[`each_${name}`] ?? null
        return cell(each === null ? '–' : price(each, currency ?? ''), each)
      }),
      cell(amount === null ? NO_DATA : money(amount, currency ?? ''), amount),
      cell(isRecorded(units) ? counted(units, many) : NO_DATA, units),
      ...(basis.kind === 'runs' ? [cell(of.failed ?? '0', of.failed), cell(of.cancelled ?? '0', of.cancelled)] : []),
    ]
  }
  return {
    kind: 'table',
    caption: `Per ${per} by ${found.groupedBy.join(' and ')}, ${currency ?? ''}`,
    columns: [
      left(found.groupedBy.map(capital).join(' · ')),
      right(`Per ${per}`),
      ...(compared ? [right('Before'), right('Change')] : []),
      ...directions.map(({ words }) => right(words)),
      right('Cost'),
      right(capital(many)),
      ...(basis.kind === 'runs' ? [right('Failed'), right('Cancelled')] : []),
    ],
    rows: [...lines.map((line) => row(nameOf(found, line), line.figures)), row('Total', figures)],
  }
}

const movedText = (of: Figures, currency: string | null): string =>
  (of.each ?? null) === null || (of.each_before ?? null) === null
    ? '–'
    : change(of.each ?? '0', of.each_before, (decimal) => price(decimal, currency ?? '')).words

/** The column says what is counted, so the figure goes without the word. */
const counted = (units: string, many: string): string => quantity(units, many).replace(` ${many}`, '')

function directionTable(found: UnitCost, { currency, figures }: Total): Table {
  const told = DIRECTIONS.filter(({ name }) => (figures[`amount_${name}`] ?? null) !== null)
  return {
    kind: 'table',
    caption: `Tokens by direction, ${currency ?? ''}`,
    columns: [left('Tokens'), right('Per 1M'), right('Cost'), right('Share'), right('Count')],
    rows: told.map(({ name, words }) => {
      const amount = figures[`amount_${name}`] ?? '0'
      const units = figures[`units_${name}`]
      return [
        cell(words),
        cell(eachText(found, figures, currency, `_${name}`), figures[`each_${name}`]),
        cell(money(amount, currency ?? ''), amount),
        cell(percent(amount, figures.amount ?? '0') ?? '–'),
        cell(isRecorded(units) ? counted(units, 'tokens') : NO_DATA, units),
      ]
    }),
  }
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
