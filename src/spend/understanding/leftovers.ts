import type { Dimension } from '../question.ts'
import type { Sides } from './comparing.ts'
import { NOISE } from './lexicon.ts'
import type { NameIndex } from './name-index.ts'
import { entityOptions, type Mention, similar } from './names.ts'
import { asked, type Reading } from './reading.ts'
import type { Sheet } from './sheet.ts'
import type { Slots } from './slots.ts'
import { CLASS, dimensionOf, isDimension, isName, isUnit } from './symbols.ts'

/** Words that nothing explained. */
export function leftovers(s: Sheet): string[] {
  // "may I see" is polite, "may cost" could be the month.
  s.text = s.text.replace(/ may(?= (?:i|we|you|have|be|it|ask) )/g, ' ¦')
  const left = s.text
    .trim()
    .split(' ')
    .filter((token) => token !== '' && !isName(token) && (isDimension(token) || isUnit(token) || !NOISE.has(token)))
  // What a total is asked "by" was meant, however small the word.
  const by = [...s.text.matchAll(/ (?:by|per)(?: (?:the|our|all))* ([a-z]{2,})(?= )/g)].map((match) => match[1] ?? '')
  // "good morning" is polite, "this morning" is a part of a day.
  const hours = [...s.text.matchAll(/ (?:this|last|every|each|same|¦) (morning|afternoon|evening)s?(?= )/g)]
  return [
    ...left,
    ...hours.map((match) => match[1] ?? ''),
    ...by.filter((word) => !['far', 'now', 'us', 'we', 'me', 'it', 'them', 'and', 'for', 'in', 'this'].includes(word)),
  ]
}

const WORD = `[^ ¦\\ue000-\\ue2ff]{2,}`
const CALLED = '(?: (?:called|named|is|=|:|"|\'|\\())*'
const AFTER = new RegExp(` (${CLASS.one})${CALLED} (${WORD})(?= )`)
const BEFORE = new RegExp(`(?<! ¦) (${WORD}) (${CLASS.one})(?= )`)

/** An unknown word beside a dimension: "team unicorn", "the unicorn project". */
function nameless(unknown: readonly string[], s: Sheet): { word: string; dimension: Dimension } | undefined {
  for (const [pattern, word, symbol] of [
    [AFTER, 2, 1],
    [BEFORE, 1, 2],
  ] as const) {
    const match = pattern.exec(s.text)
    const dimension = dimensionOf(match?.[symbol] ?? '')
    const found = match?.[word] ?? ''
    if (dimension !== undefined && unknown.includes(found)) return { word: found, dimension }
  }
  return undefined
}

export function asksWord(
  unknown: readonly string[],
  mentions: readonly Mention[],
  names: NameIndex,
  s: Sheet,
): Reading {
  const missing = nameless(unknown, s)
  if (missing !== undefined) {
    const { word, dimension } = missing
    const near = similar(word, names).filter((name) => name.dimension === dimension)
    return { kind: 'clarify', clarify: { slot: 'entity', about: word, options: entityOptions(near), dimension } }
  }
  const word = unknown.find((token) => !isDimension(token) && !isUnit(token)) ?? ''
  const near = [
    ...similar(unknown.join(' '), names),
    ...(/\d/.test(word) ? mentions.flatMap(({ candidates }) => candidates) : []),
  ]
  return asked(near.length > 0 ? 'entity' : 'word', word, entityOptions([...new Set(near)]))
}

/** Something says that cost is meant: a measure, a name, a dimension, an intent of ours. */
export function hasEvidence(slots: Slots, mentions: readonly Mention[], sides: Sides): boolean {
  return (
    slots.flags.size > 0 ||
    slots.focus !== undefined ||
    slots.measure !== undefined ||
    mentions.length > 0 ||
    slots.groupBy.length > 0 ||
    slots.grain !== undefined ||
    slots.having !== undefined ||
    sides.against !== undefined ||
    sides.rhythm !== undefined
  )
}

/** Enough of it is about cost that an unknown word is worth asking about. */
export function isOurs(slots: Slots, mentions: readonly Mention[], sides: Sides): boolean {
  const timed = sides.periods.length > 0 || sides.against !== undefined
  const own = [...slots.flags].some(
    (flag) =>
      !['explain', 'change', 'compare', 'chart', 'trend', 'top', 'breakdown', 'default'].includes(flag) ||
      (timed && flag !== 'default' && flag !== 'chart'),
  )
  return (
    own ||
    slots.focus !== undefined ||
    slots.measure !== undefined ||
    mentions.length > 0 ||
    slots.groupBy.length > 0 ||
    slots.having !== undefined
  )
}

const DEFINITION =
  /^ (?:(?:so|hey|hi|and|please|can you|could you) )*(?:what (?:is|are|'s|does|do)|who (?:is|'s|are)|define|tell me about|describe|explain (?:what|how|me)|explain|how (?:does|do)|why (?:is|are)|is|are) (?:(?:an?|the|what|team|project) )*[\ue000-\ue0ff](?: (?:is|are|works?|do|does|about|mean|means|used for|for))*(?: [?.!])* $/

/** "What is a token?" */
const WHAT_IS_A =
  /^(?:(?:so|hey|hi|and|please|ok),? )*what(?: is|'s| are) an? (?!.*(?:cost|price|worth|spend))[a-z-]+(?: [a-z]+)?(?: exactly)? ?[?.!]*$/

/** "What is Bedrock?" asks what it is, not what it costs. */
export const isDefinition = (opening: string, plain: string): boolean =>
  DEFINITION.test(opening) || WHAT_IS_A.test(plain)
