import type { Block } from '../../cards/card.ts'
import type { CivilDate } from '../../civil-date.ts'
import type { Sight } from '../../people/sight.ts'
import type { Answer } from '../answer.ts'
import type { AskDeps } from '../deps.ts'
import type { CostColumn } from '../query.ts'
import type { Question } from '../question.ts'
import type { Watermark } from '../watermarks.ts'

/** A kind of question that is more than sums: how its data is read, shown, and written down to the last digit. */
export interface Kind<Found> {
  read(deps: AskDeps, asked: Asked): Promise<Read<Found>>
  /** What the card says; the answer around it adds how the question was read, freshness and buttons. */
  card(answer: Answer, found: Found): Said
  sheet(answer: Answer, found: Found): Sheet
  /** Which cost its figures are, where the question does not decide; null where they are several. */
  readonly cost?: CostColumn | null
  /** Which of these slots change its answer. Asked with another it does not answer: a slot left out without a word is a wrong answer. */
  readonly heeds?: readonly Slot[]
}

/** What a question may set besides its scope and its days: a bar to pass, a second span, what is left out, what is told apart. */
export type Slot = 'having' | 'compare' | 'withoutSources' | 'each'

/** A question with all that its answer depends on besides the database. */
export interface Asked {
  readonly question: Question
  readonly sight: Sight
  /** Which views this database offers: a warehouse may lack some. */
  readonly views: ReadonlySet<string>
  /** The asker's civil date. */
  readonly today: CivilDate
  readonly timezone: string
  readonly utcToday: CivilDate
  readonly now: Date
  /** The ledger sources that matter for the scope. */
  readonly sources: readonly Watermark[]
  /** The last day up to which all of them are complete, some day long ago where lately none is; null where nothing tells. */
  readonly completeThrough: CivilDate | null
  /** How many groups are named; the others are one row. A card shows ten, a file all. */
  readonly most: number
}

export type Read<Found> =
  | {
      readonly kind: 'found'
      readonly found: Found
      /** The statements that ran, as anyone could run them. */
      readonly sql: string
      /** How many rows of the read contract the figures stand on, as far as the statements tell. */
      readonly rowCount: number
    }
  /** Nothing was recorded for it: never a zero. */
  | { readonly kind: 'nothing' }
  /** The data cannot tell it; why, and what to do or ask instead, in a sentence or two. */
  | { readonly kind: 'cannot'; readonly why: string }

export interface Said {
  /** The number first, short. */
  readonly headline: string
  readonly blocks: readonly Block[]
  /** Small print of this kind: method, base, what is left out. Whole sentences. */
  readonly notes: readonly string[]
}

/** The figures as a table: exact decimal text, null is unknown. What CSV and `--json` hold. */
export interface Sheet {
  /** snake_case; one is `currency` where there is money. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  /** The headline's figures, exact: one per currency, never added. */
  readonly totals: readonly { readonly currency: string | null; readonly total: string | null }[]
  /** The column whose values add up, per currency, to `totals`; null where the headline is no sum. */
  readonly adds: string | null
}
