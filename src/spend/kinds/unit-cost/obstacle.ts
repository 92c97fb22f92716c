import type { Dimension, Question, Unit } from '../../question.ts'
import { dimensionsOf } from '../../scope.ts'
import { RUN_DIMENSIONS, UNIT_DIMENSIONS } from '../../views.ts'
import { capital, dimensionWord, dimensionWords, listed } from '../../words.ts'
import { unitWords } from './words.ts'

/** Why the data cannot tell a unit cost, and what to ask instead; undefined where it can. */
export function obstacleOf(question: Question, views: ReadonlySet<string>): string | undefined {
  const { unit } = question
  if (unit === null)
    return 'Per what? Ask for the cost per request, per 1M tokens, per GPU hour, per document or per user.'
  if (question.having !== null && question.groupBy.length === 0)
    return 'I can hold a limit against teams, projects, models and the like, not against days. Ask for example “projects over $0.01 per request”.'
  if (unit === 'token' || unit === 'gpu_hour') return undefined
  const view = unit === 'training_run' ? 'spend.training_run' : 'spend.units'
  if (!views.has(view)) return lacks(unitWords(unit).many, view)
  const unknown = uncounted(question)
  if (unknown === undefined) return undefined
  const { per } = unitWords(unit)
  return (
    `${countedWords(unit, unknown)}, so their cost cannot be set against them by ${dimensionWord(unknown)}. ` +
    `Ask for example “cost per ${per} by project”, or “spend by ${dimensionWord(unknown)}” for all ${dimensionWords(unknown)}.`
  )
}

const countedBy = (unit: Unit) => (unit === 'training_run' ? RUN_DIMENSIONS : UNIT_DIMENSIONS)

/** The first dimension of a question that its unit is not counted by. */
export const uncounted = ({ unit, groupBy, filters, exclude }: Question): Dimension | undefined =>
  [...groupBy, ...[...dimensionsOf(filters), ...dimensionsOf(exclude)].map(([dimension]) => dimension)].find(
    (dimension) => unit !== null && !countedBy(unit).includes(dimension),
  )

/** "Requests are counted per team, project and model, not per service" */
export const countedWords = (unit: Unit, unknown: Dimension): string =>
  `${capital(unitWords(unit).many)} are counted per ${listed(countedBy(unit).map(dimensionWord))}, not per ${dimensionWord(unknown)}`

/** What is counted, in the plural, where this database counts none. */
export const lacks = (many: string, view: string): string =>
  `This database counts no ${many}: it has no view ${view} (docs/spend-contract.md). Tokens and GPU hours are on the bill itself.`
