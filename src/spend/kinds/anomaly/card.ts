import { Big } from 'big.js'
import { type Block, type Chart, plain, strong, type Table, type Text } from '../../../cards/card.ts'
import { day, days, money, shortDay } from '../../../cards/format.ts'
import { addDays } from '../../../civil-date.ts'
import { capital } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { Anomalies, Finding } from './found.ts'
import { driverWords, judgedWords, kindWord, placeOf, placesWord, whenOf } from './words.ts'

const MOST_ROWS = 10
/** Of what is told apart: the rest is in the file. */
const MOST_LINES = 4

export function anomalyCard(found: Anomalies): Said {
  const above = found.findings.filter(({ told }) => told === 'above')
  const [worst] = above
  return {
    headline: headline(above),
    blocks: [
      ...(worst === undefined ? [quiet(found)] : [inWords(worst)]),
      ...currencies(above).flatMap((currency) => rest(above, currency, worst)),
      ...(worst === undefined ? [] : [chart(worst)]),
      ...apart(found),
    ],
    notes: notes(found, above),
  }
}

/** What is above expected, per currency and exact: findings share no money. */
export const totalsOf = (above: readonly Finding[]) =>
  currencies(above).map((currency) => ({
    currency,
    total: above
      .filter((finding) => finding.currency === currency)
      .reduce((sum, { over }) => sum.plus(over), new Big(0))
      .toFixed(),
  }))

const currencies = (findings: readonly Finding[]) => [...new Set(findings.map(({ currency }) => currency))]

function headline(above: readonly Finding[]): string {
  if (above.length === 0) return 'Nothing unusual'
  const sums = totalsOf(above).map(({ currency, total }) => money(total, currency))
  return `${sums.join(' and ')} above expected in ${placesWord(above.length)}`
}

const quiet = (found: Anomalies): Block => ({
  kind: 'text',
  text: [plain(`No spend of ${days(found.judged.days)} was higher than the weeks before lead to expect.`)],
})

function inWords(worst: Finding): Block {
  const drivers = driverWords(worst)
  const text: Text = [
    strong(placeOf(worst)),
    plain(
      `: ${kindWord(worst)} ${whenOf(worst)}, ${money(worst.actual, worst.currency)} where ${money(worst.expected, worst.currency)} was expected (${money(worst.low, worst.currency)} – ${money(worst.high, worst.currency)})${drivers === undefined ? '' : `; ${drivers}`}.`,
    ),
  ]
  return { kind: 'text', text }
}

/** A single one is told in words, the worst of all has been. */
function rest(above: readonly Finding[], currency: string, worst: Finding | undefined): Block[] {
  const [only, ...others] = above.filter((finding) => finding.currency === currency)
  if (only === undefined || others.length > 0) return [table(above, currency)]
  return only === worst ? [] : [inWords(only)]
}

function table(above: readonly Finding[], currency: string): Table {
  const mine = above.filter((finding) => finding.currency === currency)
  const shown = mine.length > MOST_ROWS + 2 ? mine.slice(0, MOST_ROWS) : mine
  const rest = mine.slice(shown.length)
  const sum = (of: (finding: Finding) => string) =>
    rest.reduce((total, finding) => total.plus(of(finding)), new Big(0)).toFixed()
  const cell = (amount: string) => ({ text: money(amount, currency), value: Number(amount) })
  return {
    kind: 'table',
    caption: `Above expected, ${currency}`,
    columns: [
      { title: 'Where', align: 'left' },
      { title: 'What', align: 'left' },
      { title: 'Cost', align: 'right' },
      { title: 'Expected', align: 'right' },
      { title: 'Above', align: 'right' },
      { title: 'Likely driver', align: 'left' },
    ],
    rows: [
      ...shown.map((finding) => [
        { text: placeOf(finding) },
        { text: `${kindWord(finding)} ${whenOf(finding)}` },
        cell(finding.actual),
        cell(finding.expected),
        cell(finding.over),
        { text: driverWords(finding) ?? '–' },
      ]),
      ...(rest.length === 0
        ? []
        : [
            [
              { text: `Other (${rest.length})` },
              { text: '–' },
              cell(sum(({ actual }) => actual)),
              cell(sum(({ expected }) => expected)),
              cell(sum(({ over }) => over)),
              { text: '–' },
            ],
          ]),
    ],
  }
}

function chart(worst: Finding): Chart {
  return {
    kind: 'chart',
    shape: 'line',
    title: `${placeOf(worst)}, ${worst.currency}`,
    unit: worst.currency,
    categories: worst.days.map(({ day }) => shortDay(day)),
    days: worst.days.map(({ day }) => day),
    series: [
      { name: 'Cost', values: worst.days.map(({ value }) => value) },
      { name: 'Expected', values: worst.days.map(({ expected }) => expected) },
    ],
    words: `${capital(kindWord(worst))} ${whenOf(worst)}: ${money(worst.over, worst.currency)} above expected.`,
  }
}

/** What is no alarm: planned, told before, or less than expected. One line each, quietly. */
function apart({ findings }: Anomalies): Block[] {
  const line = (finding: Finding, way: string) =>
    `${placeOf(finding)}: ${kindWord(finding)} ${whenOf(finding)}, ${money(new Big(finding.over).abs().toFixed(), finding.currency)} ${way}`
  const list = (told: Finding['told'], title: string, say: (finding: Finding) => string): Block[] => {
    const mine = findings.filter((finding) => finding.told === told)
    if (mine.length === 0) return []
    const more = mine.length - MOST_LINES
    const lines = mine.slice(0, MOST_LINES).map(say)
    return [
      {
        kind: 'text',
        text: [strong(title), plain(` ${lines.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`)],
      },
    ]
  }
  return [
    ...list('planned', 'Planned:', (finding) => {
      const { plan } = finding
      return `${line(finding, 'above')}${plan === null ? '' : ` (“${plan.reason}”, ${plan.plannedBy})`}`
    }),
    ...list('earlier', 'Began before and goes on:', (finding) => line(finding, 'above in these days')),
    ...list('below', 'Lower than expected:', (finding) => line(finding, 'below')),
  ]
}

function notes(found: Anomalies, above: readonly Finding[]): string[] {
  const { judged, open, cut, assumed, newSources, findings } = found
  return [
    judgedWords(found),
    'Counted is what costs 25 or more above its expected range on some day; drops and credits are in no figure above.',
    ...(judged.young === 0
      ? []
      : [`${judged.young} series are too young to judge: fewer than four weeks are known before.`]),
    ...(open === null ? [] : [`Not judged yet, for its bill is not complete: ${days(open)}.`]),
    ...(cut === null ? [] : [`Days before ${day(judged.days.start)} are not judged: ask for 100 days at most.`]),
    ...(assumed
      ? [`Nothing tells which days are complete: ${day(addDays(judged.days.end, -1))} is taken as the last.`]
      : []),
    ...(newSources.length === 0
      ? []
      : [`${newSources.join(', ')} was first loaded in these weeks: what came with it is not told as new.`]),
    ...(findings.some(({ alsoModels }) => alsoModels.length > 0)
      ? ['What shows both by team and by model is told once, by team.']
      : []),
    ...(above.length === 0 ? [] : ['Was one planned? An administrator marks it: “tally planned add”.']),
  ]
}
