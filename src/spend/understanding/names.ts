import type { Dimension } from '../question.ts'
import { DIMENSION_WORDS, NOISE, PHRASES } from './lexicon.ts'
import { type Atom, atomsOf, type Name, type NameIndex, partial } from './name-index.ts'
import { editBudget, edits } from './near.ts'
import { wordsOf } from './phrase.ts'
import type { Option, Repair } from './reading.ts'
import { STOP_WORDS } from './stop-words.ts'
import { MOST_SYMBOLS, nameSymbol } from './symbols.ts'
import { GRAMMAR_WORDS, nearGrammar, PERIOD_WORDS, SHORT_TYPOS } from './vocabulary.ts'

/** Words of the text that name something: one candidate is clear, several wait for a qualifier, none is unknown. */
export interface Mention {
  readonly written: string
  readonly candidates: readonly Name[]
  /** The words are also words of the questions ("growth"): never taken for the name alone. */
  readonly alsoGrammar: boolean
  /** Nearly this; offered when nothing fits. */
  readonly nearly: readonly Name[]
  /** The asker has said which name is meant. */
  readonly chosen?: true
}

const LAST_WORDS = new Map<string, Dimension>()
const FIRST_WORDS = new Map<string, Dimension>()
for (const [dimension, words] of Object.entries(DIMENSION_WORDS)) {
  for (const each of words.flat()) {
    LAST_WORDS.set(each.split(' ').at(-1) ?? each, dimension as Dimension)
    FIRST_WORDS.set(each.split(' ')[0] ?? each, dimension as Dimension)
  }
}
LAST_WORDS.delete('type')
const CHANGE_WORDS: ReadonlySet<string> = new Set(PHRASES.change.flatMap(wordsOf))
/** Words that say nothing alone, but do beside a dimension: "the data team". */
const QUALIFIABLE: ReadonlySet<string> = new Set(['data', 'ml', 'ai', 'cloud', 'bot'])
/** Words of statistics that look like names and are none. */
const NEVER_A_NAME: ReadonlySet<string> = new Set(
  'median mean average averages percentile optimize optimise optimized optimised mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays'.split(
    ' ',
  ),
)

/** Unknown words become what they most nearly are. Words that are nearly two things stay as they are. */
export function repair(text: string, index: NameIndex): { text: string; repairs: Repair[] } {
  const repairs: Repair[] = []
  let out = ''
  let from = 0
  for (const atom of atomsOf(text)) {
    const word = atom.text
    if (!/^[a-z]{2,30}$/.test(word) && !SHORT_TYPOS.has(word)) continue
    if (GRAMMAR_WORDS.has(word) || index.byWord.has(word) || index.exact.has(word) || index.alias.has(word)) continue
    const better = SHORT_TYPOS.get(word) ?? nearest(word, index)
    if (better === undefined) continue
    out += text.slice(from, atom.at) + better
    from = atom.end
    if (word.length > 4 && !GRAMMAR_WORDS.has(better)) repairs.push({ written: word, readAs: better })
  }
  return { text: out + text.slice(from), repairs }
}

function nearest(word: string, index: NameIndex): string | undefined {
  if (word.length < 4 || STOP_WORDS.has(word) || NEVER_A_NAME.has(word)) return undefined
  const budget = editBudget(word.length)
  // Two slips in a word of the questions only where it carries meaning and begins alike: noise would hide a name.
  const grammar = nearGrammar(word, Math.max(1, budget)).filter(
    (each) => edits(word, each, 1) < 2 || (each[0] === word[0] && !NOISE.has(each)),
  )
  const all = [...new Set([...grammar, ...index.near(word, budget)])]
  const distances = all.map((each) => edits(word, each, Math.max(1, budget)))
  const least = Math.min(...distances)
  const pool = all.filter((_, at) => distances[at] === least)
  if (pool.length === 1) return pool[0]
  // Of several words of the grammar the one that begins alike.
  const alike = pool.filter((each) => each.slice(0, 3) === word.slice(0, 3)).toSorted((a, b) => a.length - b.length)
  if (!pool.every((each) => grammar.includes(each))) return undefined
  // A letter left out is likelier than one that was changed: "servce" is "service", not "served".
  const longer = pool.filter((each) => each.length > word.length && leavesOut(word, each))
  return longer.length === 1 ? longer[0] : alike[0]
}

/** The letters of the one stand in the other in the same order. */
function leavesOut(part: string, whole: string): boolean {
  let at = 0
  for (const letter of whole) if (letter === part[at]) at++
  return at === part.length
}

interface Span {
  readonly from: number
  /** Inclusive. */
  readonly to: number
  readonly candidates: readonly Name[]
  readonly alsoGrammar: boolean
  /** A whole name or alias, not only some words of one. */
  readonly full?: true
}

