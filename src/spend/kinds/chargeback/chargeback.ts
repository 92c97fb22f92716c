import { sql } from 'kysely'
import { addUnits } from '../../../civil-date.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Question } from '../../question.ts'
import { type RankedRow, ranked } from '../../ranked.ts'
import { dimensionsOf, keyOf, scope, within } from '../../scope.ts'
import { groupOf, perCurrency, ranking, rowsRead } from '../groups.ts'
import type { Asked, Kind, Read } from '../kind.ts'
import { run, together } from '../run.ts'
import { card } from './card.ts'
import type { Chargeback, Reconciled } from './found.ts'
import { sheet } from './sheet.ts'

/** What each cost center is billed for a month, and how that month's invoices come out of it. */
export const chargeback: Kind<Chargeback> = { read, card, sheet, cost: 'billed_cost', heeds: ['having'] }

/** Billed cost by cost center for a whole month. Any other span or group is a plain sum: invoices are by month. */
export const isChargeback = ({ intent, measure, groupBy, grain, compare, period }: Question): boolean =>
  (intent === 'spend' || intent === 'top') &&
  measure === 'billed_cost' &&
  groupBy.length === 1 &&
  groupBy[0] === 'cost_center' &&
  grain === null &&
  compare === null &&
  period.start.endsWith('-01') &&
  addUnits('month', period.start, 1) === period.end

async function read(deps: AskDeps, asked: Asked): Promise<Read<Chargeback>> {
  const { question, sight } = asked
  const charging = run<RankedRow>(
    deps,
    ranked({
      from: 'spend.daily',
      where: sql`${within(question.period)} and ${scope(question, sight, 'spend.daily')}`,
      currency: sql`billing_currency`,
      keys: [keyOf('cost_center', 'spend.daily')],
      figures: { amount: sql`sum(billed_cost)`, rows: sql`count(*)` },
      ...ranking(question, asked.most),
    }),
  )
  const [charges, reconciled] = await Promise.all([charging, isWhole(asked) ? reconcile(deps, asked) : undefined])
  if (charges.rows.length === 0) return { kind: 'nothing' }
  const found: Chargeback = {
    totals: perCurrency(charges.rows).map((row) => ({
      currency: row.currency,
      billed: decimal(row.total_amount) ?? '0',
    })),
    rows: charges.rows.map((row) => ({ ...groupOf(row, 1), billed: decimal(row.amount) ?? '0' })),
    reconciled: reconciled?.sources ?? null,
  }
  const text = reconciled === undefined ? charges.sql : together(charges, reconciled)
  return { kind: 'found', found, sql: text, rowCount: rowsRead(charges.rows) }
}

/** An invoice is for everything of a source, so only who asks about everything, and may, can hold it against the days. */
const isWhole = ({ question, sight, views }: Asked): boolean =>
  sight.kind === 'everything' &&
  dimensionsOf(question.filters).length === 0 &&
  dimensionsOf(question.exclude).length === 0 &&
  views.has('spend.late_charge') &&
  views.has('spend.day_status')

async function reconcile(
  deps: AskDeps,
  { question, views }: Asked,
): Promise<{ sources: readonly Reconciled[]; sql: string }> {
  const { start, end } = question.period
  // Nothing is invoiced for days further away, and nothing may be read without bounds.
  const earliest = addUnits('month', start, -24)
  const latest = addUnits('month', end, 12)
  const view = views.has('spend.daily_area') ? 'spend.daily_area' : 'spend.daily'
  const ran = await run<Record<string, string | null> & { source_name: string; closed: boolean | null }>(
    deps,
    sql`with billed as (
  select source_name, billing_currency, sum(billed_cost) as days from ${sql.table(view)} where ${within(question.period)} group by 1, 2
), late as (
  select source_name, billing_currency,
    sum(billed_cost) filter (where ${within(question.period)} and billing_period <> ${start}) as elsewhere,
    sum(billed_cost) filter (where billing_period = ${start} and not (${within(question.period)})) as earlier
  from spend.late_charge
  where day >= ${earliest} and day < ${latest} and (billing_period = ${start} or ${within(question.period)})
  group by 1, 2
), status as (
  select source_name, bool_and(status = 'closed') as closed from spend.day_status where ${within(question.period)} group by 1
)
select source_name, billing_currency as currency, coalesce(days, 0) as days, coalesce(elsewhere, 0) as elsewhere,
  coalesce(earlier, 0) as earlier, coalesce(days, 0) - coalesce(elsewhere, 0) + coalesce(earlier, 0) as invoice, closed
from billed full join late using (source_name, billing_currency) left join status using (source_name)
order by 2, 6 desc, 1`,
  )
  const sources = ran.rows.map(
    (row): Reconciled => ({
      source: row.source_name,
      currency: row.currency ?? '',
      days: decimal(row.days) ?? '0',
      elsewhere: decimal(row.elsewhere) ?? '0',
      earlier: decimal(row.earlier) ?? '0',
      invoice: decimal(row.invoice) ?? '0',
      closed: row.closed === true,
    }),
  )
  return { sources, sql: ran.sql }
}
