import type { Answer } from '../../answer.ts'
import type { Kind, Sheet } from '../kind.ts'
import { card } from './card.ts'
import type { NudgeSavings } from './found.ts'
import { RESOURCE, read } from './read.ts'

/** What nudges saved, by what was verified after each was settled. */
export const nudgeSavings: Kind<NudgeSavings> = { read, card, sheet, cost: 'effective_cost' }

function sheet({ question }: Answer, { rows, totals }: NudgeSavings): Sheet {
  const groupBy = question.groupBy.length === 0 ? RESOURCE : question.groupBy
  return {
    columns: ['kind', ...groupBy, 'currency', 'nudges', 'baseline', 'actual', 'saved_30_days', 'saved_7_days', 'saved'],
    rows: rows.map((row) => [
      row.kind,
      ...groupBy.map((_, i) => row.keys[i] ?? null),
      row.currency,
      String(row.nudges),
      row.baseline,
      row.actual,
      row.saved30,
      row.saved7,
      row.saved,
    ]),
    totals: totals.map(({ currency, saved }) => ({ currency, total: saved })),
    adds: 'saved',
  }
}
