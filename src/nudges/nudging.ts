import type { Feature, SignUntil } from '../feature.ts'
import type { Log } from '../log.ts'
import type { Lookup } from '../people/look-for.ts'
import type { AskDeps } from '../spend/deps.ts'
import { nudgeCards } from './card.ts'
import { detect } from './detect.ts'
import { nudgeFeature } from './feature.ts'
import type { IdleRules } from './idle-rules.ts'
import type { Manners } from './manners.ts'
import { precisionByRule } from './precision.ts'
import { precisionLines } from './precision-card.ts'
import type { SendDeps } from './send.ts'
import type { SweepDeps } from './sweep.ts'

export interface NudgingDeps {
  readonly asking: AskDeps
  readonly sign: SignUntil
  readonly rules: IdleRules
  readonly manners: Manners
  /** Where owners are looked for. */
  readonly platforms: readonly Lookup[]
  readonly log: Log
}

export interface Nudging {
  /** For chats. */
  readonly feature: Feature
  /** For the jobs. */
  readonly nudges: SweepDeps & SendDeps
}

/** All of nudges, put together. */
export function nudging({ asking, sign, rules, manners, platforms, log }: NudgingDeps): Nudging {
  const db = asking.own
  const cards = nudgeCards({ sign, rules, timezone: manners.timezone })
  return {
    feature: nudgeFeature({
      db,
      cards,
      sign,
      rules,
      now: asking.now,
      precision: async () => precisionLines(await precisionByRule(db, asking.now())),
    }),
    nudges: { db, cards, platforms, log, manners, look: (at) => detect(asking, rules, at) },
  }
}
