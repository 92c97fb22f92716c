import { type DigestScope, SCOPE_DIMENSIONS, type ScopeDimension } from '../subscription.ts'
import { type Mistake, mistaken, type Read } from './draft.ts'
import { listed, SCOPE_WORDS } from './said.ts'
import type { ScopeNames } from './scope-names.ts'
import type { TextReader } from './text-reader.ts'
import { TIME } from './time-words.ts'

export interface ScopeSetting {
  readonly names: ScopeNames
  /** Of the person: what "my team" means. */
  readonly ownTeams: readonly string[]
}

const KIND = String.raw`(teams?|projects?|business[ -]?units?|bus?)\b`
const QUALIFIED = new RegExp(
  String.raw`(?<!\b(?:by|per|each|every)\s)(?:\b(?:for|of|about|on)\s+)?(?:\b(?:the|our|all of)\s+)?\b${KIND}\s*[:=]?\s*`,
  'i',
)
const UNQUALIFIED = /(?<!\b(?:wait|waits|alerts?|quiet)\s)\b(?:for|about)\s+(?:(?:the|our)\s+)?/i
const EVERYTHING =
  /\b(?:for|of|about|on)\s+(?:everything|every\s?(?:one|body)|all(?:\s+(?:of\s+(?:it|us)|teams|projects|business\s+units|(?:our\s+)?spend))?(?=\s|[,;.]|$)|(?:the\s+)?(?:whole|entire)\s+(?:company|org\w*)|(?:the|our)\s+company)\b|(?<!\b(?:team|project|unit|with)\s)\b(?:everything|all\s+teams)\b/i
const OWN = /\bfor\s+(?:my|our)\s+(?:own\s+)?teams?\b/i
// Where a name that nobody knows ends at the latest.
const CLAUSE = new RegExp(
  String.raw`(?:in|to|with|without|wait|waits|alerts?|no|quiet|at|@|on|every|each|daily|weekly|monthly|weekdays|workdays|here|privately|dm|only|please|for|(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:\w*days?)?|\d+(?:st|nd|rd|th)|${TIME})(?=$|[\s,;.!?])|@`,
  'iy',
)
const SEPARATOR = /\s*(?:,\s*(?:and\s+)?|;\s*|\s(?:and|or|&|\+)\s+)/y

/** What a digest is about, which is then gone from the text. Undefined where nothing is said of it. */
export function takeScope(words: TextReader, setting: ScopeSetting): Read<DigestScope> | undefined {
  if (words.take(OWN) !== undefined) return ownTeams(setting)
  if (words.take(EVERYTHING) !== undefined) return { value: null }
  const qualified = QUALIFIED.exec(words.rest)
  const unqualified = UNQUALIFIED.exec(words.rest)
  // "for the search team": the word of the kind comes after.
  const start =
    unqualified !== null && (qualified === null || unqualified.index < qualified.index) ? unqualified : qualified
  if (start === null) return undefined
  const kind = start === qualified ? kindOf(qualified[1]) : undefined
  const from = start.index + start[0].length
  const { found, end, after } = readNames(words.rest, from, kind, setting.names)
  words.remove(start.index, end)
  return toScope(found, after ?? kind, setting.names)
}

/** The names of a field that people type into: "search, ads". */
export function readNameList(text: string, dimension: ScopeDimension, names: ScopeNames): Read<DigestScope> {
  const { found, end } = readNames(text, 0, dimension, names)
  const more = text.slice(end).trim()
  return more === ''
    ? toScope(found, dimension, names)
    : mistaken('names', `I do not understand “${more}”. Write names with commas between them.`)
}

interface Found {
  readonly written: string
  /** Empty: nothing is called so. */
  readonly candidates: readonly (readonly [ScopeDimension, string])[]
}

function readNames(text: string, from: number, kind: ScopeDimension | undefined, names: ScopeNames) {
  const found: Found[] = []
  let at = from
  let after: ScopeDimension | undefined
  for (;;) {
    const next = nameAt(text, at, kind, names)
    if (next === undefined) break
    found.push(next.found)
    at = next.end
    const trailing = kind === undefined ? new RegExp(String.raw`\s+${KIND}`, 'iy') : undefined
    const qualifier = trailing && matchAt(trailing, text, at)
    if (qualifier) {
      after = kindOf(qualifier[1])
      at += qualifier[0].length
    }
    const separator = matchAt(SEPARATOR, text, at)
    if (!separator) break
    const then = at + separator[0].length
    if (longestKnown(text, then, kind, names) !== undefined) {
      at = then
      continue
    }
    const again = matchAt(new RegExp(String.raw`(?:the\s+)?${KIND}\s*`, 'iy'), text, then)
    const beyond = then + (again?.[0].length ?? 0)
    // The same word of kind may stand before every name; another one begins another scope, which is told below.
    if (again && kindOf(again[1]) !== kind) {
      const other = nameAt(text, beyond, kindOf(again[1]), names)
      if (other !== undefined) return { found: [...found, other.found], end: other.end, after: undefined }
    }
    const known = longestKnown(text, beyond, kind, names)
    if (known === undefined && (matchAt(CLAUSE, text, beyond) || text.slice(beyond).trim() === '')) break
    at = beyond
  }
  return { found, end: at, after }
}

