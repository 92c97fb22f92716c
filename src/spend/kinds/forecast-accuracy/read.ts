import { snapshotsOf } from '../../../budgets/snapshots.ts'
import { addDays, addUnits, startOf } from '../../../civil-date.ts'
import type { AskDeps } from '../../deps.ts'
import type { Period } from '../../question.ts'
import { plainScope } from '../forecast/plain-scope.ts'
import { knownDaysFor, seriesQuery } from '../forecast/series.ts'
import type { Asked, Read } from '../kind.ts'
import { run } from '../run.ts'
import { accuracyOf } from './checked.ts'
import type { Accuracies } from './found.ts'

const MOST_MONTHS = 12

export async function readAccuracy(deps: AskDeps, asked: Asked): Promise<Read<Accuracies>> {
  const { sight, views, utcToday } = asked
  const question = { ...asked.question, groupBy: [] }
  if (asked.question.groupBy.length > 0)
    return {
      kind: 'cannot',
      why: 'I hold forecasts to what came for one scope at a time. Ask for example “how accurate was the forecast of team search last month”.',
    }
  const knownEnd = addDays(asked.completeThrough ?? addDays(utcToday, -1), 1)
  const months = monthsOf(question.period)
  const over = months.filter(({ end }) => end <= knownEnd)
  const open = months.filter(({ end }) => end > knownEnd)
  const [first, last] = [over[0], over.at(-1)]
  if (first === undefined || last === undefined)
    return {
      kind: 'cannot',
      why: 'No month of this period is over and complete, so nothing can be held against its forecast yet. Ask “how accurate were our forecasts last month”.',
    }
  if (months.length > MOST_MONTHS)
    return { kind: 'cannot', why: `I look at ${MOST_MONTHS} months at most. Ask for a shorter period.` }
  const known: Period = { start: addDays(first.start, -knownDaysFor(question, views)), end: last.end }
  const actual: Period = { start: first.start, end: last.end }
  const scope = plainScope(question, sight)
  const [series, snapshots] = await Promise.all([
    run(deps, seriesQuery({ question, sight, views, known, actual, compare: null, named: 1 })),
    scope === undefined ? [] : snapshotsOf(deps.own, scope, { from: first.start, to: last.end }),
  ])
  const found = over.flatMap((month) =>
    series.rows
      .toSorted((a, b) => Number(b.total_rows) - Number(a.total_rows))
      .flatMap(({ currency, days }) => accuracyOf(month, currency, { days, known }, snapshots) ?? []),
  )
  if (found.length === 0) return { kind: 'nothing' }
  return {
    kind: 'found',
    found: { months: found, open },
    sql: series.sql,
    rowCount: series.rows.reduce((count, row) => count + Number(row.rows), 0),
  }
}

/** The whole months that the period touches. */
function monthsOf({ start, end }: Period): readonly Period[] {
  const months: Period[] = []
  for (let month = startOf('month', start); month < end; month = addUnits('month', month, 1))
    months.push({ start: month, end: addUnits('month', month, 1) })
  return months
}
