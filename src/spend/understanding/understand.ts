import { type Dimension, type Intent, type Measure, NONE, type Period, type Question } from '../question.ts'
import { addUnits, type CivilDate, type CivilUnit, daysBetween, startOf, yearOf } from './civil-date.ts'
import { type Against, compareWith, readSides, type Sides, toDate } from './comparing.ts'
import { elliptical, followUp, isFollowUp } from './follow-up.ts'
import { guard, topic } from './guard.ts'
import { HELP, isHelp } from './help.ts'
import { NOISE, PHRASES } from './lexicon.ts'
import type { Name, NameIndex } from './name-index.ts'
import { entityOptions, findNames, type Mention, repair, similar } from './names.ts'
import { normalise } from './normalise.ts'
import { findPeriods } from './period.ts'
import type { Almanac, Found } from './period-rules.ts'
import { phrases } from './phrase.ts'
import type { Choice, Clarify, Option, Reading, Refusal } from './reading.ts'
import { type Sheet, sheet, stands } from './sheet.ts'
import { PATTERNS } from './slot-phrases.ts'
import { maskUnits, OWN_MEASURE, readSlots, type Slots } from './slots.ts'
import { CLASS, isDimension, isName, isUnit, nameSymbol, periodAt } from './symbols.ts'

/** All that a reading depends on besides the text: nothing else, so the same text in the same setting reads the same. */
export interface Setting {
  /** The asker's own civil date. */
  readonly today: CivilDate
  readonly names: NameIndex
  /** The question this person asked just before in this thread; a follow-up builds on it. */
  readonly previous?: Question
  /** Answers to earlier questions back about this very text. */
  readonly choices?: readonly Choice[]
  readonly weekStart?: 'monday' | 'sunday'
  /** 1–12; a fiscal year is named after the calendar year in which it ends. */
  readonly fiscalStartMonth?: number
}

/** Nobody asks about cost in more letters than this. */
const LONGEST = 1000

const AHEAD = phrases([...PHRASES.forecast.filter((phrase) => !phrase.includes('<')), 'next <period>?'])
const BUDGET = phrases(['budget|budgets|budgeted'])
const COMPARING = phrases(['compare|comparing|comparison'])

export function understand(text: string, setting: Setting): Reading {
  if (text.length > 12_000) return refused('too_long')
  const plain = chosenWords(
    normalise(text).replace(GREETING, '').replace(PROJECT, '$1forecast '),
    setting.choices ?? [],
  )
  if (plain.length > LONGEST) return refused('too_long')
  const order = guard(plain)
  if (order !== undefined) return refused(order)
  if (!/[\p{L}\p{N}$]/u.test(plain)) return { kind: 'help' }
  return read(plain, setting)
}

const GREETING =
  /^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)) (?:team|all|everyone|folks|there|guys) ?[,!.:]+ ?(?=\S)/
/** Here "project" is a verb. */
const PROJECT =
  /^((?:please |can you |could you |pls |hey )*)project (?=(?:our|the|my) (?:cost|spend|bill|total)|cost|spend|next)/

const refused = (reason: Refusal): Reading => ({ kind: 'refuse', reason })
const asked = (slot: Clarify['slot'], about: string, options: readonly Option[] = []): Reading => ({
  kind: 'clarify',
  clarify: { slot, about, options },
})

/** Answers to a question back about days and words are put into the text itself. */
function chosenWords(text: string, choices: readonly Choice[]): string {
  return choices.reduce((plain, { about, option }) => {
    if (option.kind === 'entity') return plain
    const words = option.kind === 'day' ? option.day : option.text
    return about === '' ? `${plain} ${words}` : plain.replace(about, words)
  }, text)
}

/** Names that were chosen for unclear words come first among the mentions. */
function chosenNames(text: string, choices: readonly Choice[]): { text: string; mentions: Mention[] } {
  const mentions: Mention[] = []
  let out = text
  for (const { about, option } of choices) {
    if (option.kind !== 'entity' || about === '' || !out.includes(about)) continue
    out = out.replace(about, ` ${nameSymbol(mentions.length)} `)
    const name: Name = { dimension: option.dimension, value: option.value, atoms: [] }
    mentions.push({ written: about, candidates: [name], alsoGrammar: false, nearly: [], chosen: true })
  }
  return { text: out, mentions }
}

