import type { Dimension, Question } from '../question.ts'

/** What a text turned out to say. Never a guess: what is unclear is asked back, what is not ours is refused. */
export type Reading =
  | { readonly kind: 'question'; readonly question: Question; readonly repairs: readonly Repair[] }
  | { readonly kind: 'clarify'; readonly clarify: Clarify }
  | { readonly kind: 'refuse'; readonly reason: Refusal }
  | { readonly kind: 'help' }

/** A misspelling that was read as something else; always shown. */
export interface Repair {
  readonly written: string
  readonly readAs: string
}

/** One open slot, and what would fill it. A click on an option reads the same text again with that choice made. */
export interface Clarify {
  readonly slot: 'entity' | 'period' | 'context' | 'word' | 'unit' | 'compare' | 'meaning'
  /** The words of the question that are unclear; empty where something is missing. */
  readonly about: string
  readonly options: readonly Option[]
  /** The unclear words stand where a name of this dimension should ("team unicorn"). */
  readonly dimension?: Dimension
}

export type Option =
  | { readonly kind: 'entity'; readonly dimension: Dimension; readonly value: string }
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'words'; readonly text: string }
  /** The whole question in other words. */
  | { readonly kind: 'meaning'; readonly text: string }

/** An answer to a Clarify: these words mean this. */
export interface Choice {
  readonly about: string
  readonly option: Option
}

export type Refusal =
  | 'off_topic'
  | 'action'
  | 'secrets'
  | 'personal'
  | 'business_figures'
  | 'performance'
  | 'instructions'
  | 'too_long'

/** A question back. */
export const asked = (slot: Clarify['slot'], about: string, options: readonly Option[] = []): Reading => ({
  kind: 'clarify',
  clarify: { slot, about, options },
})
