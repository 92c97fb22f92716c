import type pg from 'pg'
import { Fault } from '../errors.ts'
import { quote } from './value.ts'

/** What may be chosen for a source when it is imported; the choice is kept. */
export interface SourceChoice {
  readonly sourceName: string
  /** A bill, or a gateway's estimate of the same money, which is never summed with it. A bill where nothing was ever said. */
  readonly kind?: 'ledger' | 'meter' | undefined
  /** `billed` loads billed cost as effective cost, for sources that leave EffectiveCost at zero. */
  readonly effectiveFrom?: 'effective' | 'billed' | undefined
  readonly completeAfterHours?: number | undefined
}

export interface OpenSource {
  readonly name: string
  readonly kind: 'ledger' | 'meter'
  readonly effectiveFrom: 'effective' | 'billed'
  readonly warnings: readonly string[]
}

interface SourceRow {
  readonly source_kind: 'ledger' | 'meter'
  readonly effective_from: 'effective' | 'billed'
  readonly days: string
}

/** Makes or changes the source, and keeps every other import of it waiting until this transaction ends. */
export async function openSource(client: pg.ClientBase, choice: SourceChoice): Promise<OpenSource> {
  const { sourceName: name } = choice
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(name)) {
    throw new Fault(
      `${quote(name)} is not a name for a source.`,
      'Use up to 63 lower-case letters, digits, dots, dashes and underscores, for example aws-focus.',
    )
  }
  await client.query(`select pg_advisory_xact_lock(hashtextextended('ledger.source ' || $1, 0))`, [name])
  const known = await client.query<SourceRow>(
    `select source_kind, effective_from, (select count(*) from ledger.delivered_day d where d.source_name = s.source_name) as days
    from ledger.source s where source_name = $1`,
    [name],
  )
  const before = known.rows[0]
  if (before !== undefined && choice.kind !== undefined && choice.kind !== before.source_kind) {
    throw new Fault(
      `${name} is a ${before.source_kind}, not a ${choice.kind}.`,
      `Nothing was loaded. Import the ${choice.kind} under a name of its own.`,
    )
  }
  const kind = before?.source_kind ?? choice.kind ?? 'ledger'
  const effectiveFrom = choice.effectiveFrom ?? before?.effective_from ?? 'effective'
  await client.query(
    `insert into ledger.source (source_name, source_kind, effective_from, complete_after_hours)
    values ($1, $2, $3, coalesce($4, 48))
    on conflict (source_name) do update
      set effective_from = excluded.effective_from, complete_after_hours = coalesce($4, source.complete_after_hours)`,
    [name, kind, effectiveFrom, choice.completeAfterHours ?? null],
  )
  const changed = before !== undefined && before.effective_from !== effectiveFrom && Number(before.days) > 0
  const warnings = changed
    ? [
        `${name} now takes its effective cost from ${effectiveFrom === 'billed' ? 'BilledCost' : 'EffectiveCost'}. Days that this ` +
          `delivery does not hold were loaded the other way: import their files again.`,
      ]
    : []
  return { name, kind, effectiveFrom, warnings }
}
