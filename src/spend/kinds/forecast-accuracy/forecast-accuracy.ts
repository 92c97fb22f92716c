import type { Kind } from '../kind.ts'
import { accuracyCard } from './card.ts'
import type { Accuracies } from './found.ts'
import { readAccuracy } from './read.ts'
import { accuracySheet } from './sheet.ts'

/** How near the forecasts of past months came. */
export const forecastAccuracy: Kind<Accuracies> = { read: readAccuracy, card: accuracyCard, sheet: accuracySheet }
