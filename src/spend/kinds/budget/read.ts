import { outlook } from '../../../budgets/outlook.ts'
import { paceOf } from '../../../budgets/pace.ts'
import { days } from '../../../cards/format.ts'
import { addDays, addUnits, type CivilDate, daysBetween, earlier, later, startOf } from '../../../civil-date.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Period } from '../../question.ts'
import { readSeries } from '../forecast/series.ts'
import type { Asked, Read } from '../kind.ts'
import { run, together } from '../run.ts'
import { allBudgets, type Chosen, chooseBudgets } from './choose.ts'
import type { BudgetLine, Budgets } from './found.ts'
import { type BudgetRow, budgetsQuery } from './query.ts'

/** What the method of a forecast looks at; its range is not told here. */
const KNOWN_DAYS = 56

const NO_BUDGETS = 'An administrator loads budgets with “npx tally import budgets FILE”.'

export async function readBudgets(deps: AskDeps, asked: Asked): Promise<Read<Budgets>> {
  const { question, sight, views, utcToday } = asked
  if (!views.has('spend.budget')) return { kind: 'cannot', why: `This database holds no budgets. ${NO_BUDGETS}` }
  const chosen = chooseBudgets(question, sight)
  if ('why' in chosen) return { kind: 'cannot', why: chosen.why }
  const period = wholeMonths(question.period)
  const completeThrough = asked.completeThrough ?? addDays(utcToday, -1)
  const knownEnd = addDays(completeThrough, 1)
  const known: Period = { start: addDays(knownEnd, -KNOWN_DAYS), end: knownEnd }
  const complete: Period = { start: period.start, end: later(period.start, earlier(period.end, knownEnd)) }
  const find = (of: Chosen) => run(deps, budgetsQuery({ chosen: of, sight, views, period, complete, known }))
  const first = await find(chosen)
  const all = first.rows.length === 0 && chosen.orAll ? await find(allBudgets(chosen)) : undefined
  const rows = (all ?? first).rows
  if (rows.length === 0) return { kind: 'cannot', why: `${noneWords(chosen, period)} ${NO_BUDGETS}` }
  const final = period.end <= knownEnd
  const lines = rows.map((row) => lineOf(row, { period, known, final, today: utcToday }))
  const length = daysBetween(period.start, period.end)
  const gone = Math.min(length, Math.max(0, daysBetween(period.start, utcToday)))
  return {
    kind: 'found',
    found: {
      period,
      widened: period.start !== question.period.start || period.end !== question.period.end,
      completeThrough,
      assumed: asked.completeThrough === null,
      final,
      daysLeft: Math.max(0, Math.min(length, daysBetween(utcToday, period.end) - 1)),
      gone: gone / length,
      months: monthsIn(period),
      dimensions: [...new Set(lines.map(({ dimension }) => dimension))],
      lines: question.sort === 'asc' ? lines.toReversed() : lines,
      most: question.limit ?? asked.most,
    },
    sql: together(first, ...(all === undefined ? [] : [all])),
    rowCount: rows.reduce((sum, row) => sum + Number(row.rows), 0),
  }
}

/** Budgets are monthly. */
const wholeMonths = ({ start, end }: Period): Period => ({
  start: startOf('month', start),
  end: addUnits('month', startOf('month', addDays(end, -1)), 1),
})

function monthsIn({ start, end }: Period): number {
  let months = 0
  for (let month = start; month < end; month = addUnits('month', month, 1)) months++
  return months
}

function lineOf(
  row: BudgetRow,
  {
    period,
    known,
    final,
    today,
  }: { readonly period: Period; readonly known: Period; readonly final: boolean; readonly today: CivilDate },
): BudgetLine {
  const used = decimal(row.used) ?? '0'
  const out = final ? undefined : outlook(readSeries(row.days, known).daily, period, 'untested')
  return {
    dimension: row.dimension,
    value: row.value,
    currency: row.currency,
    budget: decimal(row.budget) ?? row.budget,
    used,
    unrecorded: row.used === null,
    pace: paceOf({
      budget: row.budget,
      used,
      complete: row.complete ?? '0',
      ahead: out?.days ?? [],
      thresholds: row.thresholds ?? [],
      final,
      today,
    }),
    months: Number(row.months),
    elsewhere: (row.elsewhere ?? '').split(',').flatMap((entry) => {
      const [currency, used] = entry.split('=')
      return currency === undefined || used === undefined ? [] : [{ currency, used: decimal(used) ?? used }]
    }),
  }
}

function noneWords({ values, dimensions, orAll }: Chosen, period: Period): string {
  const names = values.flatMap(({ values }) => values).join(', ')
  const of = names !== '' ? ` for ${names}` : orAll ? '' : ` by ${dimensions.join(', ').replaceAll('_', ' ')}`
  return `I see no budget${of} in ${days(period)}.`
}
