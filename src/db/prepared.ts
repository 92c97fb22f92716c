import { createHash } from 'node:crypto'
import type { CompiledQuery } from 'kysely'
import type pg from 'pg'

/** Runs a statement that the server keeps ready, so that it is planned once and not every time. */
export type Prepared = <Row extends pg.QueryResultRow>(query: CompiledQuery<Row>) => Promise<readonly Row[]>

// Each is kept by each connection; questions of one shape share one.
const MOST_NAMES = 300

// A pooler that gives every transaction another connection knows no names, and a view that was made anew outdates a plan.
const UNUSABLE: ReadonlySet<unknown> = new Set(['26000', '42P05', '0A000'])

/**
 * Only for statements that one plan serves whatever their values are: after a few runs the server plans without looking at them.
 */
export function prepared(pool: pg.Pool): Prepared {
  const names = new Map<string, string>()
  let usable = true
  return async (query) => {
    const text = query.sql
    const values = [...query.parameters]
    let name = names.get(text)
    if (name === undefined && names.size < MOST_NAMES) {
      name = `tally_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
      names.set(text, name)
    }
    if (usable && name !== undefined)
      try {
        return (await pool.query({ name, text, values })).rows
      } catch (error) {
        if (!UNUSABLE.has((error as { code?: unknown }).code)) throw error
        usable = false
      }
    return (await pool.query({ text, values })).rows
  }
}
