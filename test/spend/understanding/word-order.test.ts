import fc from 'fast-check'
import { expect, it } from 'vitest'
import { said } from './said.ts'

// Pieces of questions and what each adds to the reading: whatever their order, the reading is the same.
type Piece = readonly [words: string, adds: string]

const COST: readonly string[] = [
  'cost',
  'spend',
  'what did we spend',
  'how much did we spend',
  'total cost',
  'show me the spend',
  'costs',
  'spending',
]
const SCOPES: readonly (readonly Piece[])[] = [
  [
    ['for team search', 'team=search'],
    ['of the fraud team', 'team=fraud'],
    ['for vision and speech', 'team=speech+vision'],
    ['for team today', 'team=today'],
  ],
  [
    ['in production', 'environment=production'],
    ['in dev', 'environment=development'],
    ['for staging', 'environment=staging'],
  ],
  [
    ['on gpus', 'resource=gpu'],
    ['on gpu', 'resource=gpu'],
  ],
  [
    ['on openai', 'service=OpenAI'],
    ['on bedrock', 'service=Amazon Bedrock'],
    ['with snowflake', 'service=Snowflake'],
  ],
  [
    ['in us-east-1', 'region=us-east-1'],
    ['in westeurope', 'region=westeurope'],
  ],
  [
    ['for project atlas', 'project=atlas'],
    ['on doc-qa', 'project=doc-qa'],
    ['for the search project', 'project=search'],
  ],
]
const GROUPS: readonly Piece[] = [
  ['by model', 'by model_name'],
  ['per business unit', 'by business_unit'],
  ['broken down by cost area', 'by cost_area'],
  ['by customer and owner', 'by customer,owner'],
  ['split by workload type', 'by workload_type'],
  ['for each provider', 'by provider'],
]
const EXCLUDES: readonly Piece[] = [
  ['excluding datadog', '-service=Datadog'],
  ['without claude haiku', '-model_name=claude-3-5-haiku+claude-haiku-4-5'],
  ['except wayne foods', '-customer=Wayne Foods'],
]
const PERIODS: readonly Piece[] = [
  ['last month', '2026-10-01..2026-10-31'],
  ['in september', '2026-09-01..2026-09-30'],
  ['this week', '2026-11-23'],
  ['over the last 7 days', '2026-11-16..2026-11-22'],
  ['from Nov 1 to Nov 15', '2026-11-01..2026-11-15'],
  ['in Q3 2025', '2025-07-01..2025-09-30'],
  ['since the start of the year', '2026-01-01..2026-11-23'],
  ['yesterday', '2026-11-22'],
  ['in week 40', '2026-09-28..2026-10-04'],
]
const AMOUNTS: readonly Piece[] = [
  ['over 2k', '>2000'],
  ['under $1,500', '<1500'],
  ['above 10k usd', '>10000'],
]

const any = fc.record({
  cost: fc.constantFrom(...COST),
  scopes: fc
    .subarray([...SCOPES], { maxLength: 3 })
    .chain((lists) => fc.tuple(...lists.map((list) => fc.constantFrom(...list)))),
  group: fc.option(fc.constantFrom(...GROUPS)),
  exclude: fc.option(fc.constantFrom(...EXCLUDES), { freq: 1 }),
  period: fc.option(fc.constantFrom(...PERIODS), { freq: 4 }),
  amount: fc.option(fc.constantFrom(...AMOUNTS), { freq: 1 }),
  comma: fc.boolean(),
  first: fc.boolean(),
  seed: fc.integer(),
})

it('reads the same in any order of words', () => {
  fc.assert(
    fc.property(any, ({ cost, scopes, group, exclude, period, amount, comma, first, seed }) => {
      // An amount belongs to a breakdown and stands behind it.
      const grouped: Piece | null = group === null ? null : amount === null ? group : [`${group[0]} ${amount[0]}`, '']
      const pieces = [...scopes, grouped, exclude, period].filter((piece) => piece !== null)
      const mixed = shuffled(pieces, seed).map(([words]) => words)
      const text = (first ? [cost, ...mixed] : [...mixed, cost]).join(comma ? ', ' : ' ')
      const expected = [
        'spend',
        ...scopes.map(([, adds]) => adds).toSorted(),
        ...(exclude === null ? [] : [exclude[1]]),
        ...(group === null ? [] : [group[1]]),
        ...(group === null || amount === null ? [] : [amount[1]]),
        ...(period === null ? [] : [period[1]]),
      ].join(' | ')
      expect(`${text} → ${said(text)}`).toBe(`${text} → ${expected}`)
    }),
    { numRuns: 3000 },
  )
}, 60_000)

