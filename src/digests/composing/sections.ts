import { addDays, type CivilDate, earlier, later } from '../../civil-date.ts'
import type { Sight } from '../../people/sight.ts'
import type { Row } from '../../spend/answer.ts'
import type { AskDeps } from '../../spend/deps.ts'
import { completeLately } from '../../spend/freshness.ts'
import { mostUsedUnits } from '../../spend/kinds/unit-cost/used.ts'
import { NONE, type Period, type Question, type Unit } from '../../spend/question.ts'
import type { SourcesOfEach } from '../../spend/recorded.ts'
import type { Watermark } from '../../spend/watermarks.ts'
import type { ScopeDimension } from '../subscription.ts'
import { anomaliesOf, budgetsOf, type Cut, forecastsOf, idleOf, linesOf, moversOf, rowsOf, unitCostsOf } from './cut.ts'
import type { Ask } from './engine.ts'
import {
  type Asking,
  anomalyQuestion,
  budgetQuestion,
  forecastQuestion,
  idleQuestion,
  type Span,
  topQuestion,
  trendQuestion,
  unitQuestion,
  unownedQuestion,
  whyQuestion,
} from './questions.ts'

/** Of whom: each value of a dimension, or one scope as it stands. */
export type Scoped =
  | { readonly kind: 'each'; readonly dimension: ScopeDimension; readonly sources: SourcesOfEach }
  | { readonly kind: 'one'; readonly filters: Question['filters'] }

export interface Setting {
  readonly deps: AskDeps
  readonly ask: Ask
  readonly sight: Sight
  readonly now: Date
  readonly utcToday: CivilDate
  /** The month that is forecast. */
  readonly month: Period
}

/** So many movers are looked through for the largest each way. */
const MOVERS = 40

const askingOf = (scoped: Scoped, values: readonly string[]): Asking =>
  scoped.kind === 'one'
    ? { filters: scoped.filters }
    : { filters: { [scoped.dimension]: values }, each: scoped.dimension }

/**
 * One question for all values that have what its answer depends on besides their spend in common: how far their bills are
 * complete. So each gets what it would be answered alone.
 */
async function inParts<Part>(
  scoped: Scoped,
  values: readonly string[],
  question: (asking: Asking) => Question,
  alike: (sources: readonly Watermark[]) => string,
  told: (question: Question, values: readonly string[]) => Promise<Cut<Part>>,
): Promise<Cut<Part>> {
  if (scoped.kind === 'one') return told(question(askingOf(scoped, [])), [])
  const parts = new Map<string, string[]>()
  const sample = question(askingOf(scoped, []))
  for (const value of values) {
    const key = alike(scoped.sources.of(value, sample))
    const known = parts.get(key)
    if (known === undefined) parts.set(key, [value])
    else known.push(value)
  }
  const all = new Map<string | null, readonly Part[]>()
  for (const some of parts.values()) {
    const one = question(askingOf(scoped, some))
    await scoped.sources.remember(one, some)
    for (const [value, part] of await told(one, some)) all.set(value, part)
  }
  return all
}

const throughText = (utcToday: CivilDate) => (sources: readonly Watermark[]) =>
  completeLately(sources, utcToday) ?? 'not known'

/** Days after the period make no difference to what is told of it. */
const throughIn =
  ({ start, end }: Period, utcToday: CivilDate) =>
  (sources: readonly Watermark[]) => {
    const through = completeLately(sources, utcToday)
    return through === null ? 'not known' : later(addDays(start, -1), earlier(through, addDays(end, -1)))
  }

export async function lines(
  { ask }: Setting,
  scoped: Scoped,
  values: readonly string[],
  span: Span,
  missing: readonly string[],
) {
  return linesOf(await sums(ask, scoped, values, trendQuestion(span, askingOf(scoped, values), missing)))
}

/** What a sum is does not depend on whose bills are complete: one question for all values. */
async function sums(ask: Ask, scoped: Scoped, values: readonly string[], question: Question) {
  if (scoped.kind === 'each') await scoped.sources.remember(question, values)
  return ask(question)
}

export const movers = (
  { ask, utcToday }: Setting,
  scoped: Scoped,
  values: readonly string[],
  span: Span,
  missing: readonly string[],
) =>
  inParts(
    scoped,
    values,
    (asking) => whyQuestion(span, asking, missing),
    throughIn(span.period, utcToday),
    async (question) => moversOf(await ask(question, MOVERS)),
  )

export interface Top {
  readonly dimension: 'team' | 'project' | 'model_name'
  readonly rows: Cut<Row>
  /** Of those that have one project. */
  readonly models: Cut<Row> | undefined
}

