import type { Dimension, Focus, FocusName, Intent, Measure, Unit } from '../question.ts'
import { FOCUS_WORDS, type FocusWords } from './focus-words.ts'
import { phrases } from './phrase.ts'
import { has, type Sheet, stands, take, takeAll } from './sheet.ts'
import { CLASS, dimensionOf, unitSymbol } from './symbols.ts'

/** A narrower question, and what its own words say of the ranking. */
export interface FocusRead {
  readonly focus: Focus
  readonly limit?: number
  readonly sort?: 'asc'
  readonly groupBy?: readonly Dimension[]
}

type Listed = keyof typeof FOCUS_WORDS

const FOCI = Object.entries(FOCUS_WORDS).map(([on, each]) => ({
  on: on as Listed,
  words: (each as FocusWords).words.map((list) => phrases(list)),
  beside: phrases(each.beside),
  units: (each as FocusWords).units ?? [],
}))

const { name: N, one: ONE, many: MANY } = CLASS
const PERCENT = '(\\d{1,3}(?:\\.\\d+)?) (?:%|percent|pct)'
const WHAT_IF = new RegExp(
  ` (?:${PERCENT}(?: [^ ]+){0,6}? (?:cache|cached|caching)|(?:cache|cached|caching)(?: [^ ]+){0,6}? ${PERCENT})(?= )`,
  'g',
)
const SUPPOSED = / (?:what if|what would|would|could|if|suppose|assuming|imagine|might|savings at|save)(?= )/g
const A_MONTH = / (?:per|a|each|every) month(?= )| monthly(?= )/g

/** The intent that comes with a focus. */
export const focusIntent = (on: FocusName): Intent => {
  switch (on) {
    case 'cache_what_if':
      return 'model_fit'
    case 'share':
    case 'new_names':
    case 'ownership':
      return 'spend'
    default:
      return FOCUS_WORDS[on].intent
  }
}

export const focusMeasure = (on: FocusName): Measure | undefined => {
  switch (focusIntent(on)) {
    case 'idle':
      return 'waste'
    case 'coverage':
      return 'coverage'
    case 'forecast':
      return 'forecast'
    case 'trend':
      return 'quantity'
    default:
      return undefined
  }
}

export const focusUnit = (on: FocusName): Unit | null =>
  on === 'training_runs' ? 'training_run' : on === 'tokens_per_request' ? 'token' : null

/** Who owns it, in the words of whoever is charged for it. */
export const OWNERSHIP: readonly Dimension[] = ['team', 'owner', 'business_unit', 'cost_center']

/** Takes the focus whose words stand in the text; the rest is read as of any question. */
export function readFocus(s: Sheet): FocusRead | undefined {
  if (stands(s, BUDGETED)) return undefined
  const supposed = stands(s, SUPPOSED) ? take(s, WHAT_IF) : undefined
  if (supposed !== undefined) {
    const percent = supposed[1] ?? supposed[2] ?? ''
    if (Number(percent) > 100) return undefined
    beside(s, 'cache')
    has(s, SUPPOSED)
    has(s, A_MONTH)
    return { focus: { on: 'cache_what_if', percent } }
  }
  for (const { on, words } of FOCI) {
    if (!words.every((pattern) => stands(s, pattern))) continue
    const [first] = words.map((pattern) => takeAll(s, pattern)[0]?.[0] ?? '')
    beside(s, on)
    return { focus: { on }, ...(on === 'training_runs' ? ranking(first ?? '') : {}) }
  }
  return owned(s)
}

const BUDGETED = / (?:budget|budgets|budgeted)(?= )/g
const counts = / (?:how many|number of|count of)(?= )/g

function beside(s: Sheet, on: Listed): void {
  const each = FOCI.find((focus) => focus.on === on)
  if (each === undefined) return
  has(s, each.beside)
  for (const unit of each.units) has(s, new RegExp(`(?: per)? ${unitSymbol(unit)}(?= )`, 'g'))
  if (on === 'off_hours') has(s, counts)
}

const NUMBERS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
}

function ranking(words: string): Partial<FocusRead> {
  const number = / (\d{1,3})(?= |$)/.exec(words)?.[1]
  const word = words.split(' ').find((each) => each in NUMBERS)
  const limit =
    number !== undefined ? Number(number) : (NUMBERS[word ?? ''] ?? (/ (?:runs|jobs|list)(?: |$)/.test(words) ? 10 : 1))
  return { limit, ...(/ (?:least|cheapest)(?= )/.test(words) ? { sort: 'asc' } : {}) }
}

const PAYER =
  '(?:teams?|squads?|person|people|owners?|business units?|bu|division|cost cent(?:er|re)s?|cc|department|group)'
