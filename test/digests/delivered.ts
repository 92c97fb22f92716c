import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { Database } from '../../src/db/schema.ts'
import type { Composed } from '../../src/digests/compose.ts'
import type { DigestAsked } from '../../src/digests/digest.ts'
import { importFocus } from '../../src/ledger/import-focus.ts'
import { loadMapping } from '../../src/ledger/mapping-file.ts'
import type { AskDeps } from '../../src/spend/deps.ts'
import { charge, focusFile } from '../ledger/focus-file.ts'
import { DIGESTS } from './samples.ts'

const mapping = loadMapping()
let files = 0

/** A source whose days are settled six hours after their end. */
export const source = (db: Kysely<Database>, name: string) =>
  db.insertInto('ledger.source').values({ source_name: name, source_kind: 'ledger', complete_after_hours: 6 }).execute()

/** What a source bills for days, each `[day of November, team, dollars]`. */
export async function deliver(
  pool: pg.Pool,
  sourceName: string,
  charges: readonly (readonly [day: number, team: string, cost: string])[],
  at: string,
): Promise<void> {
  files += 1
  const rows = charges.map(([day, team, cost]) =>
    charge({
      ChargePeriodStart: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`,
      BilledCost: cost,
      EffectiveCost: cost,
      Tags: JSON.stringify({ team }),
    }),
  )
  const file = focusFile(`delivered-${files}.csv`, rows)
  await importFocus(pool, { files: [file], sourceName, mapping, now: new Date(`2026-11-${at}Z`) })
}

/** Composes by a plain sum, and says of itself what it was asked. */
export const plainly = (asked: DigestAsked[] = []) =>
  async function* (deps: AskDeps, all: readonly DigestAsked[]): AsyncGenerator<Composed> {
    for (const each of all) {
      asked.push(each)
      const { period, subscription } = each
      const teams = subscription.scope?.values ?? null
      const { rows } = await sql<{ currency: string; amount: string; comparable: string | null }>`
        select billing_currency as currency, trim_scale(sum(effective_cost))::text as amount,
          trim_scale(sum(effective_cost) filter (where source_name <> all(${each.missing.map(({ source }) => source)}::text[])))::text
            as comparable
        from spend.daily
        where day >= ${period.start} and day < ${period.end} and (${teams}::text[] is null or team = any(${teams}::text[]))
        group by 1 order by 1`.execute(deps.spend)
      const { quiet } = DIGESTS
      const [total] = quiet.totals
      if (total === undefined) throw new Error('no sample')
      const totals = rows.map((row) => ({ ...total, ...row }))
      yield {
        kind: 'composed',
        asked: each,
        digest: { ...quiet, asked: each, totals, answerId: `answer${asked.length}` },
      }
    }
  }
