import type pg from 'pg'
import type { ImportSummary } from './import-focus.ts'

export interface SuspectMoney {
  readonly count: number
  readonly billedCost: Readonly<Record<string, string>>
}

/** Usage that was billed and has an effective cost of zero: a sign that the source does not fill EffectiveCost. */
export async function suspectMoney(client: pg.ClientBase): Promise<SuspectMoney> {
  const { rows } = await client.query<{ currency: string; count: string; billed: string }>(
    `select d.billing_currency as currency, count(*), trim_scale(sum(c.billed_cost)) as billed
    from staged_charge c join staged_dimension d on d.id = c.dimension_id
    where c.effective_cost = 0 and c.billed_cost <> 0 and d.charge_category = 'Usage'
    group by 1 order by 1`,
  )
  return {
    count: rows.reduce((sum, { count }) => sum + Number(count), 0),
    billedCost: Object.fromEntries(rows.map(({ currency, billed }) => [currency, billed])),
  }
}

export function suspectWarnings(source: string, { count, billedCost }: SuspectMoney): readonly string[] {
  if (count === 0) return []
  const money = Object.entries(billedCost).map(([currency, billed]) => `${billed} ${currency}`)
  return [
    `${count} charges of ${source} were billed ${money.join(' and ')} and have an effective cost of zero. If this source does not ` +
      'fill EffectiveCost, import it again with --effective billed.',
  ]
}

/** What was delivered, by currency. */
export async function deliveredMoney(client: pg.ClientBase): Promise<ImportSummary['totals']> {
  const { rows } = await client.query<{ currency: string; billed: string; effective: string }>(
    `select d.billing_currency as currency, trim_scale(sum(f.billed_cost)) as billed, trim_scale(sum(f.effective_cost)) as effective
    from staged_fact f join staged_dimension d on d.id = f.dimension_id group by 1 order by 1`,
  )
  return Object.fromEntries(
    rows.map(({ currency, billed, effective }) => [currency, { billedCost: billed, effectiveCost: effective }]),
  )
}
