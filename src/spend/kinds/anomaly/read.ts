import { Big } from 'big.js'
import { type PlannedAnomaly, plannedBetween, planOf } from '../../../budgets/planned-anomaly.ts'
import { HISTORY_DAYS, SENSITIVITY } from '../../../budgets/usual.ts'
import { day } from '../../../cards/format.ts'
import { addDays, earlier, later } from '../../../civil-date.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension } from '../../question.ts'
import type { Asked, Read } from '../kind.ts'
import { withRoom } from '../room.ts'
import { type Ran, run, together } from '../run.ts'
import { type DriverRow, driversQuery, type Suspect } from './drivers.ts'
import type { Anomalies, Finding } from './found.ts'
import { judge } from './judge.ts'
import { merged, type Numbered } from './merge.ts'
import { eachSeriesQuery, isByModel, type SeriesRow, seriesQuery, toSeries, waysOf } from './series.ts'

/** Ten weeks: six to learn from for four weeks of earlier days, so that what began before the period is known. */
const BEFORE_DAYS = 70
/** More is a history, not news. */
const MOST_DAYS = 100
/** Drivers are looked for where the money is. */
const MOST_PLACES = 5
const MOST_MODELS = 12
/** Each is a branch of one statement. */
const SUSPECTS_AT_ONCE = 150

export async function readAnomalies(deps: AskDeps, asked: Asked): Promise<Read<Anomalies>> {
  const { question, sources, completeThrough, utcToday } = asked
  if (question.measure === 'quantity')
    return {
      kind: 'cannot',
      why: 'I look for what is unusual in cost, not in quantities. Ask for example “anything unusual in Model Usage last week”, or for tokens per day.',
    }
  const through = completeThrough ?? addDays(utcToday, -1)
  const end = earlier(question.period.end, addDays(through, 1))
  const start = later(question.period.start, addDays(end, -MOST_DAYS))
  if (end <= question.period.start)
    return {
      kind: 'cannot',
      why: `No day of this period is complete yet, and what is incomplete cannot be called unusual. The bill is complete through ${day(through)}: ask for days up to then, such as “anything unusual in the last 14 days”.`,
    }
  const judged = { start, end }
  const span = { start: addDays(start, -BEFORE_DAYS), end }
  const ways = waysOf(question)
  const { each } = question
  const [plans, ...ran] = await Promise.all([
    plannedBetween(deps.own, span),
    ...(each === undefined
      ? ways.map((way) => run(deps, seriesQuery(asked, way, span)))
      : [run(deps, eachSeriesQuery(asked, each, ways, span))]),
  ])
  if (ran.every(({ rows }) => rows.length === 0)) return { kind: 'nothing' }
  const begun = sources.length === 0 ? undefined : sources.map(({ firstDay }) => firstDay).reduce(earlier)
  const ledger = { begun, complete: completeThrough !== null, minimum: SENSITIVITY.minimum }
  const started = sources.filter(({ firstDay }) => firstDay > addDays(span.start, HISTORY_DAYS) && firstDay < end)
  const startedOn = started.map(({ firstDay }) => firstDay)
  const looks = each === undefined ? [ran.map(({ rows }) => rows)] : apart(ran[0]?.rows ?? [], ways.length)
  let found = 0
  const judgements = await withRoom(looks, (byWay) => {
    const series = byWay.flatMap((rows, i) => toSeries(rows, ways[i] ?? [], span, ledger))
    const old = series.filter(({ values }) => values.length > HISTORY_DAYS)
    const findings = byMoney(old.flatMap((one) => judge(one, judged, startedOn)))
    return { series, old, findings: findings.map((finding) => ({ n: found++, finding })) }
  })
  const count = (of: (judgement: (typeof judgements)[number]) => number) =>
    judgements.reduce((sum, judgement) => sum + of(judgement), 0)
  const all = count(({ series }) => series.length)
  const old = count(({ old }) => old.length)
  if (all > 0 && old === 0)
    return {
      kind: 'cannot',
      why: 'The ledger knows fewer than four weeks before these days, too few to say what is usual. Load more history, or ask again later.',
    }
  const suspected = judgements.flatMap(({ findings }) => suspects(findings))
  const drivers: Ran<DriverRow>[] = []
  for (let from = 0; from < suspected.length; from += SUSPECTS_AT_ONCE) {
    const statement = driversQuery(asked, suspected.slice(from, from + SUSPECTS_AT_ONCE))
    if (statement !== undefined) drivers.push(await run(deps, statement))
  }
  const driven = new Map<number, DriverRow[]>()
  for (const row of drivers.flatMap(({ rows }) => rows)) driven.set(row.n, [...(driven.get(row.n) ?? []), row])
  const told = judgements.flatMap(({ findings }) => merged(findings, driven)).map((finding) => withPlan(finding, plans))
  return {
    kind: 'found',
    found: {
      judged: {
        series: old,
        young: all - old,
        days: judged,
        by: ways,
        currencies: currenciesOf(ran.flatMap(({ rows }) => rows)),
      },
      open: end < question.period.end ? { start: end, end: question.period.end } : null,
      cut: start > question.period.start ? { start: question.period.start, end: start } : null,
      assumed: completeThrough === null,
      newSources: started.map(({ source }) => source),
      findings: byMoney(told),
    },
    sql: together(...ran, ...drivers),
    rowCount: (ran[0]?.rows ?? []).reduce((sum, { rows }) => sum + Number(rows), 0),
  }
}

/** The rows of each value by the way in which they are looked at. */
function apart(rows: readonly SeriesRow[], ways: number): readonly (readonly (readonly SeriesRow[])[])[] {
  const byValue = new Map<string, SeriesRow[][]>()
  for (const row of rows) {
    const of = row.of ?? ''
    const known = byValue.get(of) ?? Array.from({ length: ways }, () => [])
    known[Number(row.way)]?.push(row)
    byValue.set(of, known)
  }
  return [...byValue.values()]
}

const byMoney = (findings: readonly Finding[]) =>
  findings.toSorted((a, b) => new Big(b.over).abs().cmp(new Big(a.over).abs()))

/** That of most series first. */
function currenciesOf(series: readonly { readonly currency: string }[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { currency } of series) counts.set(currency, (counts.get(currency) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([currency]) => currency)
}

/** What rose in the period, and all models, since they may be money that is told already. */
function suspects(numbered: readonly Numbered[]): readonly Suspect[] {
  const models = numbered.filter(({ finding }) => isByModel(finding.groupBy))
  const places = numbered.filter(({ finding }) => !isByModel(finding.groupBy) && finding.told === 'above')
  return [...places.slice(0, MOST_PLACES), ...models.slice(0, MOST_MODELS)]
}

function withPlan(finding: Finding, plans: readonly PlannedAnomaly[]): Finding {
  if (finding.told !== 'above') return finding
  const of = (dimension: Dimension) => {
    const at = finding.groupBy.indexOf(dimension)
    if (at >= 0) return finding.keys[at]
    return finding.drivers.find((driver) => driver.dimension === dimension)?.value
  }
  const model = of('model_name')
  const plan = planOf(plans, {
    day: finding.since,
    team: of('team'),
    costArea: of('cost_area'),
    models: [...finding.alsoModels, ...(model === null || model === undefined ? [] : [model])],
  })
  return plan === undefined ? finding : { ...finding, told: 'planned', plan }
}
