import type pg from 'pg'
import type { Charge } from './charge.ts'
import { type Copy, copyField, openCopy } from './copy.ts'
import { DIMENSION_COLUMNS, dimensionsOf } from './dimension.ts'
import type { Mapping } from './mapping.ts'

/** A delivery on its way into temporary tables of one transaction: charges, what they were for, and rejected rows. */
export interface Staging {
  /** The reason why the row is rejected, if it is. */
  add(row: readonly string[], charge: Charge): string | undefined
  reject(file: string, line: number, reason: string, raw: string): void
  /** Hands over what was added, and waits while the server is behind. To be called every few thousand rows. */
  flush(): Promise<void>
  end(): Promise<readonly DeliveredDay[]>
}

/** What the delivery holds of one day and one month's invoice. */
export interface DeliveredDay {
  readonly billingPeriod: string
  readonly day: string
  rows: number
  uninvoiced: number
}

// Forgetting known dimensions costs only that they are staged once more; the sums are the same.
const MAX_KNOWN_CHARS = 24_000_000
const MAX_KNOWN = 200_000
const MAX_WAITING_CHARS = 4_000_000
const SENT_CHARS = 64_000
const MAX_RAW_CHARS = 2000

export async function openStaging(client: pg.ClientBase, mapping: Mapping): Promise<Staging> {
  await client.query(`
    create temp table staged_dimension (
      id integer not null, quantity_factor numeric not null, billing_period date,
      ${DIMENSION_COLUMNS.map((column) => `${column} text`).join(', ')}
    ) on commit drop;
    create temp table staged_charge (
      dimension_id integer not null, day date not null, billed_cost numeric not null, effective_cost numeric not null,
      list_cost numeric, contracted_cost numeric, quantity numeric
    ) on commit drop;
    create temp table staged_rejection (
      file_name text not null, line_no bigint not null, reason text not null, raw_row text not null
    ) on commit drop`)

  const known = new Map<string, number>()
  let knownChars = 0
  let lastId = 0
  const days = new Map<string, DeliveredDay>()
  const waiting = { staged_charge: '', staged_dimension: '', staged_rejection: '' }
  let copy: { readonly table: keyof typeof waiting; readonly to: Copy } | undefined

  const send = async (table: keyof typeof waiting) => {
    if (waiting[table] === '') return
    if (copy?.table !== table) {
      await copy?.to.end()
      copy = { table, to: openCopy(client, table) }
    }
    const lines = waiting[table]
    waiting[table] = ''
    await copy.to.write(lines)
  }

  const count = (charge: Charge) => {
    const key = charge.billingPeriod === undefined ? charge.day : charge.billingPeriod + charge.day
    let delivered = days.get(key)
    if (delivered === undefined) {
      const billingPeriod = charge.billingPeriod ?? `${charge.day.slice(0, 7)}-01`
      delivered = { billingPeriod, day: charge.day, rows: 0, uninvoiced: 0 }
      days.set(key, delivered)
    }
    delivered.rows += 1
    if (!charge.invoiced) delivered.uninvoiced += 1
  }

  return {
    add(row, charge) {
      let id = known.get(charge.key)
      if (id === undefined) {
        const dimensions = dimensionsOf(mapping, row, charge)
        if (typeof dimensions === 'string') return dimensions
        id = ++lastId
        if (known.size >= MAX_KNOWN || knownChars > MAX_KNOWN_CHARS) {
          known.clear()
          knownChars = 0
        }
        known.set(charge.key, id)
        knownChars += charge.key.length
        let line = `${id}\t${dimensions.quantityFactor}\t${charge.billingPeriod ?? '\\N'}`
        for (const column of DIMENSION_COLUMNS) line += `\t${copyField(dimensions.values[column])}`
        waiting.staged_dimension += `${line}\n`
      }
      count(charge)
      const { day, billedCost, effectiveCost, listCost, contractedCost, quantity } = charge
      waiting.staged_charge += `${id}\t${day}\t${billedCost}\t${effectiveCost}\t${listCost || '\\N'}\t${contractedCost || '\\N'}\t${quantity || '\\N'}\n`
      return undefined
    },
    reject(file, line, reason, raw) {
      const text = raw.slice(0, MAX_RAW_CHARS).replaceAll('\0', '\uFFFD')
      waiting.staged_rejection += `${copyField(file)}\t${line}\t${copyField(reason)}\t${copyField(text)}\n`
    },
    async flush() {
      // Charges flow all the time; the others wait until they are worth interrupting that.
      if (waiting.staged_dimension.length > MAX_WAITING_CHARS) await send('staged_dimension')
      if (waiting.staged_rejection.length > MAX_WAITING_CHARS) await send('staged_rejection')
      if (waiting.staged_charge.length > SENT_CHARS) await send('staged_charge')
    },
    async end() {
      for (const table of ['staged_charge', 'staged_dimension', 'staged_rejection'] as const) await send(table)
      await copy?.to.end()
      // Unanalysed, the planner takes these for small and joins them in nested loops.
      await client.query('analyze staged_dimension, staged_charge')
      return [...days.values()]
    },
  }
}
