import { Big } from 'big.js'
import { sql } from 'kysely'
import { addDays, type CivilDate, earlier } from '../../../civil-date.ts'
import type { Verdict } from '../../../nudges/idle.ts'
import { IDLE_RULES } from '../../../nudges/idle-rules.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension } from '../../question.ts'
import { type RankedRow, ranked } from '../../ranked.ts'
import { keyOf, scope, within } from '../../scope.ts'
import { sum } from '../folded.ts'
import { type Group, groupOf, perCurrency, rowsRead } from '../groups.ts'
import type { Asked, Read } from '../kind.ts'
import { type Ran, run, together } from '../run.ts'
import { type Described, descriptions } from './described.ts'
import { type Judged, judgement } from './judged.ts'

/** What is idle and what that costs; what nobody can judge stands apart, with its money. */
export interface Idle {
  readonly version: string
  readonly asOf: Date
  readonly stale: boolean
  /** The day that `perDay` is the cost of. */
  readonly paidDay: CivilDate
  readonly paidDayComplete: boolean
  readonly idle: readonly IdleResource[]
  /** Empty where the rows are resources. */
  readonly groupBy: readonly Dimension[]
  readonly rows: readonly (Group & Wasted)[]
  readonly totals: readonly (Wasted & { readonly currency: string | null })[]
  readonly unknown: Unjudged
  readonly watched: number
  readonly busy: number
}

export type IdleVerdict = Extract<Verdict, { kind: 'idle' }>
export type UnknownVerdict = Extract<Verdict, { kind: 'unknown' }>

export interface IdleResource extends Described, Omit<Judged, 'verdict'> {
  readonly verdict: IdleVerdict
}

export interface UnknownResource extends Described, Omit<Judged, 'verdict'> {
  readonly verdict: UnknownVerdict
}

interface Wasted {
  /** Of whole days in which it was idle, within the period; null where it was charged for none of them. */
  readonly wasted: string | null
  /** The same over the whole time it has been idle. */
  readonly soFar: string | null
  readonly perDay: string | null
  readonly resources: number
}

export interface Unjudged {
  readonly resources: number
  /** Null where none of them was charged on the paid day. */
  readonly perDay: Judged['perDay']
  /** The dearest. */
  readonly shown: readonly UnknownResource[]
}

export const NO_TELEMETRY =
  'There is no telemetry, so nobody can say what is idle. Load it with “tally import telemetry FILE”, or give the view spend.resource_hour to Tally.'

export async function read(deps: AskDeps, asked: Asked): Promise<Read<Idle>> {
  const { question } = asked
  const rules = deps.idleRules ?? IDLE_RULES
  if (!asked.views.has('spend.resource_hour')) return { kind: 'cannot', why: NO_TELEMETRY }
  const found = await judgement(deps, asked, rules)
  if (found === undefined) return { kind: 'cannot', why: NO_TELEMETRY }
  const { asOf, stale, paid, judged, ran } = found
  if (judged.length + found.busy === 0) return { kind: 'nothing' }

  const idle = judged.flatMap(({ verdict, ...rest }) => (verdict.kind === 'idle' ? [{ ...rest, verdict }] : []))
  const unknown = unknownOf(judged)
  const shown = unknown.slice(0, asked.most)
  const groupBy = question.groupBy.includes('resource') ? [] : question.groupBy
  const [money, described] = await Promise.all([
    idle.length === 0 ? undefined : run(deps, moneyOf(asked, idle, groupBy, paid)),
    descriptions(deps, asked, paid, [...idle, ...shown]),
  ])
  const rows = money?.rows ?? []
  const statements: readonly Ran<unknown>[] = [...ran, ...(money === undefined ? [] : [money]), ...described.ran]
  return {
    kind: 'found',
    found: {
      version: rules.version,
      asOf,
      stale,
      paidDay: paid.day,
      paidDayComplete: paid.complete,
      idle: idle.map((resource) => ({ ...resource, ...described.of(resource.resourceId) })),
      groupBy,
      rows: rows.map((row) => ({ ...groupOf(row, Math.max(1, groupBy.length)), ...wastedOf(row, '') })),
      totals: perCurrency(rows).map((row) => ({ currency: row.currency, ...wastedOf(row, 'total_') })),
      unknown: {
        resources: unknown.length,
        perDay: perDayOf(unknown),
        shown: shown.map((resource) => ({ ...resource, ...described.of(resource.resourceId) })),
      },
      watched: judged.filter(({ verdict }) => verdict.kind === 'watch').length,
      busy: found.busy + judged.filter(({ verdict }) => verdict.kind === 'busy').length,
    },
    sql: together(...statements),
    rowCount: rowsRead(rows),
  }
}