/** "yoy growth" is no team. */
const RHYTHM =
  /\b(?:dod|wow|mom|qoq|yoy|(?:day|week|month|quarter|year)[ -](?:over|on)[ -](?:day|week|month|quarter|year)) $/

/** "Cost development" is a trend, or the cost of the environment. */
const COST_DEVELOPMENT = /\b(?:cost|costs|spend|spending) development$/
const OVER_TIME = /^ (?:over time|in time|over the|of (?:the |our )?(?:cost|spend|bill))/
const saysTrend = (text: string, first: Atom | undefined, last: Atom | undefined): boolean =>
  first?.text === 'development' && first === last && OVER_TIME.test(text.slice(first.end))

/** Finds the names of a text, longest first, and puts a symbol in the place of each. */
export function findNames(
  text: string,
  index: NameIndex,
  before: readonly Mention[],
): { text: string; mentions: Mention[] } {
  const atoms = atomsOf(text).slice(0, 400)
  const spans: Span[] = []
  for (let at = 0; at < atoms.length; at++) {
    const span = longestAt(text, atoms, at, index)
    if (
      span === undefined ||
      saysTrend(text, atoms[at], atoms[span.to]) ||
      (span.alsoGrammar && RHYTHM.test(text.slice(0, atoms[at]?.at)))
    )
      continue
    const unsure = COST_DEVELOPMENT.test(text.slice(0, atoms[span.to]?.end))
    spans.push(unsure ? { ...span, alsoGrammar: true } : span)
    at = span.to
  }
  const mentions: Mention[] = [...before]
  let out = ''
  let from = 0
  for (let i = 0; i < spans.length && mentions.length < MOST_SYMBOLS; i++) {
    const span = spans[i]
    if (span === undefined) continue
    let [first, last] = [span.from, span.to]
    let candidates = span.candidates
    // Whole names of one kind side by side are a list: "o3 gpt-5". Otherwise they are one name that does not exist:
    // "gpt-5 nano", "claude 3.5 sonnet".
    const next = spans[i + 1]
    const beside = next !== undefined && next.from === last + 1 && alike(span, next)
    const listed =
      beside &&
      span.full === true &&
      next.full === true &&
      span.candidates[0] !== next.candidates[0] &&
      dimensionsOf(span) === dimensionsOf(next) &&
      /^ +$/.test(text.slice(atoms[last]?.end, atoms[next.from]?.at))
    if (beside && !listed && isJoined(text, atoms[last], atoms[next.from])) {
      last = next.to
      candidates = []
      i++
    }
    // What is glued to a name makes it another one: "atlas-3", "gpt-4o-turbo".
    const [start, end] = glued(text, atoms, first, last, spans)
    const nearly =
      candidates.length > 0 && start === first && end === last
        ? []
        : [...span.candidates, ...(next === undefined || last < next.to ? [] : next.candidates)]
    if (start !== first || end !== last) candidates = []
    first = start
    last = end
    const a = atoms[first]
    const b = atoms[last]
    if (a === undefined || b === undefined || a.at < from) continue
    const written = text.slice(a.at, b.end)
    const hours = candidates.some((name) => name.dimension === 'resource' && name.value === 'gpu')
      ? /^[ -]?(?:hours?|hrs?)\b/.exec(text.slice(b.end))
      : null
    mentions.push({ written, candidates, alsoGrammar: span.alsoGrammar, nearly })
    out += `${text.slice(from, a.at)}${hours === null ? '' : ' gpuhour '} ${nameSymbol(mentions.length - 1)} ${listed ? 'and ' : ''}`
    from = b.end + (hours?.[0].length ?? 0)
  }
  return { text: out + text.slice(from), mentions }
}

const dimensionsOf = ({ candidates }: Span): string =>
  [...new Set(candidates.map(({ dimension }) => dimension))].toSorted().join()

const alike = (a: Span, b: Span): boolean =>
  a.candidates.some((x) => b.candidates.some((y) => x.dimension === y.dimension))

function isJoined(text: string, a: Atom | undefined, b: Atom | undefined): boolean {
  return a !== undefined && b !== undefined && /^[ \-_.@]{1,2}$/.test(text.slice(a.end, b.at))
}

/** Widens a span by what is glued to it and is neither a word of the questions nor a name. */
function glued(
  text: string,
  atoms: readonly Atom[],
  from: number,
  to: number,
  spans: readonly Span[],
): [number, number] {
  const sticks = (a: Atom | undefined, b: Atom | undefined): boolean =>
    a !== undefined && b !== undefined && /^[-_.@/&]$/.test(text.slice(a.end, b.at))
  const free = (at: number, slash: boolean): boolean => {
    const word = atoms[at]?.text ?? ''
    if (GRAMMAR_WORDS.has(word) && !/^\d/.test(word)) return false
    return !(slash && spans.some((span) => span.from <= at && at <= span.to))
  }
  let [first, last] = [from, to]
  while (sticks(atoms[first - 1], atoms[first]) && free(first - 1, text[(atoms[first]?.at ?? 1) - 1] === '/')) first--
  while (sticks(atoms[last], atoms[last + 1]) && free(last + 1, text[atoms[last]?.end ?? 0] === '/')) last++
  return [first, last]
}

