import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../../../people/sight.ts'
import type { Period, Question } from '../../question.ts'
import { type Condition, scope } from '../../scope.ts'

/** What trains; the runs themselves do not say it, for all of them do. */
const TRAINING: ReadonlySet<string> = new Set(['training', 'fine-tuning', 'gpu'])

/** "Training runs" names the workload as well as what is counted, and a run has no workload besides. */
export function runQuestion(question: Question): Question {
  const { workload_type, resource, ...filters } = question.filters
  const kept = (values: readonly string[] | undefined) => values?.some((value) => !TRAINING.has(value)) ?? false
  return {
    ...question,
    filters: {
      ...filters,
      ...(workload_type !== undefined && kept(workload_type) ? { workload_type } : {}),
      ...(resource !== undefined && kept(resource) ? { resource } : {}),
    },
  }
}

/** Training runs with the UTC day they started as their `day`, cut to those that the asker may see. */
export const runsOf = (
  question: Question,
  sight: Sight,
  spans: readonly Period[],
): { readonly from: RawBuilder<unknown>; readonly where: Condition } => ({
  from: sql`(select *, (started_at at time zone 'UTC')::date as day from spend.training_run) as runs`,
  where: sql`(${sql.join(
    spans.map(
      ({ start, end }) =>
        sql`(started_at >= (${start}::date::timestamp at time zone 'UTC') and started_at < (${end}::date::timestamp at time zone 'UTC'))`,
    ),
    sql` or `,
  )}) and ${scope(question, sight, 'spend.units')}`,
})
