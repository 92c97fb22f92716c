import { type Block, type Card, code, type Fact, plain } from '../cards/card.ts'
import { day, days, instant } from '../cards/format.ts'
import type { Asker } from '../people/asker.ts'
import { seesTeams, sightOf } from '../people/sight.ts'
import type { Comparison } from './comparison.ts'
import type { AskDeps } from './deps.ts'
import { measureWords } from './measure-words.ts'
import { NONE, type Period, type Scope } from './question.ts'
import { dimensionsOf } from './scope.ts'
import { findAnswer, type StoredAnswer } from './store.ts'
import { dimensionWord } from './words.ts'

export type How =
  | { readonly kind: 'how'; readonly answer: StoredAnswer }
  | { readonly kind: 'hidden' }
  /** Answers are kept for a year and a bit. */
  | { readonly kind: 'gone' }

/** Where an answer's number comes from, for whoever asks now: authorised anew, whoever asked then. */
export async function showHow(deps: AskDeps, answerId: string, presser: Asker): Promise<How> {
  await deps.later.drained()
  const answer = await findAnswer(deps.own, answerId)
  if (answer === undefined) return { kind: 'gone' }
  return mayOpen(deps, answer, presser) ? { kind: 'how', answer } : { kind: 'hidden' }
}

/** Begins the key of what Tally says by itself, in digests and alerts. It is no person's. */
export const TALLYS_OWN = 'tally:'

/**
 * An answer about named teams opens for those who see these teams. One about everything was cut down to what its asker saw,
 * so it opens only for them. What nobody asked for has no figures of its own: whoever goes on from it is told what they see.
 */
export function mayOpen(deps: AskDeps, answer: StoredAnswer, presser: Asker): boolean {
  const sight = sightOf(presser.person, deps.visibility)
  if (sight.kind === 'everything') return true
  const { team } = answer.question.filters
  if (team !== undefined)
    return seesTeams(
      sight,
      team.map((name) => (name === NONE ? null : name)),
    )
  return (presser.key === answer.asker || answer.asker.startsWith(TALLYS_OWN)) && sight.teams.length > 0
}

export function howCard({ question, ...answer }: StoredAnswer): Card {
  const narrowed = [
    ...scopeWords(question.filters, ''),
    ...scopeWords(question.exclude, 'not '),
    ...(question.withoutSources ?? []).map((source) => `source: not ${source}`),
  ]
  const sources = answer.sources.map(
    (source) =>
      `${source.source}: ${day(source.firstDay)} to ${day(source.lastDay)}, updated ${instant(new Date(source.lastUpdated), answer.timezone)}`,
  )
  const facts: Block = {
    kind: 'facts',
    facts: [
      { label: 'Question', value: [plain(answer.sentence)] },
      { label: 'Measure', value: [plain(measureWords(question))] },
      { label: 'Filters', value: [plain(narrowed.length === 0 ? 'none' : narrowed.join('; '))] },
      {
        label: 'Period',
        value: [
          plain(`${days(question.period)} (${question.period.start} up to, not including, ${question.period.end})`),
        ],
      },
      ...comparedFacts(answer.comparison, question.compare),
      {
        label: 'Zone',
        value: [plain(`days are UTC billing days; today was ${day(answer.today)} in ${answer.timezone}`)],
      },
      { label: 'Rows summed', value: [plain(answer.rowCount.toLocaleString('en-US'))] },
      { label: 'Sources', value: [plain(sources.length === 0 ? 'not told by this database' : sources.join('\n'))] },
      { label: 'Answer', value: [code(answer.id), plain(` of ${instant(answer.answeredAt, answer.timezone)}`)] },
    ],
  }
  const sql: Block[] = answer.sql === '' ? [] : [{ kind: 'code', text: answer.sql }]
  return { blocks: [{ kind: 'headline', text: 'How this was worked out' }, facts, ...sql] }
}

const comparedFacts = (comparison: Comparison | null, named: Period | null): Fact[] => {
  if (comparison === null) return named === null ? [] : [{ label: 'Compared with', value: [plain(days(named))] }]
  const { now, before, asked } = comparison
  const ours = `${days(now)} against ${days(before)}: our choice, for the question names none; complete days only, as many on both sides where the unit is not over`
  return [{ label: 'Compared with', value: [plain(asked ? days(before) : ours)] }]
}

const scopeWords = (scope: Scope, not: string) =>
  dimensionsOf(scope).map(([dimension, values]) => `${dimensionWord(dimension)}: ${not}${values.join(' or ')}`)
