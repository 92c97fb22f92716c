import type { Unit } from '../question.ts'
import type { Flag } from './flags.ts'
import { UNIT_WORDS } from './lexicon.ts'
import { lexicon } from './matchers.ts'
import type { Name } from './name-index.ts'
import type { Mention } from './names.ts'
import { has, type Sheet, stands, take } from './sheet.ts'
import { CLASS, namesIn, unitOf, unitSymbol } from './symbols.ts'

const { unit: U, name: N } = CLASS
const SCALE =
  '(?: (?:1k|1,000|1000|thousand|1m|1mm|million|1,000,000|1000000|100k|billion|1b|1bn|one|1|single|individual|1 million|1 thousand|a million|one million|hundred|100|10k|processed|generated|handled|answered|served|produced|created|extracted|reviewed|transcribed|average))*'
const unitCost = {
  per: new RegExp(
    ` (?:cost|costs|price|spend|rate|pay|paying|paid|charged|expensive)?(?: (?:we|to|us|is|it))* ?per${SCALE}(?: ${N})? (${U})(?= )`,
    'g',
  ),
  superlative: new RegExp(
    ` ((?:most |least )(?:expensive|costly)|cheapest|costliest|priciest|dearest) (${U})(?: ${N})?(?= )`,
    'g',
  ),
  priced: new RegExp(` (?:cost|costs|price|rate) per${SCALE}(?: ${N})? (${U})(?= )`, 'g'),
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
export const quantity = {
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
    .replace(
      /\btraining[ -](run|job)(s?)\b/g,
      (_, __, many: string) => `${unitSymbol('training_run')}${many === '' ? '' : ' runs'}`,
    )
    .replace(
      PROMPTS,
      (_, lead: string | undefined, after: string | undefined) => `${lead ?? ''}${unitSymbol('request')}${after ?? ''}`,
    )
    .replace(
      /\b(per(?: (?:single|1k|1000|thousand|million))?|how many|number of|count of|price of an?|price per|cost of an?|cost of one|(?:does|did) (?:a|an|one|each)|each|one|a single) (?:(?:generated|created|produced|served) )?((?:fraud|risk|churn|demand) )?(inference|prediction|image)s?\b(?! (?:requests?|calls?|workloads?|search))/g,
      (_, lead: string, about: string | undefined, word: string) =>
        `${lead} ${unitSymbol(word as Unit)}${about === undefined ? '' : ` for ${about}`}`,
    )
}

/** A prompt is a request as far as it is counted; what prompts say is nobody's business. */
const PROMPTS =
  /\b(per (?:single |1k |1000 |thousand )?|how many |(?:number|count|volume) of |(?:price|cost) of (?:a |an |one )(?:single |average )?|(?:does|did) (?:a|one|each) (?:single |average )?)prompts?\b|\bprompts?( (?:counts?|volumes?))\b/g

/** Puts the symbol of a unit in the place of its words. */
export function markUnits(s: Sheet): void {
  s.text = s.text.replace(unitPattern, (_, word: string) => ` ${unitSymbol(unitWords.get(word) ?? 'token')}`)
}

/** GPUs are counted in hours. */
export function gpuHours(s: Sheet, mentions: readonly Mention[]): Unit | undefined {
  const resources = namesIn(s.text).flatMap((at) => mentions[at]?.candidates ?? [])
  return resources.some((name: Name) => name.dimension === 'resource' && name.value === 'gpu') ? 'gpu_hour' : undefined
}

/** "The cheapest gpu hour" is a price; the superlative stays. */
function priced(s: Sheet): RegExpExecArray | undefined {
  const found = take(s, unitCost.superlative)
  if (found !== undefined) s.text = `${s.text}${found[1] ?? ''} `
  return found === undefined ? undefined : (Object.assign(found, { 1: found[2] }) as RegExpExecArray)
}

/** The unit that a cost is asked per. */
export function readUnitCost(s: Sheet, flags: Set<Flag>): Unit | undefined {
  if (flags.has('model_fit')) {
    has(s, new RegExp(` (?:per|of a|of)${SCALE} (${U})(?= )`, 'g'))
    has(s, new RegExp(` (${U})(?= (?:cost|costs|spend|bill|usage))`, 'g'))
    return undefined
  }
  if (has(s, / every unit costs?(?= )/g)) {
    flags.add('unit_cost').add('every_unit')
    return undefined
  }
  if (has(s, unitCost.customer)) {
    flags.add('unit_cost')
    return 'customer'
  }
  // "How many GPU hours, and at what price per hour" asks for both; what a unit costs shows how many there were.
  const counts = stands(s, / (?:how many|number of|count of)(?= )/g) && !stands(s, unitCost.priced)
  const costs = stands(s, lexicon.cost) || stands(s, /(?: unit cost| price)(?= )/g)
  const found = counts
    ? undefined
    : (take(s, unitCost.of) ??
      take(s, unitCost.per) ??
      take(s, unitCost.price) ??
      take(s, unitCost.hour) ??
      priced(s) ??
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
