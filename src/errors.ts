/**
 * Something went wrong that a person can mend. The message says what happened to what; `remedy` says what to do next.
 * Everything else that is thrown is a fault of ours.
 */
export class Fault extends Error {
  override readonly name: string = 'Fault'
  readonly remedy: string

  constructor(message: string, remedy: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.remedy = remedy
  }
}
