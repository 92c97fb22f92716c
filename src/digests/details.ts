import { type Block, type Cell, plain, strong, type Table, type Text } from '../cards/card.ts'
import { change, shortDay } from '../cards/format.ts'
import { capital, dimensionWord, dimensionWords, tagLabel } from '../spend/words.ts'
import { orNoData, toTheCent } from './amounts.ts'
import { budgetWords, worstFirst } from './budget-lines.ts'
import type { Digest, DigestAsked, DigestRow } from './digest.ts'
import { anomalyWords, forecastLine, idleWords, unallocatedWords, unitCostWords } from './fact-lines.ts'
import { atMost, name, textBlock } from './lines.ts'
import { moverLines } from './mover-lines.ts'
import type { Section } from './subscription.ts'
import { isCut } from './title.ts'

/** How many lines one list holds before it is only counted. */
const MOST_LINES = 15

/** Everything to the cent, a part after the other; only parts that hold something. */
export function details(digest: Digest): Block[] {
  const { asked } = digest
  const wants = (section: Section) => asked.subscription.sections.includes(section)
  const part = (title: string, lines: readonly Text[]): Block[] =>
    lines.length === 0 ? [] : textBlock([[strong(title)], ...atMost(lines, MOST_LINES)])
  const of = (section: Section, title: string, lines: readonly Text[]) => (wants(section) ? part(title, lines) : [])
  return [
    ...part('About', isCut(asked) ? wholeScope(asked) : []),
    ...part(
      'Incomplete sources',
      asked.missing.map(({ source, since }) => [plain(name(source)), plain(`: from ${shortDay(since)}`)]),
    ),
    ...(wants('top') ? topTables(digest) : []),
    ...of('movers', 'What moved', moverLines(digest, toTheCent, Number.POSITIVE_INFINITY)),
    ...of(
      'budget',
      'Budgets',
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
    ...of('unallocated', 'Unallocated', unallocatedLines(digest)),
    ...of(
      'unit_cost',
      'Unit cost',
      digest.unitCosts.map((unitCost) => [plain(unitCostWords(unitCost))]),
    ),
  ]
}

/** The names that the headline had no room for. */
function wholeScope({ subscription: { scope }, sight }: DigestAsked): readonly Text[] {
  const values = scope?.values ?? (sight.kind === 'teams' ? sight.teams : [])
  return values.map((value) => [plain(`${dimensionWord(scope?.dimension ?? 'team')} `), plain(name(value, 120))])
}

/** Who it went to, a table a currency, for currencies are never added. */
function topTables({ top, against }: Digest): Table[] {
  if (top === null) return []
  const currencies = [...new Set(top.rows.map(({ currency }) => currency))]
  return currencies.map((currency) => ({
    kind: 'table',
    caption: `Top ${dimensionWords(top.dimension)}${currency === null ? '' : `, ${currency}`}`,
    columns: [
      { title: capital(dimensionWord(top.dimension)), align: 'left' },
      { title: 'Cost', align: 'right' },
      ...(against === null ? [] : [{ title: 'Change', align: 'right' } as const]),
    ],
    rows: top.rows
      .filter((row) => row.currency === currency)
      .map((row) => [
        { text: name(tagLabel(top.dimension, row.name), 80) },
        amountCell(row),
        ...(against === null ? [] : [{ text: changeWords(row) }]),
      ]),
  }))
}

const amountCell = ({ amount, currency }: DigestRow): Cell => {
  const text = orNoData(toTheCent, amount, currency)
  return amount === null ? { text } : { text, value: Number(amount) }
}

const changeWords = ({ amount, before }: DigestRow): string =>
  amount === null ? '–' : before === null ? 'none before' : change(amount, before).words

/** With what to tag: the service that most of it is. */
const unallocatedLines = ({ unallocated }: Digest): readonly Text[] =>
  unallocated.map((one) => [
    ...(one.wholeCompany ? [plain('Whole company: ')] : []),
    ...unallocatedWords(one, toTheCent),
    ...(one.biggest === null ? [] : [plain('; tag that first')]),
  ])
