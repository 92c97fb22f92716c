import { civilDate, type Month } from './calendar.ts'
import type { Scene } from './charge.ts'
import { PROJECTS, TEAMS } from './company.ts'
import { csv } from './csv.ts'
import { random, wobble } from './random.ts'

interface Claim {
  readonly project: string
  readonly customer?: string
  /** What its owner says a month is worth now, in dollars. */
  readonly worth: number
}

// A claim by a person, not a measurement. Several products have none; some claim less than they cost.
const CLAIMS: readonly Claim[] = [
  { project: 'doc-qa', worth: 96_000 },
  { project: 'doc-qa', customer: 'Acme Corp', worth: 31_000 },
  { project: 'doc-qa', customer: 'Umbrella Health', worth: 22_000 },
  { project: 'contract-review', worth: 41_000 },
  { project: 'ticket-triage', worth: 52_000 },
  { project: 'support-copilot', worth: 118_000 },
  { project: 'support-copilot', customer: 'Hooli', worth: 27_000 },
  { project: 'smart-reply', worth: 9_500 },
  { project: 'atlas', worth: 640_000 },
  { project: 'search', worth: 510_000 },
  { project: 'recsys-v3', worth: 780_000 },
  { project: 'fraud-scoring', worth: 430_000 },
  { project: 'kyc-ocr', worth: 64_000 },
  { project: 'nova-chat', worth: 205_000 },
  { project: 'voice-bot', worth: 72_000 },
  { project: 'code copilot', worth: 240_000 },
  { project: 'meeting-notes', worth: 7_800 },
  { project: 'price-optimizer', worth: 150_000 },
]

export function valueTable(scene: Scene, months: readonly Month[]): string {
  const rows = months.flatMap((month) =>
    CLAIMS.flatMap(({ project, customer, worth }) => {
      // Stated once the month is over.
      const statedOn = month.end + 6
      if (statedOn > scene.asOf) return []
      const found = PROJECTS[project]
      const ago = (scene.asOf - month.end) / 30.44
      const next = random(scene.seed, `${project}/${customer}/value@${month.name}`)
      const amount = Math.round((worth * (1 - 0.02 * ago) * wobble(next, 0.06)) / 100) * 100
      return [
        [
          found?.team,
          civilDate(month.firstDay),
          found?.product,
          project,
          customer,
          amount,
          'USD',
          found?.owner ?? TEAMS[found?.team ?? '']?.lead,
          civilDate(statedOn),
        ],
      ]
    }),
  )
  return csv(
    ['team', 'month', 'product', 'project', 'customer', 'value_amount', 'billing_currency', 'stated_by', 'stated_at'],
    rows,
  )
}
