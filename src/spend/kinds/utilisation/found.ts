import { Big } from 'big.js'
import { IDLE_RULES, type IdleRules } from '../../../nudges/idle-rules.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension } from '../../question.ts'
import { NO_TELEMETRY } from '../idle/found.ts'
import { measurable } from '../idle/signals.ts'
import type { Asked, Read } from '../kind.ts'
import { run } from '../run.ts'
import { type HoursRow, isOffHours, statement } from './statement.ts'

export interface Utilisation {
  readonly rules: IdleRules
  readonly offHours: boolean
  readonly zone: string
  /** Empty where the rows are resources. */
  readonly groupBy: readonly Dimension[]
  readonly rows: readonly Worked[]
  readonly kinds: readonly Worked[]
  readonly total: Worked
}

/** Hours that were seen and paid for. */
export interface Worked {
  readonly kind: 'group' | 'none' | 'other'
  readonly keys: readonly (string | null)[]
  readonly groups: number
  readonly hours: Big
  readonly busyHours: Big
  readonly idleHours: Big
  /** The mean of the hourly means of the GPU, in per cent; null where none was measured. */
  readonly meanUtil: number | null
  readonly money: readonly Money[]
}

interface Money {
  readonly currency: string
  readonly cost: string
  /** A day's cost shared out evenly over its hours: an estimate. */
  readonly idleCost: string
}

export async function read(deps: AskDeps, asked: Asked): Promise<Read<Utilisation>> {
  const { question, most } = asked
  const rules = deps.idleRules ?? IDLE_RULES
  if (!asked.views.has('spend.resource_hour')) return { kind: 'cannot', why: NO_TELEMETRY }
  const { rows, sql } = await run(deps, statement(asked, measurable(rules, asked.views)))
  if (rows.length === 0) return { kind: 'nothing' }
  const groupBy = question.groupBy.includes('resource') ? [] : question.groupBy
  const keys = (row: HoursRow) =>
    Array.from({ length: Math.max(1, groupBy.length) }, (_, i) => row[`key_${i + 1}`] ?? null)
  const label = (row: HoursRow) => (groupBy.length === 0 ? [row.name ?? row.key_1 ?? null] : keys(row))
  const offHours = isOffHours(question)
  const groups = grouped(rows, (row) => JSON.stringify(keys(row))).map((members) => ({
    members,
    group: worked(members, members[0] === undefined ? [] : label(members[0]), 1),
  }))
  const sorted = groups
    .filter(({ group }) => !offHours || group.idleHours.gt(0))
    .toSorted((a, b) => (offHours && question.sort === 'asc' ? -1 : 1) * worst(a.group, b.group, offHours))
  const limit = Math.min(question.limit ?? most, most)
  const others = sorted.slice(limit)
  return {
    kind: 'found',
    found: {
      rules,
      offHours,
      zone: asked.timezone,
      groupBy,
      rows: [
        ...sorted.slice(0, limit).map(({ group }) => group),
        ...(others.length === 0
          ? []
          : [
              {
                ...worked(
                  others.flatMap(({ members }) => members),
                  [],
                  others.length,
                ),
                kind: 'other' as const,
              },
            ]),
      ],
      kinds: grouped(rows, ({ kind }) => kind).map((members) => worked(members, [members[0]?.kind ?? null], 1)),
      total: worked(rows, [], groups.length),
    },
    sql,
    rowCount: rows.reduce((sum, row) => sum + Number(row.rows), 0),
  }
}

function grouped(rows: readonly HoursRow[], key: (row: HoursRow) => string): readonly (readonly HoursRow[])[] {
  const groups = new Map<string, HoursRow[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group === undefined) groups.set(key(row), [row])
    else group.push(row)
  }
  return [...groups.values()]
}

/** The least work first, whether or not "lowest" was said; at nights and weekends, the most idle hours. */
function worst(a: Worked, b: Worked, offHours: boolean): number {
  const first = offHours ? b.idleHours.cmp(a.idleHours) : a.busyHours.times(b.hours).cmp(b.busyHours.times(a.hours))
  return first || b.hours.cmp(a.hours) || (JSON.stringify(a.keys) < JSON.stringify(b.keys) ? -1 : 1)
}

function worked(rows: readonly HoursRow[], keys: readonly (string | null)[], groups: number): Worked {
  const sum = (of: (row: HoursRow) => string | null) =>
    rows.reduce((total, row) => total.plus(of(row) ?? 0), new Big(0))
  const utilHours = sum(({ util_hours }) => util_hours)
  const money = grouped(rows, ({ billing_currency }) => billing_currency).map((members) => ({
    currency: members[0]?.billing_currency ?? '',
    cost: members.reduce((total, row) => total.plus(row.cost), new Big(0)).toFixed(),
    idleCost: members.reduce((total, row) => total.plus(row.idle_cost), new Big(0)).toFixed(),
  }))
  return {
    kind: keys.length > 0 && keys.every((key) => key === null) ? 'none' : 'group',
    keys,
    groups,
    hours: sum(({ hours }) => hours).round(2),
    busyHours: sum(({ busy_hours }) => busy_hours).round(2),
    idleHours: sum(({ idle_hours }) => idle_hours).round(2),
    meanUtil: utilHours.eq(0) ? null : Number(sum(({ util_sum }) => util_sum).div(utilHours)),
    money,
  }
}
