import { type RawBuilder, sql } from 'kysely'

/** Absent: the database's own clock, which is the same for all replicas. */
export type Clock = (() => Date) | undefined

/** Now, as a statement says it. */
export const instant = (now: Clock): RawBuilder<Date> =>
  now === undefined ? sql<Date>`now()` : sql<Date>`${now()}::timestamptz`

export const milliseconds = (ms: number): RawBuilder<unknown> => sql`${ms}::float8 * interval '1 millisecond'`
