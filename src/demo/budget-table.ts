import { civilDate, type Month, monthOf } from './calendar.ts'
import type { Charge } from './charge.ts'
import { csv } from './csv.ts'
import type { Nano } from './money.ts'

/** What was spent, by whoever has a budget: filled charge by charge, in dollars only. */
export class Spent {
  readonly #sums = new Map<string, Nano>()

  add({ line, effective }: Charge, month: string): void {
    if (line.currency !== undefined || line.service.source === 'litellm') return
    const { team, project, businessUnit, costCenter, product } = line.allocation ?? {}
    this.#to('total', 'total', month, effective)
    this.#to('team', team, month, effective)
    this.#to('business_unit', businessUnit, month, effective)
    this.#to('cost_center', costCenter, month, effective)
    this.#to('product', product, month, effective)
    if (BUDGETED_PROJECTS.has(project ?? '')) this.#to('project', project, month, effective)
  }

  #to(dimension: string, value: string | undefined, month: string, amount: Nano): void {
    if (value === undefined) return
    const key = `${dimension}\t${value}\t${month}`
    this.#sums.set(key, (this.#sums.get(key) ?? 0) + amount)
  }

  of(dimension: string, value: string, month: string): Nano {
    return this.#sums.get(`${dimension}\t${value}\t${month}`) ?? 0
  }

  scopes(): readonly (readonly [string, string])[] {
    const found = new Map<string, readonly [string, string]>()
    for (const key of this.#sums.keys()) {
      const [dimension = '', value = ''] = key.split('\t')
      found.set(`${dimension}\t${value}`, [dimension, value])
    }
    return [...found.values()]
  }
}

const BUDGETED_PROJECTS = new Set([
  'nova-chat',
  'atlas',
  'doc-qa',
  'orion',
  'code copilot',
  'search',
  'ticket-triage',
  'atlas-2',
])

// Set each quarter from what the last month before it cost. Some planned too little, some have room.
const ROOM: Readonly<Record<string, number>> = {
  chatbot: 0.99,
  'r&d': 1.02,
  'support-ai': 1.0,
  search: 1.06,
  vision: 1.3,
  analytics: 1.25,
  'gen.ai': 1.05,
}
const ORDINARY_ROOM = 1.12

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
      const room = dimension === 'team' ? (ROOM[value] ?? ORDINARY_ROOM) : ORDINARY_ROOM
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
