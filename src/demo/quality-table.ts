import { civilDate } from './calendar.ts'
import type { Scene } from './charge.ts'
import { PROJECTS } from './company.ts'
import { csv } from './csv.ts'
import { random, wobble } from './random.ts'

interface Judged {
  readonly project: string
  readonly metric: string
  /** Judged answers of an ordinary day, each model's share of them about equal. */
  readonly perDay: number
  /** Mean score between 0 and 1: what is in use, and what was tried beside it. */
  readonly scores: Readonly<Record<string, number>>
}

// Found by people and by graders. Where two models score alike, the cheaper one is a finding waiting to be made.
const JUDGED: readonly Judged[] = [
  {
    project: 'ticket-triage',
    metric: 'routing_accuracy',
    perDay: 90,
    scores: { 'claude-sonnet-4-5': 0.931, 'claude-haiku-4-5': 0.924, 'gpt-4o-mini': 0.871 },
  },
  {
    project: 'smart-reply',
    metric: 'accepted_replies',
    perDay: 140,
    scores: { 'gpt-4o': 0.742, 'gpt-4.1-mini': 0.736, 'gpt-4.1-nano': 0.618 },
  },
  {
    project: 'support-copilot',
    metric: 'resolution_rate',
    perDay: 70,
    scores: { 'claude-sonnet-4-5': 0.812, 'claude-opus-4-1': 0.826, 'claude-haiku-4-5': 0.761 },
  },
  {
    project: 'doc-qa',
    metric: 'answer_accuracy',
    perDay: 60,
    scores: { 'claude-sonnet-4-5': 0.903, 'claude-haiku-4-5': 0.868, 'gpt-4o': 0.881 },
  },
  {
    project: 'meeting-notes',
    metric: 'summary_score',
    perDay: 50,
    scores: { 'gpt-4o': 0.861, 'gpt-4o-mini': 0.843, 'gpt-4.1-mini': 0.85 },
  },
  {
    project: 'nova-chat',
    metric: 'thumbs_up',
    perDay: 400,
    scores: {
      'claude-sonnet-4-5': 0.872,
      'claude-opus-4-5': 0.889,
      'claude-haiku-4-5': 0.834,
      'gpt-5': 0.868,
      'gpt-4o': 0.829,
      'llama-3.3-70b-instruct': 0.801,
    },
  },
  {
    project: 'checkout assistant',
    metric: 'task_success',
    perDay: 80,
    scores: { 'gpt-5-mini': 0.794, 'gpt-4.1': 0.79 },
  },
  {
    project: 'code copilot',
    metric: 'accepted_edits',
    perDay: 220,
    scores: { 'claude-sonnet-4-5': 0.438, 'gpt-5': 0.421, codestral: 0.287, 'qwen2.5-72b-instruct': 0.301 },
  },
  {
    project: 'contract-review',
    metric: 'clause_f1',
    perDay: 12,
    scores: { 'gpt-4.1': 0.884, o3: 0.907, 'claude-opus-4-1': 0.918 },
  },
  {
    project: 'kyc-ocr',
    metric: 'field_accuracy',
    perDay: 110,
    scores: { 'gpt-4o': 0.962, 'gemini-1.5-pro': 0.941, 'gemini-2.5-flash': 0.957 },
  },
  { project: 'sentiment', metric: 'macro_f1', perDay: 60, scores: { 'gpt-4o-mini': 0.846, 'mistral-large': 0.851 } },
  { project: 'image.search', metric: 'click_success', perDay: 150, scores: { 'gemini-2.5-flash': 0.684 } },
  {
    project: 'agent-studio',
    metric: 'task_success',
    perDay: 25,
    scores: { 'claude-opus-4-5': 0.713, 'gemini-2.5-pro': 0.664 },
  },
  {
    project: 'pii-redactor',
    metric: 'recall',
    perDay: 75,
    scores: { 'llama-3.1-8b-instruct': 0.981, 'nova-lite': 0.974 },
  },
  { project: 'translation/eu', metric: 'adequacy', perDay: 40, scores: { 'gpt-4o': 0.913, 'gpt-4.1-mini': 0.897 } },
]

/** Scores of the last half year, most days: nobody grades on every one. */
export const QUALITY_DAYS = 183

export function qualityTable(scene: Scene): string {
  const rows: (string | number | undefined)[][] = []
  for (let day = Math.max(scene.firstDay, scene.asOf - QUALITY_DAYS); day < scene.asOf; day++) {
    for (const { project, metric, perDay, scores } of JUDGED) {
      for (const [model, mean] of Object.entries(scores)) {
        const next = random(scene.seed, `${project}/${model}/quality@${day}`)
        if (next() < 0.08) continue
        const n = Math.max(1, Math.round((perDay / Object.keys(scores).length) * wobble(next, 0.25)))
        const score = Math.min(1, mean * wobble(next, 0.02))
        rows.push([PROJECTS[project]?.team, project, model, metric, civilDate(day), (score * n).toFixed(3), n])
      }
    }
  }
  return csv(['team', 'project', 'model_name', 'metric', 'day', 'score_sum', 'n'], rows)
}
