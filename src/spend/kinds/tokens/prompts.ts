import { Big } from 'big.js'
import { type Block, type Chart, plain, type Table } from '../../../cards/card.ts'
import { change, count, day, days, exactQuantity, NO_DATA, quantity } from '../../../cards/format.ts'
import { addDays } from '../../../civil-date.ts'
import type { Answer } from '../../answer.ts'
import type { Grain } from '../../question.ts'
import { bucketLabel, capital } from '../../words.ts'
import type { Said, Sheet } from '../kind.ts'
import type { Figures, Line, UnitCost } from '../unit-cost/found.ts'
import { nameOf } from '../unit-cost/say.ts'
import { bucketsOf, comparable } from '../unit-cost/series.ts'
import { unitCostSheet } from '../unit-cost/sheet.ts'

/** How long a prompt is, and whether it grows. */
export function promptsCard(found: UnitCost): Said {
  const figures = found.totals[0]?.figures ?? {}
  return {
    headline: figures.each ? `${said(figures)} per request${trendWords(found)}` : 'No requests recorded',
    blocks: [
      {
        kind: 'text',
        text: [
          plain(
            `${quantity(figures.amount ?? '0', 'input token')} in ${figures.units ? quantity(figures.units, 'request') : 'no recorded requests'}, ${days(found.spans.now)}.`,
          ),
        ],
      },
      ...(found.grain === null ? [groupTable(found)] : series(found, found.grain)),
    ],
    notes: [
      'Input and cache-read tokens of the bill by the requests to the same models; tokens written to a cache are not in it. A shift between models or projects moves the mean as well.',
      ...promptNotes(found),
    ],
  }
}

/** Whoever asks whether prompts grow is told so first. */
function trendWords(found: UnitCost): string {
  if (found.grain === null || found.groupedBy.length > 0) return ''
  const byBucket = new Map(found.lines.map((line) => [line.bucket, line.figures]))
  const told = growth(
    bucketsOf(found.grain, found.spans).map((bucket) => byBucket.get(bucket)),
    found,
  )
  return told === undefined || told.first === told.last ? '' : `, ${told.way} since ${told.first.when}`
}

function promptNotes({ basis, spans }: UnitCost): string[] {
  const workloads = basis.kind === 'counts' ? basis.workloads : null
  return [
    ...(workloads === null
      ? []
      : [`Only ${workloads.join(', ')}: other workloads read what nobody wrote as a prompt.`]),
    ...(spans.whole === null
      ? []
      : [
          `Counted through ${day(addDays(spans.now.end, -1))}: later tokens are not all billed yet, while their requests are counted.`,
        ]),
  ]
}

/** Tokens are whole; a mean below ten keeps two places. */
function said({ each }: Figures): string {
  const mean = new Big(each ?? 0)
  return exactQuantity(mean.round(mean.lt(10) ? 2 : 0, Big.roundHalfUp).toFixed(), 'input token')
}

const short = (figures: Figures | undefined): string =>
  figures?.each ? said(figures).replace(/ input tokens?$/, '') : 'no requests recorded'

function groupTable(found: UnitCost): Table {
  const total = found.totals[0]?.figures ?? {}
  const row = (name: string, figures: Figures) => [
    { text: name },
    { text: short(figures), ...(figures.each ? { value: Number(figures.each) } : {}) },
    { text: figures.amount ? count(figures.amount) : NO_DATA },
    { text: figures.units ? count(figures.units) : NO_DATA },
  ]
  return {
    kind: 'table',
    caption: `Input tokens per request by ${found.groupedBy.join(' and ')}`,
    columns: [
      { title: found.groupedBy.map(capital).join(' · '), align: 'left' },
      { title: 'Per request', align: 'right' },
      { title: 'Input tokens', align: 'right' },
      { title: 'Requests', align: 'right' },
    ],
    rows: [...found.lines.map((line) => row(nameOf(found, line), line.figures)), row('Total', total)],
  }
}

function series(found: UnitCost, grain: Grain): Block[] {
  const buckets = bucketsOf(grain, found.spans)
  const named = new Map<string, Line[]>()
  for (const line of found.lines) {
    const name = found.groupedBy.length === 0 ? 'All prompts' : nameOf(found, line)
    named.set(name, [...(named.get(name) ?? []), line])
  }
  const lines = [...named].map(([name, of]) => ({
    name,
    figures: buckets.map((bucket) => of.find((line) => line.bucket === bucket)?.figures),
  }))
  const chart: Chart = {
    kind: 'chart',
    shape: buckets.length < 4 ? 'bar' : 'line',
    title: `Input tokens per request and ${grain}`,
    unit: 'tokens',
    categories: buckets.map((bucket) => bucketLabel(grain, bucket)),
    days: buckets,
    series: lines.map(({ name, figures }) => ({
      name,
      values: figures.map((of) => (of?.each ? Number(of.each) : null)),
    })),
    words: lines.map(({ name, figures }) => grown(name, figures, found)).join(' '),
  }
  const table: Table = {
    kind: 'table',
    caption: `Input tokens per request and ${grain}`,
    columns: [
      { title: capital(grain === 'week' ? 'week from' : grain), align: 'left' },
      ...lines.map(({ name }) => ({ title: name, align: 'right' as const })),
    ],
    rows: buckets.map((bucket, i) => [
      { text: bucketLabel(grain, bucket) },
      ...lines.map(({ figures }) => {
        const each = figures[i]?.each
        return { text: short(figures[i]), ...(each ? { value: Number(each) } : {}) }
      }),
    ]),
  }
  return [chart, table]
}

/** From the first to the last that has a mean: "17.2% longer since Oct 26". */
function growth(figures: readonly (Figures | undefined)[], { grain, spans }: UnitCost) {
  if (grain === null) return undefined
  const all = bucketsOf(grain, spans).flatMap((bucket, i) => {
    const of = figures[i]
    return of?.each ? [{ bucket, of, each: of.each, when: bucketLabel(grain, bucket) }] : []
  })
  const told = comparable(all, grain, spans)
  const [first] = told
  const last = told.at(-1)
  if (first === undefined || last === undefined) return undefined
  const { words, percent } = change(last.each, first.each)
  const way = words.startsWith('up')
    ? `${percent} longer`
    : words.startsWith('down')
      ? `${percent} shorter`
      : 'as long as before'
  return { way, first, last, cut: told.length < all.length }
}

function grown(name: string, figures: readonly (Figures | undefined)[], found: UnitCost): string {
  const who = name === 'All prompts' ? 'Prompts' : `Prompts of ${name}`
  const told = growth(figures, found)
  if (told === undefined) return `${who}: no requests recorded.`
  const { way, first, last, cut } = told
  const over = cut ? ` Over whole ${found.grain}s.` : ''
  return `${who} are ${way}: ${short(first.of)} (${first.when}), ${short(last.of)} (${last.when}).${over}`
}

export function promptsSheet(answer: Answer, found: UnitCost): Sheet {
  const sheet = unitCostSheet(answer, found)
  const names: Readonly<Record<string, string>> = { cost: 'input_tokens', cost_per_request: 'input_tokens_per_request' }
  return { ...sheet, columns: sheet.columns.map((name) => names[name] ?? name) }
}
