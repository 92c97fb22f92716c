import { FOCUSES, INTENTS, type Question } from '../../src/spend/question.ts'

const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }
export const NOVEMBER = { start: '2026-11-01', end: '2026-11-24' }
const WHOLE = { start: '2026-11-01', end: '2026-12-01' }

/** One question of every intent and of every narrower kind. */
export const KINDS: Readonly<Record<string, Partial<Question>>> = {
  ...Object.fromEntries(INTENTS.map((intent) => [intent, { intent }])),
  'cost per anything': { intent: 'unit_cost', measure: 'cost_per_unit' },
  unit_cost: { intent: 'unit_cost', measure: 'cost_per_unit', unit: 'user' },
  compare: { intent: 'compare', compare: OCTOBER },
  trend: { intent: 'trend', grain: 'week' },
  explain: { intent: 'explain', compare: { start: '2026-10-01', end: '2026-10-24' } },
  budget: { intent: 'budget', measure: 'budget', period: WHOLE },
  forecast: { intent: 'forecast', measure: 'forecast', period: WHOLE },
  coverage: { intent: 'coverage', measure: 'coverage' },
  value: { intent: 'value', period: OCTOBER },
  billed: { measure: 'billed_cost', period: OCTOBER },
  listed: { measure: 'list_cost' },
  tokens: { measure: 'quantity', unit: 'token' },
  requests: { measure: 'quantity', unit: 'request' },
  ...Object.fromEntries(
    (['token', 'gpu_hour', 'request', 'training_run'] as const).map((unit) => [
      `cost per ${unit}`,
      { intent: 'unit_cost', measure: 'cost_per_unit', unit } as const,
    ]),
  ),
  ...Object.fromEntries(
    FOCUSES.map((on) => [
      on,
      {
        focus: { on, ...(on === 'cache_what_if' ? { percent: '80' } : {}) },
        ...(on === 'new_names' ? { compare: { start: '2026-08-01', end: '2026-09-01' } } : {}),
        ...(on === 'cost_above_value' || on === 'forecast_accuracy' ? { period: OCTOBER } : {}),
      },
    ]),
  ),
}
