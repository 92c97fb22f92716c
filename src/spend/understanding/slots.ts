import type { Dimension, Grain, Having, Measure, Unit } from '../question.ts'
import { DIMENSION_WORDS, GRAIN_WORDS, PHRASES, SUPERLATIVES, UNIT_WORDS } from './lexicon.ts'
import type { Name } from './name-index.ts'
import type { Mention } from './names.ts'
import { numberOf, phrases } from './phrase.ts'
import { has, type Sheet, stands, take, takeAll } from './sheet.ts'
import { PATTERNS } from './slot-phrases.ts'
import {
  CLASS,
  dimensionOf,
  dimensionSymbol,
  isDimension,
  isName,
  isPlural,
  nameAt,
  unitOf,
  unitSymbol,
} from './symbols.ts'

/** What the words of a question say, before names, periods and defaults are settled. */
export interface Slots {
  readonly flags: ReadonlySet<Flag>
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

export type Flag =
  | 'value'
  | 'model_fit'
  | 'unit_cost'
  | 'coverage'
  | 'idle'
  | 'anomaly'
  | 'budget'
  | 'forecast'
  | 'explain'
  | 'change'
  | 'compare'
  | 'trend'
  | 'top'
  | 'chart'
  | 'cost'
  | 'breakdown'
  | 'default'

type List = readonly string[]
const lexicon = Object.fromEntries(
  Object.entries(PHRASES).map(([key, list]) => [key, phrases(list as List)]),
) as Record<keyof typeof PHRASES, RegExp>
const superlatives = { asc: phrases(SUPERLATIVES.asc), desc: phrases(SUPERLATIVES.desc) }
const grains = Object.entries(GRAIN_WORDS).map(([grain, list]) => [grain as Grain, phrases(list)] as const)

const { unit: U, name: N, dimension: D, one: ONE, many: MANY } = CLASS
const SCALE =
  '(?: (?:1k|1,000|1000|thousand|1m|1mm|million|1,000,000|1000000|100k|billion|1b|1bn|one|1|single|individual|1 million|1 thousand|a million|one million|hundred|100|10k))*'
const unitCost = {
  per: new RegExp(
    ` (?:cost|costs|price|spend|rate|pay|paying|paid|charged|expensive)?(?: (?:we|to|us|is|it))* ?per${SCALE}(?: ${N})? (${U})(?= )`,
    'g',
  ),
  hour: new RegExp(` (${unitSymbol('gpu_hour')})(?: ${N})? (?:cost|costs)(?= )`, 'g'),
  price: new RegExp(` (${U})(?: ${N})? (?:price|prices|pricing|rate|rates|unit cost|unit price)(?= )`, 'g'),
  of: new RegExp(
    ` (?:price|unit cost|unit price|rate|average cost|avg cost|unit costs)(?: (?:of|for|per))(?: (?:a|an|one|each|every|the))*${SCALE} (${U})(?= )`,
    'g',
  ),
  one: new RegExp(
    ` (?:a|an|one|each|single|every|average|1k|1m|1000|thousand|million)${SCALE} (?:${N} )?(${U})(?= )`,
    'g',
  ),
  customer:
    /(?<! business) (?:unit|average|avg|mean) (?:cost|costs|price|spend|spending)(?: (?:per|of|for))(?: (?:a|an|one|each|every|single))* (?:customer|client)(?= )/g,
  perGeneral: /(?<! business) (?:unit (?:cost|costs|price|prices|economics))(?= )/g,
} as const
const quantity = {
  many: new RegExp(
    ` (?:how many|number of|count of|amount of|total|volume of|usage of|consumption of|sum of|how much)(?: (?:of|the|total|our))* (${U})(?= )`,
    'g',
  ),
  used: new RegExp(
    ` (${U}) (?:${N} )?(?:usage|count|counts|volume|volumes|consumption|used|consumed|processed|made|served|sent|generated|numbers|totals|total|traffic)(?= )`,
    'g',
  ),
  usage: / (?:usage|consumption)(?: (?:of|in))?(?= )/g,
  mostUsed: new RegExp(
    ` (?:(most|least|top|highest|biggest|heaviest) (?:used|utilised|utilized|popular|active|called|invoked|consumed)|(?:use|used|uses|using)((?: ${N})?)(?: the| us)* (most|least)(?: (?:often|frequently))?)(?= )`,
    'g',
  ),
} as const

const alternatives = (table: Readonly<Record<string, readonly (readonly string[])[]>>) =>
  Object.entries(table)
    .flatMap(([dimension, words]) =>
      words.flatMap((pair) => pair.map((word, at) => ({ dimension: dimension as Dimension, word, plural: at === 1 }))),
    )
    .toSorted((a, b) => b.word.length - a.word.length)
const dimensionWords = new Map(alternatives(DIMENSION_WORDS).map((each) => [each.word, each]))
const dimensionPattern = new RegExp(` (${[...dimensionWords.keys()].join('|')})(?= )`, 'g')
const unitWords = new Map(
  Object.entries(UNIT_WORDS).flatMap(([unit, words]) => words.map((word) => [word, unit as Unit] as const)),
)
// These are also names of workloads and words of forecasts: only in company they are units (see maskUnits).
for (const word of ['inference', 'inferences', 'training run', 'training runs', 'prediction', 'predictions'])
  unitWords.delete(word)
const unitPattern = new RegExp(
  ` (${[...unitWords.keys()].toSorted((a, b) => b.length - a.length).join('|')})(?= )`,
  'g',
)

/** Units that are names as well count as units after "per", "how many", "a single"; before names are looked for. */
export function maskUnits(text: string): string {
  return text
    .replace(/\btraining[ -]runs?\b/g, unitSymbol('training_run'))
    .replace(
      /\b(per(?: (?:single|1k|1000|thousand|million))?|how many|number of|count of|price of an?|price per|cost of an?|cost of one|(?:does|did) (?:a|an|one|each)|each|one|a single) (inference|prediction|image)s?\b(?! (?:requests?|calls?|workloads?|search))/g,
      (_, lead: string, word: string) => `${lead} ${unitSymbol(word as Unit)}`,
    )
}

export function readSlots(s: Sheet, mentions: readonly Mention[]): Slots {
  const flags = new Set<Flag>()
  const flag = (name: Flag, pattern: RegExp): boolean => {
    const found = has(s, pattern)
    if (found) flags.add(name)
    return found
  }
  s.text = s.text.replace(unitPattern, (_, word: string) => ` ${unitSymbol(unitWords.get(word) ?? 'token')}`)
  if (has(s, / by default(?= )/g)) flags.add('default')
  // "cloud" is noise, but "by cloud" is by provider.
  s.text = s.text.replace(
    / (by|per|which|each|every|across|between|and) (?:the |our |all )*clouds?(?= )/g,
    ' $1 provider',
  )
  has(s, / (?:period|timeframe|time frame|time period|date range|dates?)(?: :| =| of)?(?= ¦)/g)
  flag('value', lexicon.value)
  readFit(s, mentions, flags)
  let unit = readUnitCost(s, flags)
  if (flags.has('value')) has(s, / (?:not|really|still|even)(?= )/g)
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
  has(s, / (?:so far|to date)(?= )/g)
  has(s, / (?:sort|sorted|order|ordered|rank|ranked) by (?:cost|costs|spend|spending|amount|size|total)(?= )/g)
  let rhythm: string | undefined
  s.text = s.text.replace(RHYTHM, (_, word: string) => {
    rhythm = word
    return ''
  })
  flag('chart', lexicon.chart)
  if (flag('explain', lexicon.why)) has(s, / (?:high|low|big|large|huge|bad|steep)(?= )/g)
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
  if (flags.has('coverage')) has(s, / (?:percentage|percent|share|fraction|portion|proportion|%)(?: of)?(?= )/g)
  flag('idle', lexicon.idle)
  flag('anomaly', lexicon.anomaly)
  // Counted things
  let unitOpen = false
  // "the most used model" asks for usage, not for cost.
  let used = false
  s.text = s.text.replace(quantity.mostUsed, (_, before?: string, name?: string, after?: string) => {
    used = true
    return `${name ?? ''} ${before ?? after}`
  })
  if (!flags.has('unit_cost')) {
    const counted = take(s, quantity.many) ?? take(s, quantity.used)
    if (counted !== undefined) {
      unit = unitOf(counted[1] ?? '')
      measure = 'quantity'
    } else if (!flags.has('coverage') && !flags.has('idle') && has(s, quantity.usage)) {
      const standing = new RegExp(` (${U})(?= )`, 'g')
      const other = take(s, standing)
      unit = unitOf(other?.[1] ?? '') ?? gpuHours(s, mentions)
      measure = 'quantity'
      unitOpen = unit === undefined
    }
  }
  if (used && measure === undefined && !flags.has('unit_cost')) {
    unit = unitOf(take(s, new RegExp(` (${U})(?= )`, 'g'))?.[1] ?? '') ?? gpuHours(s, mentions)
    measure = 'quantity'
    unitOpen = unit === undefined
  }
  const having = readHaving(s)
  if (flags.has('budget'))
    has(
      s,
      / (?:left|remaining|available|already|yet|over|under|above|below|status|%|percent|percentage|share|part|far)(?= )/g,
    )
  const grain = readGrain(s)
  flag('trend', lexicon.trend)
  if (has(s, / most of(?=(?: the| our| all)* (?:money|costs?|spend|spending|budget|bill|it) )/g)) flags.add('breakdown')
  // Groups
  const groupBy: Dimension[] = []
  let plural = false
  const group = (symbols: string | undefined): void => {
    for (const symbol of symbols?.match(PATTERNS.groupList) ?? []) {
      const dimension = dimensionOf(symbol)
      if (dimension !== undefined && !groupBy.includes(dimension)) groupBy.push(dimension)
      if (isPlural(symbol)) plural = true
    }
  }
  let limit: number | undefined
  let pluralNoun = false
  const top = take(s, PATTERNS.top, false, PEAK)
  if (top !== undefined) {
    limit = numberOf(top[1] ?? '')
    flags.add('top')
  }
  const asked = take(s, PATTERNS.which1)
  if (asked !== undefined) {
    if (asked[1] !== undefined) limit ??= numberOf(asked[1])
    group(asked[2])
    if (isPlural(asked[2] ?? '')) pluralNoun = true
  }
  let superlative: 'asc' | 'desc' | undefined
  const order = top?.[0] ?? ''
  if (/bottom|lowest|smallest|cheapest|least/.test(order)) superlative = 'asc'
  else if (top !== undefined) superlative = 'desc'
  const numbered =
    / (?:the )?(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)(?= (?:most|least|cheapest|highest|lowest|biggest|largest|smallest|costliest|priciest|greatest|top|worst)\b)/g
  const count = take(s, numbered, false, PEAK)
  if (count !== undefined) limit ??= numberOf(count[1] ?? '')
  const least = take(s, superlatives.asc, false, PEAK)
  if (least !== undefined) {
    superlative = 'asc'
    has(s, superlatives.desc)
  } else if (take(s, superlatives.desc, false, PEAK) !== undefined) {
    superlative ??= 'desc'
    has(s, superlatives.desc)
  }
  if (superlative !== undefined) {
    flags.add('top')
    const noun =
      take(
        s,
        new RegExp(
          ` ${PEAK}(?: (?:${PEAK}|cost|costs|spend|spending|spent|billed|consuming|expensive|idle|unused|untagged|individual|single|our|of|the|¦|using|${N}))* (${MANY}|${ONE}(?! ${N}))(?= )`,
          'g',
        ),
      ) ??
      take(
        s,
        new RegExp(
          ` (${D})(?= (?:with|by|that|who|in terms of|on|had|has|have|is|cost|spending|spends|spent)(?: [^ ]+){0,3} (?:¦|▲))`,
          'g',
        ),
      )
    s.text = s.text.replaceAll(PEAK, '¦')
    if (noun !== undefined && !groupBy.includes(dimensionOf(noun[1] ?? '') ?? 'team')) {
      group(noun[1])
      if (isPlural(noun[1] ?? '')) pluralNoun = true
      const alsoBy = take(s, new RegExp(`^ ?¦? ?(?:and|,|&) (${D})(?= )`, 'g'))
      group(alsoBy?.[1])
    }
    const bare = limit === undefined ? take(s, new RegExp(` (\\d{1,2})(?= ${MANY} )`, 'g')) : undefined
    if (bare !== undefined) limit = numberOf(bare[1] ?? '')
  }
  for (const match of takeAll(s, PATTERNS.groupBy)) group(match[0])
  for (const match of takeAll(s, PATTERNS.each)) group(match[1])
  for (const pattern of [PATTERNS.breakdownOf, PATTERNS.ofBreakdown])
    for (const match of takeAll(s, pattern)) group(match[1])
  for (const match of takeAll(s, PATTERNS.which)) {
    group(match[0])
    if (new RegExp(MANY).test(match[0])) pluralNoun = true
  }
  for (const match of takeAll(s, new RegExp(` ¦(?: (?:and|,|&|by|per|then))+ (${D})(?= )`, 'g'))) group(match[1])
  let laterGrain: Grain | undefined
  for (const match of takeAll(s, / ¦(?: (?:and|,|&|by|per|then))+ (day|week|month|quarter)(?= )/g))
    laterGrain = match[1] as Grain
  const qualified = qualify(s, mentions)
  const without = [PATTERNS.exclude, PATTERNS.excluded].flatMap((pattern) =>
    takeAll(s, pattern, true).flatMap((match) => namesIn(match[0])),
  )
  const many = takeAll(s, new RegExp(` (${MANY})(?= )`, 'g'))
  if (!flags.has('coverage') || superlative !== undefined)
    for (const match of many) {
      group(match[1])
      pluralNoun = true
    }
  const spenders = take(s, / (spender|spenders)(?= )/g)
  const who = take(s, / (?:who|who's|whose)(?= )/g)
  const drivers = take(s, / (?:cost |spend )?(driver|drivers)(?= )/g)
  if (/ (?:movers|increases|rises|changes|jumps|drops|gainers|risers|decreases|declines) /.test(s.text))
    pluralNoun = true
  if (spenders?.[1] === 'spenders' || drivers?.[1] === 'drivers') pluralNoun = true
  if (groupBy.length === 0 && (spenders !== undefined || who !== undefined)) groupBy.push('team')
  if (has(s, PATTERNS.breakdown) || (drivers !== undefined && superlative === undefined)) flags.add('breakdown')
  flag('compare', PATTERNS.difference)
  flag('compare', lexicon.compare)
  flag('change', lexicon.change)
  flag('cost', lexicon.cost)
  if (spenders !== undefined || who !== undefined || drivers !== undefined) flags.add('cost')
  // Counted without a word for counting: "which model used the most tokens", "daily tokens".
  if (!flags.has('unit_cost') && measure === undefined && !flags.has('cost')) {
    const counted = take(s, new RegExp(` (${U})(?= )`, 'g'))
    if (counted !== undefined) {
      unit = unitOf(counted[1] ?? '')
      measure = 'quantity'
    }
  }
  if (measure === 'quantity' && unit !== undefined) has(s, new RegExp(` (?:${unitSymbol(unit)})(?= )`, 'g'))
  if (flags.has('top') && groupBy.length === 0 && grain === undefined) groupBy.push('service')
  if (
    having !== undefined &&
    groupBy.length === 0 &&
    grain === undefined &&
    has(s, / (?:anything|something|everything|things|what|items|line items)(?= )/g)
  )
    groupBy.push('service')
  if (flags.has('breakdown') && groupBy.length === 0 && grain === undefined) groupBy.push('service')
  if (limit === undefined && superlative !== undefined) {
    const byOnly = !pluralNoun && asked === undefined && plural
    limit = pluralNoun || byOnly ? 10 : 1
  }
  if (noneValues.length > 0) flags.add('cost')
  return {
    flags,
    measure,
    unit,
    groupBy,
    limit,
    superlative,
    grain: grain ?? laterGrain,
    having,
    without,
    within: namesIn(s.text).filter((name) => !without.includes(name)),
    qualified,
    none: [...new Set([...none, ...noneValues])],
    rhythm: RHYTHMS[rhythm ?? ''],
    unitOpen,
  }
}

const RHYTHM =
  / (weekly|monthly|quarterly|annual|yearly)(?= (?:budgets?|forecasts?|outlooks?|projections?|estimates?|predictions?|run rate)\b)/g
const RHYTHMS: Readonly<Record<string, Slots['rhythm']>> = {
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  annual: 'year',
  yearly: 'year',
}

const namesIn = (text: string): number[] => [...text].filter(isName).map(nameAt)

function gpuHours(s: Sheet, mentions: readonly Mention[]): Unit | undefined {
  const resources = namesIn(s.text).flatMap((at) => mentions[at]?.candidates ?? [])
  return resources.some((name: Name) => name.dimension === 'resource' && name.value === 'gpu') ? 'gpu_hour' : undefined
}

function readUnitCost(s: Sheet, flags: Set<Flag>): Unit | undefined {
  if (flags.has('model_fit')) {
    has(s, new RegExp(` (${U})(?= (?:cost|costs|spend|bill|usage))`, 'g'))
    return undefined
  }
  if (has(s, unitCost.customer)) {
    flags.add('unit_cost')
    return 'customer'
  }
  const counts = stands(s, / (?:how many|number of|count of)(?= )/g)
  const costs = stands(s, lexicon.cost) || stands(s, /(?: unit cost| price)(?= )/g)
  const found = counts
    ? undefined
    : (take(s, unitCost.of) ??
      take(s, unitCost.per) ??
      take(s, unitCost.price) ??
      take(s, unitCost.hour) ??
      (costs ? take(s, unitCost.one) : undefined))
  const general = has(s, unitCost.perGeneral)
  if (found === undefined && !general) return undefined
  flags.add('unit_cost')
  if (found !== undefined) has(s, / (?:average|avg|mean)(?= )/g)
  if (found !== undefined) {
    const again = unitOf(found[1] ?? '')
    if (again !== undefined) has(s, new RegExp(` (?:per )?${unitSymbol(again)}(?= )`, 'g'))
  }
  return found === undefined ? undefined : unitOf(found[1] ?? '')
}

const toModel = (names: string): RegExp =>
  new RegExp(
    ` (?:what if|should we|could we|can we|would it|does it make sense to|how much would it|if|consider|is it worth|would)?(?: (?:we|i|they|it|would|to|were|be|save|cost))* ?(?:switch|switched|switching|move|moved|moving|migrate|migrated|migrating|swap|swapped|swapping|replace|replaced|replacing|change|changed|changing|shift|shifted|route|routed|use|used|using|run|ran|running|put|go with|went with)(?: [^ ]+){0,8}? (?:to|with|by|on|onto|over to|for|in|instead of|from)? ?(?=(?:the )?[${names}] )`,
    'g',
  )

/** Switching something to a model is a question about the right model. */
function readFit(s: Sheet, mentions: readonly Mention[], flags: Set<Flag>): void {
  const found = [has(s, lexicon.fitGoal) && has(s, lexicon.fitVerb), has(s, lexicon.modelFit)].includes(true)
  if (found) flags.add('model_fit')
  const models = mentions
    .flatMap((mention, at) =>
      mention.candidates.some((name) => name.dimension === 'model_name') ? [String.fromCharCode(0xe000 + at)] : [],
    )
    .join('')
  if (models === '') return
  const hypothetical =
    / (?:what if|what happens if|should we|could we|can we|would it|if we|does it make sense|consider)(?= )/g
  const moves = new RegExp(
    ` (?:switch|switched|switching|move|moved|moving|migrate|migrated|migrating|swap|swapped|swapping|replace|replaced|replacing)(?= )(?:[^?.!]*?) (?:to|with|by|onto|over to|for|from)(?: (?:the|using))?(?= [${models}] )`,
    'g',
  )
  const match = moves.exec(s.text)
  const uses =
    / (?:switch|use|used|using|run|ran|running|put|go|went|change|changed|changing|shift|shifted|route|routed)(?= )/g
  if (match !== null || (stands(s, hypothetical) && toModel(models).test(s.text) && stands(s, uses))) {
    flags.add('model_fit')
    has(s, hypothetical)
    has(
      s,
      / (?:what if|what happens|should|could|would|if|instead of|instead|switch|switched|switching|move|moved|moving|migrate|migrated|migrating|swap|swapped|swapping|replace|replaced|replacing|change|changed|changing|shift|shifted|route|routed|save|savings|put|over|onto)(?= )/g,
    )
  }
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

const SCALES: Readonly<Record<string, number>> = {
  k: 3,
  thousand: 3,
  m: 6,
  mm: 6,
  mio: 6,
  million: 6,
  b: 9,
  bn: 9,
  billion: 9,
}

function readHaving(s: Sheet): Having | undefined {
  const before = take(s, PATTERNS.having)
  if (before !== undefined) {
    const words = before[1] ?? ''
    const op = /least|at or|no less|not less|min/.test(words)
      ? '>='
      : /most|no more|not more|up to|max/.test(words)
        ? '<='
        : words === '≥' || words === '> ='
          ? '>='
          : words === '≤' || words === '< ='
            ? '<='
            : /over|above|more|greater|larger|higher|bigger|exceed|north|upwards|beyond|>/.test(words)
              ? '>'
              : '<'
    return { op, value: amount(before[2] ?? '', before[3] ?? before[4]) }
  }
  const after = take(s, PATTERNS.havingAfter)
  return after === undefined
    ? undefined
    : { op: after[5] === undefined ? '>=' : '<=', value: amount(after[1] ?? '', after[2] ?? after[3]) }
}

/** "2.5" and "k" → "2500": moved by digits, never by floats. */
function amount(number: string, scale: string | undefined): string {
  const [whole = '0', fraction = ''] = number.replaceAll(',', '').split('.')
  const places = SCALES[scale ?? ''] ?? 0
  const digits = fraction.padEnd(places, '0')
  const rest = digits.slice(places).replace(/0+$/, '')
  const moved = `${whole}${digits.slice(0, places)}`.replace(/^0+(?=\d)/, '')
  return rest === '' ? moved : `${moved}.${rest}`
}

/** Dimension words beside names decide between dimensions and leave the sheet. */
function qualify(s: Sheet, mentions: readonly Mention[]): Map<number, Dimension> {
  const tokens = s.text.trim().split(' ')
  const found = new Map<number, Dimension>()
  const used = new Set<number>()
  const joins = (token: string | undefined): boolean =>
    token !== undefined && /^(?:,|and|or|&|vs|versus|\/|\+|nor|against)$/.test(token)
  const fits = (at: number, dimension: Dimension): boolean =>
    mentions[at]?.candidates.some((name) => name.dimension === dimension) === true
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined || !isName(token)) continue
    // The run of names that are listed together.
    const run = [i]
    let end = i
    for (;;) {
      let next = end + 1
      while (joins(tokens[next])) next++
      const after = tokens[next]
      if (after === undefined || !isName(after) || next === end + 1) break
      run.push(next)
      end = next
    }
    let lead = i - 1
    while (/^(?:[:=(]|called|named|is|of|the|'s)$/.test(tokens[lead] ?? '') && lead > i - 3) lead--
    const before = tokens[lead]
    const after = tokens[tokens[end + 1] === '(' ? end + 2 : end + 1]
    const afterAt = tokens[end + 1] === '(' ? end + 2 : end + 1
    const direct = lead === i - 1 || !/^(?:of|the|is|'s)$/.test(tokens[i - 1] ?? '')
    if (before !== undefined && isDimension(before) && !used.has(lead) && (direct || !isPlural(before))) {
      const dimension = dimensionOf(before)
      if (dimension !== undefined && (lead === i - 1 || direct || fits(nameAt(token), dimension))) {
        for (const at of run)
          if (at === i || isPlural(before) || fits(nameAt(tokens[at] ?? ''), dimension))
            found.set(nameAt(tokens[at] ?? ''), dimension)
        used.add(lead)
        i = end
        continue
      }
    }
    if (after !== undefined && isDimension(after) && !used.has(afterAt)) {
      const dimension = dimensionOf(after)
      const last = nameAt(tokens[end] ?? '')
      const following = tokens[afterAt + 1]
      const taken =
        following !== undefined && isName(following) && dimension !== undefined && fits(nameAt(following), dimension)
      if (dimension !== undefined && !taken) {
        const only = (at: number): boolean =>
          mentions[at]?.candidates.every((name) => name.dimension === dimension) === true
        if (!isPlural(after)) {
          found.set(last, dimension)
          for (const at of run)
            if (fits(nameAt(tokens[at] ?? ''), dimension)) found.set(nameAt(tokens[at] ?? ''), dimension)
          used.add(afterAt)
        } else if (
          run.length > 1
            ? run.every((at) => fits(nameAt(tokens[at] ?? ''), dimension))
            : only(last) || (dimension === 'model_name' && fits(last, dimension))
        ) {
          for (const at of run) found.set(nameAt(tokens[at] ?? ''), dimension)
          used.add(afterAt)
        }
      }
    }
    i = end
  }
  s.text = ` ${tokens.filter((_, at) => !used.has(at)).join(' ')} `
  return found
}

/** Where a superlative stood. */
const PEAK = '▲'

/** The measure of an intent, where the intent has one of its own. */
export const OWN_MEASURE: Readonly<Record<string, Measure>> = {
  coverage: 'coverage',
  idle: 'waste',
  budget: 'budget',
  forecast: 'forecast',
  unit_cost: 'cost_per_unit',
}
