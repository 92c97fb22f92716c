/** What the readers of a digest were told, to correct it when that moves. */
export interface Told {
  readonly totals: readonly { readonly currency: string | null; readonly amount: string | null }[]
  /** Sources that it lacked. */
  readonly missing: readonly string[]
}
