import { Big } from 'big.js'
import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import type { Idle, IdleResource } from './found.ts'
import { rateOf } from './rate.ts'

export function sheet({ question }: Answer, { rows, groupBy, idle, totals, version }: Idle): Sheet {
  const byId = new Map(idle.map((resource) => [resource.resourceId, resource]))
  const keys = groupBy.length === 0 ? ['resource_id'] : groupBy
  const details = groupBy.length === 0 ? DETAILS : []
  const rate = rateOf(question)
  const rated = ({ perDay }: { readonly perDay: string | null }) =>
    rate === undefined || perDay === null ? null : new Big(perDay).times(rate.days).toFixed()
  const column = rate && `in_${rate.days}_${rate.days === 1 ? 'day' : 'days'}`
  return {
    columns: [
      'kind',
      ...keys,
      ...details.map(([column]) => column),
      'currency',
      'resources',
      'per_day',
      ...(column === undefined ? [] : [column]),
      'wasted',
      'wasted_since_idle',
      'rules',
    ],
    rows: rows.map((row) => {
      const resource = groupBy.length === 0 ? byId.get(row.keys[0] ?? '') : undefined
      return [
        row.kind,
        ...keys.map((_, i) => row.keys[i] ?? null),
        ...details.map(([, say]) => (resource === undefined ? null : say(resource))),
        row.currency,
        String(row.resources),
        row.perDay,
        ...(column === undefined ? [] : [rated(row)]),
        row.wasted,
        row.soFar,
        version,
      ]
    }),
    totals: totals.map((total) => ({
      currency: total.currency,
      total: column === undefined ? total.wasted : rated(total),
    })),
    adds: column ?? 'wasted',
  }
}

const text = (value: number | null) => (value === null ? null : String(value))

const DETAILS: readonly (readonly [string, (resource: IdleResource) => string | null])[] = [
  ['resource_name', ({ name }) => name],
  ['rule', ({ rule }) => rule.kind],
  ['team', ({ team }) => team],
  ['project', ({ project }) => project],
  ['environment', ({ environment }) => environment],
  ['owner', ({ owner }) => owner],
  ['idle_since', ({ verdict }) => verdict.sinceAt.toISOString()],
  ['idle_since_at_least', ({ verdict }) => String(verdict.sinceAtLeast)],
  ['window_hours', ({ verdict }) => String(verdict.evidence.windowHours)],
  ['coverage', ({ verdict }) => verdict.evidence.coverage.toFixed(4)],
  ['gpu_util_max', ({ verdict }) => text(verdict.evidence.peaks.gpuUtilMax)],
  ['cpu_util_max', ({ verdict }) => text(verdict.evidence.peaks.cpuUtilMax)],
  ['requests_max', ({ verdict }) => text(verdict.evidence.peaks.requests)],
  ['active_sessions_max', ({ verdict }) => text(verdict.evidence.peaks.activeSessions)],
  ['last_activity_at', ({ verdict }) => verdict.evidence.lastActivityAt?.toISOString() ?? null],
]
