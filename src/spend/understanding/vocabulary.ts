import { FOCUS_WORDS } from './focus-words.ts'
import { DIMENSION_WORDS, GRAIN_WORDS, NOISE, PHRASES, SUPERLATIVES, UNIT_WORDS } from './lexicon.ts'
import { nearness } from './near.ts'
import { NUMBER_WORDS, wordsOf } from './phrase.ts'
import { FOLLOW_UP_WORDS, SLOT_WORDS } from './slot-phrases.ts'

/** Words of a period: a name that is one of them needs a qualifier ("team today"). */
const PERIOD_LIST = `
  today yesterday tomorrow day days daily week weeks weekly month months monthly quarter quarters quarterly year years yearly
  annual fortnight weekend half last past previous prior trailing rolling preceding this current next coming upcoming since until till through
  january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday ago before after first second third fourth start beginning end ending
  commencing so far date mtd qtd ytd wtd eom eoq eoy fiscal calendar earlier same couple few yday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
`
  .trim()
  .split(/\s+/)
export const PERIOD_WORDS = new RegExp(`^(?:${PERIOD_LIST.join('|')}|q[1-4]|h[12]|w\\d\\d?|(?:fy|cy)\\d+|\\d+)$`)

// Parts of units, but by themselves names of resources and workloads.
const NAMES_TOO = new Set([
  'gpu',
  'development',
  'training',
  'run',
  'runs',
  'inference',
  'inferences',
  'image',
  'images',
  'genai',
])

const COMMON_WORDS: readonly string[] = [
  ...Object.values(PHRASES).flatMap((list) => list.flatMap(wordsOf)),
  ...Object.values(DIMENSION_WORDS).flatMap((words) => words.flat().flatMap(wordsOf)),
  ...[...Object.values(UNIT_WORDS), ...Object.values(GRAIN_WORDS), ...Object.values(SUPERLATIVES)]
    .flat()
    .flatMap(wordsOf),
  ...SLOT_WORDS,
  ...FOLLOW_UP_WORDS,
  ...Object.keys(NUMBER_WORDS),
  ...PERIOD_LIST,
  ...[...NOISE].filter((word) => /^[a-z]+$/.test(word)),
]

const RARE_WORDS: readonly string[] = [
  ...Object.values(FOCUS_WORDS).flatMap(({ words, beside }) => [...words.flat(), ...beside].flatMap(wordsOf)),
]

/** Every plain word that the lexicon knows. */
export const GRAMMAR_WORDS: ReadonlySet<string> = new Set(
  [...COMMON_WORDS, ...RARE_WORDS].filter((word) => !NAMES_TOO.has(word)),
)

/** Misspellings of short words, which are otherwise never repaired. */
export const SHORT_TYPOS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    teh: 'the',
    hte: 'the',
    adn: 'and',
    nad: 'and',
    fo: 'of',
    ot: 'to',
    si: 'is',
    waht: 'what',
    wat: 'what',
    wht: 'what',
    whta: 'what',
    hwo: 'how',
    hw: 'how',
    mcuh: 'much',
    muhc: 'much',
    mch: 'much',
    lst: 'last',
    prev: 'previous',
    qarter: 'quarter',
    prv: 'previous',
    lats: 'last',
    alst: 'last',
    las: 'last',
    tihs: 'this',
    thsi: 'this',
    thi: 'this',
    cots: 'cost',
    csot: 'cost',
    ocst: 'cost',
    cst: 'cost',
    coost: 'cost',
    tema: 'team',
    tem: 'team',
    taem: 'team',
    wek: 'week',
    weke: 'week',
    wekk: 'week',
    mnth: 'month',
    moth: 'month',
    motnh: 'month',
    yr: 'year',
    yaer: 'year',
    dya: 'day',
    dyas: 'days',
    fro: 'for',
    ofr: 'for',
    form: 'from',
    frm: 'from',
    wich: 'which',
    whcih: 'which',
    whihc: 'which',
    spnd: 'spend',
    spned: 'spend',
    modle: 'model',
    modles: 'models',
    cmpare: 'compare',
    yest: 'yesterday',
    ystrday: 'yesterday',
    oru: 'our',
    shwo: 'show',
    sohw: 'show',
    tpo: 'top',
    top10: 'top 10',
    top5: 'top 5',
    top3: 'top 3',
    vrs: 'vs',
  }),
)

/** Nearest words of the grammar. "sepnd" is "spend": a short word that is seldom used is nobody's misspelling. */
export const nearGrammar = nearness(
  [
    ...new Set([...COMMON_WORDS.filter((word) => word.length > 3), ...RARE_WORDS.filter((word) => word.length > 6)]),
  ].filter((word) => !NAMES_TOO.has(word)),
).near
