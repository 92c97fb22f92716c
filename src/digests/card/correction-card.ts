import { type Card, plain, strong, type Text } from '../../cards/card.ts'
import { change, days, NO_DATA } from '../../cards/format.ts'
import type { Period } from '../../spend/question.ts'
import type { DigestAsked } from '../digest.ts'
import { toTheCent } from './amounts.ts'
import { atMost, name, textBlock } from './lines.ts'
import { periodTitle, scopeTitle } from './title.ts'

/** A digest said one thing, and the bill has become another. */
export interface Correction {
  readonly asked: DigestAsked
  /** Only those that moved, one per currency. */
  readonly totals: readonly {
    readonly currency: string | null
    readonly old: string | null
    readonly now: string | null
  }[]
  readonly causes: readonly CorrectionCause[]
}

export interface CorrectionCause {
  /** `late`: days that the digest had to leave out. `restated`: days that were delivered once and then moved. */
  readonly kind: 'late' | 'restated'
  readonly source: string
  readonly days: Period
}

const MOST_CAUSES = 5

/** Goes under the digest that it corrects: what it said, what it is now, and why. */
export function correctionCard({ asked, totals, causes }: Correction): Card {
  return {
    blocks: [
      ...textBlock([...totals.map((total) => totalLine(total, asked)), ...atMost(causes.map(causeLine), MOST_CAUSES)]),
      { kind: 'note', text: [plain(`Days are UTC billing days. Digest ${asked.subscription.id}.`)] },
    ],
  }
}

/** "Corrected: $50,104.00, not $48,210.33, for team search, week of …: up $1,893.67 (3.9%)." */
function totalLine({ currency, old, now }: Correction['totals'][number], asked: DigestAsked): Text {
  const say = (decimal: string | null) => (decimal === null ? NO_DATA : toTheCent(decimal, currency))
  const changed =
    old === null || now === null ? '' : `: ${change(now, old, (decimal) => toTheCent(decimal, currency)).words}`
  return [
    strong('Corrected: '),
    strong(say(now)),
    plain(
      `, ${old === null ? 'where nothing was recorded' : `not ${say(old)}`}, for ${scopeTitle(asked)}, ${periodTitle(asked)}${changed}.`,
    ),
  ]
}

/** "aws-focus restated Nov 18 – Nov 20, 2026." */
const causeLine = ({ kind, source, days: span }: CorrectionCause): Text => [
  plain(name(source)),
  plain(` ${CAUSES[kind]} ${days(span)}.`),
]

const CAUSES = { late: 'has now delivered', restated: 'restated' } as const
