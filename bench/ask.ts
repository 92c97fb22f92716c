import pg from 'pg'
import { connect } from '../src/db/connect.ts'
import { type AskRequest, ask } from '../src/spend/ask.ts'
import { asking } from '../src/spend/deps.ts'
import { askData } from './ask-data.ts'
import { type BenchOptions, type Measured, measured, percentile } from './measured.ts'
import { timings } from './timings.ts'

const THURSDAY = new Date('2026-11-26T12:00:00Z')
const TEAM = 'team-004'

interface Case {
  readonly name: string
  readonly text: string
  /** The same by hand; `spend` stands for the table. Its first column or columns tell the groups. */
  readonly sql: string
}

const CASES: readonly Case[] = [
  {
    name: 'team GPU this week',
    text: `team ${TEAM} gpu cost this week`,
    sql: `select billing_currency, sum(effective_cost) from spend where team = '${TEAM}' and resource_class = 'gpu'
      and day >= date '2026-11-23' and day < date '2026-11-27' group by 1`,
  },
  {
    name: 'top 10 teams, 30 days',
    text: 'top 10 teams last 30 days',
    sql: `select billing_currency, team, sum(effective_cost) from spend where day >= date '2026-10-27' and day < date '2026-11-26'
      group by 1, 2 order by 3 desc limit 10`,
  },
  {
    name: 'month over month by model, a team',
    text: `team ${TEAM} cost by model in October vs September`,
    sql: `select billing_currency, model_name, sum(effective_cost) filter (where day >= date '2026-10-01'),
      sum(effective_cost) filter (where day < date '2026-10-01') from spend
      where team = '${TEAM}' and day >= date '2026-09-01' and day < date '2026-11-01' group by 1, 2`,
  },
  {
    name: '12 months by cost area',
    text: 'cost by cost area last 12 months',
    sql: `select billing_currency, cost_area, sum(effective_cost) from spend where day >= date '2025-11-01' and day < date '2026-11-01' group by 1, 2`,
  },
  {
    name: '13 months of a team',
    text: `team ${TEAM} cost since 2025-11-01`,
    sql: `select billing_currency, sum(effective_cost) from spend where team = '${TEAM}' and day >= date '2025-11-01' and day < date '2026-11-27' group by 1`,
  },
]

/** Five questions through the whole of `ask`, against the plain fact table, DuckDB on Parquet, and the statement that `ask` chose. */
export async function* askBench({ rows }: BenchOptions): AsyncGenerator<Measured> {
  const data = await askData(rows)
  const connection = connect(data.server.url)
  const plain = new pg.Client({ connectionString: data.server.url })
  await plain.connect()
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  try {
    await duck.run(`create view spend as select * from read_parquet('${data.parquet}')`)
    const onError = (error: unknown) => {
      throw error
    }
    // The clock ages what is kept as in a real process.
    const started = performance.now()
    const now = () => new Date(THURSDAY.getTime() + performance.now() - started)
    const deps = asking({
      own: connection.db,
      spend: connection.db,
      spendPool: connection.pool,
      visibility: 'everyone',
      now,
      onError,
    })
    let asked = 0
    for (const { name, text, sql } of CASES) {
      const request = (): AskRequest => ({
        text,
        requestId: `bench ${asked++}`,
        asker: { key: 'bench' },
        timezone: 'UTC',
      })
      const first = await ask(deps, request())
      if (first.kind !== 'answer') throw new Error(`${name}: ${JSON.stringify(first)}`)
      const byHand = sql.replace('from spend', 'from bench.plain')
      agree(name, first.answer, (await plain.query({ text: byHand, rowMode: 'array' })).rows)

      // In turn, so that whatever else this machine does disturbs both alike.
      const [whole = [], chosen = []] = await timings(
        () => ask(deps, request()),
        () => plain.query(first.answer.sql),
      )
      const [plainly = []] = await timings(() => plain.query(byHand))
      const [parquet = []] = await timings(() => duck.runAndReadAll(sql))
      const middle = round(percentile(whole, 50))
      yield measured(`ask: ${name}`, middle, 'ms', {
        name: 'SQL by hand on the plain table',
        value: round(percentile(plainly, 50)),
      })
      yield measured(`ask: ${name}`, middle, 'ms', { name: 'DuckDB on Parquet', value: round(percentile(parquet, 50)) })
      yield measured(`ask: ${name}, p95`, round(percentile(whole, 95)), 'ms', {
        name: 'p95 of the bare SQL that ask chose',
        value: round(percentile(chosen, 95)),
      })
    }
    await deps.later.drained()
  } finally {
    duck.closeSync()
    await plain.end()
    await connection.close()
    await data.server.stop()
  }
}

const round = (ms: number) => Number(ms.toPrecision(4))

/** A fast wrong answer is worth nothing: every total equals the sum by hand, or the top groups do. */
function agree(
  name: string,
  answer: { totals: readonly { amount: string | null }[]; rows: readonly { amount: string | null }[] },
  rows: readonly (readonly unknown[])[],
): void {
  const shown = new Set([...answer.totals, ...answer.rows].map(({ amount }) => Number(amount)))
  const column = name.startsWith('month over month') ? 2 : (rows[0]?.length ?? 1) - 1
  const missing = rows.filter((row) => row[column] !== null && !shown.has(Number(row[column])))
  if (rows.length === 0 || missing.length > 0)
    throw new Error(`${name}: ask and the SQL by hand differ: ${JSON.stringify(missing)}`)
}
