import { Big } from 'big.js'
import { type Block, type Card, plain, strong, type Text } from '../cards/card.ts'
import { briefMoney, day, shortDay } from '../cards/format.ts'
import { name, textBlock } from '../digests/card/lines.ts'
import type { Finding } from '../spend/kinds/anomaly/found.ts'
import { driverWords, kindWord, placeOf, placesWord, whenOf } from '../spend/kinds/anomaly/words.ts'
import { capital, listed } from '../spend/words.ts'
import { type AlertSetting, alertButtons } from './buttons.ts'
import type { ToldAnomaly } from './told-anomaly.ts'

/** What became of an anomaly since it was told. */
export interface Update {
  readonly finding: Finding
  readonly before: ToldAnomaly
  readonly grown: boolean
  readonly ended: boolean
}

const MOST_NAME = 60
const where = (finding: Finding) => name(placeOf(finding), MOST_NAME)
const say = (amount: string, currency: string) => briefMoney(amount, currency)
const above = ({ over, currency }: Finding) => `${say(over, currency)} above expected`

/** "$4,210 above expected: search · Compute" */
export function anomalyAlertCard(finding: Finding, setting: AlertSetting): Card {
  return {
    blocks: [
      { kind: 'headline', text: `${above(finding)}: ${where(finding)}` },
      ...textBlock([inWords(finding), ...driverLine(finding)]),
      COMPLETE_DAYS,
      alertButtons(setting),
    ],
  }
}

const inWords = (finding: Finding): Text => {
  const { actual, expected, low, high, currency } = finding
  return [
    strong(`${capital(kindWord(finding))} ${whenOf(finding)}`),
    plain(
      `: ${say(actual, currency)} where ${say(expected, currency)} was expected (${say(low, currency)} – ${say(high, currency)}).`,
    ),
  ]
}

const driverLine = (finding: Finding): readonly Text[] => {
  const drivers = driverWords(finding)
  return drivers === undefined ? [] : [[plain(`${capital(name(drivers, 160))}.`)]]
}

const COMPLETE_DAYS: Block = {
  kind: 'note',
  text: [plain('Complete days only. Was it planned? An administrator marks it: “tally planned add”.')],
}

/** In the thread of the alert, so what stands there need not be said again. */
export function anomalyUpdateCard(update: Update, setting: AlertSetting): Card {
  const { finding, before, ended } = update
  return {
    blocks: [
      { kind: 'headline', text: updateHeadline(update) },
      ...textBlock([
        ended
          ? [plain(`It lasted ${spanWords(finding, before)}, and cost what is usual after that.`)]
          : [plain(`It was ${say(before.over, before.currency)} when this was told last. `), ...inWords(finding)],
        ...driverLine(finding),
      ]),
      alertButtons(setting),
    ],
  }
}

const updateHeadline = ({ finding, before, ended, grown }: Update): string => {
  if (!ended) return `Now ${above(finding)}: ${where(finding)}`
  // Once it is older than the days that are looked at, only what was told is known of its whole.
  const over = grown || finding.told === 'above' ? finding.over : before.over
  return `Ended: ${where(finding)}, ${say(over, finding.currency)} above expected in all`
}

function spanWords({ last }: Finding, { since }: ToldAnomaly): string {
  return since === last ? `one day, ${day(last)}` : `${shortDay(since)} – ${day(last)}`
}

const MOST_ROWS = 10

/** More than a few at once: one message, most money first. */
export function manyAnomaliesCard(findings: readonly Finding[], setting: AlertSetting): Card {
  const sums = new Map<string, Big>()
  for (const { currency, over } of findings) sums.set(currency, (sums.get(currency) ?? new Big(0)).plus(over))
  const told = [...sums].map(([currency, sum]) => say(sum.toFixed(), currency))
  const shown = findings.length > MOST_ROWS + 1 ? findings.slice(0, MOST_ROWS) : findings
  const rest = findings.slice(shown.length)
  return {
    blocks: [
      { kind: 'headline', text: `${listed(told)} above expected in ${placesWord(findings.length)}` },
      {
        kind: 'table',
        caption: 'Above expected, most money first',
        columns: [
          { title: 'Where', align: 'left' },
          { title: 'What', align: 'left' },
          { title: 'Above', align: 'right' },
          { title: 'Likely driver', align: 'left' },
        ],
        rows: [
          ...shown.map((finding) => [
            { text: where(finding) },
            { text: `${kindWord(finding)} ${whenOf(finding)}` },
            { text: say(finding.over, finding.currency), value: Number(finding.over) },
            { text: driverWords(finding) ?? '–' },
          ]),
          ...(rest.length === 0
            ? []
            : [[{ text: `Other (${rest.length})` }, { text: '–' }, { text: '–' }, { text: '–' }]]),
        ],
      },
      COMPLETE_DAYS,
      alertButtons(setting),
    ],
  }
}

/** What became of several that were told in one message. */
export function updatesCard(updates: readonly Update[], setting: AlertSetting): Card {
  const ended = updates.filter(({ ended }) => ended).length
  const grown = updates.length - ended
  const told = [...(grown > 0 ? [`${grown} grew`] : []), ...(ended > 0 ? [`${ended} ended`] : [])]
  return {
    blocks: [
      { kind: 'headline', text: `Of what was unusual ${listed(told)}` },
      ...textBlock(updates.map((update) => [plain(updateHeadline(update))])),
      alertButtons(setting),
    ],
  }
}
