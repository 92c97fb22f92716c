import { performance } from 'node:perf_hooks'
import { connect } from '../src/db/connect.ts'
import { detect } from '../src/nudges/detect.ts'
import { IDLE_RULES } from '../src/nudges/idle-rules.ts'
import { asking } from '../src/spend/deps.ts'
import { DAYS, detectData, NOW, RESOURCES } from './detect-data.ts'
import { type BenchOptions, type Measured, measured, percentile } from './measured.ts'

const ROUNDS = 3
const BARE = 'select resource_id, count(*) from spend.resource_hour group by resource_id'
const MEMORY_MB = 500

/** Everything that may be idle among 50,000 resources, beside one bare `group by resource_id` over the same hours, in turn. */
export async function* detectBench(_options: BenchOptions): AsyncGenerator<Measured> {
  const server = await detectData()
  const connection = connect(server.url, { max: 5 })
  try {
    const bare: number[] = []
    const whole: number[] = []
    let idle = 0
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await seconds(() => connection.pool.query(BARE)))
      whole.push(
        await seconds(async () => {
          // Nothing is known from the round before.
          const deps = asking({
            own: connection.db,
            spend: connection.db,
            visibility: 'everyone',
            now: () => NOW,
            onError: (error) => {
              throw error
            },
          })
          const found = await detect(deps, IDLE_RULES, NOW)
          if (found?.resources.length !== RESOURCES) throw new Error('not every resource was judged')
          idle = found.resources.filter(({ verdict }) => verdict.kind === 'idle').length
        }),
      )
    }
    const hours = `${(RESOURCES * DAYS * 24).toLocaleString('en-US')} hours, ${idle} idle`
    yield measured(`detect: ${hours}`, percentile(whole, 50), 's', {
      name: 'bare group by resource_id',
      value: percentile(bare, 50),
    })
    yield measured('detect: most memory', Math.round(process.resourceUsage().maxRSS / 1024), 'MB', {
      name: 'bar',
      value: MEMORY_MB,
    })
  } finally {
    await connection.close()
    await server.stop()
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return Number(((performance.now() - began) / 1000).toFixed(2))
}