function read(plain: string, setting: Setting): Reading {
  const { today, names, previous } = setting
  const spelled = repair(plain, names)
  const chosen = chosenNames(spelled.text, setting.choices ?? [])
  const named = findNames(maskUnits(chosen.text), names, chosen.mentions)
  const { mentions } = named
  const bare = sheet(named.text)
  const budget = stands(bare, BUDGET)
  const almanac: Almanac = {
    today,
    weekStart: setting.weekStart ?? 'monday',
    fiscalStartMonth: setting.fiscalStartMonth ?? 1,
    ahead: !budget && stands(bare, AHEAD),
  }
  const dated = findPeriods(named.text, almanac, stands(bare, COMPARING) || stands(bare, PATTERNS.difference))
  const s = sheet(dated.text)
  if (isHelp(s)) return { kind: 'help' }
  const off = topic(named.text, stands(s, FIT) ? ['performance'] : [])
  if (off !== undefined) return refused(off)
  const opening = s.text
  // "by december 31": spent until then, or only then?
  const until = BY_PERIOD.exec(opening)?.[1]
  const by = until === undefined ? undefined : dated.periods[periodAt(until)]
  if (by !== undefined && by.untilEnd !== true) return asked('period', by.words ?? '')
  const sides = readSides(s, dated.periods, today)
  const slots = readSlots(s, mentions)
  if (isDefinition(opening)) return refused('off_topic')
  if (POINTING.test(opening)) s.text = s.text.replace(POINTING_WORDS, ' ¦')
  const unknown = leftovers(s)
  const evidence = hasEvidence(slots, mentions, sides)
  if (unknown.length > 0 && !unknown.some(isDimension) && !isOurs(slots, mentions, sides)) {
    return unknown.length === 1 && names.byWord.size > 0 && previous !== undefined
      ? asked('word', unknown[0] ?? '')
      : refused('off_topic')
  }
  if (dated.unclear !== undefined) {
    return asked(
      'period',
      dated.unclear.about,
      dated.unclear.either.either.map((day) => ({ kind: 'day', day })),
    )
  }
  const continued = previous !== undefined && isFollowUp(opening, slots, sides)
  const scope = readScope(slots, mentions, names, comparesNames(slots, sides, opening))
  if ('clarify' in scope) return { kind: 'clarify', clarify: scope.clarify }
  if (unknown.length > 0) return asksWord(unknown, mentions, names)
  if (previous === undefined && elliptical(opening, slots, sides)) return asked('context', '')
  if (slots.unitOpen && !continued)
    return asked('unit', '', [
      { kind: 'words', text: 'tokens' },
      { kind: 'words', text: 'requests' },
      { kind: 'words', text: 'gpu hours' },
    ])
  if (!evidence && sides.periods.length === 0 && !continued)
    return opening.replace(/[ ¦.,!?]/g, '') === '' || HELP.test(plain) ? { kind: 'help' } : { kind: 'help' }
  const reading = continued
    ? followUp({ previous, slots, sides, scope, almanac, opening })
    : settle(slots, sides, scope, almanac, opening, budget)
  return reading.kind === 'question' ? { ...reading, repairs: spelled.repairs } : reading
}

const BY_PERIOD = new RegExp(` by(?: the)? (${CLASS.period}) `)
const POINTING = / (?:same|instead|again|ditto|likewise|about|else|then) /
const POINTING_WORDS = / (?:same|instead|again|ditto|likewise|thing|query|question|only|but|view|else)(?= )/g
const FIT = phrases([...PHRASES.modelFit, ...PHRASES.fitGoal])

/** Words that nothing explained. */
function leftovers(s: Sheet): string[] {
  // "may I see" is polite, "may cost" could be the month.
  s.text = s.text.replace(/ may(?= (?:i|we|you|have|be|it|ask) )/g, ' ¦')
  const left = s.text
    .trim()
    .split(' ')
    .filter((token) => token !== '' && !isName(token) && (isDimension(token) || isUnit(token) || !NOISE.has(token)))
  // What a total is asked "by" was meant, however small the word.
  const by = [...s.text.matchAll(/ (?:by|per)(?: (?:the|our|all))* ([a-z]{2,})(?= )/g)].map((match) => match[1] ?? '')
  return [
    ...left,
    ...by.filter((word) => !['far', 'now', 'us', 'we', 'me', 'it', 'them', 'and', 'for', 'in', 'this'].includes(word)),
  ]
}

function asksWord(unknown: readonly string[], mentions: readonly Mention[], names: NameIndex): Reading {
  const word = unknown.find((token) => !isDimension(token) && !isUnit(token)) ?? ''
  const near = [
    ...similar(unknown.join(' '), names),
    ...(/\d/.test(word) ? mentions.flatMap(({ candidates }) => candidates) : []),
  ]
  return asked(near.length > 0 ? 'entity' : 'word', word, entityOptions([...new Set(near)]))
}

