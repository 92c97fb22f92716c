import { type Kysely, sql } from 'kysely'
import { addDays, type CivilDate, earlier } from '../civil-date.ts'
import type { Database } from '../db/schema.ts'
import { completeLately, lately } from '../spend/freshness.ts'
import { existingViews } from '../spend/views.ts'
import { readWatermarks, type Watermark } from '../spend/watermarks.ts'
import { type Measured, measured } from './measured.ts'
import { ownSpend, replacementSpend, type SettledResource } from './settled-spend.ts'

export interface SavingsDeps {
  readonly db: Kysely<Database>
  /** The read contract, which may be in another database. */
  readonly spend: Kysely<Database>
}

export interface Verified {
  readonly verified: number
  /** The bill moved since. */
  readonly corrected: number
}

const DAY_MS = 86_400_000
/** A month after it was settled, and as long as bills are restated. */
const LOOK_BACK_DAYS = 90
/** What was told of a saving is corrected for so long, and then stands. */
const CORRECTED_DAYS = 45
/** Where nothing tells which days are complete. */
const SETTLED_DAYS = 3

/** What settled nudges saved, once their days are complete; again while their bill may still move. Does no harm twice. */
export async function verifySavings({ db, spend }: SavingsDeps, now: Date): Promise<Verified> {
  const settled = await settledResources(db, now)
  if (settled.length === 0) return { verified: 0, corrected: 0 }
  const through = await completeness(spend, now)
  const own = await ownSpend(spend, settled)
  const replacement = await replacementSpend(spend, settled, own.spend)
  const savings = settled.flatMap((each) => {
    const [costs, instead] = [own.spend.get(each.nudgeId) ?? [], replacement.get(each.nudgeId) ?? []]
    return measured(each, costs, instead, through(own.sources.get(each.nudgeId) ?? new Set()))
  })
  return keep(db, savings, now)
}

async function settledResources(db: Kysely<Database>, now: Date): Promise<readonly SettledResource[]> {
  const rows = await db
    .selectFrom('spend.nudge_savings')
    .distinctOn('nudge_id')
    .select(['nudge_id', 'resource_id', 'resource_name', 'resource_class', 'team', 'project', 'idle_since'])
    .select('resolved_on')
    .where('outcome', 'in', ['verifying', 'verified'])
    .where('resolved_at', '>', new Date(now.getTime() - LOOK_BACK_DAYS * DAY_MS))
    .where('resolved_at', '<=', now)
    .orderBy('nudge_id')
    .execute()
  return rows.map((row) => ({
    nudgeId: row.nudge_id,
    resourceId: row.resource_id,
    name: row.resource_name,
    resourceClass: row.resource_class,
    team: row.team,
    project: row.project,
    resolvedOn: row.resolved_on,
    idleFrom: row.idle_since === null ? null : firstWholeDay(row.idle_since),
  }))
}

/**
 * The last day that is complete for what these sources charge for. Elsewhere a source that is silent for weeks is not waited for; the
 * silence of a resource's own bill must not look like the end of its cost.
 */
async function completeness(spend: Kysely<Database>, now: Date): Promise<(own: ReadonlySet<string>) => CivilDate> {
  const today = now.toISOString().slice(0, 10)
  const sources = await readWatermarks(spend, await existingViews(spend))
  const all = completeLately(sources, today) ?? addDays(today, -SETTLED_DAYS - 1)
  return (own) =>
    sources.filter(({ source }) => own.has(source)).reduce((least, each) => earlier(least, throughOf(each, today)), all)
}

function throughOf({ provisional, lastDay }: Watermark, today: CivilDate): CivilDate {
  const firstMoving = provisional.find((day) => day >= lately(today).start)
  return firstMoving === undefined ? lastDay : addDays(firstMoving, -1)
}

/** What no longer has a row of its currency had one by mistake of the bill. */
async function keep(db: Kysely<Database>, savings: readonly Measured[], now: Date): Promise<Verified> {
  if (savings.length === 0) return { verified: 0, corrected: 0 }
  const rows = JSON.stringify(
    savings.map(({ nudgeId, days, currency, firstDay, baseline, actual, saved }) => ({
      nudge_id: nudgeId,
      days,
      billing_currency: currency,
      first_day: firstDay,
      baseline,
      actual,
      saved,
    })),
  )
  const movesFrom = new Date(now.getTime() - CORRECTED_DAYS * DAY_MS)
  const measuredRows = sql`jsonb_to_recordset(${rows}::jsonb) as m(nudge_id bigint, days smallint, billing_currency text,
    first_day date, baseline numeric, actual numeric, saved numeric)`
  return db.transaction().execute(async (trx) => {
    await sql`delete from tally.nudge_saving s where measured_at > ${movesFrom}::timestamptz
      and (nudge_id, days) in (select m.nudge_id, m.days from ${measuredRows})
      and (nudge_id, days, billing_currency) not in (select m.nudge_id, m.days, m.billing_currency from ${measuredRows})`.execute(
      trx,
    )
    const { rows: kept } = await sql<{ first: boolean }>`
      insert into tally.nudge_saving as s (nudge_id, days, billing_currency, first_day, baseline, actual, saved, measured_at)
      select m.nudge_id, m.days, m.billing_currency, m.first_day, m.baseline, m.actual, m.saved, ${now}::timestamptz
      from ${measuredRows} order by 1, 2, 3
      on conflict (nudge_id, days, billing_currency) do update
        set (first_day, baseline, actual, saved) = (excluded.first_day, excluded.baseline, excluded.actual, excluded.saved)
        where s.measured_at > ${movesFrom}::timestamptz
          and (s.first_day, s.baseline, s.actual, s.saved)
            is distinct from (excluded.first_day, excluded.baseline, excluded.actual, excluded.saved)
      returning s.xmax = 0 as first`.execute(trx)
    const verified = kept.filter(({ first }) => first).length
    return { verified, corrected: kept.length - verified }
  })
}

const firstWholeDay = (at: Date): CivilDate =>
  new Date(Math.ceil(at.getTime() / DAY_MS) * DAY_MS).toISOString().slice(0, 10)
