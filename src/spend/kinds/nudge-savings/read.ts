import { Big } from 'big.js'
import { sql } from 'kysely'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension } from '../../question.ts'
import { dimensionsOf, keyOf, scope, within } from '../../scope.ts'
import { dimensionWord, listed } from '../../words.ts'
import { folded, sum } from '../folded.ts'
import type { Asked, Read } from '../kind.ts'
import { run, together } from '../run.ts'
import type { NudgeSavings, Saved, SavedRow, Settled } from './found.ts'

/** What a nudge knows of its resource. */
const KNOWN: readonly Dimension[] = ['team', 'project', 'environment', 'owner', 'resource']
/** So long is waited for a bill that says what a settled resource cost. */
const WAITED_DAYS = 90

interface Row extends Readonly<Record<`key_${number}`, string | null>> {
  readonly currency: string
  readonly days: number
  readonly nudges: number
  readonly saved: string
  readonly baseline: string
  readonly actual: string
}

/** Read where the nudges are, in Tally's own database; by the day on which each was settled. */
export async function read({ own }: AskDeps, asked: Asked): Promise<Read<NudgeSavings>> {
  const { question, sight, utcToday } = asked
  const unknown = [...question.groupBy, ...dimensionsOf({ ...question.filters, ...question.exclude }).map(([of]) => of)]
    .filter((dimension) => !KNOWN.includes(dimension))
    .map(dimensionWord)
  if (unknown.length > 0)
    return {
      kind: 'cannot',
      why: `A nudge does not know the ${listed([...new Set(unknown)])} of its resource. Ask by ${listed(KNOWN.map(dimensionWord))}.`,
    }
  const keys = keysOf(question.groupBy)
  const names = keys.map((_, i) => sql.ref(`key_${i + 1}`))
  const settled = sql`select *, ${sql.join(
    keys.map((key, i) => sql`${key} as ${sql.ref(`key_${i + 1}`)}`),
  )} from (select *, resolved_on as day, null::text as instance_type from spend.nudge_savings) as nudge
  where ${within(question.period)} and ${scope(question, sight, 'spend.daily')}`

  const saved = await run<Row>(
    { spend: own },
    sql`with settled as (
  ${settled}
), longest as (
  select distinct on (nudge_id, billing_currency) * from settled where outcome = 'verified'
  order by nudge_id, billing_currency, days desc
)
select ${sql.join(names)}, billing_currency as currency, days, count(*)::int as nudges, sum(saved) as saved,
  sum(baseline) as baseline, sum(actual) as actual
from longest group by ${sql.join(names)}, billing_currency, days`,
  )
  const counts = await run<Settled>(
    { spend: own },
    sql`with settled as (
  ${settled}
), known as (
  select nudge_id, max(days) filter (where outcome = 'verified') as days, min(outcome) filter (where outcome <> 'verified') as why,
    max(resolved_on) as resolved_on
  from settled group by nudge_id
)
select count(*) filter (where days = 30)::int as "verified30", count(*) filter (where days = 7)::int as "verified7",
  count(*) filter (where days is null and why = 'verifying' and resolved_on >= ${utcToday}::date - ${WAITED_DAYS}::int)::int as "verifying",
  count(*) filter (where days is null and why = 'verifying' and resolved_on < ${utcToday}::date - ${WAITED_DAYS}::int)::int as "unverified",
  count(*) filter (where why = 'exempt')::int as "exempt", count(*) filter (where why = 'used_again')::int as "usedAgain",
  count(*) filter (where why = 'not_told')::int as "notTold"
from known`,
  )
  const groups = grouped(saved.rows, keys.length, question.sort)
  return {
    kind: 'found',
    found: {
      totals: totalsOf(groups),
      rows: folded(groups, Math.min(question.limit ?? asked.most, asked.most), other),
      settled: counts.rows[0] ?? NONE_SETTLED,
    },
    sql: together(saved, counts),
    rowCount: saved.rows.reduce((all, { nudges }) => all + nudges, 0),
  }
}

const NONE_SETTLED: Settled = {
  verified30: 0,
  verified7: 0,
  verifying: 0,
  unverified: 0,
  exempt: 0,
  usedAgain: 0,
  notTold: 0,
}

/** Without a grouping each resource by itself: its name, its owner, its team. */
const keysOf = (groupBy: readonly Dimension[]) =>
  (groupBy.length === 0 ? RESOURCE : groupBy).map((dimension) => keyOf(dimension, 'spend.daily'))
export const RESOURCE: readonly Dimension[] = ['resource', 'owner', 'team']

function grouped(rows: readonly Row[], keyCount: number, sort: 'asc' | 'desc'): readonly SavedRow[] {
  const byGroup = new Map<string, SavedRow>()
  for (const row of rows) {
    const keys = Array.from({ length: keyCount }, (_, i) => row[`key_${i + 1}`] ?? null)
    const id = JSON.stringify([keys, row.currency])
    const known = byGroup.get(id)
    const mine = savedOf(row)
    const { currency } = row
    byGroup.set(id, {
      ...(known === undefined ? mine : added([known, mine])),
      kind: 'group',
      keys,
      groups: 1,
      currency,
    })
  }
  const way = sort === 'asc' ? -1 : 1
  return [...byGroup.values()].toSorted(
    (a, b) => way * new Big(b.saved).cmp(a.saved) || (JSON.stringify(a.keys) < JSON.stringify(b.keys) ? -1 : 1),
  )
}

function savedOf({ days, nudges, saved, baseline, actual }: Row): Saved {
  const exact = decimal(saved) ?? '0'
  return {
    saved: exact,
    baseline: decimal(baseline) ?? '0',
    actual: decimal(actual) ?? '0',
    saved30: days === 30 ? exact : '0',
    saved7: days === 30 ? '0' : exact,
    nudges,
    nudges30: days === 30 ? nudges : 0,
  }
}

function added(all: readonly Saved[]): Saved {
  const of = (figure: (saved: Saved) => string) => sum(all.map(figure)) ?? '0'
  return {
    saved: of(({ saved }) => saved),
    baseline: of(({ baseline }) => baseline),
    actual: of(({ actual }) => actual),
    saved30: of(({ saved30 }) => saved30),
    saved7: of(({ saved7 }) => saved7),
    nudges: all.reduce((count, { nudges }) => count + nudges, 0),
    nudges30: all.reduce((count, { nudges30 }) => count + nudges30, 0),
  }
}

function totalsOf(rows: readonly SavedRow[]): NudgeSavings['totals'] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))].toSorted()
  return currencies
    .map((currency) => ({ currency, ...added(rows.filter((row) => row.currency === currency)) }))
    .toSorted((a, b) => b.nudges - a.nudges)
}

const other = (rest: readonly SavedRow[]): SavedRow => ({
  ...added(rest),
  kind: 'other',
  keys: rest[0]?.keys.map(() => null) ?? [],
  groups: rest.length,
  currency: rest[0]?.currency ?? '',
})
