import type { Dimension, Focus, Grain, Having, Unit } from '../question.ts'
import { readFit } from './fit.ts'
import type { Flag } from './flags.ts'
import { readFocus, readNewNames, readShare } from './focus.ts'
import { readBareGroups, readGroups, readRanking } from './groups.ts'
import { readHaving } from './having.ts'
import { DIMENSION_WORDS } from './lexicon.ts'
import { grains, lexicon, superlatives } from './matchers.ts'
import type { Mention } from './names.ts'
import { qualify, unlisted } from './qualify.ts'
import { WHICH_OF } from './scope.ts'
import { has, type Sheet, stands, take, takeAll } from './sheet.ts'
import { PATTERNS } from './slot-phrases.ts'
import { CLASS, dimensionOf, dimensionSymbol, namesIn, unitOf, unitSymbol } from './symbols.ts'
import { gpuHours, markUnits, quantity, readUnitCost } from './units.ts'

/** What the words of a question say, before names, periods and defaults are settled. */
export interface Slots {
  readonly flags: ReadonlySet<Flag>
  readonly focus: Focus | undefined
  readonly measure: 'billed_cost' | 'list_cost' | 'effective_cost' | 'quantity' | undefined
  readonly unit: Unit | undefined
  readonly groupBy: readonly Dimension[]
  readonly limit: number | undefined
  readonly superlative: 'asc' | 'desc' | undefined
  readonly grain: Grain | undefined
  readonly having: Having | undefined
  /** Names left out of the question. */
  readonly without: readonly number[]
  /** Names that stand in the question. */
  readonly within: readonly number[]
  /** What a dimension word beside a name says about it. */
  readonly qualified: ReadonlyMap<number, Dimension>
  /** Asked for where this tag is missing. */
  readonly none: readonly Dimension[]
  /** "quarterly budget": the unit it is for. */
  readonly rhythm: 'week' | 'month' | 'quarter' | 'year' | undefined
  /** Something is counted, but it is not said what. */
  readonly unitOpen: boolean
}

const { unit: U } = CLASS
const alternatives = (table: Readonly<Record<string, readonly (readonly string[])[]>>) =>
  Object.entries(table)
    .flatMap(([dimension, words]) =>
      words.flatMap((pair) => pair.map((word, at) => ({ dimension: dimension as Dimension, word, plural: at === 1 }))),
    )
    .toSorted((a, b) => b.word.length - a.word.length)
const dimensionWords = new Map(alternatives(DIMENSION_WORDS).map((each) => [each.word, each]))
const dimensionPattern = new RegExp(` (${[...dimensionWords.keys()].join('|')})(?= )`, 'g')

