import type { Grain } from '../question.ts'
import { GRAIN_WORDS, PHRASES, SUPERLATIVES } from './lexicon.ts'
import { phrases } from './phrase.ts'

// The phrases of the lexicon, ready to be looked for on a sheet.
type List = readonly string[]
export const lexicon = Object.fromEntries(
  Object.entries(PHRASES).map(([key, list]) => [key, phrases(list as List)]),
) as Record<keyof typeof PHRASES, RegExp>
export const superlatives = { asc: phrases(SUPERLATIVES.asc), desc: phrases(SUPERLATIVES.desc) }
export const grains = Object.entries(GRAIN_WORDS).map(([grain, list]) => [grain as Grain, phrases(list)] as const)
