import type { Block, Cell, Chart, Table } from '../../../cards/card.ts'
import { change, count, money, NO_DATA, price } from '../../../cards/format.ts'
import { addUnits, type CivilDate, startOf } from '../../../civil-date.ts'
import type { Grain } from '../../question.ts'
import { bucketLabel, capital } from '../../words.ts'
import type { Figures, Line, UnitCost } from './found.ts'
import { eachText, nameOf } from './say.ts'
import { unitWords } from './words.ts'

interface Series {
  readonly name: string
  readonly currency: string | null
  readonly lines: readonly (Line | undefined)[]
}

/** First days of all that the counted days touch: where nothing was recorded, the series has a gap. */
export function bucketsOf(grain: Grain, { now }: UnitCost['spans']): readonly CivilDate[] {
  const buckets: CivilDate[] = []
  for (let day = startOf(grain, now.start); day < now.end; day = addUnits(grain, day, 1)) buckets.push(day)
  return buckets
}

/** The buckets that a change is told over: a weekend is no week, so cut ones count only where there are no others. */
export function comparable<Told extends { readonly bucket: CivilDate }>(
  told: readonly Told[],
  grain: Grain,
  { now }: UnitCost['spans'],
): readonly Told[] {
  const whole = told.filter(({ bucket }) => bucket >= now.start && addUnits(grain, bucket, 1) <= now.end)
  return whole.length < 2 ? told : whole
}

/** How a price moved: a chart per currency, what it shows in words, every figure in a table. */
export function seriesBlocks(found: UnitCost): Block[] {
  const { grain } = found
  if (grain === null) return []
  const buckets = bucketsOf(grain, found.spans)
  return found.totals.flatMap(({ currency }) => {
    const series = seriesOf(found, buckets, currency)
    return [chart(found, grain, buckets, series), table(found, grain, buckets, series)]
  })
}

function seriesOf(found: UnitCost, buckets: readonly CivilDate[], currency: string | null): readonly Series[] {
  const byName = new Map<string, Line[]>()
  for (const line of found.lines.filter((line) => line.currency === currency)) {
    const name = found.groupedBy.length === 0 ? 'Total' : nameOf(found, line)
    byName.set(name, [...(byName.get(name) ?? []), line])
  }
  return [...byName].map(([name, lines]) => ({
    name,
    currency,
    lines: buckets.map((bucket) => lines.find((line) => line.bucket === bucket)),
  }))
}

const each = (line: Line | undefined): string | null => line?.figures.each ?? null

function chart(found: UnitCost, grain: Grain, buckets: readonly CivilDate[], series: readonly Series[]): Chart {
  const [first] = series
  const currency = first?.currency ?? ''
  return {
    kind: 'chart',
    shape: buckets.length < 4 ? 'bar' : 'line',
    title: `Per ${unitWords(found.unit).per} and ${grain}, ${currency}`,
    unit: currency,
    categories: buckets.map((bucket) => bucketLabel(grain, bucket)),
    days: buckets,
    series: series.map(({ name, lines }) => ({
      name,
      values: lines.map((line) => (each(line) === null ? null : Number(each(line)))),
    })),
    words: series.map((one) => moved(one, grain, buckets, found.spans)).join(' '),
  }
}

/** From the first to the last that has a price. */
function moved(
  { name, currency, lines }: Series,
  grain: Grain,
  buckets: readonly CivilDate[],
  spans: UnitCost['spans'],
): string {
  const priced = buckets.flatMap((bucket, i) => {
    const value = each(lines[i])
    return value === null ? [] : [{ bucket, value, when: bucketLabel(grain, bucket) }]
  })
  const told = comparable(priced, grain, spans)
  const [first] = told
  const last = told.at(-1)
  const who = name === 'Total' ? '' : `${name}: `
  if (first === undefined || last === undefined) return `${who}nothing to divide by.`
  const say = (decimal: string) => price(decimal, currency ?? '')
  if (first === last) return `${who}${say(first.value)} in ${first.when}, the only one with a price.`
  const { words } = change(last.value, first.value, say)
  const cut = told.length < priced.length ? ` Over whole ${grain}s.` : ''
  return `${who}${capital(words)}, from ${say(first.value)} (${first.when}) to ${say(last.value)} (${last.when}).${cut}`
}

function table(found: UnitCost, grain: Grain, buckets: readonly CivilDate[], series: readonly Series[]): Table {
  const { per, many } = unitWords(found.unit)
  const right = (title: string) => ({ title, align: 'right' as const })
  const whole = found.groupedBy.length === 0
  return {
    kind: 'table',
    caption: `Per ${per} and ${grain}, ${series[0]?.currency ?? ''}`,
    columns: [
      { title: capital(grain === 'week' ? 'week from' : grain), align: 'left' },
      ...series.map(({ name }) => right(whole ? `Per ${per}` : name)),
      ...(whole ? [right('Cost'), right(capital(many))] : []),
    ],
    rows: buckets.map((bucket, i) => [
      { text: bucketLabel(grain, bucket) },
      ...series.map(({ lines, currency }) => {
        const line = lines[i]
        const text = line === undefined ? `no ${many} recorded` : eachText(found, line.figures, currency)
        return cell(text, each(line))
      }),
      ...(whole ? series.flatMap(({ lines, currency }) => madeOf(lines[i]?.figures ?? {}, currency)) : []),
    ]),
  }
}

const cell = (text: string, value: string | null): Cell => (value === null ? { text } : { text, value: Number(value) })

const madeOf = ({ amount = null, units = null }: Figures, currency: string | null): Cell[] => [
  cell(amount === null ? NO_DATA : money(amount, currency ?? ''), amount),
  cell(units === null ? NO_DATA : count(units), units),
]
