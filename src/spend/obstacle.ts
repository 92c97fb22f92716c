import type { Slot } from './kinds/kind.ts'
import { type KindName, unheeded } from './kinds/kinds.ts'
import { countedWords, lacks, uncounted } from './kinds/unit-cost/obstacle.ts'
import { unitWords } from './kinds/unit-cost/words.ts'
import { isBilledUnit } from './query.ts'
import type { Question } from './question.ts'

/** Why a kind cannot tell what was asked of it; undefined where it can. */
export function kindObstacleOf(name: KindName, question: Question): string | undefined {
  const [slot] = unheeded(name, question)
  return slot && UNHEEDED[slot]
}

const UNHEEDED: Readonly<Record<Slot, string>> = {
  having:
    'I cannot hold a limit against this. Ask without the amount, and the largest come first; or against cost, such as “teams over 2,000 last month”.',
  compare:
    'I can tell this of one span at a time, not set beside another. Ask for each: name one span, and then go on with “and last month?”.',
  withoutSources:
    'I can tell this of all sources together, and the question leaves some out that are late. Ask anew, and I tell it of all.',
  each: 'I can tell this of one thing at a time. Ask for each by itself.',
}

/** Why sums cannot tell, and what to ask instead; undefined where they can. */
export function obstacleOf(question: Question, views: ReadonlySet<string>): string | undefined {
  const { unit } = question
  if (question.having !== null && question.groupBy.length === 0)
    return 'I can hold a limit against teams, projects, services and the like, not against days. Ask for example “teams over 2,000 last month”.'
  if (question.each !== undefined) return UNHEEDED.each
  if (question.measure !== 'quantity') return undefined
  if (unit === null)
    return 'Which quantity? Ask for tokens, GPU hours, requests, documents or images: one at a time, for they cannot be added.'
  if (isBilledUnit(unit)) return undefined
  if (question.withoutSources !== undefined) return UNHEEDED.withoutSources
  if (!views.has('spend.units')) return lacks(unitWords(unit).many, 'spend.units')
  const unknown = uncounted(question)
  if (unknown === undefined) return undefined
  return `${countedWords(unit, unknown)}. Ask for example “number of ${unit.replace('_', ' ')}s by project”.`
}
