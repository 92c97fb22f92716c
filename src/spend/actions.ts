import type { Block, Button, Select } from '../cards/card.ts'
import type { Answer } from './answer.ts'
import type { Dimension } from './question.ts'
import { capital, dimensionWord } from './words.ts'

export interface CardSetting {
  /** Signs what a button carries; absent where nobody can press, as in a terminal. */
  readonly sign?: ((payload: string) => string) | undefined
  /** Only the asker sees the card, and may show it to the conversation. */
  readonly shareable?: boolean | undefined
}

/** Periods that a select offers, by the words that mean them. */
export const PERIODS = {
  today: 'today',
  this_week: 'this week',
  last_week: 'last week',
  this_month: 'this month',
  last_month: 'last month',
  last_30_days: 'last 30 days',
  this_quarter: 'this quarter',
  last_3_months: 'last 3 months',
} as const

const GROUPS: readonly Dimension[] = [
  'team',
  'project',
  'service',
  'model_name',
  'workload_type',
  'environment',
  'cost_area',
  'provider',
]

export function actions(answer: Answer, { sign, shareable }: CardSetting): Block[] {
  if (sign === undefined) return []
  const { id } = answer
  const buttons: Button[] = [{ label: 'Show how', token: sign(`how.${id}`) }]
  if (shareable) buttons.push({ label: 'Share here', token: sign(`share.${id}`) })
  const selects: Select[] = [
    {
      label: 'Another period',
      options: Object.entries(PERIODS).map(([name, words]) => ({
        label: capital(words),
        token: sign(`period.${id}.${name}`),
      })),
    },
  ]
  const counted = answer.unit !== null && answer.unit !== 'token' && answer.unit !== 'gpu_hour'
  const groups = GROUPS.filter(
    (dimension) =>
      !answer.question.groupBy.includes(dimension) &&
      !(counted && ['service', 'cost_area', 'provider'].includes(dimension)),
  )
  selects.push({
    label: 'Group by',
    options: groups.map((dimension) => ({
      label: `By ${dimensionWord(dimension)}`,
      token: sign(`group.${id}.${dimension}`),
    })),
  })
  return [{ kind: 'actions', buttons, selects }]
}
