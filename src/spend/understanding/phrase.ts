import { CLASS, unitSymbol } from './symbols.ts'

/**
 * Phrases as data: words separated by spaces, `a|b` for alternatives, `word?` for one that may be missing, and `<name>`,
 * `<period>`, `<dim>` (`<one>`, `<many>`), `<unit>`, `#` (a small number) for what was understood before. `<run>`, `<token>`,
 * `<hour>` and `<request>` are units that are written in several ways; `<anyrun>` may also be a bare "run".
 * They are matched on a sheet: every token between single spaces.
 */
export const NUMBER_WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
}

const RUN = `${unitSymbol('training_run')}(?: runs)?`
const SPECIAL: Readonly<Record<string, string>> = {
  '<name>': `(${CLASS.name})`,
  '<period>': `(${CLASS.period})`,
  '<dim>': `(${CLASS.dimension})`,
  '<one>': `(${CLASS.one})`,
  '<many>': `(${CLASS.many})`,
  '<unit>': `(${CLASS.unit})`,
  '<run>': RUN,
  '<anyrun>': `(?:${RUN}|runs|run|jobs|job)`,
  '<hour>': `(?:${unitSymbol('gpu_hour')}|gpuhours|gpuhour|hours|time|capacity)`,
  '<token>': `(?:${unitSymbol('token')}|tokens|token)`,
  '<request>': `(?:(?:input )?${unitSymbol('request')}|requests|request|prompts|prompt|calls|call|queries)`,
  '#': `(\\d{1,3}|${Object.keys(NUMBER_WORDS).join('|')})`,
}

/** The source of a regular expression for one phrase. */
export function phraseSource(phrase: string): string {
  return phrase
    .split(' ')
    .map((token) => {
      const optional = token.length > 1 && token.endsWith('?')
      const word = optional ? token.slice(0, -1) : token
      const source = ` ${SPECIAL[word] ?? `(?:${word.split('|').map(literal).join('|')})`}`
      return optional ? `(?:${source})?` : source
    })
    .join('')
}

const literal = (word: string): string => word.replace(/[.*+?^${}()[\]\\]/g, '\\$&')

/** One expression for many phrases; the longest phrase is tried first. */
export function phrases(list: readonly string[], options: { readonly head?: boolean } = {}): RegExp {
  const sources = list.toSorted((a, b) => b.split(' ').length - a.split(' ').length).map(phraseSource)
  return new RegExp(`${options.head === true ? '^' : ''}(?:${sources.join('|')})(?= )`, 'g')
}

/** The plain words of a phrase, for the spelling and for the check of aliases. */
export const wordsOf = (phrase: string): string[] =>
  phrase
    .split(' ')
    .filter((token) => !(token in SPECIAL))
    .flatMap((token) => token.replace(/\?$/, '').split('|'))
    .filter((word) => /^[a-z]+$/.test(word))

export const numberOf = (text: string): number => NUMBER_WORDS[text] ?? Number(text)
