/** What a command may use of the world outside. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => Date
  /** What was asked for: stdout. */
  say(text: string): void
  /** What a person should notice: stderr, so that it never mixes with data. */
  warn(text: string): void
  /** A person watches: progress may be drawn on stderr. */
  readonly interactive: boolean
  /** Columns of the window that stdout goes to. */
  readonly width: number
  /** Whether stdout shows colours. */
  readonly colour: boolean
}

/** The command told its problem already; the process ends with a code that is not zero. */
export class Failed extends Error {
  override readonly name = 'Failed'
}
