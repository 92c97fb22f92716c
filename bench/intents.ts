import { connect } from '../src/db/connect.ts'
import { ANSWERING } from '../src/db/open.ts'
import { type AskRequest, ask } from '../src/spend/ask.ts'
import { asking } from '../src/spend/deps.ts'
import { intentData } from './intent-data.ts'
import { type BenchOptions, type Measured, measured, percentile } from './measured.ts'
import { timings } from './timings.ts'

const THURSDAY = new Date('2026-11-26T12:00:00Z')
const TEAM = 'team-004'

/** At least one question of every intent, of a team and of everything where both are asked. */
const QUESTIONS: readonly (readonly [string, string])[] = [
  ['spend', `team ${TEAM} cost last month`],
  ['spend, a project', 'project project-17 cost this month'],
  ['compare', 'october vs september by cost area'],
  ['top', 'top 10 models last 30 days'],
  ['trend', 'daily cost last 30 days'],
  ['unit_cost', 'cost per request by model last 30 days'],
  ['unit_cost, by project', 'cost per request by project last 30 days'],
  ['unit_cost, tokens', 'cost per 1m tokens by model last month'],
  ['budget', 'are we within budget'],
  ['budget, by team', 'budget by team'],
  ['forecast', 'forecast this month'],
  ['forecast, a team', `forecast team ${TEAM}`],
  ['forecast, by team', 'forecast by team'],
  ['forecast, by model', 'forecast by model'],
  ['anomaly', 'anything unusual in the last 7 days'],
  ['anomaly, a team', `anomalies of team ${TEAM} in the last 7 days`],
  ['idle', 'idle resources'],
  ['idle, a team', `idle resources of team ${TEAM}`],
  ['coverage', 'tag coverage last month'],
  ['value', 'business value vs cost by project last month'],
  ['model_fit', 'right model for project-17'],
  ['model_fit, everything', 'are we using the right model'],
  ['model_fit, short prompts', 'which projects send short prompts to premium models'],
  ['explain, a team', `why did team ${TEAM} go up last week`],
  ['explain, a model', 'why did gpt-4o go up last week'],
  ['explain, everything', 'why did cost go up last week'],
  ['explain, everything, a month', 'why did cost go up last month'],
]

/** Every intent through the whole of `ask`, beside the very statements that it ran, on a connection of their own. */
export async function* intentsBench({ rows, only }: BenchOptions): AsyncGenerator<Measured> {
  const data = await intentData(rows)
  const connection = connect(data.server.url)
  const spend = connect(data.server.url, ANSWERING)
  const bare = connect(data.server.url, { ...ANSWERING, max: 1 })
  try {
    const started = performance.now()
    const deps = asking({
      own: connection.db,
      spend: spend.db,
      spendPool: spend.pool,
      visibility: 'everyone',
      // The clock ages what is kept as in a real process.
      now: () => new Date(THURSDAY.getTime() + performance.now() - started),
      onError: (error) => {
        throw error
      },
    })
    let asked = 0
    for (const [name, text] of QUESTIONS.filter(([name]) => name.includes(only))) {
      const request = (): AskRequest => ({
        text,
        requestId: `bench ${asked++}`,
        asker: { key: 'bench' },
        timezone: 'UTC',
      })
      const first = await ask(deps, request())
      if (first.kind !== 'answer') throw new Error(`${name}: ${JSON.stringify(first)}`)
      if (first.answer.sql === '') throw new Error(`${name}: nothing was recorded`)
      const [whole = [], statements = []] = await timings(
        () => ask(deps, request()),
        () => bare.pool.query(first.answer.sql),
      )
      for (const p of [50, 95]) {
        const yardstick = { name: `p${p} of its own statements`, value: round(percentile(statements, p)) }
        yield measured(`${name}, p${p}`, round(percentile(whole, p)), 'ms', yardstick)
      }
    }
    await deps.later.drained()
  } finally {
    await Promise.all([connection, spend, bare].map((each) => each.close()))
    await data.server.stop()
  }
}

const round = (ms: number) => Number(ms.toPrecision(4))