function longestAt(text: string, atoms: readonly Atom[], at: number, index: NameIndex): Span | undefined {
  const words: string[] = []
  let best: Span | undefined
  for (let to = at; to < atoms.length && to < at + index.longest + 1; to++) {
    const atom = atoms[to]
    const before = atoms[to - 1]
    if (atom === undefined) break
    if (to > at && before !== undefined && !/^[\s\-_./&@'+:]{1,3}$/.test(text.slice(before.end, atom.at))) break
    words.push(atom.text)
    const key = words.join('')
    const found = index.exact.get(key) ?? index.alias.get(key) ?? []
    const single = words.length === 1
    if (found.length > 0) {
      const span = whole(atoms, at, to, words, found)
      if (span !== undefined) best = { ...span, full: true }
    } else {
      const some = part(atoms, at, to, words, index, single)
      if (some.length > 0) best = { from: at, to, candidates: some, alsoGrammar: false }
    }
  }
  return best
}

/** A whole name. One that is made of words of the questions counts only beside its dimension. */
function whole(
  atoms: readonly Atom[],
  from: number,
  to: number,
  words: readonly string[],
  found: readonly Name[],
): Span | undefined {
  const plain = words.every((word) => PERIOD_WORDS.test(word) || (words.length === 1 && GRAMMAR_WORDS.has(word)))
  if (!plain) return { from, to, candidates: found, alsoGrammar: false }
  // "by team today": what is broken down, and when.
  const grouped = /^(?:by|per|each|every)$/.test(atoms[from - 2]?.text ?? '')
  const qualified = found.filter(
    ({ dimension }) =>
      (!grouped && LAST_WORDS.get(atoms[from - 1]?.text ?? '') === dimension) ||
      FIRST_WORDS.get(atoms[to + 1]?.text ?? '') === dimension,
  )
  if (qualified.length > 0) return { from, to, candidates: qualified, alsoGrammar: false }
  return words.every((word) => CHANGE_WORDS.has(word)) ? { from, to, candidates: found, alsoGrammar: true } : undefined
}

function part(
  atoms: readonly Atom[],
  from: number,
  to: number,
  words: readonly string[],
  index: NameIndex,
  single: boolean,
): Name[] {
  const before = LAST_WORDS.get(atoms[from - 1]?.text ?? '')
  const after = FIRST_WORDS.get(atoms[to + 1]?.text ?? '')
  if (words.every((word) => /^\d+$/.test(word))) {
    return single && before === 'cost_center' ? partial(index, words, before) : []
  }
  const plain = (word: string | undefined): boolean =>
    word !== undefined && (GRAMMAR_WORDS.has(word) || PERIOD_WORDS.test(word))
  if (single && plain(words[0]))
    return QUALIFIABLE.has(words[0] ?? '') && (after === 'team' || isNextWord(atoms[to], atoms[to + 1], 'project'))
      ? partial(index, words, after)
      : []
  if (single && (words[0]?.length ?? 0) < 2) return []
  if (words.every(plain) || NOISE.has(words[0] ?? '') || NOISE.has(words.at(-1) ?? '')) return []
  return partial(index, words)
}

/** "the bot project", not "hi bot, project". */
const isNextWord = (a: Atom | undefined, b: Atom | undefined, word: string): boolean =>
  a !== undefined && b?.text === word && b.at === a.end + 1

export const entityOptions = (names: readonly Name[]): Option[] =>
  names.slice(0, 25).map(({ dimension, value }) => ({ kind: 'entity', dimension, value }))

/** Names that look like an unknown word: for the buttons of a question back. */
export function similar(word: string, index: NameIndex): Name[] {
  const found = new Set<Name>()
  for (const { text } of atomsOf(word).slice(0, 4)) {
    if (text.length < 2 || /^\d+$/.test(text) || GRAMMAR_WORDS.has(text)) continue
    for (const name of index.byWord.get(text) ?? []) found.add(name)
    for (const near of text.length < 4 || /\d/.test(text) ? [] : index.near(text, text.length < 6 ? 1 : 2)) {
      for (const name of [
        ...(index.byWord.get(near) ?? []),
        ...(index.exact.get(near) ?? []),
        ...(index.alias.get(near) ?? []),
      ])
        found.add(name)
    }
  }
  return [...found].slice(0, 10)
}