/** Who the money went to; a team of one project is told by model. */
export async function top(
  { ask }: Setting,
  scoped: Scoped,
  values: readonly string[],
  span: Span,
  whole: boolean,
): Promise<Top> {
  const rowsBy = async (child: 'team' | 'project' | 'model_name', of: readonly string[]) =>
    rowsOf(await sums(ask, scoped, of, topQuestion(span, askingOf(scoped, of), child, whole)))
  const dimension = scoped.kind === 'each' ? scoped.dimension : null
  if (dimension === null || dimension === 'business_unit')
    return { dimension: 'team', rows: await rowsBy('team', values), models: undefined }
  if (dimension === 'project')
    return { dimension: 'model_name', rows: await rowsBy('model_name', values), models: undefined }
  const rows = await rowsBy('project', values)
  const single = values.filter((value) => isOne(rows.get(value)?.map(({ keys }) => keys.at(-1) ?? null) ?? []))
  return { dimension: 'project', rows, models: single.length === 0 ? undefined : await rowsBy('model_name', single) }
}

/** None but one, or none that has a name. */
export const isOne = (names: readonly (string | null)[]): boolean =>
  new Set(names.filter((name) => name !== null)).size < 2

export const budgets = ({ ask, utcToday }: Setting, scoped: Scoped, values: readonly string[], month: Period) =>
  inParts(
    scoped,
    values,
    // A budget is a line of its own anyway.
    ({ filters }) => budgetQuestion(month, { filters }),
    throughText(utcToday),
    async (question) => budgetsOf(await ask(question), scoped.kind === 'each'),
  )

export const forecasts = ({ ask, utcToday, month }: Setting, scoped: Scoped, values: readonly string[]) =>
  inParts(
    scoped,
    values,
    (asking) => forecastQuestion(month, asking),
    throughText(utcToday),
    async (question) => forecastsOf(await ask(question), month),
  )

/** As far as the anomaly kind looks back, and what it needs to know of a series. */
const LEARNT_DAYS = 70
const KNOWN_DAYS = 28

export const anomalies = (
  { ask, utcToday }: Setting,
  scoped: Scoped,
  values: readonly string[],
  { period }: Span,
  missing: readonly string[],
) =>
  inParts(
    scoped,
    values,
    (asking) => anomalyQuestion(period, asking, missing),
    (sources) => {
      const first = addDays(period.start, -LEARNT_DAYS)
      const begun = sources.map(({ firstDay }) => later(firstDay, first))
      const started = begun.filter((day) => day > addDays(first, KNOWN_DAYS) && day < period.end)
      return JSON.stringify([throughIn(period, utcToday)(sources), begun.toSorted()[0], started.toSorted()])
    },
    async (question) => anomaliesOf(await ask(question)),
  )

export const idle = ({ ask, utcToday }: Setting, scoped: Scoped, values: readonly string[]) =>
  inParts(
    scoped,
    values,
    (asking) => idleQuestion(utcToday, asking),
    throughText(utcToday),
    async (question, some) => idleOf(await ask(question, Math.max(1, some.length)), scoped.kind === 'each'),
  )

/** What one of the unit costs that a scope counts most of. */
export async function unitCosts(
  { ask, deps, sight, utcToday }: Setting,
  scoped: Scoped,
  values: readonly string[],
  span: Span,
  whole: boolean,
) {
  const question = (asking: Asking) => unitQuestion(span, asking, whole)
  const used = await mostUsedUnits(deps, question(askingOf(scoped, values)), sight)
  const byUnit = new Map<Unit, string[]>()
  for (const [value, unit] of used) byUnit.set(unit, [...(byUnit.get(unit) ?? []), ...(value === null ? [] : [value])])
  const all = new Map<string | null, Parts<typeof unitCostsOf>>()
  for (const [unit, some] of byUnit) {
    const cut = await inParts(
      scoped,
      some,
      (asking) => ({ ...question(asking), unit }),
      throughIn(span.period, utcToday),
      async (asked) => unitCostsOf(await ask(asked), scoped.kind === 'each'),
    )
    for (const [value, part] of cut) all.set(value, part)
  }
  return all
}

type Parts<Of extends (...args: never[]) => Cut<unknown>> =
  ReturnType<Of> extends Cut<infer Part> ? readonly Part[] : never

export interface Unowned {
  readonly currency: string | null
  readonly amount: string
  readonly of: string
  readonly biggest: string | null
}

/** What no team owns of the whole company, which only those see who see all. */
export async function unowned({ ask, sight }: Setting, span: Span, whole: boolean): Promise<readonly Unowned[]> {
  if (sight.kind === 'teams') return []
  const answer = await ask(topQuestion(span, { filters: {} }, 'team', whole))
  const recorded = answer?.totals.flatMap(({ currency, amount }) => (amount === null ? [] : [{ currency, of: amount }]))
  if (answer === undefined || recorded === undefined || recorded.length === 0) return []
  const told = recorded.map(({ currency, of }) => {
    const none = answer.rows.find((row) => row.kind === 'none' && row.currency === currency)
    return { currency, of, amount: none?.amount ?? '0' }
  })
  const services = told.every(({ amount }) => amount === '0')
    ? undefined
    : await ask(unownedQuestion(span.period, NONE))
  return told.map((one) => ({
    ...one,
    biggest: services?.rows.find((row) => row.kind === 'group' && row.currency === one.currency)?.keys[0] ?? null,
  }))
}
