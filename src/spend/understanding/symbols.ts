import { DIMENSIONS, type Dimension, UNITS, type Unit } from '../question.ts'

// While a text is read, what has been understood is replaced by one private-use character each, so that the patterns which
// follow can speak of "a name" or "a period". normalise() removes such characters from what people write.
const NAME = 0xe000
const PERIOD = 0xe100
const ONE = 0xe200
const MANY = 0xe240
const UNIT = 0xe280

/** More names or periods than this in one question is no question. */
export const MOST_SYMBOLS = 200

export const nameSymbol = (at: number): string => String.fromCharCode(NAME + at)
export const periodSymbol = (at: number): string => String.fromCharCode(PERIOD + at)
export const dimensionSymbol = (dimension: Dimension, plural: boolean): string =>
  String.fromCharCode((plural ? MANY : ONE) + DIMENSIONS.indexOf(dimension))
export const unitSymbol = (unit: Unit): string => String.fromCharCode(UNIT + UNITS.indexOf(unit))

/** The symbols as classes of a regular expression. */
export const CLASS = {
  name: '[\\ue000-\\ue0ff]',
  period: '[\\ue100-\\ue1ff]',
  one: '[\\ue200-\\ue23f]',
  many: '[\\ue240-\\ue27f]',
  dimension: '[\\ue200-\\ue27f]',
  unit: '[\\ue280-\\ue2bf]',
} as const

const code = (symbol: string): number => symbol.charCodeAt(0)
export const nameAt = (symbol: string): number => code(symbol) - NAME
export const periodAt = (symbol: string): number => code(symbol) - PERIOD
export const isName = (text: string): boolean => code(text) >= NAME && code(text) < PERIOD
export const isPlural = (symbol: string): boolean => code(symbol) >= MANY && code(symbol) < UNIT
export const isDimension = (text: string): boolean => code(text) >= ONE && code(text) < UNIT
export const isUnit = (text: string): boolean => code(text) >= UNIT && code(text) < 0xe2c0

export const dimensionOf = (symbol: string): Dimension | undefined =>
  DIMENSIONS[code(symbol) - (isPlural(symbol) ? MANY : ONE)]
export const unitOf = (symbol: string): Unit | undefined => UNITS[code(symbol) - UNIT]

/** The names that stand in a text, as places in the list of mentions. */
export const namesIn = (text: string): number[] => [...text].filter(isName).map(nameAt)
