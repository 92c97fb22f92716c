import type { UnitCost } from '../unit-cost/found.ts'

/** `direction`: token cost by what the tokens were. `prompts`: input tokens above the line, requests below it. */
export interface Tokens {
  readonly about: 'direction' | 'prompts'
  readonly found: UnitCost
}
