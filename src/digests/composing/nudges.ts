import { Big } from 'big.js'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { Sight } from '../../people/sight.ts'
import type { Period } from '../../spend/question.ts'
import type { Digest } from '../digest.ts'

interface Place {
  readonly team: string | null
  readonly project: string | null
  readonly currency: string
  readonly count: number
  readonly amount: string
}

/** Of everything at once: each digest takes what is its own. */
export interface StandingNudges {
  readonly open: readonly Place[]
  readonly saved: readonly (Place & { readonly resolvedOn: string })[]
}

/** Open nudges with what their resources cost a day; and what was verified of those that were settled from this day on. */
export async function standingNudges(own: Kysely<Database>, savedFrom: string | null): Promise<StandingNudges> {
  const open = await sql<Place>`
    select team, project, money ->> 'currency' as currency, count(*)::int as count, sum((money ->> 'amount')::numeric) as amount
    from tally.nudge cross join jsonb_array_elements(per_day) as money
    where state_kind in ('open', 'acknowledged') group by 1, 2, 3`.execute(own)
  if (savedFrom === null) return { open: open.rows, saved: [] }
  const saved = await sql<Place & { readonly resolvedOn: string }>`
    with longest as (
      select distinct on (nudge_id, billing_currency) * from spend.nudge_savings
      where outcome = 'verified' and resolved_on >= ${savedFrom}::date order by nudge_id, billing_currency, days desc
    )
    select team, project, billing_currency as currency, resolved_on as "resolvedOn", count(*)::int as count, sum(saved) as amount
    from longest group by 1, 2, 3, 4`.execute(own)
  return { open: open.rows, saved: saved.rows }
}

/** Where the earliest month begins that is told of; null where none is. */
export const savedFrom = (
  asked: readonly { readonly subscription: Digest['asked']['subscription']; readonly period: Period }[],
) =>
  asked
    .filter(({ subscription }) => subscription.schedule.rhythm === 'monthly')
    .map(({ period }) => period.start)
    .toSorted()[0] ?? null

/** With the nudges of its own scope, as far as its reader may see them. Business units are nothing that nudges know. */
export function withNudges(digest: Digest, { open, saved }: StandingNudges): Digest {
  const { subscription, sight, period } = digest.asked
  const { scope, schedule, sections } = subscription
  if (!sections.includes('idle') || scope?.dimension === 'business_unit') return digest
  const mine = <Each extends Place>(all: readonly Each[]) =>
    all.filter(
      (each) =>
        isSeen(sight, each.team) &&
        (scope === null || scope.values.includes(each[scope.dimension as 'team' | 'project'] ?? '')),
    )
  const told = byCurrency(mine(open))
  const settled = mine(saved).filter(({ resolvedOn }) => resolvedOn >= period.start && resolvedOn < period.end)
  return {
    ...digest,
    idle: digest.idle.map((idle) => {
      const nudges = told.find(({ currency }) => currency === idle.currency)
      return nudges === undefined ? idle : { ...idle, nudges: { open: nudges.count, perDay: nudges.amount } }
    }),
    ...(schedule.rhythm === 'monthly' && settled.length > 0 ? { saved: byCurrency(settled) } : {}),
  }
}

const isSeen = (sight: Sight, team: string | null): boolean =>
  sight.kind === 'everything' || (team !== null && sight.teams.includes(team))

function byCurrency(places: readonly Place[]) {
  return [...new Set(places.map(({ currency }) => currency))].toSorted().map((currency) => {
    const own = places.filter((place) => place.currency === currency)
    return {
      currency,
      count: own.reduce((sum, { count }) => sum + count, 0),
      amount: own.reduce((sum, { amount }) => sum.plus(amount), new Big(0)).toFixed(),
    }
  })
}
