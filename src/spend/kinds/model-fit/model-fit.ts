import type { Kind } from '../kind.ts'
import type { Fit } from './fit.ts'
import { fitCard } from './fit-card.ts'
import { readFit } from './read.ts'
import { fitSheet } from './sheet.ts'
import { whatIfCard } from './what-if-card.ts'

/** Whether the right model is used: price and quality of what is used, and what another one would save at list price. */
export const modelFit: Kind<Fit> = {
  read: readFit,
  card: (answer, fit) => (fit.named.length > 0 ? whatIfCard : fitCard)(answer, fit),
  sheet: fitSheet,
}
