import { Big } from 'big.js'
import { type Block, plain, type Table } from '../../../cards/card.ts'
import { money, percent, shortDay } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import type { Dimension } from '../../question.ts'
import { bucketLabel, capital, dimensionWord, rowLabel } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { Coverage, Tagged } from './found.ts'

const covered = ({ whole, missing }: Tagged) => percent(new Big(whole).minus(missing).toFixed(), whole) ?? 'no share'

export function card(_: Answer, found: Coverage): Said {
  const { tag, lacking, totals } = found
  const without = tag === 'team' ? 'unallocated' : `without a ${dimensionWord(tag)}`
  const said = totals.map((total) => {
    const where = totals.length > 1 ? ` in ${total.currency}` : ''
    const share = percent(total.missing, total.whole)
    return lacking
      ? `${money(total.missing, total.currency ?? '')}${share === undefined ? '' : ` (${share})`}`
      : `${covered(total)}${where}`
  })
  const carries = tag === 'team' ? 'allocated' : `has a ${dimensionWord(tag)}`
  return {
    headline: `${said.join(' and ')} ${lacking ? without : carries}`,
    blocks: totals.flatMap(({ currency, ...total }): Block[] => {
      const say = (amount: string) => money(amount, currency ?? '')
      return [
        {
          kind: 'text',
          text: [
            plain(
              `${capital(without)}: ${say(total.missing)} of ${say(total.whole)}.${mostMissing(found, total, say)}`,
            ),
          ],
        },
        ...(found.rows.length > 0
          ? [groups(found, currency, without, say)]
          : total.byTag.every(({ missing }) => Number(missing) === 0)
            ? []
            : [tags(total, currency, say)]),
        ...places(found, currency, without, say),
        ...course(found, currency),
      ]
    }),
    notes: ['Shares are of cost, not of rows.'],
  }
}

/** Which tag to mend first, where the table of tags follows. */
function mostMissing(
  { rows, tag }: Coverage,
  { byTag }: Pick<Coverage['totals'][number], 'byTag'>,
  say: (amount: string) => string,
): string {
  const [worst] = byTag.toSorted((a, b) => new Big(b.missing).cmp(a.missing))
  if (rows.length > 0 || worst === undefined || worst.tag === tag || Number(worst.missing) === 0) return ''
  return ` Missing most: ${dimensionWord(worst.tag)}, on ${say(worst.missing)}.`
}

const left = (title: string) => ({ title, align: 'left' as const })
const right = (title: string) => ({ title, align: 'right' as const })

function groups(
  { rows, groupBy }: Coverage,
  currency: string | null,
  without: string,
  say: (amount: string) => string,
): Table {
  return {
    kind: 'table',
    caption: `${capital(without)} by ${groupBy.map(dimensionWord).join(' and ')}, ${currency}`,
    columns: [
      left(groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · ')),
      right(capital(without)),
      right('All cost'),
      right('Covered'),
    ],
    rows: rows
      .filter((row) => row.currency === currency)
      .map((row) => [
        { text: rowLabel(row, groupBy) },
        { text: say(row.missing), value: Number(row.missing) },
        { text: say(row.whole), value: Number(row.whole) },
        { text: covered(row) },
      ]),
  }
}

/** Which tag is missing on most, the worst first. */
const tags = (
  { whole, byTag }: Pick<Coverage['totals'][number], 'whole' | 'byTag'>,
  currency: string | null,
  say: (amount: string) => string,
): Table => ({
  kind: 'table',
  caption: `Which tag is missing on how much, ${currency}`,
  columns: [left('Tag'), right('Missing on'), right('Covered')],
  rows: byTag
    .toSorted((a, b) => new Big(b.missing).cmp(a.missing))
    .map((each: { readonly tag: Dimension; readonly missing: string }) => [
      { text: capital(dimensionWord(each.tag)) },
      { text: say(each.missing), value: Number(each.missing) },
      { text: covered({ whole, missing: each.missing }) },
    ]),
})

/** Where the tag is missing: the next place to mend. */
function places(
  { where }: Coverage,
  currency: string | null,
  without: string,
  say: (amount: string) => string,
): readonly Table[] {
  const mine = where.filter((place) => place.currency === currency)
  if (mine.length === 0) return []
  return [
    {
      kind: 'table',
      caption: `Where most is ${without}, ${currency}`,
      columns: [left('Service'), left('Source'), right(capital(without))],
      rows: mine.map((place) => [
        { text: place.kind === 'other' ? `Other (${place.groups})` : (place.keys[1] ?? 'No service') },
        { text: place.kind === 'other' ? '–' : (place.keys[0] ?? '–') },
        { text: say(place.missing), value: Number(place.missing) },
      ]),
    },
  ]
}

/** The covered share over time, as a line and in words. */
function course({ trend, tag }: Coverage, currency: string | null): readonly Block[] {
  const points = trend?.points.filter((point) => point.currency === currency) ?? []
  const [first] = points
  const last = points.at(-1)
  if (trend === null || first === undefined || last === undefined || points.length < 2) return []
  // A line along the top says less than the sentence above it.
  if (points.every(({ missing }) => Number(missing) === 0)) return []
  const label = (bucket: string) => (trend.grain === 'month' ? bucketLabel('month', bucket) : shortDay(bucket))
  const way = shareOf(last) === shareOf(first) ? 'as before' : shareOf(last) > shareOf(first) ? 'better' : 'worse'
  return [
    {
      kind: 'chart',
      shape: points.length < 4 ? 'bar' : 'line',
      title: `Share of cost with a ${dimensionWord(tag)} per ${trend.grain}${currency === null ? '' : `, ${currency}`}`,
      unit: '%',
      categories: points.map((point) => label(point.bucket)),
      days: points.map(({ bucket }) => bucket),
      series: [{ name: 'Covered', values: points.map(shareOf) }],
      words: `Covered from ${label(first.bucket)} (${covered(first)}) to ${label(last.bucket)} (${covered(last)}): ${way}.`,
    },
  ]
}

/** In percent, for the picture. */
const shareOf = ({ whole, missing }: Tagged): number =>
  new Big(whole).lte(0) ? 0 : Number(new Big(whole).minus(missing).div(whole).times(100).toFixed(2))