/** Something says that cost is meant: a measure, a name, a dimension, an intent of ours. */
function hasEvidence(slots: Slots, mentions: readonly Mention[], sides: Sides): boolean {
  return (
    slots.flags.size > 0 ||
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
function isOurs(slots: Slots, mentions: readonly Mention[], sides: Sides): boolean {
  const timed = sides.periods.length > 0 || sides.against !== undefined
  const own = [...slots.flags].some(
    (flag) =>
      !['explain', 'change', 'compare', 'chart', 'trend', 'top', 'breakdown', 'default'].includes(flag) ||
      (timed && flag !== 'default' && flag !== 'chart'),
  )
  return (
    own || slots.measure !== undefined || mentions.length > 0 || slots.groupBy.length > 0 || slots.having !== undefined
  )
}

const DEFINITION =
  /^ (?:(?:so|hey|hi|and|please|can you|could you) )*(?:what (?:is|are|'s|does|do)|who (?:is|'s|are)|define|tell me about|describe|explain (?:what|how|me)|explain|how (?:does|do)|why (?:is|are)|is|are) (?:(?:an?|the|what|team|project) )*[\ue000-\ue0ff](?: (?:is|are|works?|do|does|about|mean|means|used for|for))*(?: [?.!])* $/

/** "What is Bedrock?" asks what it is, not what it costs. */
const isDefinition = (opening: string): boolean => DEFINITION.test(opening)

export interface Scopes {
  readonly filters: Partial<Record<Dimension, string[]>>
  readonly exclude: Partial<Record<Dimension, string[]>>
  /** The dimension in which several names are compared. */
  readonly compared: Dimension | undefined
  /** Names stand on both sides of a comparison but in different dimensions. */
  readonly uncomparable: boolean
}

const WHICH_ONE = / (?:which one|which of (?:them|these|those|the two)|who|which) /

function comparesNames(slots: Slots, sides: Sides, opening: string): boolean {
  return (
    sides.versus ||
    slots.flags.has('compare') ||
    (/ or /.test(opening) && WHICH_ONE.test(opening)) ||
    (slots.flags.has('change') && / (?:more|less|higher|cheaper|bigger) /.test(opening) && / or /.test(opening))
  )
}

function readScope(
  slots: Slots,
  mentions: readonly Mention[],
  names: NameIndex,
  comparing: boolean,
): Scopes | { clarify: Clarify } {
  const add = (to: Partial<Record<Dimension, string[]>>, { dimension, value }: Name): void => {
    const list = to[dimension] ?? []
    to[dimension] = list
    if (!list.includes(value)) list.push(value)
  }
  const filters: Scopes['filters'] = {}
  const exclude: Scopes['exclude'] = {}
  const counts = new Map<Dimension, number>()
  // OpenAI is a service and a provider; beside "aws" it is a provider.
  const others = new Set(
    slots.within.flatMap((at) =>
      [...new Set((mentions[at]?.candidates ?? []).map(({ dimension }) => dimension))].length === 1
        ? [mentions[at]?.candidates[0]?.dimension]
        : [],
    ),
  )
  for (const [list, to] of [
    [slots.within, filters],
    [slots.without, exclude],
  ] as const) {
    for (const at of list) {
      const mention = mentions[at]
      if (mention === undefined) continue
      const found = resolve(
        mention,
        slots.qualified.get(at),
        names,
        comparing && others.has('provider') && !others.has('service'),
      )
      if ('clarify' in found) return found
      for (const name of found.names) add(to, name)
      const dimension = found.names[0]?.dimension
      if (dimension !== undefined && to === filters) counts.set(dimension, (counts.get(dimension) ?? 0) + 1)
    }
  }
  for (const dimension of slots.none) filters[dimension] = [...(filters[dimension] ?? []), NONE]
  const several = [...counts].filter(([, count]) => count > 1).map(([dimension]) => dimension)
  return {
    filters,
    exclude,
    compared: comparing ? several[0] : undefined,
    uncomparable: comparing && several.length === 0 && counts.size > 1,
  }
}

function resolve(
  mention: Mention,
  qualifier: Dimension | undefined,
  names: NameIndex,
  asProvider: boolean,
): { names: readonly Name[] } | { clarify: Clarify } {
  const { candidates, written, nearly } = mention
  const ask = (options: readonly Name[], more: readonly Option[] = []): { clarify: Clarify } => ({
    clarify: { slot: 'entity', about: written, options: [...entityOptions([...new Set(options)]), ...more] },
  })
  if (mention.chosen === true) return { names: candidates }
  if (candidates.length === 0) return ask([...nearly, ...similar(written, names)])
  if (mention.alsoGrammar && qualifier === undefined) return ask(candidates, [{ kind: 'words', text: 'increase' }])
  const fitting = qualifier === undefined ? candidates : candidates.filter(({ dimension }) => dimension === qualifier)
  if (fitting.length === 0) return ask([...candidates, ...similar(written, names)])
  const dimensions = [...new Set(fitting.map(({ dimension }) => dimension))]
  if (
    dimensions.length === 2 &&
    dimensions.includes('service') &&
    dimensions.includes('provider') &&
    fitting.length === 2
  ) {
    return { names: fitting.filter(({ dimension }) => dimension === (asProvider ? 'provider' : 'service')) }
  }
  if (dimensions.length > 1) {
    return ask(fitting, dimensions.includes('model_name') ? [{ kind: 'words', text: `${written} models` }] : [])
  }
  // A family takes all its models; elsewhere several names are several answers.
  return fitting.length === 1 || dimensions[0] === 'model_name' ? { names: fitting } : ask(fitting)
}

/** The first intent of this list that the words speak of. */
const PRECEDENCE = [
  'explain',
  'anomaly',
  'idle',
  'coverage',
  'budget',
  'forecast',
  'value',
  'model_fit',
  'unit_cost',
] as const

function settle(
  slots: Slots,
  sides: Sides,
  scope: Scopes,
  almanac: Almanac,
  opening: string,
  budgetWord: boolean,
): Reading {
  const { today } = almanac
  const { flags } = slots
  let intent: Intent | undefined = PRECEDENCE.find((each) => flags.has(each))
  if (intent === 'forecast' && budgetWord) intent = 'budget'
  const current = (unit: CivilUnit): Found => {
    const start = startOf(unit, today, almanac.weekStart)
    return { days: { start, end: addUnits(unit, start, 1) }, unit, relative: true }
  }
  const back = (unit: CivilUnit, count: number): Found => {
    const start = addUnits(unit, startOf(unit, today, almanac.weekStart), -count)
    return { days: { start, end: addUnits(unit, start, count) }, unit: count === 1 ? unit : 'days', relative: true }
  }
  if (sides.unclear) return asked('compare', '')
  if (slots.limit === 0) return asked('word', '0')
  // "rose from October to November" compares the two; "spend from October to November" is one run.
  if (flags.has('change') && sides.periods.some(({ pair }) => pair === true)) return asked('compare', '')
  let periods = sides.periods
  let against: Against | undefined = sides.against
  const changes = flags.has('change') && !flags.has('trend')
  if (periods.length === 2 && against === undefined) {
    const [a, b] = periods
    if (a === undefined || b === undefined) return asked('period', '')
    if (sides.versus || flags.has('compare') || ((intent === 'explain' || changes) && sides.versus)) {
      against = { kind: 'period', found: b }
      periods = [a]
    } else {
      const joined = contiguous(a, b, opening)
      if (joined === undefined) return asked('period', '')
      periods = [joined]
    }
  }
  if (periods.length > 1) return asked('period', '')
  let grain = slots.grain ?? null
  let first = periods[0]
  let defaulted = flags.has('default')
  if ((intent === 'budget' || intent === 'forecast') && first === undefined) {
    const whole = slots.rhythm ?? (grain === 'day' ? undefined : (grain ?? undefined))
    if (whole !== undefined) {
      first = current(whole)
      grain = null
    }
  }
  if (intent === 'budget' && first?.again === 'year' && yearOf(first.days.start) < yearOf(today)) {
    // "the December budget" in November: last year's or the coming one?
    const { start } = first.days
    return asked(
      'period',
      first.words ?? '',
      [start, `${yearOf(start) + 1}${start.slice(4)}`].map((day) => ({ kind: 'words', text: day.slice(0, 7) })),
    )
  }
  if (first !== undefined && intent !== 'budget') {
    if (first.days.start > today || first.untilEnd === true) {
      if (intent !== undefined && intent !== 'forecast') return asked('period', '')
      intent = 'forecast'
    }
  }
  const comparesEntities = scope.compared !== undefined
  if (first === undefined && against !== undefined) {
    if (against.kind === 'period') {
      const { found } = against
      if (!found.relative || found.unit === 'days' || (found.days.end > today && found.days.start <= today))
        return asked('compare', '')
      first = found.unit === 'weekend' ? undefined : current(found.unit)
      if (first === undefined) return asked('compare', '')
    } else if (sides.rhythm !== undefined) first = back(sides.rhythm === 'year' ? 'month' : sides.rhythm, 1)
    else if (against.kind === 'shifted')
      first = current(against.base ?? (against.unit === 'year' ? 'month' : against.unit))
  }
  if (first === undefined) {
    defaulted = true
    const trending =
      intent === undefined &&
      !comparesEntities &&
      against === undefined &&
      !changes &&
      !flags.has('top') &&
      (grain !== null || flags.has('trend') || (flags.has('chart') && slots.groupBy.length === 0))
    if (intent === 'anomaly') first = back('day', 7)
    else if (intent === 'model_fit' || trending) first = back('day', 30)
    else if (intent === 'value') first = back('month', 1)
    else first = current('month')
  }
  const whole = intent === 'budget' || intent === 'forecast'
  let period: Period = whole ? first.days : toDate(first.days, today)
  let compare: Period | null = null
  if (
    against === undefined &&
    (intent === 'explain' ||
      ((changes || (flags.has('compare') && false)) &&
        !comparesEntities &&
        intent !== 'anomaly' &&
        intent !== 'budget' &&
        intent !== 'forecast' &&
        intent !== 'value' &&
        intent !== 'model_fit'))
  ) {
    against = { kind: 'preceding' }
  }
  if (against !== undefined) {
    const both = compareWith(first, against, today)
    if (both === undefined) return asked('compare', '')
    if (!whole) period = both.period
    compare = both.compare
  }
  const groupBy = [...slots.groupBy]
  if (comparesEntities && scope.compared !== undefined && !groupBy.includes(scope.compared))
    groupBy.push(scope.compared)
  if (intent === undefined) {
    if (compare !== null || comparesEntities) intent = 'compare'
    else if (scope.uncomparable || flags.has('compare') || (sides.versus && !comparesEntities))
      return asked('compare', '')
    else if (slots.superlative !== undefined || flags.has('top') || (slots.limit !== undefined && groupBy.length > 0))
      intent = 'top'
    else if (
      grain !== null ||
      flags.has('trend') ||
      (flags.has('chart') && groupBy.length === 0 && slots.having === undefined)
    )
      intent = 'trend'
    else intent = 'spend'
  }
  if (intent === 'model_fit' && !groupBy.includes('model_name')) groupBy.push('model_name')
  if (intent === 'value' && groupBy.length === 0 && Object.keys(scope.filters).length === 0) groupBy.push('project')
  if (intent === 'trend') grain ??= defaultGrain(period)
  const own = (['unit_cost', 'idle', 'coverage'] as const).find((each) => intent === 'explain' && flags.has(each))
  const measure: Measure =
    (own === undefined ? undefined : OWN_MEASURE[own]) ??
    (OWN_MEASURE[intent] as Measure | undefined) ??
    (intent === 'value' || intent === 'model_fit' ? 'effective_cost' : (slots.measure ?? 'effective_cost'))
  if (measure === 'cost_per_unit' && slots.unit === undefined)
    return asked('unit', '', [
      { kind: 'words', text: 'per token' },
      { kind: 'words', text: 'per request' },
      { kind: 'words', text: 'per gpu hour' },
    ])
  return {
    kind: 'question',
    repairs: [],
    question: {
      intent,
      measure,
      filters: scope.filters,
      exclude: scope.exclude,
      groupBy,
      period,
      periodDefaulted: defaulted,
      compare,
      limit: slots.limit ?? null,
      grain,
      sort: slots.superlative ?? 'desc',
      having: slots.having ?? null,
      unit: measure === 'quantity' || measure === 'cost_per_unit' ? (slots.unit ?? null) : null,
      chart: flags.has('chart'),
    },
  }
}

/** "October and November" is one run of days. */
function contiguous(a: Found, b: Found, opening: string): Found | undefined {
  const [early, late] = a.days.start <= b.days.start ? [a, b] : [b, a]
  if (!/ and [^ ]*[\ue100-\ue1ff]/.test(opening) || early.days.end !== late.days.start || early.unit !== late.unit)
    return undefined
  return { days: { start: early.days.start, end: late.days.end }, unit: 'days', relative: false }
}

export function defaultGrain({ start, end }: Period): 'day' | 'week' | 'month' {
  const days = daysBetween(start, end)
  return days <= 31 ? 'day' : days <= 92 ? 'week' : 'month'
}
