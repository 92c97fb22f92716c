import { DIMENSIONS, type Dimension } from '../question.ts'
import { editBudget, nearness } from './near.ts'
import { GRAMMAR_WORDS, PERIOD_WORDS } from './vocabulary.ts'

/** The names that the asker may see; what is not in it is neither matched nor offered. */
export interface Catalogue {
  readonly values: Partial<Record<Dimension, readonly string[]>>
  /** Per dimension: what people write → the value they mean. */
  readonly aliases: Partial<Record<Dimension, Readonly<Record<string, string>>>>
}

export interface Name {
  readonly dimension: Dimension
  readonly value: string
  readonly atoms: readonly string[]
}

export interface NameIndex {
  /** By the whole name; separators and case do not count. */
  readonly exact: ReadonlyMap<string, readonly Name[]>
  readonly alias: ReadonlyMap<string, readonly Name[]>
  /** Names by each of their words. */
  readonly byWord: ReadonlyMap<string, readonly Name[]>
  /** How many atoms the longest name has. */
  readonly longest: number
  /** Nearest known words (of names or whole names) within `budget` edits. */
  readonly near: (word: string, budget?: number) => readonly string[]
  /** Aliases that were left out, and why. */
  readonly rejected: readonly string[]
}

/** Letters and digits, lower-case, without diacritics: what remains of a name when separators do not count. */
export interface Atom {
  readonly text: string
  readonly at: number
  readonly end: number
}

const ATOM = /[\p{L}\p{N}]+/gu

export function atomsOf(text: string): Atom[] {
  const atoms: Atom[] = []
  for (const match of text.matchAll(ATOM)) {
    atoms.push({ text: fold(match[0]), at: match.index, end: match.index + match[0].length })
  }
  return atoms
}

const fold = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII needs no folding
  /^[\x00-\x7f]*$/.test(text) ? text.toLowerCase() : text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const split = (name: string): string[] => (fold(name).match(ATOM) ?? []).slice(0, 12)

const family = (word: string): string | undefined => /^([a-z]{3,})\d+$/.exec(word)?.[1]

/** More words of one kind than this say nothing ("example" and "com" in every address). */
const COMMON = 200

export function nameIndex(catalogue: Catalogue): NameIndex {
  const exact = new Map<string, Name[]>()
  const alias = new Map<string, Name[]>()
  const byWord = new Map<string, Name[]>()
  const vocabulary = new Set<string>()
  const rejected: string[] = []
  let longest = 1
  const add = (map: Map<string, Name[]>, key: string, name: Name): void => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [name])
    else if (list.at(-1) !== name) list.push(name)
  }
  for (const dimension of DIMENSIONS) {
    const values = new Map<string, Name>()
    for (const value of catalogue.values[dimension] ?? []) {
      const atoms = split(value)
      if (atoms.length === 0 || values.has(value)) continue
      const name: Name = { dimension, value, atoms }
      values.set(value, name)
      if (atoms.length > longest) longest = atoms.length
      const key = atoms.join('')
      add(exact, key, name)
      vocabulary.add(key)
      if (value.includes('&')) {
        add(exact, split(value.replaceAll('&', ' and ')).join(''), name)
        longest = Math.max(longest, atoms.length + 1)
      }
      for (const word of atoms) {
        add(byWord, word, name)
        vocabulary.add(word)
        // "qwen" is the family of qwen2.5 and qwen3.
        const letters = family(word)
        if (letters !== undefined) {
          add(byWord, letters, name)
          vocabulary.add(letters)
        }
      }
    }
    for (const [written, value] of Object.entries(catalogue.aliases[dimension] ?? {})) {
      const name = values.get(value)
      const atoms = split(written)
      const key = atoms.join('')
      // An alias of a name that the asker may not see is no alias.
      if (name === undefined || key === '') continue
      const taken = alias.get(key)?.[0]
      if (atoms.length === 1 && (GRAMMAR_WORDS.has(key) || PERIOD_WORDS.test(key))) {
        rejected.push(`alias "${written}" of ${dimension} ${value} is a word of the questions themselves`)
      } else if (taken !== undefined && taken !== name) {
        rejected.push(`alias "${written}" of ${dimension} ${value} already means ${taken.dimension} ${taken.value}`)
      } else {
        if (atoms.length > longest) longest = atoms.length
        add(alias, key, name)
        vocabulary.add(key)
        for (const word of atoms) vocabulary.add(word)
        if (written.includes('&')) add(alias, split(written.replaceAll('&', ' and ')).join(''), name)
      }
    }
  }
  const common = (word: string): boolean => (byWord.get(word)?.length ?? 0) > COMMON
  const words = [...vocabulary].filter((word) => word.length > 3 && !common(word))
  // Built when the first unknown word comes by: most questions have none.
  let near: ReturnType<typeof nearness> | undefined
  return {
    exact,
    alias,
    byWord,
    longest: Math.min(longest, 8),
    near: (word, budget = editBudget(word.length)) => {
      near ??= nearness(words)
      return near.near(word, budget)
    },
    rejected,
  }
}

/** Names that have all of these words in this order: side by side, or, for models, with others between. */
export function partial(index: NameIndex, words: readonly string[], only?: Dimension): Name[] {
  const lists = words.map((word) => index.byWord.get(word))
  if (lists.some((list) => list === undefined)) return []
  const shortest = lists.reduce((a, b) => ((a?.length ?? 0) <= (b?.length ?? 0) ? a : b)) ?? []
  return shortest.filter(
    (name) => (only === undefined || name.dimension === only) && holds(name, words, only !== undefined),
  )
}

function holds(name: Name, words: readonly string[], qualified: boolean): boolean {
  const loose = name.dimension === 'model_name'
  const used = new Set<number>()
  for (let from = 0; from < name.atoms.length; from++) {
    used.clear()
    let at = from
    for (const word of words) {
      const is = (atom: string | undefined): boolean => atom !== undefined && (atom === word || family(atom) === word)
      while (loose && used.size > 0 && at < name.atoms.length && !is(name.atoms[at])) at++
      if (!is(name.atoms[at])) break
      used.add(at++)
    }
    // "cost center 4100" may leave the letters out, but nobody leaves out a part of a version: "gpt-4" is not gpt-4.1.
    if (used.size === words.length && wholeNumbers(name.atoms, used, qualified, words)) return true
  }
  return false
}

function wholeNumbers(
  atoms: readonly string[],
  used: ReadonlySet<number>,
  qualified: boolean,
  words: readonly string[],
): boolean {
  const isNumber = (at: number): boolean => /^\d+$/.test(atoms[at] ?? '')
  // "qwen2" alone is not qwen2.5.
  if (
    [...used].some(
      (at) =>
        /\D\d+$/.test(atoms[at] ?? '') && isNumber(at + 1) && !used.has(at + 1) && words.includes(atoms[at] ?? ''),
    )
  )
    return false
  if (!qualified && [...used].every(isNumber)) return false
  return [...used].every((at) => {
    if (!isNumber(at)) return true
    return !(isNumber(at - 1) && !used.has(at - 1)) && !(isNumber(at + 1) && !used.has(at + 1))
  })
}
