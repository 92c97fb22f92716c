import type { Dimension, Grain } from '../question.ts'
import type { Flag } from './flags.ts'
import { superlatives } from './matchers.ts'
import { NUMBER_WORDS, numberOf } from './phrase.ts'
import { has, type Sheet, take, takeAll } from './sheet.ts'
import { PATTERNS } from './slot-phrases.ts'
import { CLASS, dimensionOf, isPlural } from './symbols.ts'

/** By what is broken down, and how much of the ranking is wanted. Filled in as the words are read. */
export interface Grouping {
  readonly by: Dimension[]
  limit: number | undefined
  order: 'asc' | 'desc' | undefined
  /** "the biggest projects": several are wanted. */
  many: boolean
  /** "our biggest costs": several, unless they are those of one thing ("which team has the highest costs"). */
  readonly costs: boolean
}

const { name: N, dimension: D, one: ONE, many: MANY } = CLASS
/** Where a superlative stood. */
const PEAK = '▲'
const NUMBERED =
  / (?:the )?(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)(?= (?:most|least|cheapest|highest|lowest|biggest|largest|smallest|costliest|priciest|greatest|top|worst)\b)/g
/** "most expensive gpu project": what is ranked, behind the superlative. */
const RANKED = new RegExp(
  ` ${PEAK}(?: (?:${PEAK}|cost|costs|spend|spending|spent|billed|consuming|expensive|idle|unused|untagged|individual|single|our|of|the|¦|using|${N}))* (${MANY}|${ONE}(?! ${N}))(?= )`,
  'g',
)
/** "the team with the highest spend": what is ranked, before it. */
const RANKED_BEFORE = new RegExp(
  `(?: (\\d{1,2}|${Object.keys(NUMBER_WORDS).join('|')}))? (${D})(?= (?:with|by|that|who|in terms of|on|had|has|have|is|cost|spending|spends|spent)(?: [^ ]+){0,3} (?:¦|▲))`,
  'g',
)
/** What is left beside a ranking is nothing that can be asked for, so it must be asked back. */
const ALL_BUT =
  / (?:but|except|except for|excluding|without|outside|other than|apart from|aside from|besides|minus)(?: (?:the|our))? (?:top|biggest|largest|first)(?= \d| [a-z]+ )/g
/** "which of our teams is": one of them. */
const ONE_OF = new RegExp(
  ` (?:which|what)(?: one)? of(?: (?:the|our|all|my|these|those))* ${MANY} (?!(?:are|were|have|spend|use) )`,
)
const WHICH_NAMED = new RegExp(` (?:which|what)(?: (?:of|the|our|are|is))* ${N} (${MANY})(?= )`, 'g')
const NUMBER_BEFORE = new RegExp(` (\\d{1,2})(?= ${MANY} )`, 'g')
const FURTHER = new RegExp(` ¦(?: (?:and|,|&|by|per|then))+ (${D})(?= )`, 'g')
const FURTHER_GRAIN = / ¦(?: (?:and|,|&|by|per|then))+ (day|week|month|quarter)(?= )/g
const PLURAL = new RegExp(` (${MANY})(?= )`, 'g')
const COSTS =
  / (?:top|main|major|biggest|largest|highest|greatest|worst|lowest|smallest|most expensive)(?: (?:ai|ml|cloud|single|individual|monthly))* (?:costs|expenses|expenditures|charges|bills) /
const SEVERAL = / (?:movers|increases|rises|changes|jumps|drops|gainers|risers|decreases|declines) /

function group(g: Grouping, symbols: string | undefined): void {
  for (const symbol of symbols?.match(PATTERNS.groupList) ?? []) {
    const dimension = dimensionOf(symbol)
    if (dimension !== undefined && !g.by.includes(dimension)) g.by.push(dimension)
  }
}

