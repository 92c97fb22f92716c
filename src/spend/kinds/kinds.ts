import type { Answer } from '../answer.ts'
import type { AskDeps } from '../deps.ts'
import type { CostColumn } from '../query.ts'
import type { FocusName, Question } from '../question.ts'
import { anomaly } from './anomaly/anomaly.ts'
import { budget } from './budget/budget.ts'
import { cache } from './cache/cache.ts'
import { chargeback, isChargeback } from './chargeback/chargeback.ts'
import { explanation } from './explanation/explanation.ts'
import { forecast } from './forecast/forecast.ts'
import { forecastAccuracy } from './forecast-accuracy/forecast-accuracy.ts'
import { gateway } from './gateway/gateway.ts'
import { idle } from './idle/idle.ts'
import type { Asked, Kind, Read, Said, Sheet, Slot } from './kind.ts'
import { modelFit } from './model-fit/model-fit.ts'
import { newNames } from './new-names/new-names.ts'
import { nudgeSavings } from './nudge-savings/nudge-savings.ts'
import { ownership } from './ownership/ownership.ts'
import { restatements } from './restatements/restatements.ts'
import { savingsRate } from './savings-rate/savings-rate.ts'
import { share } from './share/share.ts'
import { shortPrompts } from './short-prompts/short-prompts.ts'
import { coverage } from './tag-coverage/tag-coverage.ts'
import { telemetryGaps } from './telemetry-gaps/telemetry-gaps.ts'
import { tokens } from './tokens/tokens.ts'
import { training } from './training/training.ts'
import { unitCosts } from './unit-cost/every-unit.ts'
import { unitCost } from './unit-cost/unit-cost.ts'
import { utilisation } from './utilisation/utilisation.ts'
import { value } from './value/value.ts'

const KINDS = {
  unit_cost: unitCost,
  training,
  tokens,
  budget,
  forecast,
  forecast_accuracy: forecastAccuracy,
  anomaly,
  explanation,
  restatements,
  idle,
  telemetry_gaps: telemetryGaps,
  nudge_savings: nudgeSavings,
  utilisation,
  model_fit: modelFit,
  cache,
  short_prompts: shortPrompts,
  value,
  gateway,
  savings_rate: savingsRate,
  share,
  new_names: newNames,
  ownership,
  chargeback,
  coverage,
  unit_costs: unitCosts,
} as const
export type KindName = keyof typeof KINDS

/** What was found by one kind; only that kind reads it. */
export type Finding = {
  [Name in KindName]: { readonly kind: Name; readonly found: FoundOf<Name> }
}[KindName]

type FoundOf<Name extends KindName> = (typeof KINDS)[Name] extends Kind<infer Found> ? Found : never

const OF_FOCUS: Readonly<Record<FocusName, KindName>> = {
  training_runs: 'training',
  failed_runs: 'training',
  token_direction: 'tokens',
  tokens_per_request: 'tokens',
  cache: 'cache',
  cache_what_if: 'cache',
  short_prompts: 'short_prompts',
  forecast_accuracy: 'forecast_accuracy',
  restatements: 'restatements',
  telemetry_gaps: 'telemetry_gaps',
  utilisation: 'utilisation',
  off_hours: 'utilisation',
  gateway: 'gateway',
  savings_rate: 'savings_rate',
  share: 'share',
  new_names: 'new_names',
  ownership: 'ownership',
  cost_above_value: 'value',
  nudge_savings: 'nudge_savings',
}

/** Which kind answers a question; undefined for the sums of `query.ts` and `coverage.ts`. */
export function kindOf(question: Question): KindName | undefined {
  if (question.focus !== undefined) return OF_FOCUS[question.focus.on]
  if (isChargeback(question)) return 'chargeback'
  if (question.measure === 'cost_per_unit')
    return question.unit === null && question.intent === 'unit_cost' ? 'unit_costs' : 'unit_cost'
  switch (question.intent) {
    case 'spend':
    case 'compare':
    case 'top':
    case 'trend':
      return undefined
    case 'coverage':
      return 'coverage'
    case 'explain':
      return 'explanation'
    case 'anomaly':
    case 'idle':
    case 'budget':
    case 'forecast':
    case 'value':
    case 'model_fit':
    case 'unit_cost':
      return question.intent
  }
}

// A kind reads and shows only what it found itself, which the compiler cannot see through a table.
const kind = (name: KindName) => KINDS[name] as unknown as Kind<unknown>

export async function readFinding(name: KindName, deps: AskDeps, asked: Asked): Promise<Read<Finding>> {
  const read = await kind(name).read(deps, asked)
  return read.kind === 'found' ? { ...read, found: { kind: name, found: read.found } as Finding } : read
}

export const findingCard = (answer: Answer, finding: Finding): Said => kind(finding.kind).card(answer, finding.found)

export const findingSheet = (answer: Answer, finding: Finding): Sheet => kind(finding.kind).sheet(answer, finding.found)

/** The slots of a question that its kind would leave out. */
export const unheeded = (name: KindName, question: Question): readonly Slot[] =>
  SLOTS.filter((slot) => (question[slot] ?? null) !== null && !(kind(name).heeds ?? []).includes(slot))
const SLOTS: readonly Slot[] = ['having', 'compare', 'withoutSources', 'each']

/** Which cost the figures of a kind are; undefined where the question decides. */
export const findingCost = (name: KindName): CostColumn | null | undefined => kind(name).cost
