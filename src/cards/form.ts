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
    /** Somebody who can be written to: by the platform's id where one is chosen from a list, by email where one is typed. */
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

/** The same form as somebody filled it in, to be corrected. A field that was not sent is as it was offered; an empty one is empty. */
export function filledIn(form: Form, values: Readonly<Record<string, readonly string[]>>): Form {
  return { ...form, fields: form.fields.map((field) => filled(field, values[field.name])) }
}

function filled(field: Field, sent: readonly string[] | undefined): Field {
  if (sent === undefined) return field
  if (field.kind === 'choices') return { ...field, values: sent }
  const { value: _, ...empty } = field
  const [value] = sent
  return value === undefined ? empty : { ...empty, value }
}
