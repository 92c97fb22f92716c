import { addDays, earlier } from '../../../civil-date.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Period } from '../../question.ts'
import { dimensionsOf } from '../../scope.ts'
import { UNIT_DIMENSIONS } from '../../views.ts'
import { dimensionWord } from '../../words.ts'
import { folded, sum } from '../folded.ts'
import type { Asked, Read } from '../kind.ts'
import { run } from '../run.ts'
import { type PromptRow, promptStatement } from './statement.ts'

/** Uses of premium models, the shortest prompts first; those without counted requests at the end. */
export interface Prompts {
  /** Complete days only: requests are counted at once, tokens are billed late. */
  readonly period: Period
  readonly totals: readonly { readonly currency: string; readonly cost: string }[]
  readonly rows: readonly Prompt[]
}

export interface Prompt {
  readonly kind: 'group' | 'other'
  readonly project: string | null
  readonly model: string | null
  readonly groups: number
  readonly currency: string
  readonly inputTokens: string | null
  readonly requests: string | null
  readonly perRequest: string | null
  readonly cost: string
  /** List price of a million tokens of output. */
  readonly outputPrice: string | null
}

export async function readPrompts(deps: AskDeps, asked: Asked): Promise<Read<Prompts>> {
  const { question, views, completeThrough, utcToday, most } = asked
  if (!views.has('spend.units'))
    return {
      kind: 'cannot',
      why: 'No requests are counted here, so nothing tells how long a prompt is. An administrator loads them with “tally import units FILE”.',
    }
  const foreign = [...dimensionsOf(question.filters), ...dimensionsOf(question.exclude)]
    .map(([dimension]) => dimension)
    .find((dimension) => !UNIT_DIMENSIONS.includes(dimension))
  if (foreign !== undefined)
    return {
      kind: 'cannot',
      why: `Requests are not counted per ${dimensionWord(foreign)}: ask for a team, a project or a model.`,
    }
  const period = {
    start: question.period.start,
    end: earlier(question.period.end, addDays(completeThrough ?? addDays(utcToday, -1), 1)),
  }
  if (period.end <= period.start)
    return {
      kind: 'cannot',
      why: 'No day of this period is complete yet: tokens per request would be too low. Ask for example “short prompts on premium models last week”.',
    }
  const { rows, sql } = await run(deps, promptStatement(question, asked, period))
  if (rows.length === 0)
    return {
      kind: 'cannot',
      why: 'No model with a known list price of 10 or more per million output tokens was used here: nothing premium to look at.',
    }
  const prompts = rows.map(prompt)
  const found: Prompts = {
    period,
    totals: [...new Set(prompts.map(({ currency }) => currency))].map((currency) => ({
      currency,
      cost: sum(prompts.filter((each) => each.currency === currency).map(({ cost }) => cost)) ?? '0',
    })),
    rows: folded(prompts, Math.min(question.limit ?? most, most), others),
  }
  return { kind: 'found', found, sql, rowCount: rows.reduce((count, row) => count + Number(row.rows), 0) }
}

const prompt = (row: PromptRow): Prompt => ({
  kind: 'group',
  project: row.project,
  model: row.model_name,
  groups: 1,
  currency: row.currency,
  inputTokens: decimal(row.input_tokens),
  requests: decimal(row.requests),
  perRequest: decimal(row.per_request),
  cost: decimal(row.cost) ?? '0',
  outputPrice: decimal(row.output_price),
})

const others = (rest: readonly Prompt[]): Prompt => ({
  kind: 'other',
  project: null,
  model: null,
  groups: rest.length,
  currency: rest[0]?.currency ?? '',
  inputTokens: sum(rest.map(({ inputTokens }) => inputTokens)),
  requests: sum(rest.map(({ requests }) => requests)),
  perRequest: null,
  cost: sum(rest.map(({ cost }) => cost)) ?? '0',
  outputPrice: null,
})
