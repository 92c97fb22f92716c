import { civilDate, type Month, monthOf } from './calendar.ts'
import { csv } from './csv.ts'
import { hash } from './random.ts'
import type { Spent } from './spent.ts'

// Set each quarter from what the last month before it cost. Some planned too little, some have room.
const ROOM: Readonly<Record<string, number>> = {
  chatbot: 0.99,
  'r&d': 0.88,
  'support-ai': 1.0,
  search: 1.06,
  vision: 1.3,
  analytics: 1.25,
  'gen.ai': 1.05,
}
const ordinaryRoom = (value: string) => 1.04 + (hash(value) % 16) / 100

/** Budgets for every month that is told, and the rest of this quarter and the next. */
export function budgetTable(spent: Spent, months: readonly Month[]): string {
  const known = new Set(months.map(({ name }) => name))
  const first = months[0]
  const last = months.at(-1)
  if (first === undefined || last === undefined) return ''
  const planned = [...months]
  for (let next = monthOf(last.end); planned.length < months.length + 4; next = monthOf(next.end)) planned.push(next)
  const rows = spent.scopes().flatMap(([dimension, value]) =>
    planned.flatMap((month) => {
      const base = baseOf(month, first, known, last)
      const amount = spent.of(dimension, value, base) || spent.of(dimension, value, first.name)
      const room = (dimension === 'team' ? ROOM[value] : undefined) ?? ordinaryRoom(value)
      const rounded = Math.round((amount / 1e9) * room * 0.002) * 500
      return rounded <= 0 ? [] : [[dimension, value, civilDate(month.firstDay), rounded, 'USD']]
    }),
  )
  return csv(['scope_dimension', 'scope_value', 'month', 'budget_amount', 'billing_currency'], rows)
}

/** The last whole month before the quarter, or the nearest one that is known. */
function baseOf(month: Month, first: Month, known: ReadonlySet<string>, current: Month): string {
  const quarterMonth = (Number(month.name.slice(5)) - 1) % 3
  let base = monthOf(month.firstDay - 1)
  for (let back = 0; back < quarterMonth; back++) base = monthOf(base.firstDay - 1)
  while (base.firstDay >= current.firstDay) base = monthOf(base.firstDay - 1)
  return known.has(base.name) ? base.name : first.name
}
