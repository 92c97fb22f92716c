import { Big } from 'big.js'
import { type Block, type Cell, plain, strong, type Table } from '../../../cards/card.ts'
import { day, days, money, NO_DATA } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { capital, dimensionWord, dimensionWords, rowLabel } from '../../words.ts'
import type { Said } from '../kind.ts'
import { difference, type Values, type ValueTotal, type Worth } from './worth.ts'

/** What is said to be worth more than it costs, who said so and when; what nobody put a value on stands apart. */
export function valueCard(answer: Answer, found: Values): Said {
  const above = answer.question.focus?.on === 'cost_above_value'
  const told = found.totals.filter(({ stated }) => stated > 0)
  return {
    headline: above ? aboveHeadline(found, told) : headline(told),
    blocks: [
      ...told.flatMap((total) => sentence(found, total, above)),
      ...told.flatMap(({ currency }) => statedTable(found, currency)),
      ...(above ? [] : silentBlocks(found)),
    ],
    notes: [
      'Stated value is what a person says something is worth, set against the effective cost of exactly that in the same months.',
      ...(found.months.start === answer.question.period.start && found.months.end === answer.question.period.end
        ? []
        : [
            `Value is stated by month: of ${days(answer.question.period)} the whole months count, ${days(found.months)}.`,
          ]),
      ...found.broader.map(
        ({ currency, value, statements }) =>
          `${statements === 1 ? 'One statement' : `${statements} statements`} (${money(value, currency)}) ${statements === 1 ? 'names' : 'name'} no ${found.groupBy.map(dimensionWord).join(' or no ')} and ${statements === 1 ? 'is' : 'are'} left out.`,
      ),
    ],
  }
}

const times = (ratio: string) => {
  const exact = new Big(ratio)
  const places = exact.abs().gte(100) ? 0 : exact.abs().gte(10) ? 1 : 2
  return `${exact.round(places, Big.roundHalfUp).toFixed()} ×`
}

const counted = (found: Values, count: number) =>
  `${count.toLocaleString('en-US')} ${found.groupBy.length === 1 && found.groupBy[0] ? (count === 1 ? dimensionWord : dimensionWords)(found.groupBy[0]) : count === 1 ? 'group' : 'groups'}`

function headline(told: readonly ValueTotal[]): string {
  if (told.length === 0) return 'No stated value'
  return told
    .map(({ currency, value, ratio }) =>
      ratio === null
        ? `${money(value ?? '0', currency)} of stated value`
        : `Stated value is ${times(ratio)} the cost${told.length > 1 ? ` in ${currency}` : ''}`,
    )
    .join(' and ')
}

function aboveHeadline(found: Values, told: readonly ValueTotal[]): string {
  const over = told.filter(({ above }) => above > 0)
  if (told.length === 0) return 'No stated value'
  if (over.length === 0) return 'Nothing costs more than it is said to be worth'
  const sums = over.map(({ currency, aboveBy }) => money(aboveBy, currency)).join(' and ')
  const count = over.reduce((all, { above }) => all + above, 0)
  return `${sums} more cost than stated value${found.groupBy.length === 0 ? '' : ` in ${counted(found, count)}`}`
}

function sentence(found: Values, total: ValueTotal, above: boolean): Block[] {
  const { currency } = total
  const lone = found.groupBy.length === 0
  const whole = lone ? '' : ` for ${total.stated} of ${counted(found, total.groups)}`
  const named = found.above.filter((worth) => worth.currency === currency)
  const more = total.above - named.length
  const who = lone ? found.stated.find((worth) => worth.currency === currency) : undefined
  const said: Block = {
    kind: 'text',
    text: [
      strong(`${money(total.value ?? '0', currency)} of stated value`),
      plain(
        `${whole} against ${total.cost === null ? 'no recorded cost' : `${money(total.cost, currency)} of cost`} in ${days(found.months)}${who ? `, ${statedWords(who)}` : ''}.${
          total.costWithoutValue === null
            ? ''
            : ` Another ${money(total.costWithoutValue, currency)} of cost has no stated value.`
        }`,
      ),
    ],
  }
  if (above || lone || total.above === 0) return [said]
  const names = named.map(
    (worth) => `${rowLabel(worth, found.groupBy)} (${worth.ratio === null ? '–' : times(worth.ratio)})`,
  )
  return [
    said,
    {
      kind: 'text',
      text: [
        plain('Cost more than they are said to be worth: '),
        strong([...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')),
        plain('.'),
      ],
    },
  ]
}

const statedWords = ({ statedBy, statedAt }: Worth) =>
  `stated by ${statedBy ?? 'nobody named'}${statedAt === null ? '' : ` on ${day(statedAt)}`}`

const amount = (decimal: string | null, currency: string): Cell =>
  decimal === null ? { text: NO_DATA } : { text: money(decimal, currency), value: Number(decimal) }

function statedTable(found: Values, currency: string): Table[] {
  const rows = found.stated.filter((worth) => worth.currency === currency)
  if (rows.length === 0 || found.groupBy.length === 0) return []
  const partly = rows.some(({ costWithoutValue }) => costWithoutValue !== null)
  const fewer = rows.some(({ months }) => months > 0 && months < found.monthCount)
  return [
    {
      kind: 'table',
      caption: `Stated value against cost by ${found.groupBy.map(dimensionWord).join(' and ')}, ${currency}`,
      columns: [
        { title: found.groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · '), align: 'left' },
        { title: 'Value', align: 'right' },
        { title: 'Cost', align: 'right' },
        { title: 'Difference', align: 'right' },
        { title: 'Value ÷ cost', align: 'right' },
        ...(partly ? [{ title: 'Other cost', align: 'right' } as const] : []),
        { title: 'Stated by', align: 'left' },
        ...(fewer ? [{ title: 'Months', align: 'right' } as const] : []),
      ],
      rows: rows.map((worth) => [
        { text: rowLabel(worth, found.groupBy) },
        amount(worth.value, currency),
        amount(worth.cost, currency),
        amount(difference(worth), currency),
        worth.ratio === null
          ? { text: worth.otherCurrency ? 'also billed in another currency' : '–' }
          : { text: times(worth.ratio), value: Number(worth.ratio) },
        ...(partly ? [{ text: worth.costWithoutValue === null ? '–' : money(worth.costWithoutValue, currency) }] : []),
        {
          text:
            worth.statedBy === null
              ? '–'
              : `${worth.statedBy}${worth.statedAt === null ? '' : `, ${day(worth.statedAt)}`}`,
        },
        ...(fewer ? [{ text: `${worth.months || '–'} of ${found.monthCount}` }] : []),
      ]),
    },
  ]
}

/** Missing is missing: it is listed with what it costs, and nobody makes it zero. */
function silentBlocks(found: Values): Block[] {
  if (found.silent.length === 0) return []
  if (found.groupBy.length === 0)
    return found.silent.map(({ currency, costWithoutValue }) => ({
      kind: 'text',
      text: [
        plain(
          `Nobody stated a value for ${days(found.months)}${costWithoutValue === null ? '' : `; it cost ${money(costWithoutValue, currency)}`}.`,
        ),
      ],
    }))
  return found.totals.flatMap(({ currency }): Block[] => {
    const rows = found.silent.filter((worth) => worth.currency === currency)
    if (rows.length === 0) return []
    const said = rows.map(
      (worth) => `${rowLabel(worth, found.groupBy)} ${money(worth.costWithoutValue ?? '0', currency)}`,
    )
    return [{ kind: 'text', text: [plain(`No stated value, ${currency}: ${said.join(', ')}.`)] }]
  })
}
