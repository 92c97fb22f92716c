import type { Kind } from '../kind.ts'
import { anomalyCard } from './card.ts'
import type { Anomalies } from './found.ts'
import { readAnomalies } from './read.ts'
import { anomalySheet } from './sheet.ts'

export type { Anomalies }

/** “Anything unusual?”: spend above what the weeks before lead to expect, on complete days. */
export const anomaly: Kind<Anomalies> = {
  read: readAnomalies,
  card: (_answer, found) => anomalyCard(found),
  sheet: (_answer, found) => anomalySheet(found),
  heeds: ['withoutSources', 'each'],
}
