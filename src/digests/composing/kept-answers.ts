import type { Answer } from '../../spend/answer.ts'
import type { AskDeps } from '../../spend/deps.ts'
import { spendQuery } from '../../spend/query.ts'
import { readableSql } from '../../spend/readable-sql.ts'
import { TALLYS_OWN } from '../../spend/show-how.ts'
import { idOf, keepAnswers } from '../../spend/store.ts'
import { chips, explain } from '../../spend/understanding/explain.ts'
import type { Digest, DigestAsked } from '../digest.ts'
import { filtersOf } from './groups.ts'
import { keptQuestion, spanOf, unusualQuestion } from './questions.ts'

/** The same digest composed again has the same answer. */
export const answerIdOf = ({ subscription, slotAt }: DigestAsked): string =>
  idOf(`digest ${subscription.id} ${slotAt.toISOString()}`)

/** Of its anomalies, each by its place among them. */
export const unusualIdOf = (answerId: string, place: number): string => idOf(`unusual ${place} of ${answerId}`)

/** Nobody's key, not even of whoever set it up: everybody who presses gets an answer of their own, and the digest stays. */
const DIGESTS = `${TALLYS_OWN}digests`

/** What the buttons of digests go on from: the questions of each, which are answered anew for whoever presses. */
export async function keepDigestAnswers(deps: AskDeps, digests: readonly Digest[], now: Date): Promise<void> {
  const [views, sources] = await Promise.all([deps.views(), deps.watermarks()])
  const answers = digests.flatMap((digest) =>
    questionsOf(digest).map(({ id, question, comparison }) => {
      const { subscription, sight } = digest.asked
      const answer: Answer = {
        id,
        text: 'digest',
        question,
        sentence: explain(question),
        chips: chips(question),
        repairs: [],
        continued: false,
        today: now.toISOString().slice(0, 10),
        timezone: subscription.schedule.timezone,
        answeredAt: now,
        cost: 'effective_cost',
        unit: null,
        totals: [],
        comparison,
        groupBy: [],
        chosen: true,
        rows: [],
        trend: null,
        finding: null,
        onlyTeams: sight.kind === 'teams' ? sight.teams : null,
        freshness: digest.freshness,
        sources,
        recorded: null,
        rowCount: 0,
        sql: readableSql(
          spendQuery(question, { sight, views, comparison: comparison ?? undefined }).sql.compile(deps.spend),
        ),
      }
      return { asker: DIGESTS, answer }
    }),
  )
  if (answers.length > 0) await keepAnswers(deps.own, answers)
}

type Kept = Pick<Answer, 'id' | 'question' | 'comparison'>

/** Of all of it, and of what is unusual in it. */
function questionsOf({ asked, answerId, anomalies }: Digest): readonly Kept[] {
  const { subscription, period } = asked
  const span = spanOf(subscription.schedule.rhythm, period)
  const scope = filtersOf(subscription.scope)
  const missing = asked.missing.map(({ source }) => source)
  return [
    {
      id: answerId,
      question: keptQuestion(span, scope, missing),
      comparison: { now: span.period, before: span.against, asked: true },
    },
    ...anomalies.flatMap(({ answerId: id, about }) =>
      id === undefined || about === undefined
        ? []
        : [{ id, question: unusualQuestion(about, scope, missing), comparison: null }],
    ),
  ]
}
