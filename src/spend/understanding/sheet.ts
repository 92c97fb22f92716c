import { CLASS } from './symbols.ts'

const NAME = new RegExp(CLASS.name, 'g')

/** A text being read: every token between single spaces; what is understood is taken off and leaves a bar. */
export interface Sheet {
  text: string
}

const TOKEN =
  /[\ue000-\ue2ff]|\$\$+|\d+(?:,\d{3})*(?:\.\d+)?(?:k|mm|m|bn|b|mio)?(?![\p{L}\p{N}])|[\p{L}\p{N}]+n't(?!\p{L})|\p{L}[\p{L}\p{N}]*|'(?:s|re|ve|d|m|ll)(?!\p{L})|\p{N}[\p{L}\p{N}]*|\S/gu

export const sheet = (text: string): Sheet => ({ text: ` ${(text.match(TOKEN) ?? []).join(' ')} ` })

/** Takes the first place where the pattern matches; names in it stay, unless they are what is taken. */
export function take(from: Sheet, pattern: RegExp, withNames = false, bar = '¦'): RegExpExecArray | undefined {
  pattern.lastIndex = 0
  const match = pattern.exec(from.text)
  if (match === null) return undefined
  const names = withNames ? [] : (match[0].match(NAME) ?? [])
  const rest = names.length === 0 ? '' : ` ${names.join(' ¦ ')} ¦`
  from.text = `${from.text.slice(0, match.index)} ${bar}${rest}${from.text.slice(match.index + match[0].length)}`
  return match
}

export function takeAll(from: Sheet, pattern: RegExp, withNames = false): RegExpExecArray[] {
  const all: RegExpExecArray[] = []
  for (let i = 0; i < 50; i++) {
    const match = take(from, pattern, withNames)
    if (match === undefined) break
    all.push(match)
  }
  return all
}

/** Takes it wherever it stands and says whether it stood anywhere. */
export const has = (from: Sheet, pattern: RegExp): boolean => takeAll(from, pattern).length > 0

export const stands = (from: Sheet, pattern: RegExp): boolean => {
  pattern.lastIndex = 0
  return pattern.test(from.text)
}
