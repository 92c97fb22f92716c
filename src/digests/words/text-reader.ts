/** Words that are taken out one clause at a time; what remains was not understood. */
export interface TextReader {
  /** The first match, which is then gone; in its place stands something that no other clause reaches across. */
  take(pattern: RegExp): RegExpExecArray | undefined
  remove(from: number, to: number): void
  readonly rest: string
}

// No chat and no terminal hands on control characters, so nobody wrote this one.
export const GAP = '\u0001'

export function textReader(text: string): TextReader {
  let rest = text
  const remove = (from: number, to: number) => {
    rest = `${rest.slice(0, from)} ${GAP} ${rest.slice(to)}`
  }
  return {
    take(pattern) {
      const match = pattern.exec(rest)
      if (match === null) return undefined
      remove(match.index, match.index + match[0].length)
      return match
    },
    remove,
    get rest() {
      return rest
    },
  }
}
