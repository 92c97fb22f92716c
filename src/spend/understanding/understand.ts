import type { CivilDate } from '../../civil-date.ts'
import type { Question } from '../question.ts'
import type { Almanac } from './almanac.ts'
import { elliptical, isFollowUp, pointsInside } from './building-on.ts'
import { readSides } from './comparing.ts'
import { besidesFocus } from './focus.ts'
import { FOCUS_WORDS } from './focus-words.ts'
import { followUp } from './follow-up.ts'
import { dictates, orders, topic } from './guard.ts'
import { HELP, isHelp } from './help.ts'
import { asksWord, hasEvidence, isDefinition, isOurs, leftovers } from './leftovers.ts'
import { PHRASES } from './lexicon.ts'
import { lexicon } from './matchers.ts'
import type { Name, NameIndex } from './name-index.ts'
import { findNames, type Mention, repair } from './names.ts'
import { normalise } from './normalise.ts'
import { findPeriods } from './period.ts'
import { phrases } from './phrase.ts'
import type { Choice, Reading, Refusal } from './reading.ts'
import { asked } from './reading.ts'
import { rephrase } from './rephrase.ts'
import { comparesNames, readScope } from './scope.ts'
import { settle } from './settle.ts'
import { sheet, stands } from './sheet.ts'
import { PATTERNS } from './slot-phrases.ts'
import { readSlots } from './slots.ts'
import { CLASS, isDimension, nameSymbol, periodAt } from './symbols.ts'
import { maskUnits } from './units.ts'

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
const LOOKS_BACK = phrases([...(FOCUS_WORDS.forecast_accuracy.words[1] ?? []), ...(FOCUS_WORDS.gateway.words[0] ?? [])])
const BUDGET = phrases(['budget|budgets|budgeted'])
const COMPARING = phrases(['compare|comparing|comparison'])

export function understand(text: string, setting: Setting): Reading {
  if (text.length > 12_000) return refused('too_long')
  const told = normalise(text).replace(GREETING, '').replace(PROJECT, '$1forecast ')
  const written = setting.previous === undefined ? told : told.replace(CORRECTION, 'and ')
  if (written.length > LONGEST) return refused('too_long')
  const plain = rephrase(chosenWords(written, setting.choices ?? []))
  if (dictates(plain)) return refused('instructions')
  if (!/[\p{L}\p{N}$]/u.test(plain)) return { kind: 'help' }
  return read(plain, setting)
}

const GREETING =
  /^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)) (?:team|all|everyone|folks|there|guys) ?[,!.:]+ ?(?=\S)/
/** "no, I meant vision" asks the question before again, for vision. */
const CORRECTION =
  /^(?:(?:no|nope|sorry|oops|ah|wait|actually),? +)*(?:(?:i|we) (?:mean|meant)|make that|rather|(?:no|nope|sorry|oops|wait),)(?: to (?:say|ask))?[,:]? +(?=\S)/
/** Here "project" is a verb. */
const PROJECT =
  /^((?:please |can you |could you |pls |hey )*)project (?=(?:our|the|my) (?:cost|spend|bill|total)|cost|spend|next)/

const refused = (reason: Refusal): Reading => ({ kind: 'refuse', reason })

/** Answers to a question back about days and words are put into the text itself. */
function chosenWords(text: string, choices: readonly Choice[]): string {
  return choices.reduce((plain, { about, option }) => {
    if (option.kind === 'entity') return plain
    if (option.kind === 'meaning') return normalise(option.text)
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
  // A text that begins with a name gives no order: "deploy-bot cost".
  if (orders(BEGINS_WITH_NAME.test(named.text) ? named.text : plain)) return refused('action')
  const { mentions } = named
  const bare = sheet(named.text)
  const budget = stands(bare, BUDGET)
  const almanac: Almanac = {
    today,
    weekStart: setting.weekStart ?? 'monday',
    fiscalStartMonth: setting.fiscalStartMonth ?? 1,
    ahead:
      !budget &&
      !stands(bare, LOOKS_BACK) &&
      (stands(bare, AHEAD) || (previous?.intent === 'forecast' && previous.focus === undefined)),
  }
  const dated = findPeriods(named.text, almanac, stands(bare, COMPARING) || stands(bare, PATTERNS.difference))
  const s = sheet(dated.text)
  // In addresses "example" is part of a name.
  if (isHelp(s) || (/\bexamples?\b/.test(plain) && isHelp(sheet(plain)))) return { kind: 'help' }
  const except: readonly Refusal[] = stands(s, FIT) ? ['performance'] : []
  const off = topic(named.text, except)
  if (off !== undefined) {
    // "how accurate was the forecast" is about money; what is not part of such a phrase still counts.
    const rest = besidesFocus({ text: s.text.replace(lexicon.revenue, ' ¦') }) ?? s.text.replace(lexicon.revenue, ' ¦')
    if (rest === s.text || topic(rest, except) !== undefined) return refused(off)
  }
  const opening = s.text
  // "by december 31": spent until then, or only then?
  const until = BY_PERIOD.exec(opening)?.[1]
  const by = until === undefined ? undefined : dated.periods[periodAt(until)]
  if (by !== undefined && by.untilEnd !== true) return asked('period', by.words ?? '')
  const sides = readSides(s, dated.periods, today)
  const slots = readSlots(s, mentions)
  if (isDefinition(opening, plain)) return refused('off_topic')
  if (POINTING.test(opening)) s.text = s.text.replace(POINTING_WORDS, ' ¦')
  if (previous !== undefined && pointsInside(opening)) return asked('context', '')
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
  const scope = readScope(slots, mentions, names, comparesNames(slots, sides, opening), opening)
  if ('clarify' in scope) return { kind: 'clarify', clarify: scope.clarify }
  if (unknown.length > 0) return asksWord(unknown, mentions, names, s)
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

const BEGINS_WITH_NAME = new RegExp(`^[^a-z0-9]*${CLASS.name}`)
const BY_PERIOD = new RegExp(` by(?: the)? (${CLASS.period}) `)
const POINTING = / (?:same|instead|again|ditto|likewise|about|else|then) /
const POINTING_WORDS = / (?:same|instead|again|ditto|likewise|thing|query|question|only|but|view|else)(?= )/g
const FIT = phrases([...PHRASES.modelFit, ...PHRASES.fitGoal])
