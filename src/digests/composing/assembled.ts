import { Big } from 'big.js'
import type { Row } from '../../spend/answer.ts'
import type { Freshness } from '../../spend/freshness.ts'
import { sum } from '../../spend/kinds/folded.ts'
import type { Digest, DigestAsked, DigestRow } from '../digest.ts'
import type { Cut } from './cut.ts'
import type { Gathered, Judged } from './gather.ts'
import { unusualIdOf } from './kept-answers.ts'
import type { Span } from './questions.ts'
import { isOne, type Top } from './sections.ts'
import { seriesOf, together, totalsOf } from './series.ts'

/** What is named of who the money went to. */
const MOST_ROWS = 10

export interface Parts {
  readonly span: Span
  readonly gathered: Gathered
  /** Of several values together, else as gathered. */
  readonly judged: Judged
  /** Null: the scope is one and nothing is told apart. */
  readonly values: readonly string[] | null
  readonly freshness: Freshness | null
  readonly answerId: string
}

/** A digest of what was gathered for many: its own part of each section. */
export function assembled(asked: DigestAsked, parts: Parts): Digest {
  const { span, gathered, judged, values, freshness, answerId } = parts
  const { sections, scope } = asked.subscription
  const own = <Part>(cut: Cut<Part>): readonly Part[] =>
    values === null ? (cut.get(null) ?? []) : values.flatMap((value) => cut.get(value) ?? [])
  // What was asked for several values together stands under no name of its own.
  const alone = <Part>(cut: Cut<Part>): readonly Part[] => own(cut).concat(values === null ? [] : (cut.get(null) ?? []))
  const wants = (section: (typeof sections)[number]) => sections.includes(section)
  const lines = together(own(gathered.lines))
  const totals = totalsOf(span, lines, together(own(gathered.comparable)))
  const currency = totals[0]?.currency ?? null
  const moved = wants('movers') ? alone(judged.movers).find((each) => each.currency === currency) : undefined
  // That of the totals first, then by name.
  const inOrder = <Told extends { readonly currency: string | null }>(told: readonly Told[]): readonly Told[] => {
    const place = (one: Told) => totals.findIndex((total) => total.currency === one.currency) >>> 0
    return told.toSorted((a, b) => place(a) - place(b) || ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1))
  }
  return {
    asked,
    against: span.grain === 'day' ? null : span.before,
    totals,
    series: seriesOf(span, lines, totals),
    movers: { up: moved?.up ?? [], down: moved?.down ?? [], currency, against: span.against },
    top: wants('top') && gathered.top !== undefined ? topOf(gathered.top, own, inOrder) : null,
    budgets: wants('budget') ? mostUsedFirst(own(gathered.budgets)) : [],
    forecasts: wants('forecast') ? inOrder(alone(judged.forecasts)) : [],
    anomalies: wants('anomalies') ? askable(inOrder(alone(judged.anomalies)), answerId) : [],
    idle: wants('idle') ? inOrder(alone(judged.idle)) : [],
    unallocated: wants('unallocated')
      ? inOrder(gathered.unowned.map((one) => ({ ...one, wholeCompany: scope !== null })))
      : [],
    unitCosts: wants('unit_cost') ? inOrder(alone(judged.unitCosts)) : [],
    freshness,
    answerId,
  }
}

/** So many can be asked why: that of most money, which is told first, is among them. */
const MOST_ASKED = 3

const askable = (anomalies: Digest['anomalies'], answerId: string): Digest['anomalies'] =>
  anomalies.map((anomaly, i) => (i < MOST_ASKED ? { ...anomaly, answerId: unusualIdOf(answerId, i) } : anomaly))

function topOf(
  { dimension, rows, models }: Top,
  own: <Part>(cut: Cut<Part>) => readonly Part[],
  inOrder: (rows: readonly DigestRow[]) => readonly DigestRow[],
): Digest['top'] {
  const mine = own(rows)
  const byModel = models !== undefined && isOne(mine.map(nameOf))
  const told = ranked(byModel ? own(models) : mine)
  return told.length === 0 ? null : { dimension: byModel ? 'model_name' : dimension, rows: inOrder(told) }
}

const nameOf = ({ keys }: Row): string | null => keys.at(-1) ?? null

/** The largest of each currency; what several values spent on the same name is added. */
function ranked(rows: readonly Row[]): readonly DigestRow[] {
  const byName = new Map<string, Row[]>()
  for (const row of rows) {
    const key = JSON.stringify([row.currency, nameOf(row)])
    byName.set(key, [...(byName.get(key) ?? []), row])
  }
  const summed = [...byName.values()].flatMap((same) => {
    const amount = sum(same.map((row) => row.amount))
    const [first] = same
    if (first === undefined || amount === null) return []
    return [{ name: nameOf(first), currency: first.currency, amount, before: sum(same.map((row) => row.before)) }]
  })
  const currencies = [...new Set(summed.map(({ currency }) => currency))]
  return currencies.flatMap((currency) =>
    summed
      .filter((row) => row.currency === currency)
      .toSorted((a, b) => new Big(b.amount).cmp(a.amount))
      .slice(0, MOST_ROWS),
  )
}

const mostUsedFirst = (budgets: Digest['budgets']): Digest['budgets'] => {
  const share = ({ used, budget }: Digest['budgets'][number]) =>
    new Big(budget).eq(0) ? new Big(0) : new Big(used).div(budget)
  return budgets.toSorted((a, b) => share(b).cmp(share(a)))
}