/** Dearest first. */
export const unknownOf = (judged: readonly Judged[]) =>
  judged
    .flatMap(({ verdict, ...rest }) => (verdict.kind === 'unknown' ? [{ ...rest, verdict }] : []))
    .toSorted((a, b) => cost(b).cmp(cost(a)) || (a.resourceId < b.resourceId ? -1 : 1))

// Only for the order: the sums of different currencies are never shown.
const cost = ({ perDay }: Pick<Judged, 'perDay'>): Big =>
  perDay.reduce((sum, { amount }) => sum.plus(amount ?? 0), new Big(0))

export function perDayOf(resources: readonly Pick<Judged, 'perDay'>[]): Unjudged['perDay'] {
  const all = resources.flatMap(({ perDay }) => perDay)
  return [...new Set(all.map(({ currency }) => currency))].map((currency) => ({
    currency,
    amount: sum(all.filter((each) => each.currency === currency).map(({ amount }) => amount)),
  }))
}

const wastedOf = (row: RankedRow, prefix: '' | 'total_'): Wasted => ({
  wasted: decimal(row[`${prefix}amount`]),
  soFar: decimal(row[`${prefix}so_far`]),
  perDay: decimal(row[`${prefix}per_day`]),
  resources: Number(row[`${prefix}resources`] ?? 0),
})

/** A day counts when the resource was idle in all of it: days are billed, hours are not. */
const firstIdleDay = ({ sinceAt }: IdleVerdict): CivilDate => {
  const day = sinceAt.toISOString().slice(0, 10)
  return sinceAt.toISOString().endsWith('T00:00:00.000Z') ? day : addDays(day, 1)
}

/** What it cost in whole days in which it was idle: in the period, since it began, and on the paid day. */
export function moneyOf(
  { question, sight, most }: Pick<Asked, 'question' | 'sight' | 'most'>,
  idle: readonly { readonly resourceId: string; readonly verdict: IdleVerdict }[],
  groupBy: readonly Dimension[],
  paid: { readonly day: CivilDate; readonly end: CivilDate },
) {
  const firsts = idle.map(({ verdict }) => firstIdleDay(verdict))
  const start = firsts.reduce(earlier, paid.day)
  const ids = idle.map(({ resourceId }) => resourceId)
  const idleDay = sql`day >= first_idle_day`
  return ranked({
    from: sql`(select * from spend.daily
    join unnest(${ids}::text[], ${firsts}::date[]) as idle (idle_id, first_idle_day) on idle_id = resource_id
    where ${within({ start, end: paid.end })} and resource_id = any(${ids}::text[])) as charged`,
    where: sql`(${idleDay} or day = ${paid.day}) and ${within({ start, end: paid.end })} and ${scope(question, sight, 'spend.daily')}`,
    currency: sql`billing_currency`,
    keys: groupBy.length === 0 ? [sql`resource_id`] : groupBy.map((dimension) => keyOf(dimension, 'spend.daily')),
    grain: null,
    figures: {
      amount: sql`sum(effective_cost) filter (where ${idleDay} and ${within(question.period)})`,
      so_far: sql`sum(effective_cost) filter (where ${idleDay})`,
      per_day: sql`sum(effective_cost) filter (where day = ${paid.day})`,
      resources: sql`count(distinct resource_id)`,
      rows: sql`count(*)`,
    },
    order: 'amount',
    sort: question.sort,
    limit: Math.min(question.limit ?? most, most),
    limitAsked: question.limit !== null,
    having: question.having,
  })
}
