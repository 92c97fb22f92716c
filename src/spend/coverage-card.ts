import { Big } from 'big.js'
import { type Block, plain, type Table } from '../cards/card.ts'
import { money, percent } from '../cards/format.ts'
import type { Answer, Coverage } from './answer.ts'
import { groupChart } from './group-chart.ts'
import { capital, dimensionWord, rowLabel } from './words.ts'

const carried = (missing: string, whole: string) =>
  percent(new Big(whole).minus(missing).toFixed(), whole) ?? 'no share'

export function coverageHeadline({ tag, totals }: Coverage): string {
  const said = totals.map(
    ({ currency, whole, missing }) => `${carried(missing, whole)}${totals.length > 1 ? ` of ${currency}` : ''}`,
  )
  return tag === 'team' ? `${said.join(' and ')} allocated` : `${said.join(' and ')} has a ${dimensionWord(tag)}`
}

/** The allocated share by cost, and where the tag is missing: by group, or which other tag is missing most. */
export function coverageBlocks(answer: Answer, coverage: Coverage): Block[] {
  const lacking = coverage.tag === 'team' ? 'Unallocated' : `Without a ${dimensionWord(coverage.tag)}`
  return coverage.totals.flatMap(({ currency, whole, missing, byTag }): Block[] => {
    const say = (amount: string) => money(amount, currency ?? '')
    const rows = answer.rows.filter((row) => row.currency === currency && row.amount !== null && row.whole !== null)
    const table: Table =
      rows.length > 0
        ? {
            kind: 'table',
            caption: `${lacking} by ${answer.groupBy.map(dimensionWord).join(' and ')}, ${currency}`,
            columns: [
              {
                title: answer.groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · '),
                align: 'left',
              },
              { title: lacking, align: 'right' },
              { title: 'All cost', align: 'right' },
              { title: 'Covered', align: 'right' },
            ],
            rows: rows.map((row) => [
              { text: rowLabel(row, answer.groupBy) },
              { text: say(row.amount ?? '0'), value: Number(row.amount) },
              { text: say(row.whole ?? '0'), value: Number(row.whole) },
              { text: carried(row.amount ?? '0', row.whole ?? '0') },
            ]),
          }
        : {
            kind: 'table',
            caption: `Which tag is missing on how much, ${currency}`,
            columns: [
              { title: 'Tag', align: 'left' },
              { title: 'Missing on', align: 'right' },
              { title: 'Covered', align: 'right' },
            ],
            rows: byTag
              .toSorted((a, b) => new Big(b.missing).cmp(a.missing))
              .map((each) => [
                { text: capital(dimensionWord(each.tag)) },
                { text: say(each.missing), value: Number(each.missing) },
                { text: carried(each.missing, whole) },
              ]),
          }
    const chart =
      answer.question.chart && rows.length > 1 ? [groupChart(answer, { amount: missing, currency }, rows)] : []
    return [{ kind: 'text', text: [plain(`${lacking}: ${say(missing)} of ${say(whole)}.`)] }, ...chart, table]
  })
}