/** "top 5 teams", "which three projects", "the cheapest model". */
export function readRanking(s: Sheet, flags: Set<Flag>): Grouping {
  s.text = s.text.replace(ALL_BUT, ' ¦ besides')
  const g: Grouping = { by: [], limit: undefined, order: undefined, many: false, costs: COSTS.test(s.text) }
  const top = take(s, PATTERNS.top, false, PEAK)
  if (top !== undefined) {
    g.limit = numberOf(top[1] ?? '')
    g.order = /bottom|lowest|smallest|cheapest|least/.test(top[0]) ? 'asc' : 'desc'
  }
  const oneOf = ONE_OF.test(s.text)
  const which = take(s, PATTERNS.which1)
  if (which !== undefined) {
    if (which[1] !== undefined) g.limit ??= numberOf(which[1])
    group(g, which[2])
    if (isPlural(which[2] ?? '') && !oneOf) g.many = true
  }
  const count = take(s, NUMBERED, false, PEAK)
  if (count !== undefined) g.limit ??= numberOf(count[1] ?? '')
  const least = take(s, superlatives.asc, false, PEAK)
  const most = take(s, superlatives.desc, false, PEAK)
  if (least !== undefined) g.order = 'asc'
  else if (most !== undefined) g.order ??= 'desc'
  has(s, superlatives.desc)
  if (g.order === undefined) return g
  flags.add('top')
  const behind = take(s, RANKED)
  const before = behind === undefined ? take(s, RANKED_BEFORE) : undefined
  const noun = behind?.[1] ?? before?.[2]
  s.text = s.text.replaceAll(PEAK, '¦')
  if (before?.[1] !== undefined) g.limit ??= numberOf(before[1])
  if (noun !== undefined && !g.by.includes(dimensionOf(noun) ?? 'team')) {
    group(g, noun)
    if (isPlural(noun)) g.many = true
  }
  const number = g.limit === undefined ? take(s, NUMBER_BEFORE) : undefined
  if (number !== undefined) g.limit = numberOf(number[1] ?? '')
  return g
}

/** "by team", "per service", "broken down by", "which teams"; gives the grain of "by team and month". */
export function readGroups(s: Sheet, g: Grouping): Grain | undefined {
  if (g.costs && g.by.length === 0 && !/ (?:who|who's|whose|which) /.test(s.text)) g.many = true
  for (const match of takeAll(s, PATTERNS.groupBy)) group(g, match[0])
  // "which gpu resources", "which claude models": the name narrows, the plural is what is asked for.
  for (const match of takeAll(s, WHICH_NAMED)) {
    group(g, match[1])
    g.many = true
  }
  for (const pattern of [PATTERNS.each, PATTERNS.breakdownOf, PATTERNS.ofBreakdown]) {
    for (const match of takeAll(s, pattern)) group(g, match[1])
  }
  for (const match of takeAll(s, PATTERNS.which)) {
    group(g, match[0])
    if ([...match[0]].some(isPlural)) g.many = true
  }
  for (const match of takeAll(s, FURTHER)) group(g, match[1])
  return takeAll(s, FURTHER_GRAIN).at(-1)?.[1] as Grain | undefined
}

/** "projects over 2k": a plural that stands alone is a breakdown. Who spends is a team, what drives cost a service. */
export function readBareGroups(s: Sheet, g: Grouping, flags: Set<Flag>): void {
  const bare = takeAll(s, PLURAL)
  // "untagged resources" are not a breakdown of them.
  if (!flags.has('coverage') || g.order !== undefined) {
    for (const match of bare) group(g, match[1])
    if (bare.length > 0) g.many = true
  }
  const spenders = take(s, / (spender|spenders)(?= )/g)
  const who = has(s, / (?:who|who's|whose)(?= )/g)
  const drivers = take(s, / (?:cost |spend )?(driver|drivers)(?= )/g)
  if (SEVERAL.test(s.text) || spenders?.[1] === 'spenders' || drivers?.[1] === 'drivers') g.many = true
  if (g.by.length === 0 && (spenders !== undefined || who)) g.by.push('team')
  if (has(s, PATTERNS.breakdown) || (drivers !== undefined && g.order === undefined)) flags.add('breakdown')
  if (spenders !== undefined || who || drivers !== undefined) flags.add('cost')
}
