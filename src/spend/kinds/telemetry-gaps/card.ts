import { type Block, plain } from '../../../cards/card.ts'
import { day, instant, money, NO_DATA } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { listed, tagLabel } from '../../words.ts'
import { perDayWords, whyUnknown } from '../idle/evidence.ts'
import type { Said } from '../kind.ts'
import type { TelemetryGaps } from './found.ts'

/** So many are named at once. */
const FEW = 3

export function card(answer: Answer, found: TelemetryGaps): Said {
  const { resources, perDay, judged, asOf, shown } = found
  const many = resources === 1 ? 'resource lacks' : 'resources lack'
  return {
    headline:
      resources === 0
        ? 'No gaps in telemetry'
        : `${resources.toLocaleString('en-US')} ${many} telemetry${resources > FEW ? '' : `: ${listed(shown.map(({ name }) => name))}`}`,
    blocks: [
      ...(resources === 0
        ? []
        : [
            {
              kind: 'text' as const,
              text: [
                plain(
                  resources === 1
                    ? `It costs ${perDayWords(perDay)}. Nobody can say whether it is idle.`
                    : `They cost ${perDayWords(perDay)}. Nobody can say whether they are idle.`,
                ),
              ],
            },
          ]),
      ...perDay.map(({ currency }) => table(found, currency)),
      {
        kind: 'text',
        text: [
          plain(
            resources === 0
              ? `All ${judged} resources that the rules judge are seen well enough.`
              : 'Check the agent or exporter on each, then load what it saw with “tally import telemetry FILE”.',
          ),
        ],
      },
    ],
    notes: [
      `${judged} other resources are seen well enough: at least nine of ten expected samples. Jobs are left out, for they end by themselves.`,
      `Per day is the cost of ${day(found.paidDay)}.`,
      `Telemetry up to ${instant(asOf, answer.timezone)}${found.stale ? ', too old to judge anything by' : ''}; version ${found.version} of the idle rules.`,
    ],
  }
}

function table({ shown, others }: TelemetryGaps, currency: string): Block {
  const say = (amount: string | null | undefined) =>
    amount === null || amount === undefined
      ? { text: NO_DATA }
      : { text: money(amount, currency), value: Number(amount) }
  const rows = shown.flatMap(({ name, rule, team, owner, verdict, perDay }) => {
    const mine = perDay.find((each) => each.currency === currency)
    if (mine === undefined) return []
    const words = [name, rule.words, tagLabel('team', team), tagLabel('owner', owner), whyUnknown(verdict)]
    return [[...words.map((text) => ({ text })), say(mine.amount)]]
  })
  const rest = others.perDay.find((each) => each.currency === currency)
  const other = [`Other (${others.resources})`, '', '', '', ''].map((text) => ({ text }))
  return {
    kind: 'table',
    caption: `Paid for and not seen, ${currency}`,
    columns: [
      ...['Resource', 'Kind', 'Team', 'Owner', 'Why'].map((title) => ({ title, align: 'left' as const })),
      { title: 'Per day', align: 'right' },
    ],
    rows: rest === undefined ? rows : [...rows, [...other, say(rest.amount)]],
  }
}
