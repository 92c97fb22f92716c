import { count, day, days, money, NO_DATA, quantity, shortDay } from '../cards/format.ts'
import { addDays, addUnits, type CivilDate } from '../civil-date.ts'
import type { Answer, Row } from './answer.ts'
import type { Freshness } from './freshness.ts'
import { type Dimension, type Grain, type Having, NONE, type Period, type Scope } from './question.ts'
import { dimensionsOf } from './scope.ts'

const DIMENSION_WORDS: Readonly<Record<Dimension, { readonly one: string; readonly many: string }>> = {
  team: { one: 'team', many: 'teams' },
  project: { one: 'project', many: 'projects' },
  environment: { one: 'environment', many: 'environments' },
  model_name: { one: 'model', many: 'models' },
  workload_type: { one: 'workload', many: 'workloads' },
  business_unit: { one: 'business unit', many: 'business units' },
  owner: { one: 'owner', many: 'owners' },
  cost_center: { one: 'cost center', many: 'cost centers' },
  product: { one: 'product', many: 'products' },
  customer: { one: 'customer', many: 'customers' },
  service: { one: 'service', many: 'services' },
  cost_area: { one: 'cost area', many: 'cost areas' },
  provider: { one: 'provider', many: 'providers' },
  region: { one: 'region', many: 'regions' },
  resource: { one: 'resource', many: 'resources' },
}

export const dimensionWord = (dimension: Dimension): string => DIMENSION_WORDS[dimension].one
export const dimensionWords = (dimension: Dimension): string => DIMENSION_WORDS[dimension].many
/** "team search and model gpt-5 or gpt-5-mini" */
export const scopeWords = (scope: Scope): string =>
  dimensionsOf(scope)
    .map(([dimension, values]) => {
      const named = values.map((value) => (value === NONE ? 'none' : value === 'gpu' ? 'GPU' : value)).join(' or ')
      return dimension === 'resource' ? named : `${dimensionWord(dimension)} ${named}`
    })
    .join(' and ')

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A missing tag by its own name; what no team owns is unallocated. */
export const tagLabel = (dimension: Dimension, value: string | null): string =>
  value ?? (dimension === 'team' ? 'Unallocated' : `No ${dimensionWord(dimension)}`)

/** "a, b and c" */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

export function rowLabel(
  row: Pick<Row, 'kind' | 'keys'> & { readonly groups?: number },
  groupBy: readonly Dimension[],
): string {
  if (row.kind === 'other') return row.groups === undefined ? 'Other' : `Other (${row.groups})`
  return groupBy.map((dimension, i) => tagLabel(dimension, row.keys[i] ?? null)).join(' · ')
}

/** An amount of this answer in words; null is "no data", never zero. */
export const figure = (answer: Pick<Answer, 'unit'>, amount: string | null, currency: string | null): string =>
  amount === null ? NO_DATA : currency === null ? quantity(amount, answer.unit ?? 'unit') : money(amount, currency)

/** The same where a column tells the unit. */
export const bareFigure = (answer: Pick<Answer, 'unit'>, amount: string | null, currency: string | null): string =>
  amount === null || currency !== null ? figure(answer, amount, currency) : count(amount)

/** "over $2,000.00" */
export const havingWords = ({ op }: Having, said: string): string => `${HAVING_WORDS[op]} ${said}`

const HAVING_WORDS = { '>': 'over', '<': 'under', '>=': 'at least', '<=': 'at most' } as const

export const COST_WORDS = {
  effective_cost: 'effective cost (showback: discounts and commitments spread over use)',
  billed_cost: 'billed cost (as invoiced)',
  list_cost: 'list cost (before any discount)',
} as const

export function bucketLabel(grain: Grain, bucket: CivilDate): string {
  switch (grain) {
    case 'day':
    case 'week':
      return shortDay(bucket)
    case 'month':
    case 'quarter':
      return days({ start: bucket, end: addUnits(grain, bucket, 1) })
  }
}

const span = (period: Period) => {
  const last = addDays(period.end, -1)
  return period.start === last ? shortDay(last) : `${shortDay(period.start)} – ${shortDay(last)}`
}

/** "Complete through Nov 21, 2026. Provisional: Nov 22 (aws-focus). Not delivered yet: Nov 23 (gcp-focus)." */
export function freshnessWords(fresh: Freshness): string {
  const parts: string[] = []
  if (fresh.complete) parts.push('The bill is complete for these days.')
  else {
    parts.push(
      fresh.completeThrough === null
        ? 'No day of this period is complete yet.'
        : `Complete through ${day(fresh.completeThrough)}.`,
    )
    parts.push(...waitingWords(fresh.waiting, 'provisional', 'Provisional'))
    parts.push(...waitingWords(fresh.waiting, 'missing', 'Not delivered yet'))
  }
  for (const { source, lastDay } of fresh.stopped) parts.push(`${source} delivered nothing after ${day(lastDay)}.`)
  return parts.join(' ')
}

function waitingWords(waiting: Freshness['waiting'], which: 'provisional' | 'missing', title: string): string[] {
  const bySpan = new Map<string, { readonly period: Period; readonly sources: string[] }>()
  for (const { source, ...spans } of waiting) {
    const period = spans[which]
    if (period === null) continue
    const known = bySpan.get(span(period))
    if (known === undefined) bySpan.set(span(period), { period, sources: [source] })
    else known.sources.push(source)
  }
  if (bySpan.size === 0) return []
  const told = [...bySpan]
    .toSorted(([, a], [, b]) => (a.period.start < b.period.start ? -1 : 1))
    .map(([days, { sources }]) => `${days} (${sources.join(', ')})`)
  return [`${title}: ${told.join(', ')}.`]
}
