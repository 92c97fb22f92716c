import type { RawBuilder } from 'kysely'
import type { AskDeps } from '../deps.ts'
import { readableSql } from '../readable-sql.ts'

export interface Ran<Row> {
  readonly rows: readonly Row[]
  readonly sql: string
}

/** Runs one statement against the read contract, and keeps it as a person could run it again. */
export async function run<Row>(deps: Pick<AskDeps, 'spend'>, statement: RawBuilder<Row>): Promise<Ran<Row>> {
  const compiled = statement.compile(deps.spend)
  const { rows } = await deps.spend.executeQuery(compiled)
  return { rows, sql: readableSql(compiled) }
}

/** Several statements of one answer, to run one after the other. */
export const together = (...ran: readonly { readonly sql: string }[]): string =>
  ran.map(({ sql }) => `${sql.trimEnd()};`).join('\n\n')