/** Reads what is not a name or a period, each phrase leaving the sheet once understood. The order is the grammar. */
export function readSlots(s: Sheet, mentions: readonly Mention[]): Slots {
  const flags = new Set<Flag>()
  const flag = (name: Flag, pattern: RegExp): boolean => {
    const found = has(s, pattern)
    if (found) flags.add(name)
    return found
  }
  const among = WHICH_OF.test(s.text) || / which (?:one|of (?:them|these|those|the two|the three)) /.test(s.text)
  markUnits(s)
  if (has(s, / by default(?= )/g)) flags.add('default')
  let focused = readFocus(s)
  // "cloud" is noise, but "by cloud" is by provider.
  s.text = s.text.replace(
    / (by|per|which|each|every|across|between|and) (?:the |our |all )*clouds?(?= )/g,
    ' $1 provider',
  )
  has(s, / (?:period|timeframe|time frame|time period|date range|dates?)(?: :| =| of)?(?= ¦)/g)
  flag('value', lexicon.revenue)
  flag('value', lexicon.value)
  if (flags.has('value')) has(s, AGAINST_COST)
  has(s, / right now(?= )|^ name(?= )/g)
  readFit(s, mentions, flags)
  let unit = readUnitCost(s, flags)
  if (flags.has('value')) {
    has(s, / (?:not|really|still|even|good|getting)(?= )/g)
    if (!flags.has('model_fit'))
      s.text = s.text.replace(/ best(?= )/g, ' highest').replace(/ (?:worst|poorest)(?= )/g, ' lowest')
  }
  if (flags.has('model_fit'))
    has(s, / (?:best|better|good|ideal|optimal|should|would|could|there|other|another|alternatives?)(?= )/g)
  let measure: Slots['measure']
  if (has(s, lexicon.billed)) measure = 'billed_cost'
  if (has(s, lexicon.list)) measure = 'list_cost'
  if (has(s, lexicon.effective)) measure ??= 'effective_cost'
  s.text = s.text.replace(dimensionPattern, (_, word: string) => {
    const each = dimensionWords.get(word)
    return each === undefined ? ` ${word}` : ` ${dimensionSymbol(each.dimension, each.plural)}`
  })
  if (focused === undefined) focused = readNewNames(s)
  has(s, / (?:so far|to date)(?= )/g)
  has(s, / (?:sort|sorted|order|ordered|rank|ranked) by (?:cost|costs|spend|spending|amount|size|total)(?= )/g)
  let rhythm: string | undefined
  s.text = s.text.replace(RHYTHM, (_, word: string) => {
    rhythm = word
    return ''
  })
  flag('chart', lexicon.chart)
  if (flag('explain', lexicon.why)) {
    has(
      s,
      / (?:got|get|gets|gotten|getting|become|became|becoming)(?: (?:so|that|this|too|very|much|all))* (?:expensive|costly|pricey|high|big|large)(?= )/g,
    )
    has(s, / (?:high|low|big|large|huge|bad|steep)(?= )/g)
    has(s, VOLUME_OR_PRICE)
  }
  if (has(s, lexicon.onBudget)) {
    flags.add('budget')
    has(s, lexicon.onTrack)
  } else if (has(s, lexicon.onTrack)) flags.add('budget')
  flag('forecast', lexicon.forecast)
  const superlativeIdle = stands(s, superlatives.desc) || stands(s, superlatives.asc) || stands(s, PATTERNS.which)
  // "top 5 idle resources" lists resources, "idle resources" only says what idles.
  if (superlativeIdle)
    s.text = s.text.replace(
      / (idle|unused|underutilised|underutilized|untagged|unallocated)( [\ue240-\ue27f])(?= )/g,
      '$2 $1',
    )
  const none = readNone(s)
  if (none.length > 0) flags.add('coverage')
  const noneValues = takeAll(s, PATTERNS.noneOf)
    .map((match) => dimensionOf(match[1] ?? match[2] ?? ''))
    .filter((dimension) => dimension !== undefined)
  flag('coverage', lexicon.untagged)
  if (flags.has('coverage')) has(s, / (?:tag by tag|(?:by|per|for each|each) (?:tag|label))(?= )/g)
  if (flags.has('coverage')) has(s, / (?:percentage|percent|share|fraction|portion|proportion|%)(?: of)?(?= )/g)
  flag('idle', lexicon.idle)
  // "Did it spike" asks about a rise, "any spike" for anomalies; what people drop on something is spent.
  s.text = s.text.replace(SPIKE, '$1 increase').replace(DROP_ON, '$1 spend')
  flag('anomaly', lexicon.anomaly)
  let counted = readCounted(s, mentions, flags, measure)
  const having = readHaving(s)
  if (flags.has('budget'))
    has(
      s,
      / (?:left|remaining|available|already|yet|over|under|above|below|status|%|percent|percentage|share|part|far)(?= )/g,
    )
  const grain = readGrain(s)
  flag('trend', lexicon.trend)
  if (has(s, / most of(?=(?: the| our| all)* (?:money|costs?|spend|spending|budget|bill|it) )/g)) flags.add('breakdown')
  const grouping = readRanking(s, flags)
  unlisted(s, mentions)
  const laterGrain = readGroups(s, grouping)
  const qualified = qualify(s, mentions)
  const without = [PATTERNS.exclude, PATTERNS.excluded].flatMap((pattern) =>
    takeAll(s, pattern, true).flatMap((match) => namesIn(match[0])),
  )
  readBareGroups(s, grouping, flags)
  const alsoGrows = grouping.order !== undefined && flag('change', ALSO_GROWS)
  flag('compare', PATTERNS.difference)
  flag('compare', lexicon.compare)
  flag('change', lexicon.change)
  flag('cost', lexicon.cost)
  // Counted without a word for counting: "which model used the most tokens", "daily tokens".
  if (!flags.has('unit_cost') && measure === undefined && counted === undefined && !flags.has('cost')) {
    const bare = take(s, ANY_UNIT)
    if (bare !== undefined) counted = { unit: unitOf(bare[1] ?? '') }
  }
  if (counted !== undefined) {
    measure ??= 'quantity'
    unit = counted.unit
    if (unit !== undefined) has(s, new RegExp(` (?:${unitSymbol(unit)})(?= )`, 'g'))
  }
  const { by, order } = grouping
  const within = namesIn(s.text).filter((name) => !without.includes(name))
  if (focused === undefined && within.length > 0 && !OWN_SHARE.some((each) => flags.has(each)) && readShare(s))
    focused = { focus: { on: 'share' } }
  if (focused?.groupBy !== undefined) by.splice(0, by.length, ...focused.groupBy)
  const things = having !== undefined && has(s, THINGS)
  if (
    by.length === 0 &&
    !among &&
    grain === undefined &&
    focused === undefined &&
    (flags.has('top') || flags.has('breakdown') || things)
  )
    by.push('service')
  if (noneValues.length > 0) flags.add('cost')
  return {
    flags,
    focus: focused?.focus,
    measure,
    unit,
    groupBy: by,
    // A singular superlative wants one, a plural ten.
    limit: alsoGrows
      ? undefined
      : (grouping.limit ?? focused?.limit ?? (order === undefined ? undefined : grouping.many ? 10 : 1)),
    superlative: order ?? focused?.sort,
    grain: grain ?? laterGrain,
    having,
    without,
    within,
    qualified,
    none: [...new Set([...none, ...noneValues])],
    rhythm: RHYTHMS[rhythm ?? ''],
    unitOpen:
      (counted !== undefined && unit === undefined) ||
      (flags.size === 0 && focused === undefined && having === undefined && HOW_MANY.test(s.text)),
  }
}