const LAST_MONTH = '2026-10-01..2026-10-31'
const MONTH_BEFORE = 'vs 2026-09-01..2026-09-30'
/** What begins a question, and its reading about last month before and after the scope. */
const HEADS: readonly (readonly [words: string, before: string, after: string])[] = [
  ['top 5 teams by cost', 'top', 'by team | top 5 | P'],
  ['which team spent the most', 'top', 'by team | top 1 | P'],
  ['who are the top spenders', 'top', 'by team | top 10 | P'],
  ['most expensive models', 'top', 'by model_name | top 10 | P'],
  ['the 3 cheapest customers', 'top', 'by customer | top 3 | asc | P'],
  ['daily cost', 'trend', 'per day | P'],
  ['weekly spend by team', 'trend', 'by team | per week | P'],
  ['spend over time', 'trend', 'per day | P'],
  ['plot spend', 'trend', 'per day | chart | P'],
  ['chart the cost by team', 'spend', 'by team | chart | P'],
  ['why did cost go up', 'explain', `P | ${MONTH_BEFORE}`],
  ['what drove the increase in spend', 'explain', `P | ${MONTH_BEFORE}`],
  ['did spend increase', 'compare', `P | ${MONTH_BEFORE}`],
  ['which team grew the most', 'compare', `by team | top 1 | P | ${MONTH_BEFORE}`],
  ['cost per 1k tokens by model', 'unit_cost | token', 'by model_name | P'],
  ['average cost per request', 'unit_cost | request', 'P'],
  ['cost per inference', 'unit_cost | inference', 'P'],
  ['how many tokens did we use', 'spend | quantity | token', 'P'],
  ['token usage by project', 'spend | quantity | token', 'by project | P'],
  ['billed cost by provider', 'spend | billed_cost', 'by provider | P'],
  ['list price', 'spend | list_cost', 'P'],
  ['untagged spend by team', 'coverage', 'by team | P'],
  ['tag coverage', 'coverage', 'P'],
  ['idle spend by project', 'idle', 'by project | P'],
  ['how much did we waste', 'idle', 'P'],
  ['any anomalies', 'anomaly', 'P'],
  ['unusual spend by team', 'anomaly', 'by team | P'],
  ['budget status by team', 'budget', 'by team | P'],
  ['are we over budget', 'budget', 'P'],
  ['is it worth the cost', 'value', 'P'],
  ['are we using the right model', 'model_fit', 'by model_name | P'],
]

const headed = fc.record({
  head: fc.constantFrom(...HEADS),
  scopes: fc
    .subarray(SCOPES.slice(0, 5), { minLength: 1, maxLength: 2 })
    .chain((lists) => fc.tuple(...lists.map((list) => fc.constantFrom(...list)))),
  exclude: fc.option(fc.constantFrom(...EXCLUDES), { freq: 1 }),
  comma: fc.boolean(),
  seed: fc.integer(),
})

it('reads every intent with its scope and period in any order', () => {
  fc.assert(
    fc.property(headed, ({ head: [words, before, after], scopes, exclude, comma, seed }) => {
      const period: Piece = ['last month', '']
      const pieces = shuffled(
        [...scopes, exclude, period].filter((piece) => piece !== null),
        seed,
      )
      const text = [words, ...pieces.map(([piece]) => piece)].join(comma ? ', ' : ' ')
      const expected = [
        before,
        ...scopes.map(([, adds]) => adds).toSorted(),
        ...(exclude === null ? [] : [exclude[1]]),
        after.replace('P', LAST_MONTH),
      ].join(' | ')
      expect(`${text} → ${said(text)}`).toBe(`${text} → ${expected}`)
    }),
    { numRuns: 3000 },
  )
}, 60_000)

function shuffled<T>(list: readonly T[], seed: number): T[] {
  let state = seed | 1
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >> 8) % below
  }
  const out = [...list]
  for (let at = out.length - 1; at > 0; at--) {
    const other = next(at + 1)
    const [a, b] = [out[at], out[other]]
    if (a === undefined || b === undefined) continue
    out[at] = b
    out[other] = a
  }
  return out
}
