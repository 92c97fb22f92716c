import type { CompiledQuery } from 'kysely'

/** The statement as a person can run it: parameters written in place, safely quoted. Only ever shown, never executed here. */
export function readableSql(query: CompiledQuery): string {
  return query.sql.replace(/\$(\d+)/g, (_, n: string) => literal(query.parameters[Number(n) - 1]))
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  const text = String(value)
  const quoted = `'${text.replaceAll("'", "''")}'`
  // A backslash means itself only in the escaping form, whatever the server's setting.
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}
