import type { Sides } from './comparing.ts'
import type { Flag } from './flags.ts'
import type { Slots } from './slots.ts'

// Whether a text builds on the question before it, or is only a part of one.

/** These words point at a question before. */
export const POINTS =
  /^ (?:(?:ok|okay|so|now|then|great|cool|hm|hmm|thanks|thank you|please|hey|nice) )*(?:and|also|what about|how about|same|ditto|instead|likewise|as well|but|again|what of|how does that|or)(?: |$)/
const POINTS_BACK =
  / (?:same (?:for|but|with|thing|again|query|question|by|in|as|report|view|numbers|chart)|instead|that again|(?:break|split|show|group|chart|plot|graph|compare|draw|display|sort|do|make|see|put|give me|explain|slice|limit|narrow|filter|see|view) (?:it|that|this|them|those|these|the same|me that|me this|me it)|(?:why|how) (?:is|was|are|were|did|does|do|has|have)? ?(?:that|it|this|they|those|them|so)(?: so| go| rise| increase| high| low| much| happen| jump| spike| drop| change| up| down| that| cost)*(?=[ ?.!]*$)|of (?:that|those|it|them|these)|for (?:that|those|it|them|these))(?= )/
/** Alone they only change a question. */
const CHANGES =
  /^ (?:(?:ok|okay|so|now|then|please|just|only|show|me|it|us|can|you|could|i|see|give|as|in|on|a|the|to|do|that|make|let's|let|'s) )*(?:only|just|by|per|split|break|broken|group|grouped|without|excluding|exclude|except|not|minus|vs|versus|against|compare|compared|top|bottom|why|how come|as|in|on|chart|graph|plot|draw|daily|weekly|monthly|for|which|who|what|limit|remove|drop|no|ignoring|ignore|explain|sorted|cheapest|most|bar|line|table|restrict|filter|narrow|limited)(?= |$)/

const COST_WORD =
  / (?:cost|costs|costing|spend|spends|spending|spent|consumes|consuming|bill|billed|invoice|expenses|pay|paid|paying|money|budget|budgets|forecast|usage|burn|burned|total|charges|tokens|coverage|untagged|idle|anomaly|anomalies|waste|spenders|spender|expensive) /

/** "How much did they spend in October?" */
const SOMEBODY_BEFORE = / (?:they|them|their|theirs|(?:did|does|do|was|is) it) /

/** "the first one": of an answer that is not kept. */
const ORDINAL =
  / (?:(?:the )?(?:first|second|third|fourth|fifth|last|other|next) (?:one|ones|place)|(?:next|other|remaining) (?:two|three|\d+)|(?:number|no|#) \d+|the former|the latter|the rest)(?= )/
/** "more", "more details": of what? */
const MORE =
  /^ (?:(?:and|ok|show|me|give|us|tell|see|some|a|bit|little|please|can|could|you|i|get|any|anything) )*more(?: (?:detail|details|info|information|data|please|about|on|it|that|this|of))*(?: [?.!])* $/
/** Of an answer, which is not kept, or of nothing that can be told. */
export const pointsInside = (opening: string): boolean => ORDINAL.test(opening) || MORE.test(opening)

/** With a question before: does this text build on it? */
export function isFollowUp(opening: string, slots: Slots, sides: Sides): boolean {
  if (POINTS.test(opening) || POINTS_BACK.test(opening)) return true
  if (SOMEBODY_BEFORE.test(opening)) return true
  if (asksAnew(opening, slots)) return false
  if (!COST_WORD.test(opening)) return true
  // What names its own cost and its own scope or time stands alone; "who spent the most?" asks about what was there.
  return !(slots.within.length > 0 || sides.periods.length > 0 || sides.against !== undefined)
}

const WHOLE_SENTENCE = /^ (?:what|which|who|how|where|are|is|do|does|did|can|could|should|would|will)(?= )/
const KINDS: readonly Flag[] = ['value', 'model_fit', 'unit_cost', 'coverage', 'idle', 'anomaly', 'budget', 'forecast']
/** "Budget?" asks on; who takes so many words for a question of a kind of its own asks anew. */
const WORDS_ANEW = 6

function asksAnew(opening: string, { flags, focus }: Slots): boolean {
  const words = opening.split(/[ .,;?!]+/).filter((word) => word !== '').length
  return (
    words >= WORDS_ANEW &&
    WHOLE_SENTENCE.test(opening) &&
    (focus !== undefined || KINDS.some((kind) => flags.has(kind)))
  )
}

/** Without a question before: is this one only a part of a question? */
export function elliptical(opening: string, slots: Slots, sides: Sides): boolean {
  const complete =
    slots.flags.has('cost') ||
    slots.focus !== undefined ||
    slots.measure !== undefined ||
    [...slots.flags].some(
      (flag) => !['change', 'compare', 'chart', 'top', 'explain', 'default', 'trend'].includes(flag),
    )
  const timed = sides.periods.length > 0 || sides.against !== undefined
  if (POINTS_BACK.test(opening) && !(complete && timed)) return true
  if (POINTS.test(opening) && !complete) return true
  if (complete) return false
  if (slots.flags.has('explain')) return !timed && slots.within.length === 0 && !slots.flags.has('change')
  if (
    /^ (?:(?:ok|now|please|then|show) )*(?:only|just|without|excluding|exclude|except|not|vs|versus|against|minus)(?= )/.test(
      opening,
    ) &&
    !complete
  )
    return !(
      timed &&
      slots.within.length > 0 &&
      / (?:vs|versus|against) /.test(opening) &&
      !/^ (?:vs|versus|against)/.test(opening)
    )
  if (slots.within.length > 0 || slots.without.length > 0) return false
  // "by team", "top 5", "per day", "last month", "as a chart", "why?"
  if (slots.groupBy.length > 0 && (timed || slots.superlative !== undefined || slots.having !== undefined))
    return slots.superlative !== undefined && !timed && / top \d+ (?:[?.!] )*$/.test(opening)
  if (slots.flags.has('change') && timed) return false
  if ((slots.flags.has('trend') || slots.grain !== undefined || slots.flags.has('chart')) && timed) return false
  if (sides.rhythm !== undefined) return false
  if (sides.against !== undefined && / (?:we|our|i|us) /.test(opening)) return false
  if (sides.against !== undefined && sides.periods.length > 0) return false
  if (slots.flags.has('compare') && sides.periods.length > 1) return false
  if (sides.versus && sides.periods.length > 1) return false
  return CHANGES.test(opening) || sides.periods.length > 0 || slots.groupBy.length > 0 || slots.flags.size > 0
}
