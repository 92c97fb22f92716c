/**
 * What a message means, on any platform. A card is plain data; `slack/blocks.ts` and `msteams/adaptive-card.ts` say it in
 * their platform's JSON, `plain-text.ts` says all of it in words.
 */
export interface Card {
  readonly blocks: readonly Block[]
}

/** Spans rather than markup, so that each platform escapes for itself: a team called `<!channel>` is only a name. */
export type Span =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

export type Text = readonly Span[]

export type Block =
  /** The number first: one line, large. */
  | { readonly kind: 'headline'; readonly text: string }
  | { readonly kind: 'text'; readonly text: Text }
  /** Label and value, side by side where there is room. */
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | Table
  | Chart
  /** Small print: freshness, source, the answer's id. */
  | { readonly kind: 'note'; readonly text: Text }
  /** How the question was read, one chip a slot: "cost: effective", "Nov 16 – Nov 22, 2026". */
  | { readonly kind: 'chips'; readonly chips: readonly string[] }
  /** Preformatted text, such as SQL. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'actions'; readonly buttons: readonly Button[]; readonly selects: readonly Select[] }

export interface Fact {
  readonly label: string
  readonly value: Text
}

export interface Table {
  readonly kind: 'table'
  /** Says what the rows are, for screen readers and for the platforms that ask for a caption. */
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
}

/** `text` is what people read; `value` lets a platform sort the column as numbers. */
export interface Cell {
  readonly text: string
  readonly value?: number
}

export interface Chart {
  readonly kind: 'chart'
  readonly shape: 'bar' | 'line'
  readonly title: string
  /** What the values are, for the axis: "USD", "tokens". */
  readonly unit: string
  readonly categories: readonly string[]
  /** The first day of each category of a course in time: many are read from an axis of dates. */
  readonly days?: readonly string[]
  /** One value a category; null where nothing was recorded, which is not zero. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
  /** The chart in a sentence: what a reader without the picture must know. */
  readonly words: string
}

/** A button carries an opaque, signed string which its feature wrote and reads back (see token.ts); at most 150 characters. */
export interface Button {
  readonly label: string
  readonly token: string
  readonly style?: 'primary' | 'danger'
}

export interface Select {
  readonly label: string
  readonly options: readonly { readonly label: string; readonly token: string }[]
}

export const plain = (text: string): Span => ({ kind: 'plain', text })
export const strong = (text: string): Span => ({ kind: 'strong', text })
export const code = (text: string): Span => ({ kind: 'code', text })
export const link = (text: string, href: string): Span => ({ kind: 'link', text, href })
