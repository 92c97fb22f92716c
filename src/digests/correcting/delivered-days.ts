import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type CivilDate, earlier, later } from '../../civil-date.ts'
import type { AskDeps } from '../../spend/deps.ts'
import type { Period } from '../../spend/question.ts'

/** How a source's day stands. */
export interface DeliveredDay {
  readonly source_name: string
  readonly day: CivilDate
  readonly status: string
  readonly last_updated: Date
}

/** Of all days that are in one of these periods, or between them. */
export async function deliveredDays(deps: AskDeps, periods: readonly Period[]): Promise<readonly DeliveredDay[]> {
  const views = await deps.views()
  if (!views.has('spend.day_status')) return []
  const [first = { start: '', end: '' }] = periods
  const start = periods.map((period) => period.start).reduce(earlier, first.start)
  const end = periods.map((period) => period.end).reduce(later, first.end)
  const { rows } = await sql<DeliveredDay>`select source_name, day, status, last_updated from spend.day_status
    where day >= ${start} and day < ${end} order by source_name, day`.execute(deps.spend)
  return rows
}

export const within =
  ({ start, end }: Period) =>
  ({ day }: DeliveredDay) =>
    day >= start && day < end

/** The same for days that nobody touched since. */
export const fingerprint = (delivered: readonly DeliveredDay[], period: Period): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        delivered.filter(within(period)).map((each) => [each.source_name, each.day, each.status, each.last_updated]),
      ),
    )
    .digest('base64url')
