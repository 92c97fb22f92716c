import { SECTIONS, type Subscription } from '../subscription.ts'
import { type Draft, type Mistake, MOST_WAIT_HOURS, mistaken, type Read, WAIT_HOURS } from './draft.ts'
import { takeSchedule } from './rhythm-words.ts'
import { listed, SECTION_WORDS } from './said.ts'
import { type ScopeSetting, takeScope } from './scope-words.ts'
import { takeAlerts, takeSections } from './section-words.ts'
import { GAP, type TextReader, textReader } from './text-reader.ts'
import { readTime, TIME } from './time-words.ts'
import { readZone, SHORT_ZONE } from './zone-words.ts'

export const ACTS = ['pause', 'resume', 'remove', 'edit', 'test'] as const
export type Act = (typeof ACTS)[number]

/** What a text that is meant for digests asks for. */
export type Said =
  | { readonly kind: 'form' }
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly all: boolean }
  /** Without an id: which one was not said. */
  | { readonly kind: 'act'; readonly act: Act; readonly id: string | undefined }
  /** What to get, when, where. */
  | { readonly kind: 'set'; readonly text: string }

const SYNONYMS: Readonly<Record<string, Act>> = {
  stop: 'pause',
  unpause: 'resume',
  continue: 'resume',
  restart: 'resume',
  delete: 'remove',
  cancel: 'remove',
  unsubscribe: 'remove',
  change: 'edit',
  try: 'test',
  ...Object.fromEntries(ACTS.map((act) => [act, act])),
}

