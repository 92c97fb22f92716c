import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'tally-focus-'))

/** Where a test may put a file. */
export const place = (name: string): string => join(folder, name)

export type FocusRow = Readonly<Record<string, string | undefined>>

/** A charge as a cloud would deliver it; a test names only what it is about. */
export function charge(changes: FocusRow = {}): FocusRow {
  return {
    BilledCost: '1',
    EffectiveCost: '1',
    ListCost: '1',
    ContractedCost: '1',
    BillingCurrency: 'USD',
    BillingPeriodStart: '2026-11-01T00:00:00Z',
    ChargeCategory: 'Usage',
    ChargePeriodStart: '2026-11-02T00:00:00Z',
    ConsumedQuantity: '1',
    ConsumedUnit: 'Hours',
    ProviderName: 'AWS',
    ServiceName: 'Amazon EC2',
    ServiceCategory: 'Compute',
    ResourceId: 'i-1',
    Tags: '{"team": "search"}',
    ...changes,
  }
}

export function focusCsv(rows: readonly FocusRow[], newline = '\n'): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const field = (text = '') => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((row) => row.map(field).join(',') + newline)
    .join('')
}

export function focusFile(name: string, rows: readonly FocusRow[]): string {
  writeFileSync(place(name), focusCsv(rows))
  return place(name)
}
