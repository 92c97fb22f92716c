import type { Charge } from './charge.ts'
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

const BUDGETED_PROJECTS = new Set(['nova-chat', 'atlas', 'doc-qa', 'orion', 'code copilot', 'search', 'ticket-triage'])
