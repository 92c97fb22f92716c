import { Big } from 'big.js'
import { plain, strong, type Table } from '../../../cards/card.ts'
import { money, NO_DATA, percent } from '../../../cards/format.ts'
import type { IdleRules } from '../../../nudges/idle-rules.ts'
import type { Answer } from '../../answer.ts'
import { capital, dimensionWord, rowLabel } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { Utilisation, Worked } from './found.ts'
import { WORK_HOURS } from './statement.ts'

export function card(_: Answer, found: Utilisation): Said {
  const { offHours, total, kinds, zone } = found
  const cost = total.money.map(({ currency, idleCost }) => money(idleCost, currency)).join(' and ')
  const idle = `${count(total.idleHours)} idle hours`
  const { from, to } = WORK_HOURS
  return {
    headline: offHours
      ? `${idle} at nights and weekends, about ${cost}`
      : `${busyShare(total)} of ${count(total.hours)} paid hours did work`,
    blocks: [
      {
        kind: 'text',
        text: offHours
          ? [plain('What does no work outside working hours can often be stopped by a schedule.')]
          : [strong(`About ${cost}`), plain(` was paid for ${idle}. `), plain(kindWords(kinds, found.rules))],
      },
      ...total.money.map(({ currency }) => table(found, currency)),
    ],
    notes: [
      ...(offHours
        ? [
            `Nights and weekends are all hours but ${from}:00 – ${to}:59, Monday to Friday, in ${zone}; production and what has no environment are left out.`,
          ]
        : []),
      `An hour did work when its peak, its requests or its sessions were above the limits of the idle rules (${found.rules.version}); hours without telemetry are not counted.`,
      'The cost of idle hours is an estimate: a day’s cost shared out evenly over its 24 hours.',
    ],
  }
}

const count = (hours: Big) => Number(hours.round(0)).toLocaleString('en-US')
const busyShare = ({ busyHours, hours }: Worked) => percent(busyHours.toFixed(), hours.toFixed()) ?? NO_DATA

function kindWords(kinds: readonly Worked[], { rules }: IdleRules): string {
  const words = new Map(rules.map(({ kind, words }) => [kind, words]))
  const said = kinds.map((each) => `${words.get(each.keys[0] ?? '') ?? each.keys[0]} ${busyShare(each)}`)
  return `By kind: ${said.toSorted().join(', ')}.`
}

function table({ offHours, groupBy, rows }: Utilisation, currency: string): Table {
  const title = groupBy.length === 0 ? 'Resource' : groupBy.map((each) => capital(dimensionWord(each))).join(' · ')
  const figures: readonly (readonly [string, (row: Worked) => { readonly text: string; readonly value?: number }])[] =
    offHours
      ? [['Idle hours', ({ idleHours }) => ({ text: count(idleHours), value: Number(idleHours) })]]
      : [
          ['Did work', (row) => ({ text: busyShare(row), value: Number(row.busyHours) / Number(row.hours) })],
          ['Hours', ({ hours }) => ({ text: count(hours), value: Number(hours) })],
          [
            'GPU mean',
            ({ meanUtil }) =>
              meanUtil === null ? { text: NO_DATA } : { text: `${meanUtil.toFixed(1)}%`, value: meanUtil },
          ],
        ]
  return {
    kind: 'table',
    caption: offHours
      ? `Idle at nights and weekends, ${currency}`
      : `Paid hours that did work, the least first, ${currency}`,
    columns: [
      { title, align: 'left' },
      ...[...figures.map(([title]) => title), 'Idle cost (estimate)'].map((title) => ({
        title,
        align: 'right' as const,
      })),
    ],
    rows: rows.flatMap((row) => {
      const mine = row.money.find((each) => each.currency === currency)
      if (mine === undefined) return []
      return [
        [
          { text: rowLabel(row, groupBy.length === 0 ? ['resource'] : groupBy) },
          ...figures.map(([, say]) => say(row)),
          { text: money(mine.idleCost, currency), value: Number(new Big(mine.idleCost)) },
        ],
      ]
    }),
  }
}
