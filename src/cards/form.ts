/** What a person fills in, on any platform; `slack/` makes it a modal, `msteams/` a card with inputs. */
export interface Form {
  /** At most 24 characters. */
  readonly title: string
  /** What the button says that sends it; at most 24 characters. */
  readonly submit: string
  /** Signed by the feature that reads what is sent. */
  readonly token: string
  /** What to know before filling it in. */
  readonly intro?: string
  readonly fields: readonly Field[]
}

export type Field = FieldBase &
  (
    | { readonly kind: 'choice'; readonly options: readonly FieldOption[]; readonly value?: string }
    | { readonly kind: 'choices'; readonly options: readonly FieldOption[]; readonly values: readonly string[] }
    | { readonly kind: 'text'; readonly value?: string; readonly placeholder?: string; readonly long?: boolean }
    /** `HH:MM` */
    | { readonly kind: 'time'; readonly value?: string }
    /** `YYYY-MM-DD` */
    | { readonly kind: 'date'; readonly value?: string }
    /** Somebody of this workspace, by the platform's id. */
    | { readonly kind: 'person'; readonly value?: string }
  )

interface FieldBase {
  /** Unique in its form; what `values` are called by. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
}

export interface FieldOption {
  readonly label: string
  readonly value: string
}
