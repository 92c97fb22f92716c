import {
  DIMENSIONS,
  type Dimension,
  type Focus,
  type Grain,
  type Intent,
  type Measure,
  type Period,
  type Question,
  type Scope,
  type Unit,
} from '../question.ts'
import type { Option, Reading } from './reading.ts'

/** A reading as `tally understand` prints it: snake_case, one object a question. */
export interface DevsetQuery {
  readonly intent: string
  readonly measure: string | null
  readonly filters: Scope
  readonly exclude?: Scope
  readonly group_by: readonly string[]
  readonly period: DevsetPeriod | null
  readonly compare: DevsetPeriod | null
  readonly limit: number | null
  readonly grain: string | null
  readonly sort?: 'asc'
  readonly having?: { readonly op: string; readonly value: number }
  readonly unit?: string
  readonly chart?: true
  readonly period_defaulted?: true
  readonly focus?: Focus
  readonly clarify?: {
    readonly slot: string
    readonly options: readonly (string | { dimension: string; value: string })[]
  }
}

interface DevsetPeriod {
  readonly start: string
  readonly end_exclusive: string
}

const toPeriod = ({ start, end }: Period): DevsetPeriod => ({ start, end_exclusive: end })

export function toDevsetQuery(reading: Reading): DevsetQuery {
  switch (reading.kind) {
    case 'question':
      return toQuery(reading.question)
    case 'clarify': {
      const { slot, options } = reading.clarify
      return { ...NOTHING, intent: 'clarify', clarify: { slot, options: options.map(toOption) } }
    }
    case 'refuse':
    case 'help':
      return { ...NOTHING, intent: reading.kind }
  }
}

const NOTHING = {
  measure: null,
  filters: {},
  group_by: [],
  period: null,
  compare: null,
  limit: null,
  grain: null,
} as const

function toOption(option: Option): string | { dimension: string; value: string } {
  switch (option.kind) {
    case 'entity':
      return { dimension: option.dimension, value: option.value }
    case 'day':
      return option.day
    case 'words':
    case 'meaning':
      return option.text
  }
}

function toQuery(q: Question): DevsetQuery {
  return {
    intent: q.intent,
    measure: q.measure,
    filters: q.filters,
    ...(Object.keys(q.exclude).length === 0 ? {} : { exclude: q.exclude }),
    group_by: q.groupBy,
    period: toPeriod(q.period),
    compare: q.compare === null ? null : toPeriod(q.compare),
    limit: q.limit,
    grain: q.grain,
    ...(q.sort === 'asc' ? { sort: q.sort } : {}),
    ...(q.having === null ? {} : { having: { op: q.having.op, value: Number(q.having.value) } }),
    ...(q.unit === null ? {} : { unit: q.unit }),
    ...(q.chart ? { chart: true } : {}),
    ...(q.periodDefaulted ? { period_defaulted: true } : {}),
    ...(q.focus === undefined ? {} : { focus: q.focus }),
  }
}

/** The question of an earlier turn, as a record tells it; undefined where that turn was not answered. */
export function fromDevsetQuery(query: Partial<DevsetQuery>): Question | undefined {
  const { intent, measure, period } = query
  if (intent === undefined || ['refuse', 'help', 'clarify'].includes(intent) || measure == null || period == null)
    return undefined
  const having = query.having
  return {
    intent: intent as Intent,
    measure: measure as Measure,
    filters: query.filters ?? {},
    exclude: query.exclude ?? {},
    groupBy: (query.group_by ?? []).filter((each): each is Dimension => DIMENSIONS.includes(each as Dimension)),
    period: { start: period.start, end: period.end_exclusive },
    periodDefaulted: query.period_defaulted === true,
    compare: query.compare == null ? null : { start: query.compare.start, end: query.compare.end_exclusive },
    limit: query.limit ?? null,
    grain: (query.grain ?? null) as Grain | null,
    sort: query.sort ?? 'desc',
    having: having === undefined ? null : { op: having.op as '>', value: String(having.value) },
    unit: (query.unit ?? null) as Unit | null,
    chart: query.chart === true,
    ...(query.focus === undefined ? {} : { focus: query.focus }),
  }
}
