import { addDays, type CivilDate, earlier, startOf } from '../civil-date.ts'
import type { Intent, Question } from './question.ts'

const ANSWERED: ReadonlySet<Intent> = new Set(['spend', 'compare', 'top', 'trend', 'coverage'])
export const isAnswered = (question: Question): boolean =>
  ANSWERED.has(question.intent) && question.measure !== 'cost_per_unit'

/** A question in the same scope that is answered today, for one whose kind is not. */
export function nearQuestion(question: Question, today: CivilDate): Question {
  const tomorrow = addDays(today, 1)
  const { start, end } = question.period
  const period =
    start >= tomorrow ? { start: startOf('month', today), end: tomorrow } : { start, end: earlier(end, tomorrow) }
  const spend: Question = {
    ...question,
    intent: 'spend',
    measure: 'effective_cost',
    period,
    compare: null,
    limit: null,
    grain: null,
    unit: null,
    having: null,
    sort: 'desc',
    chart: false,
  }
  switch (question.intent) {
    case 'explain':
      return question.compare === null
        ? spend
        : {
            ...spend,
            intent: 'compare',
            compare: question.compare,
            groupBy: question.groupBy.length > 0 ? question.groupBy : ['service'],
          }
    case 'anomaly':
      return { ...spend, intent: 'trend', grain: 'day' }
    case 'spend':
    case 'compare':
    case 'top':
    case 'trend':
    case 'coverage':
    case 'idle':
    case 'budget':
    case 'forecast':
    case 'value':
    case 'model_fit':
    case 'unit_cost':
      return spend
  }
}
