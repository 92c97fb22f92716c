import { Big } from 'big.js'
import { type Block, type Cell, plain, strong, type Table, type Text } from '../../cards/card.ts'
import { change, shortDay } from '../../cards/format.ts'
import type { Dimension } from '../../spend/question.ts'
import { capital, dimensionWord, dimensionWords, tagLabel } from '../../spend/words.ts'
import type { Digest, DigestAsked, DigestRow } from '../digest.ts'
import type { Section } from '../subscription.ts'
import { orNoData, toTheCent } from './amounts.ts'
import { budgetWords, worstFirst } from './budget-lines.ts'
import { MOST_SOURCES } from './changes.ts'
import {
  anomalyWords,
  forecastLine,
  idleWords,
  soFar,
  toldUnallocated,
  unallocatedWords,
  unitCostWords,
} from './fact-lines.ts'
import { atMost, name, textBlock, titled } from './lines.ts'
import { moverLines, moversTitle } from './mover-lines.ts'
import { isCut } from './title.ts'

/** How many lines one list holds before it is only counted. */
const MOST_LINES = 15

/** Everything to the cent, a part after the other; only parts that hold something. */
export function details(digest: Digest): Block[] {
  const { asked } = digest
  const wants = (section: Section) => asked.subscription.sections.includes(section)
  const part = (title: string, lines: readonly Text[]): Block[] => {
    const [only, ...others] = lines
    if (only === undefined) return []
    if (others.length === 0) return textBlock([[strong(`${title}: `), ...only]])
    return titled(title, atMost(lines.map(bulleted), MOST_LINES))
  }
  const of = (section: Section, title: string, lines: readonly Text[]) => (wants(section) ? part(title, lines) : [])
  return [
    ...part('About', isCut(asked) ? wholeScope(asked) : []),
    ...part('Still waiting for', hiddenSources(asked)),
    ...(wants('top') ? topBlocks(digest) : []),
    ...of('movers', moversTitle(asked), moverLines(digest.movers, toTheCent)),
    ...of(
      'budget',
      digest.budgets.length === 1 ? 'Budget' : 'Budgets',
      worstFirst(digest.budgets).map((budget) => [
        plain(name(budget.name)),
        plain(`: ${budgetWords(budget, toTheCent)}`),
      ]),
    ),
    ...(wants('forecast')
      ? textBlock(digest.forecasts.map((forecast) => forecastLine(forecast, toTheCent, true)))
      : []),
    ...of(
      'anomalies',
      'Unusual',
      digest.anomalies.map((anomaly) => [
        ...anomalyWords(anomaly, toTheCent),
        ...(anomaly.driver === null ? [] : [plain('; '), plain(name(anomaly.driver, 120))]),
      ]),
    ),
    ...of(
      'idle',
      'Idle resources',
      digest.idle.filter(({ resources }) => resources > 0).map((idle) => [plain(idleWords(idle, toTheCent))]),
    ),
    ...of('unallocated', `Unallocated${soFar(asked)}`, unallocatedLines(digest)),
    ...of(
      'unit_cost',
      `Unit cost${soFar(asked)}`,
      digest.unitCosts.map((unitCost) => [plain(unitCostWords(unitCost))]),
    ),
  ]
}

const bulleted = (line: Text): Text => [plain('• '), ...line]

/** The names that the headline had no room for. */
function wholeScope({ subscription: { scope }, sight }: DigestAsked): readonly Text[] {
  const values = scope?.values ?? (sight.kind === 'teams' ? sight.teams : [])
  return values.map((value) => [plain(`${dimensionWord(scope?.dimension ?? 'team')} `), plain(name(value, 120))])
}

/** The sources that the first line only counts. */
const hiddenSources = ({ missing }: DigestAsked): readonly Text[] =>
  missing.length <= MOST_SOURCES
    ? []
    : missing.map(({ source, since }) => [plain(name(source)), plain(` (from ${shortDay(since)})`)])

/** Who it went to, a currency after the other, for currencies are never added. */
function topBlocks({ top, against, asked }: Digest): Block[] {
  if (top === null) return []
  const compared = against !== null && top.rows.some(({ before }) => before !== null)
  const { dimension } = top
  const currencies = [...new Set(top.rows.map(({ currency }) => currency))]
  return currencies.flatMap((currency): Block[] => {
    const [only, ...others] = top.rows.filter((row) => row.currency === currency)
    if (only === undefined) return []
    const title = (what: string) => `Top ${what}${soFar(asked)}${currency === null ? '' : `, ${currency}`}`
    if (others.length > 0) return [topTable(title(dimensionWords(dimension)), dimension, [only, ...others], compared)]
    const said = ` ${orNoData(toTheCent, only.amount, currency)}${compared ? `, ${changeWords(only)}` : ''}`
    return textBlock([
      [strong(`${title(dimensionWord(dimension))}: `), plain(name(tagLabel(dimension, only.name))), plain(said)],
    ])
  })
}

const topTable = (caption: string, dimension: Dimension, rows: readonly DigestRow[], compared: boolean): Table => ({
  kind: 'table',
  caption,
  columns: [
    { title: capital(dimensionWord(dimension)), align: 'left' },
    { title: 'Cost', align: 'right' },
    ...(compared ? [{ title: 'Change', align: 'right' } as const] : []),
  ],
  rows: rows.map((row) => [
    { text: name(tagLabel(dimension, row.name)) },
    amountCell(row),
    ...(compared ? [{ text: changeWords(row) }] : []),
  ]),
})

const amountCell = ({ amount, currency }: DigestRow): Cell => {
  const text = orNoData(toTheCent, amount, currency)
  return amount === null ? { text } : { text, value: Number(amount) }
}

const changeWords = ({ amount, before }: DigestRow): string =>
  amount === null ? '–' : before === null ? 'new' : change(amount, before).words

/** With what to tag: the service that most of it is. */
const unallocatedLines = ({ unallocated }: Digest): readonly Text[] =>
  toldUnallocated(unallocated).map((one) => [
    ...(one.wholeCompany ? [plain('Whole company: ')] : []),
    ...unallocatedWords(one, toTheCent),
    ...(one.biggest === null || new Big(one.amount).lte(0) ? [] : [plain('; tag that first')]),
  ])
