import { type Kysely, sql } from 'kysely'
import type { CivilDate } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import type { BudgetScope } from './budget.ts'

export interface Snapshot {
  readonly madeOn: CivilDate
  readonly scopeDimension: BudgetScope
  readonly scopeValue: string
  readonly periodStart: CivilDate
  readonly periodEnd: CivilDate
  readonly billingCurrency: string
  readonly method: string
  readonly completeThrough: CivilDate
  readonly forecast: string
  readonly low: string | null
  readonly high: string | null
}

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const AT_ONCE = 1000

/** A forecast that was kept stays as it was made: keeping it again changes nothing. All or none; how many were new. */
export function keepSnapshots(db: Kysely<Database>, snapshots: readonly Snapshot[]): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    let kept = 0
    for (let start = 0; start < snapshots.length; start += AT_ONCE) {
      const { numInsertedOrUpdatedRows = 0n } = await transaction
        .insertInto('tally.forecast_snapshot')
        .values(snapshots.slice(start, start + AT_ONCE).map(toRow))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      kept += Number(numInsertedOrUpdatedRows)
    }
    return kept
  })
}

const toRow = (snapshot: Snapshot) => ({
  made_on: snapshot.madeOn,
  scope_dimension: snapshot.scopeDimension,
  scope_value: snapshot.scopeValue,
  period_start: snapshot.periodStart,
  period_end: snapshot.periodEnd,
  billing_currency: snapshot.billingCurrency,
  method: snapshot.method,
  complete_through: snapshot.completeThrough,
  forecast_amount: snapshot.forecast,
  low_amount: snapshot.low,
  high_amount: snapshot.high,
})

export async function hasSnapshots(db: Kysely<Database>, madeOn: CivilDate): Promise<boolean> {
  const found = await db
    .selectFrom('tally.forecast_snapshot')
    .select('made_on')
    .where('made_on', '=', madeOn)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** What was forecast for spans that begin in [from, to), oldest first. */
export async function snapshotsOf(
  db: Kysely<Database>,
  scope: { readonly dimension: BudgetScope; readonly value: string },
  { from, to }: { readonly from: CivilDate; readonly to: CivilDate },
): Promise<readonly Snapshot[]> {
  const rows = await db
    .selectFrom('tally.forecast_snapshot')
    .selectAll()
    .where('scope_dimension', '=', scope.dimension)
    .where('scope_value', '=', scope.value)
    .where('period_start', '>=', from)
    .where('period_start', '<', to)
    .orderBy('made_on')
    .orderBy('billing_currency')
    .orderBy('method')
    .execute()
  return rows.map((row) => ({
    madeOn: row.made_on,
    scopeDimension: scope.dimension,
    scopeValue: row.scope_value,
    periodStart: row.period_start,
    periodEnd: row.period_end,
    billingCurrency: row.billing_currency,
    method: row.method,
    completeThrough: row.complete_through,
    forecast: row.forecast_amount,
    low: row.low_amount,
    high: row.high_amount,
  }))
}

/** Forecasts of months that are long over. */
export async function forgetSnapshots(db: Kysely<Database>, before: CivilDate): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('tally.forecast_snapshot')
    .where('period_end', '<=', sql<string>`${before}::date`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
