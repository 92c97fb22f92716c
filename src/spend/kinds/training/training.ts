import type { Kind } from '../kind.ts'
import { trainingCard } from './card.ts'
import type { Training } from './found.ts'
import { readTraining } from './read.ts'
import { trainingSheet } from './sheet.ts'

/** Training runs: the dearest, and those that came to nothing. */
export const training: Kind<Training> = { read: readTraining, card: trainingCard, sheet: trainingSheet }
