import { z } from 'zod'
import { DIMENSIONS, INTENTS, UNITS } from '../question.ts'

/** What a model may say about a question: labels of ours, and words that stand in the question itself. Nothing else is believed. */
export interface Labels {
  readonly intent: (typeof INTENTS)[number]
  readonly measure: (typeof MEASURES)[number] | null
  readonly unit: (typeof UNITS)[number] | null
  readonly groupBy: readonly (typeof DIMENSIONS)[number][]
  readonly grain: (typeof GRAINS)[number] | null
  /** Names of teams, projects, models and the like. */
  readonly names: readonly string[]
  readonly period: string | null
  readonly compare: string | null
}

// What a sentence names apart from the intent: the others follow from it.
const MEASURES = ['effective_cost', 'billed_cost', 'list_cost', 'quantity'] as const
const GRAINS = ['day', 'week', 'month', 'quarter'] as const

const words = z.string().min(1).max(80)
const LABELS = z.strictObject({
  intent: z.enum(INTENTS),
  measure: z.enum(MEASURES).nullable(),
  unit: z.enum(UNITS).nullable(),
  groupBy: z.array(z.enum(DIMENSIONS)).max(3),
  grain: z.enum(GRAINS).nullable(),
  names: z.array(words).max(8),
  period: words.nullable(),
  compare: words.nullable(),
})

/** The same for servers that hold a model to a schema. */
export const LABELS_SCHEMA = z.toJSONSchema(LABELS)

/** Undefined where it is not what was asked for, or names something that the question does not say. */
export function readLabels(content: unknown, question: string): Labels | undefined {
  const read = LABELS.safeParse(content)
  if (!read.success) return undefined
  const said = question.toLowerCase()
  const quoted = [...read.data.names, read.data.period, read.data.compare].filter((words) => words !== null)
  return quoted.every((words) => said.includes(words.toLowerCase())) ? read.data : undefined
}