/** "how many gpus do we have": what counts names is no cost. */
const HOW_MANY = new RegExp(` how many(?: (?:¦|of|our|the|different))* ${CLASS.name} `)
const AGAINST_COST =
  / (?:greater|higher|larger|bigger|more|above|over|exceed|exceeds|exceeding|cover|covers|outweigh|outweighs)(?: than)?(?: (?:the|its|their|our|what it|what they|ai))* (?:costs?|spend)(?= )/g
/** An explanation always tells these apart. */
const VOLUME_OR_PRICE =
  / (?:(?:volume|volumes|usage|quantity|price|prices|rate|rates|mix)(?: (?:vs|versus|or|and|against|,|\/))+)+ (?:volume|volumes|usage|quantity|price|prices|rate|rates|mix)(?= )/g
/** "the dearest one, and is it growing": every change, the dearest first. */
const ALSO_GROWS =
  / (?:is|are|was|were|has|have|did)(?: (?:it|they|that|this|that one|its cost|it 's cost))(?: (?:also|still|been|even|cost|spend))* (?:growing|rising|increasing|going up|climbing|increased|grown|risen|gone up|changed|changing|grow|rise|increase|go up|going down|falling|shrinking|dropping|up or down)(?: (?:too|as well|further))?(?= )/g
/** What is a share by its own words. */
const OWN_SHARE = [
  'coverage',
  'budget',
  'idle',
  'value',
  'model_fit',
  'unit_cost',
  'explain',
  'anomaly',
  'forecast',
] as const

const RHYTHM =
  / (weekly|monthly|quarterly|annual|yearly)(?= (?:budgets?|forecasts?|outlooks?|projections?|estimates?|predictions?|run rate)\b)/g
const RHYTHMS: Readonly<Record<string, Slots['rhythm']>> = {
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  annual: 'year',
  yearly: 'year',
}

function readNone(s: Sheet): Dimension[] {
  const found: Dimension[] = []
  for (const pattern of [PATTERNS.missing, PATTERNS.notTo]) {
    for (const match of takeAll(s, pattern)) {
      const dimension = dimensionOf(match[1] ?? '')
      if (dimension !== undefined) found.push(dimension)
    }
  }
  return found
}

function readGrain(s: Sheet): Grain | undefined {
  let found: Grain | undefined
  for (const [grain, pattern] of grains) if (has(s, pattern)) found ??= grain
  return found
}

const SPIKE =
  / ((?:did|does|do|will)(?: (?!(?:a|an|any|anything|something|there|see|have|get|notice|spike|¦) )[^ ]+){1,6}) spike(?= )/g
const DROP_ON = new RegExp(
  ` ((?:what|how much)(?: [^ ]+){0,4}? (?:we|i|they|you|${CLASS.name}|${CLASS.dimension})) (?:drop|dropped)(?= on )`,
  'g',
)
const ANY_UNIT = new RegExp(` (${U})(?= )`, 'g')
const THINGS = / (?:anything|something|everything|things|what|items|line items)(?= )/g

/** Something is counted rather than paid for; without a unit it is not said what. */
function readCounted(
  s: Sheet,
  mentions: readonly Mention[],
  flags: ReadonlySet<Flag>,
  measure: Slots['measure'],
): { unit: Unit | undefined } | undefined {
  // "the most used model" asks for usage, not for cost.
  let used = false
  s.text = s.text.replace(quantity.mostUsed, (_, before?: string, name?: string, after?: string) => {
    used = true
    return `${name ?? ''} ${before ?? after}`
  })
  if (flags.has('unit_cost')) return undefined
  const counted = take(s, quantity.many) ?? take(s, quantity.used)
  if (counted !== undefined) return { unit: unitOf(counted[1] ?? '') }
  const usage = !flags.has('coverage') && !flags.has('idle') && has(s, quantity.usage)
  // "list price of our usage" is money.
  if ((!usage && !used) || (usage && measure !== undefined)) return undefined
  return { unit: unitOf(take(s, ANY_UNIT)?.[1] ?? '') ?? gpuHours(s, mentions) }
}
