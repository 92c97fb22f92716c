import { countedWords, lacks, uncounted } from './kinds/unit-cost/obstacle.ts'
import { unitWords } from './kinds/unit-cost/words.ts'
import { isBilledUnit } from './query.ts'
import type { Question } from './question.ts'

/** Why sums cannot tell, and what to ask instead; undefined where they can. */
export function obstacleOf(question: Question, views: ReadonlySet<string>): string | undefined {
  const { unit } = question
  if (question.having !== null && question.groupBy.length === 0)
    return 'I can hold a limit against teams, projects, services and the like, not against days. Ask for example “teams over 2,000 last month”.'
  if (question.measure !== 'quantity') return undefined
  if (unit === null)
    return 'Which quantity? Ask for tokens, GPU hours, requests, documents or images: one at a time, for they cannot be added.'
  if (isBilledUnit(unit)) return undefined
  if (!views.has('spend.units')) return lacks(unitWords(unit).many, 'spend.units')
  const unknown = uncounted(question)
  if (unknown === undefined) return undefined
  return `${countedWords(unit, unknown)}. Ask for example “number of ${unit.replace('_', ' ')}s by project”.`
}