/** Undefined for everything that does not begin with the word: a question about digests stays a question. */
export function readSaid(text: string): Said | undefined {
  const match = /^\s*(digests?|status)\b(?![-_/.@'’&]\w)[\s:,]*(.*)$/is.exec(text)
  if (match === null) return undefined
  const rest = (match[2] ?? '').replace(/[\s.!]+$/, '').trim()
  if (match[1]?.toLowerCase() === 'status') {
    // "Status of our budgets" is a question.
    return /^(?:all|please|\?|digests?)?$/i.test(rest) ? { kind: 'list', all: /^all$/i.test(rest) } : undefined
  }
  if (rest === '') return /s$/i.test(match[1] ?? '') ? { kind: 'list', all: false } : { kind: 'form' }
  if (/^(?:help|\?+|how|usage|examples?)\b/i.test(rest) || rest === '?') return { kind: 'help' }
  const list = /^(?:list|ls|show|status|all|runs?)(?:\s+(?:digests?|here))?(?:\s+(all|everything))?$/i.exec(rest)
  if (list !== null) return { kind: 'list', all: list[1] !== undefined || /^all/i.test(rest) }
  if (/^(?:new|add|create|set\s?up|subscribe|form)$/i.test(rest)) return { kind: 'form' }
  const act = /^(\w+)(?:\s+(?:digest\s+)?[`'"]?([a-z0-9]{2,12})[`'"]?)?$/i.exec(rest)
  const known =
    act === null || !Object.hasOwn(SYNONYMS, act[1]?.toLowerCase() ?? '')
      ? undefined
      : SYNONYMS[act[1]?.toLowerCase() ?? '']
  if (known !== undefined) return { kind: 'act', act: known, id: act?.[2]?.toLowerCase() }
  return { kind: 'set', text: rest }
}

export interface WordsSetting extends ScopeSetting {
  /** The zone of whoever writes. */
  readonly timezone: string
}

/** A digest in words: "weekly mon 09:00 for team search in Europe/Paris to me with movers, budget wait 6h alerts quiet 22:00-07:00". */
export function readDraft(text: string, setting: WordsSetting): Read<Draft> {
  const words = textReader(text.replace(/\p{Cc}+/gu, ' '))
  const mistakes: Mistake[] = []
  /** Keeps the first of what is wrong, and goes on with what is usual. */
  const kept = <T>(read: Read<T> | undefined, usual: T): T => {
    if (read === undefined) return usual
    if ('value' in read) return read.value
    mistakes.push(...read.mistakes)
    return usual
  }
  const where = takeMe(words) ? 'me' : 'here'
  const scope = takeScope(words, setting)
  const quiet = kept(takeQuiet(words), null)
  const waitHours = kept(takeWait(words), WAIT_HOURS)
  if (words.take(CHANNEL) !== undefined)
    mistakes.push({ field: 'where', text: 'I post where this is written: write it where it belongs, or add: to me.' })
  words.take(HERE)
  const timezone = kept(takeZone(words, setting.timezone), setting.timezone)
  const scheduled = takeSchedule(words, timezone)
  if ('mistakes' in scheduled) mistakes.push(...scheduled.mistakes)
  const alerts = takeAlerts(words)
  const sections = takeSections(words)
  if (sections.length === 0)
    mistakes.push({ field: 'sections', text: 'Nothing would be left to show. Leave some sections in.' })
  if (scope === undefined)
    mistakes.push({
      field: 'names',
      text: 'About what? Add: for team NAME, for project NAME, for business unit NAME, or for everything.',
    })
  const about = kept(scope, null)
  mistakes.push(...leftover(words))
  if (mistakes.length > 0 || 'mistakes' in scheduled) return { mistakes }
  return { value: { scope: about, sections, alerts, schedule: scheduled.schedule, waitHours, quiet, where } }
}

const ME =
  /\b(?:(?:send|post)\s+(?:it\s+)?)?(?:to|in|into|by|via|as)\s+(?:me\b(?:\s+(?:only|privately|directly|alone))?|(?:my\s+|a\s+)?(?:dms?|direct\s+messages?|private\s+messages?)\b)|\b(?:privately|dm(?:\s+me)?|only\s+(?:to\s+)?me|just\s+me)\s*$/i
const takeMe = (words: TextReader): boolean => words.take(ME) !== undefined
const HERE = /\b(?:(?:to|in)\s+(?:this|the)\s+(?:channel|conversation|chat)|here)\b/i
const CHANNEL = /(?:\b(?:to|in|into)\s+)?(?:#[\p{L}\p{N}_-]+|\b(?:to|into)\s+channel\s+\S+)/iu

const QUIET = new RegExp(
  String.raw`\b(?:with\s+)?(?:quiet|silent)(?:\s+hours?)?(?:\s*:)?(?:\s+(?:from|between))?\s+(${TIME})\s*(?:-|–|—|to|until|till|and)\s*(${TIME})(?![\d:])`,
  'i',
)

function takeQuiet(words: TextReader): Read<Subscription['quiet']> | undefined {
  if (words.take(/\b(?:no|without)\s+quiet(?:\s+hours?)?\b/i)) return { value: null }
  const match = words.take(QUIET)
  const remedy = 'Write: quiet 22:00-07:00.'
  if (match === undefined)
    return (
      words.take(/\bquiet(?:\s+hours?)?\b/i) && mistaken('quiet_from', `From when until when is it quiet? ${remedy}`)
    )
  const [from, until] = [readTime(match[1] ?? ''), readTime(match[2] ?? '')]
  if ('mistakes' in from || 'mistakes' in until)
    return mistaken('quiet_from', `“${match[0].trim()}” has no two times of day. ${remedy}`)
  if (from.value === until.value)
    return mistaken('quiet_from', `Quiet hours need a beginning and another end. ${remedy}`)
  return { value: { from: from.value, until: until.value } }
}

function takeWait(words: TextReader): Read<number> | undefined {
  if (words.take(/\b(?:no|without|don['’]?t|do\s+not)\s+wait(?:ing)?\b/i)) return { value: 0 }
  const match = words.take(
    /\bwait(?:s|ing)?(?:\s+(?:up\s+to|at\s+most|for|max(?:imum)?))*\s+(an?|\d{1,6}(?:[.,]\d+)?)\s*(h(?:ours?|rs?)?|d(?:ays?)?|m(?:in(?:ute)?s?)?)?\b(?:\s+for\s+(?:late\s+)?data)?/i,
  )
  if (match === undefined)
    return words.take(/\bwait(?:s|ing)?\b/i) && mistaken('wait', 'Wait how long for data that is late? Write: wait 6h.')
  const [, written = '', unit = 'h'] = match
  const count = /^an?$/i.test(written) ? 1 : Number(written)
  const hours = /^d/i.test(unit) ? count * 24 : count
  if (/^m/i.test(unit) || !Number.isInteger(hours) || hours > MOST_WAIT_HOURS)
    return mistaken('wait', `A digest waits 0 to ${MOST_WAIT_HOURS} whole hours. Write: wait 6h.`)
  return { value: hours }
}

const STOP = String.raw`(?=\s+(?:with|without|to|wait|waiting|no|alerts?|quiet|at|on|every|each|daily|weekly|monthly|weekdays|for|only|and|please|mon|tue|wed|thu|fri|sat|sun|\d)|\s*[,;.()@]|\s*${GAP}|\s*$)`
const IN_ZONE = new RegExp(
  String.raw`[([]?\b(?:in|tz|timezone|time\s+zone|zone)\s*[:=]?\s*(?!the\s+(?:morning|afternoon|evening|night))(?:the\s+)?([\p{L}_][\p{L}\p{N}_/+\-:]*(?:\s[\p{L}_/]+)*?)(?:\s+(?:time(?:\s?zone)?|zone))?${STOP}[)\]]?`,
  'iu',
)
const IANA = /[([]?\b([\p{L}_]+(?:\/[\p{L}\p{N}_+-]+)+)[)\]]?/u
const SHORT = new RegExp(String.raw`[([]?\b(${SHORT_ZONE})\b(?:\s+time)?[)\]]?`, 'i')
const CITY_TIME = /\b([\p{L}_]+)(?:\s([\p{L}_]+))?\s+time\b/iu

function takeZone(words: TextReader, own: string): Read<string> | undefined {
  const named = words.take(IN_ZONE) ?? words.take(IANA) ?? words.take(SHORT)
  if (named !== undefined)
    return /^(?:my|local|our)(?:\s+\w+)?$/i.test(named[1] ?? '') ? { value: own } : readZone(named[1] ?? '')
  const city = words.take(CITY_TIME)
  if (city === undefined) return undefined
  const [, first = '', second] = city
  if (/^(?:my|local|our|my\s+local)$/i.test(second ?? first)) return { value: own }
  const both = readZone(second === undefined ? first : `${first} ${second}`)
  return 'value' in both || second === undefined ? both : readZone(second)
}

const NOISE = new Set(
  'please pls a an the me us i we want would like send post give get set up create add new subscribe digest digests report reports update updates summary showback spend cost costs ai on at and of to it our my hours hour time local from starting comes can you each every also then plus but day'.split(
    ' ',
  ),
)

/** What nobody read must not be dropped: it may have been what mattered. */
function leftover(words: TextReader): readonly Mistake[] {
  const left = words.rest
    .split(/[\s,;:.!?()[\]&@+–—-]+/)
    .filter((word) => word !== '' && word !== GAP && !NOISE.has(word.toLowerCase()))
  if (left.length === 0) return []
  const what = left.join(' ')
  if (/^(?:with|only|show|include|including|without)$/i.test(left[0] ?? '') && left.length > 1)
    return [
      {
        field: 'sections',
        text: `I do not know “${left.slice(1).join(' ')}”. A digest can show ${listed(SECTIONS.map((section) => SECTION_WORDS[section]))}. Write: with movers, budget.`,
      },
    ]
  return [
    {
      field: 'rhythm',
      text: `I do not understand “${what.length > 80 ? `${what.slice(0, 80)}…` : what}”. Write: digest weekly mon 09:00 for team NAME.`,
    },
  ]
}