const ASKED = `(?:who|whom|(?:which|what) ${PAYER}(?: and (?:which |what )?${PAYER})?)`
const BE = '(?: (?:is|are|was|were|should|must|do|does|will|would|shall|gets|get|be|being|currently|actually|really))*'
const OWNING =
  '(?:own|owns|owned|owning|responsible for|accountable for|in charge of|charged for|billed for|invoiced for|pay for|pays for|paying for|pay|maintains|the owners? of|owners? of|the contact for|contact for)'
const OF = `(?=(?: [a-z]+){0,6}? (?:${N}|idle|unused))`
const OWNED: readonly RegExp[] = [
  new RegExp(
    ` (?:what|which|who)(?: (?:is|'s|are))+ the (?:team|cost cent(?:er|re)|business unit|cc|bu)(?: (?:of|for|behind))${OF}`,
    'g',
  ),
  new RegExp(` ${ASKED}${BE} ${OWNING}${OF}`, 'g'),
  new RegExp(
    `(?<! (?:by|per|and|each|every|,|&)) (?:owners?|ownership|(?:responsible|owning|accountable) (?:team|person)|(?:team|person) responsible|contact(?: person)?)(?: (?:of|for|behind))${OF}`,
    'g',
  ),
  new RegExp(` whose(?: (?:team|project|workload|resource|model|endpoint))? (?:is|are)(?= ${N})`, 'g'),
  new RegExp(
    ` (?:to )?${ASKED}${BE} (${N})(?: [a-z]+)?(?: (?:belong|belongs|be|charged|allocated|booked|billed|assigned))+(?: to)?(?= )`,
    'g',
  ),
  new RegExp(
    ` (?:where|to whom|to ${ASKED})(?: (?:is|are|should))* (${N})(?: (?:be|being))?(?: (?:charged|booked|allocated|billed|assigned))+(?: to)?(?= )`,
    'g',
  ),
  new RegExp(
    ` (${N})(?: (?:is|are|was))? (?:owned by|belongs? to|charged to|billed to|booked to)(?: (?:who|whom|(?:which|what) ${PAYER}))(?= )`,
    'g',
  ),
  new RegExp(
    ` (?:what|which|who)(?: (?:is|'s|are))+ (${N}) 's (?:owners?|team|cost cent(?:er|re)|business unit)(?= )`,
    'g',
  ),
]

function owned(s: Sheet): FocusRead | undefined {
  const found = OWNED.filter((pattern) => takeAll(s, pattern).length > 0)
  if (found.length === 0) return undefined
  has(s, / (?:who|whom|charged|billed|responsible|own|owns)(?= )/g)
  return { focus: { on: 'ownership' }, groupBy: OWNERSHIP }
}

const NEW = '(?:brand new|new|newly|first|recently|lately)'
const NAMED: readonly RegExp[] = [
  new RegExp(` new(?: (?:ai|ml|cloud|¦))* (${MANY}|${ONE}(?! ${N}))(?= )`, 'g'),
  new RegExp(
    ` (${MANY}|${ONE})(?: (?:are|is|were|was|that|which|have|has|we|been|did|do|names))* ${NEW}(?: (?:to us|seen|used|appeared|added|adopted|introduced|started|here))?(?= )`,
    'g',
  ),
  new RegExp(
    ` (${MANY}|${ONE})(?: (?:are|is|were|was|that|which|have|has|we|been|did|do|us|it|had|just))* (?:appeared|appear|showed up|show up|popped up|came up|adopted|adopt|introduced|joined|start using|started using|started|begin using|began using|not use before|didn't use before|did not use before|didn't have before|not seen before|never seen before)(?= )`,
    'g',
  ),
]

/** "new models this month": read once the words for dimensions are known. */
export function readNewNames(s: Sheet): FocusRead | undefined {
  for (const pattern of NAMED) {
    const dimension = dimensionOf(take(s, pattern)?.[1] ?? ' ')
    if (dimension === undefined) continue
    has(
      s,
      / (?:new|newly|appeared|started|start|using|before|first|time|added|introduced|adopted|any|were there|names)(?= )/g,
    )
    return { focus: { on: 'new_names' }, groupBy: [dimension] }
  }
  return undefined
}

const SHARE =
  / (?:(?:what|which|how (?:big|large|high)|as|in|is|are) )*(?:a |an |the )?(?:share|shares|percentage|percent|per cent|pct|fraction|proportion|portion|ratio|%)(?: (?:of|share|points))*(?= )|(?: what| which| how (?:big|large)) (?:a )?part(?: of)?(?= )/g

/** "what share of spend is gpu": only where nothing else has a share of its own. */
export const readShare = (s: Sheet): boolean => has(s, SHARE)

/** The text without the words of a focus: whether the rest is ours. */
export function besidesFocus(s: Sheet): string | undefined {
  const rest = { text: s.text }
  return readFocus(rest) === undefined ? undefined : rest.text
}
