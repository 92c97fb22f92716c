import { Big } from 'big.js'
import { plain, strong, type Text } from '../../cards/card.ts'
import { change, percent, price, shortDay } from '../../cards/format.ts'
import { addDays } from '../../civil-date.ts'
import { unitWords } from '../../spend/kinds/unit-cost/words.ts'
import { listed } from '../../spend/words.ts'
import type {
  Digest,
  DigestAnomaly,
  DigestAsked,
  DigestForecast,
  DigestIdle,
  DigestUnallocated,
  DigestUnitCost,
} from '../digest.ts'
import type { Section } from '../subscription.ts'
import { type Say, signed } from './amounts.ts'
import { budgetLine } from './budget-lines.ts'
import { name } from './lines.ts'

/** What is to be known besides, a line each: only what was asked for, and only where there is something to tell. */
export function factLines(digest: Digest, say: Say): readonly Text[] {
  const wants = (section: Section) => digest.asked.subscription.sections.includes(section)
  const budgets = wants('budget') ? digest.budgets : []
  return [
    ...budgetLine(budgets, say),
    ...(wants('forecast') ? forecastLines(digest, say, budgets.length === 0) : []),
    ...(wants('anomalies') ? anomalyLine(digest, say) : []),
    ...(wants('idle') ? [...idleLine(digest.idle, say), ...savedLine(digest, say)] : []),
    ...(wants('unallocated') ? unallocatedLine(digest, say) : []),
    ...(wants('unit_cost') ? unitCostLine(digest) : []),
  ]
}

/** The first currency with its range, the others by their amount. */
function forecastLines({ forecasts: [first, ...others] }: Digest, say: Say, withBudget: boolean): readonly Text[] {
  if (first === undefined) return []
  const told = others.map(({ expected, currency }) => `; ${say(expected, currency)}`)
  return [[...forecastLine(first, say, withBudget), ...told.map(plain)]]
}

/** "Forecast to Nov 30: $51,200, likely $49,800 – $52,600" */
export function forecastLine(forecast: DigestForecast, say: Say, withBudget: boolean): Text {
  const { month, currency, expected, low, high, budget } = forecast
  const likely = low === null || high === null ? '' : `, likely ${say(low, currency)} – ${say(high, currency)}`
  return [
    strong(`Forecast to ${shortDay(addDays(month.end, -1))}: `),
    plain(`${say(expected, currency)}${likely}`),
    ...(withBudget && budget !== null ? [plain(`; budget ${say(budget, currency)}`)] : []),
  ]
}

/** Amounts of several currencies have no largest: that of the first currency is told. */
function anomalyLine({ anomalies, totals }: Digest, say: Say): readonly Text[] {
  const currency = [totals[0]?.currency, anomalies[0]?.currency].find((wanted) =>
    anomalies.some((anomaly) => anomaly.currency === wanted),
  )
  const [largest] = anomalies
    .filter((anomaly) => anomaly.currency === currency)
    .toSorted((a, b) => new Big(b.over).cmp(a.over))
  if (largest === undefined) return []
  const lead = anomalies.length === 1 ? [] : [plain(`${anomalies.length}, largest `)]
  return [[strong('Unusual: '), ...lead, ...anomalyWords(largest, say)]]
}

/** "vision · Compute +$15,700 from Nov 5" */
export const anomalyWords = ({ name: who, over, currency, since }: DigestAnomaly, say: Say): Text => [
  plain(name(who)),
  plain(` ${signed(say, over, currency)} from ${shortDay(since)}`),
]

/** "2 resources, $24.10 a day, $265.10 wasted", a currency after the other. */
function idleLine(idle: readonly DigestIdle[], say: Say): readonly Text[] {
  const told = idle.filter(({ resources }) => resources > 0).map((one) => idleWords(one, say))
  return told.length === 0 ? [] : [[strong('Idle: '), plain(told.join('; '))]]
}

/** "$1,170.57 verified for 3 nudges", of a month. */
function savedLine({ saved = [] }: Digest, say: Say): readonly Text[] {
  const told = saved.map(
    ({ amount, currency, count }) =>
      `${say(amount, currency)} verified for ${count} settled ${count === 1 ? 'nudge' : 'nudges'}`,
  )
  return told.length === 0 ? [] : [[strong('Saved: '), plain(told.join('; '))]]
}

export const idleWords = ({ resources, perDay, wasted, nudges, currency }: DigestIdle, say: Say): string =>
  [
    `${resources} ${resources === 1 ? 'resource' : 'resources'}`,
    ...(perDay === null ? [] : [`${say(perDay, currency)} a day`]),
    ...(wasted === null ? [] : [`${say(wasted, currency)} wasted`]),
    ...(nudges === undefined ? [] : [`${nudges.open} ${nudges.open === 1 ? 'nudge' : 'nudges'} open`]),
  ].join(', ')

/** Stands at what a missing source will still move. */
export const soFar = ({ missing }: DigestAsked): string => (missing.length === 0 ? '' : ' so far')

/** Told also where there is none. */
function unallocatedLine({ unallocated, asked }: Digest, say: Say): readonly Text[] {
  const whole = asked.subscription.scope !== null && unallocated.some(({ wholeCompany }) => wholeCompany)
  const parts = toldUnallocated(unallocated).map((one) => unallocatedWords(one, say))
  if (parts.length === 0) return []
  return [
    [
      strong(`Unallocated${whole ? ', whole company' : ''}${soFar(asked)}: `),
      ...parts.flatMap((part, i) => (i === 0 ? part : [plain('; '), ...part])),
    ],
  ]
}

/** Where some of one currency is, that there is none of another is no news. */
export function toldUnallocated(all: readonly DigestUnallocated[]): readonly DigestUnallocated[] {
  const some = all.filter(({ amount }) => !new Big(amount).eq(0))
  return some.length === 0 ? all.slice(0, 1) : some
}

/** "$410.00 (3.3%), mostly Amazon EC2", "$0.00 (0%)" */
export function unallocatedWords({ amount, of, currency, biggest }: DigestUnallocated, say: Say): Text {
  const share = percent(amount, of)
  const none = new Big(amount).eq(0)
  return [
    plain(`${say(amount, currency)}${share === undefined ? '' : ` (${share})`}`),
    ...(biggest === null || none ? [] : [plain(', mostly '), plain(name(biggest, 40))]),
  ]
}

const MOST_UNITS = 2

/** In the first currency: units are counted whatever they are paid in, so the others would tell small change for each. */
function unitCostLine({ unitCosts, totals, asked }: Digest): readonly Text[] {
  const [first] = unitCosts.filter(({ currency }) => currency === totals[0]?.currency)
  const mine = unitCosts.filter(({ currency }) => currency === (first ?? unitCosts[0])?.currency)
  const told = mine.slice(0, MOST_UNITS).map(unitCostWords)
  const rest = mine.length - told.length
  return told.length === 0
    ? []
    : [[strong(`Unit cost${soFar(asked)}: `), plain(listed(rest === 0 ? told : [...told, `${rest} more`]))]]
}

/** "$0.01139 per request (up 1%)" */
export function unitCostWords({ unit, currency, each, before }: DigestUnitCost): string {
  const changed = before === null ? '' : ` (${change(each, before).words})`
  return `${price(each, currency ?? 'without a currency')} per ${unitWords(unit).per}${changed}`
}