function nameAt(text: string, at: number, kind: ScopeDimension | undefined, names: ScopeNames) {
  const quoted = matchAt(/\s*(?:"([^"]+)"|“([^”]+)”|`([^`]+)`|'([^']+)'(?=[\s,;]|$))/y, text, at)
  if (quoted) {
    const written = quoted.slice(1).find((each) => each !== undefined) ?? ''
    return { found: candidates(written, kind, names), end: at + quoted[0].length }
  }
  const known = longestKnown(text, at, kind, names)
  if (known !== undefined) return known
  // Nobody knows it, so its end is where something else begins.
  let end = at
  for (const boundary of boundaries(text, at)) {
    end = boundary
    const separator = matchAt(SEPARATOR, text, boundary)
    if (separator || matchAt(CLAUSE, text, boundary + (matchAt(/\s+/y, text, boundary)?.[0].length ?? 0))) break
  }
  const written = text.slice(at, end).trim()
  if (written === '' || matchAt(CLAUSE, text, at)) return undefined
  return { found: { written, candidates: [] } as Found, end }
}

const MOST_WORDS = 12

/** Names may hold any words, so the longest one that is known counts. */
function longestKnown(text: string, at: number, kind: ScopeDimension | undefined, names: ScopeNames) {
  for (const end of boundaries(text, at).slice(0, MOST_WORDS).reverse()) {
    // Marks do not count in a name, so a list must not end in one.
    if (/[,;]$|\s[^\p{L}\p{N}\s]+$/u.test(text.slice(at, end))) continue
    const found = candidates(text.slice(at, end).trim(), kind, names)
    if (found.candidates.length > 0) return { found, end }
  }
  return undefined
}

function boundaries(text: string, at: number): number[] {
  return [...text.slice(at).matchAll(/(?<=\S)(?=[\s,;.!?]|$)/g)].map(({ index }) => at + index)
}

function candidates(written: string, kind: ScopeDimension | undefined, names: ScopeNames): Found {
  const kinds: readonly ScopeDimension[] = kind === undefined ? SCOPE_DIMENSIONS : [kind]
  return {
    written,
    candidates: kinds.flatMap((dimension) => names.find(dimension, written).map((name) => [dimension, name] as const)),
  }
}

function toScope(found: readonly Found[], kind: ScopeDimension | undefined, names: ScopeNames): Read<DigestScope> {
  if (found.length === 0)
    return mistaken(
      'names',
      `Of which ${SCOPE_WORDS[kind ?? 'team'][0]}? Write: for ${SCOPE_WORDS[kind ?? 'team'][0]} NAME.`,
    )
  const mistakes = found.filter((each) => each.candidates.length === 0).map((each) => unknown(each, kind, names))
  if (mistakes.length > 0) return { mistakes }
  const kinds: readonly ScopeDimension[] = kind === undefined ? SCOPE_DIMENSIONS : [kind]
  const shared = kinds.filter((each) => found.every((one) => one.candidates.some(([dimension]) => dimension === each)))
  const [only] = shared
  const written = listed(found.map((each) => each.written))
  if (only === undefined)
    return mistaken(
      'names',
      `${written} are not all of one kind. Set up one digest for each kind: for team …, for project ….`,
    )
  if (shared.length > 1)
    return mistaken(
      'names',
      `“${written}” can be a ${listed(
        shared.map((each) => SCOPE_WORDS[each][0]),
        'or a',
      )}. Write which: for ${SCOPE_WORDS[only][0]} ${written}.`,
    )
  const values: string[] = []
  for (const { written: each, candidates: all } of found) {
    const fitting = all.filter(([dimension]) => dimension === only).map(([, name]) => name)
    const [name] = fitting
    if (name === undefined || fitting.length > 1)
      return mistaken('names', `“${each}” can be ${listed(fitting, 'or')}. Write it exactly.`)
    values.push(name)
  }
  return { value: { dimension: only, values: [...new Set(values)].sort() } }
}

function unknown({ written }: Found, kind: ScopeDimension | undefined, names: ScopeNames): Mistake {
  const kinds: readonly ScopeDimension[] = kind === undefined ? SCOPE_DIMENSIONS : [kind]
  const what = listed(
    kinds.map((each) => SCOPE_WORDS[each][0]),
    'or',
  )
  const known = kinds.reduce((sum, each) => sum + names.all(each).length, 0)
  const near = kinds.flatMap((each) =>
    names.similar(each, written).map((name) => (kind === undefined ? `${SCOPE_WORDS[each][0]} ${name}` : name)),
  )
  const remedy =
    near.length > 0
      ? `Did you mean ${listed(near.slice(0, 3), 'or')}?`
      : `Ask “spend by ${SCOPE_WORDS[kind ?? 'team'][0]}” to see the names.`
  return { field: 'names', text: `I know no ${what} called “${written}”: it matched 0 of ${known}. ${remedy}` }
}

function ownTeams({ ownTeams }: ScopeSetting): Read<DigestScope> {
  if (ownTeams.length === 0) return mistaken('names', 'I do not know which teams are yours. Name them: for team NAME.')
  return { value: { dimension: 'team', values: [...ownTeams].sort() } }
}

const kindOf = (word: string | undefined): ScopeDimension => {
  const first = word?.[0]?.toLowerCase()
  return first === 't' ? 'team' : first === 'p' ? 'project' : 'business_unit'
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
