import type { Answer } from '../../answer.ts'
import { groupCells } from '../groups.ts'
import type { Sheet } from '../kind.ts'
import type { Coverage } from './found.ts'

/** The cost of each group or stretch of time and what of it lacks the tag; else what each tag is missing on, which adds up to nothing. */
export function sheet({ question }: Answer, { tag, lacking, totals, groupBy, rows, trend }: Coverage): Sheet {
  const columns = ['currency', `without_${tag}`, 'effective_cost']
  const figures = totals.map((total) => ({ currency: total.currency, total: lacking ? total.missing : total.whole }))
  const adds = lacking ? `without_${tag}` : 'effective_cost'
  if (groupBy.length > 0)
    return {
      columns: ['kind', ...groupBy, ...columns],
      rows: rows.map((row) => [...groupCells(row, groupBy), row.missing, row.whole]),
      totals: figures,
      adds,
    }
  if (question.grain !== null && trend !== null)
    return {
      columns: [`${trend.grain}_from`, ...columns],
      rows: trend.points.map((point) => [point.bucket, point.currency, point.missing, point.whole]),
      totals: figures,
      adds,
    }
  return {
    columns: ['tag', 'currency', 'without_tag', 'effective_cost'],
    rows: totals.flatMap(({ currency, whole, byTag }) =>
      byTag.map((each) => [each.tag, currency, each.missing, whole]),
    ),
    totals: figures,
    adds: null,
  }
}
