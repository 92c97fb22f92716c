import { ALERT_KINDS, type AlertKind, SECTIONS, type Section } from '../subscription.ts'
import type { TextReader } from './text-reader.ts'

const WORDS: readonly (readonly [Section, string])[] = [
  ['unit_cost', String.raw`unit[ _-]?costs?|costs?\s+per\s+unit|unit\s+economics`],
  ['movers', String.raw`(?:top\s+)?movers?|changes`],
  ['top', String.raw`top(?:\s+(?:contributors?|spenders?))?|contributors?`],
  ['budget', 'budgets?'],
  ['forecast', 'forecasts?'],
  ['anomalies', 'anomaly|anomalies'],
  ['idle', String.raw`idle(?:\s+(?:waste|resources?))?|waste|nudges?`],
  ['unallocated', 'unallocated|untagged'],
]
const ONE = `(?:${WORDS.map(([, words]) => words).join('|')}|everything|all(?:\\s+sections)?)`
const LISTED = new RegExp(
  String.raw`(?:\b(with|including|incl|include|show|plus|only|just|without|except|but\s+no|no)\s+(?:the\s+)?)?\b(${ONE}(?:\s*(?:,\s*(?:and\s+)?|&|\+|\sand\s|\sor\s)\s*${ONE})*)\b`,
  'i',
)

/** What a digest shows: all of it unless some are named; those after "without" are left out. */
export function takeSections(words: TextReader): readonly Section[] {
  const wanted = new Set<Section>()
  const unwanted = new Set<Section>()
  for (let match = words.take(LISTED); match !== undefined; match = words.take(LISTED)) {
    const into = /^(?:without|except|but\s+no|no)$/i.test(match[1] ?? '') ? unwanted : wanted
    for (const section of sectionsOf(match[2] ?? '')) into.add(section)
  }
  return SECTIONS.filter((section) => (wanted.size === 0 || wanted.has(section)) && !unwanted.has(section))
}

function sectionsOf(list: string): readonly Section[] {
  if (/\b(?:everything|all)\b/i.test(list)) return SECTIONS
  const found: Section[] = []
  // Longer words first, for "unit cost" and "top movers" hold others.
  let rest = list
  for (const [section, pattern] of WORDS) {
    const word = new RegExp(String.raw`\b(?:${pattern})\b`, 'gi')
    const without = rest.replace(word, ' ')
    if (without !== rest) found.push(section)
    rest = without
  }
  return found
}

const ALERT = '(budgets?|anomaly|anomalies|all)'
const NO_ALERTS = /\b(?:no|without|but\s+no)\s+alerts?\b/i
const ALERTS = new RegExp(
  String.raw`(?:\b(?:with|and|plus)\s+)?(?:\b${ALERT}\s+(?:(?:and|&)\s+${ALERT}\s+)?)?\balert(?:s|ing)?\b(?:\s+(?:on|for|about|of)\s+${ALERT}(?:\s+(?:and|&)\s+${ALERT})?)?`,
  'i',
)

/** None unless they are asked for; all unless some are named. */
export function takeAlerts(words: TextReader): readonly AlertKind[] {
  if (words.take(NO_ALERTS) !== undefined) return []
  const match = words.take(ALERTS)
  if (match === undefined) return []
  const named = match.slice(1).filter((word) => word !== undefined && !/^all$/i.test(word))
  return ALERT_KINDS.filter(
    (kind) => named.length === 0 || named.some((word) => word?.toLowerCase().startsWith(kind.slice(0, 6))),
  )
}
