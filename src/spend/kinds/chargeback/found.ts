import type { Group } from '../groups.ts'

export interface Chargeback {
  readonly totals: readonly { readonly currency: string | null; readonly billed: string }[]
  readonly rows: readonly (Group & { readonly billed: string })[]
  /** Null where the invoices are not the asker's to see, or are of more than was asked. */
  readonly reconciled: readonly Reconciled[] | null
}

/** From the charges of a month's days to the month's invoice of one source: days − elsewhere + earlier = invoice, exactly. */
export interface Reconciled {
  readonly source: string
  readonly currency: string
  /** Billed for the days of the month. */
  readonly days: string
  /** Of that, what another month's invoice carries. */
  readonly elsewhere: string
  /** What this month's invoice carries for days of other months, such as corrections. */
  readonly earlier: string
  readonly invoice: string
  /** Every day of the month is closed: the invoice is final. */
  readonly closed: boolean
}
