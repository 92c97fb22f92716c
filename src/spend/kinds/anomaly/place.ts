import { addDays } from '../../../civil-date.ts'
import { NONE, type Question } from '../../question.ts'
import type { Finding } from './found.ts'

/** Where and when an anomaly is, as a question names it. */
export const placeAndDays = ({ groupBy, keys, since, last }: Finding): Pick<Question, 'filters' | 'period'> => ({
  filters: Object.fromEntries(groupBy.map((dimension, i) => [dimension, [keys[i] ?? NONE]])),
  period: { start: since, end: addDays(last, 1) },
})
