import { snapshotsOf } from '../../../budgets/snapshots.ts'
import { addDays, earlier } from '../../../civil-date.ts'
import type { AskDeps } from '../../deps.ts'
import type { Period } from '../../question.ts'
import type { Asked, Read } from '../kind.ts'
import { withRoom } from '../room.ts'
import { run, together } from '../run.ts'
import type { Forecasts } from './found.ts'
import { keptOf } from './kept.ts'
import { landingOf } from './landing.ts'
import { hasBudgets, type PlainBudget, plainBudgets, plainScopes } from './plain-scope.ts'
import { knownDaysFor, METHOD_DAYS, NO_DAYS, readSeries, type SeriesRow, seriesQuery } from './series.ts'

/** Further ahead than this, last year says more than the last weeks do, and nobody has it here. */
const MOST_DAYS_AHEAD = 400
/** Groups that are forecast by themselves. */
const NAMED = 200

export async function readForecast(deps: AskDeps, asked: Asked): Promise<Read<Forecasts>> {
  const { question, sight, views } = asked
  const { period } = question
  if (question.unit !== null)
    return {
      kind: 'cannot',
      why: 'I forecast cost, not quantities. Ask for example “forecast for team search this month”.',
    }
  const completeThrough = asked.completeThrough ?? addDays(asked.utcToday, -1)
  const knownEnd = addDays(completeThrough, 1)
  if (period.end > addDays(knownEnd, MOST_DAYS_AHEAD))
    return {
      kind: 'cannot',
      why: 'That is too far ahead to be more than a guess. Ask for a span that ends within a year, such as “forecast for next quarter”.',
    }
  // Each value is a series that is forecast as the whole of its own question.
  const { each } = question
  const asks = each === undefined ? question : { ...question, groupBy: [each] }
  const whole = question.groupBy.length === 0 ? question : { ...question, groupBy: [] }
  const back = (days: number): Period => ({ start: addDays(knownEnd, -days), end: knownEnd })
  const tested = back(knownDaysFor(whole, views))
  const known = whole === question ? tested : back(METHOD_DAYS)
  const actual: Period = { start: period.start, end: earlier(period.end, knownEnd) }
  const [scope, ...scopes] = plainScopes(question, sight)
  const named = each === undefined ? NAMED : (question.filters[each]?.length ?? 0)
  const asking = { sight, views, named }
  const [series, past, budgets, snapshots] = await Promise.all([
    run(deps, seriesQuery({ ...asking, question: asks, known, actual, compare: question.compare })),
    whole === question
      ? undefined
      : run(deps, seriesQuery({ ...asking, question: whole, known: tested, actual: NO_DAYS, compare: null })),
    scope !== undefined && hasBudgets(asked) ? run(deps, plainBudgets([scope, ...scopes], period)) : undefined,
    // How near earlier forecasts came is told of one.
    scope === undefined || each !== undefined ? [] : snapshotsOf(deps.own, scope, { from: known.start, to: knownEnd }),
  ])
  const told = await withRoom(landed(series.rows, each !== undefined), ({ of, currency, rows }) => {
    const landing = landingOf(rows, {
      question,
      known,
      whole: past && { known: tested, row: past.rows.find((row) => row.currency === currency) },
      named: NAMED,
      most: asked.most,
    })
    if (landing === undefined) return []
    const exact = question.groupBy.length > 0 ? undefined : readSeries(rows[0]?.days ?? null, known).exact
    const planned = (budgets?.rows ?? []).filter(({ value }) => of === null || value === of)
    return [
      {
        ...landing,
        of,
        budget: budgetIn(planned, currency, period),
        kept: exact === undefined ? null : keptOf(snapshots, exact, known, currency),
      },
    ]
  })
  const landings = told.flat()
  if (landings.length === 0) return { kind: 'nothing' }
  return {
    kind: 'found',
    found: {
      completeThrough,
      assumed: asked.completeThrough === null,
      over: period.end <= knownEnd,
      landings,
    },
    sql: together(series, ...[past, budgets].filter((ran) => ran !== undefined)),
    rowCount: series.rows.reduce((count, row) => count + Number(row.rows), 0),
  }
}

interface Landed {
  readonly of: string | null
  readonly currency: string
  readonly rows: readonly SeriesRow[]
}

/** By currency, that of most charges first; and by value, where each is told apart. */
function landed(rows: readonly SeriesRow[], apart: boolean): readonly Landed[] {
  if (!apart)
    return currenciesOf(rows).map((currency) => ({
      of: null,
      currency,
      rows: rows.filter((row) => row.currency === currency),
    }))
  return rows
    .flatMap((row) => (row.kind === 'group' ? [{ of: row.key_1 ?? null, currency: row.currency, rows: [row] }] : []))
    .toSorted((a, b) => charges(b) - charges(a))
}

const charges = ({ rows }: Landed): number => Number(rows[0]?.rows)

/** That of most charges first. */
const currenciesOf = (rows: readonly SeriesRow[]): readonly string[] =>
  [...new Map(rows.map((row) => [row.currency, Number(row.total_rows)]))]
    .sort(([, a], [, b]) => b - a)
    .map(([currency]) => currency)

/** A month without a budget leaves the others nothing to be measured by. */
function budgetIn(budgets: readonly PlainBudget[], currency: string, { start, end }: Period): string | null {
  const whole = start.endsWith('-01') && end.endsWith('-01')
  const monthsFrom = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  const found = budgets.find((budget) => budget.currency === currency)
  return whole && Number(found?.months) === monthsFrom(end) - monthsFrom(start) ? (found?.amount ?? null) : null
}
