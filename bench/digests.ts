import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type pg from 'pg'
import { connect } from '../src/db/connect.ts'
import { ANSWERING } from '../src/db/open.ts'
import { compose } from '../src/digests/compose.ts'
import type { DigestAsked } from '../src/digests/digest.ts'
import { type DigestScope, type Rhythm, SECTIONS } from '../src/digests/subscription.ts'
import { type AskDeps, asking } from '../src/spend/deps.ts'
import { intentData } from './intent-data.ts'
import { type BenchOptions, type Measured, measured } from './measured.ts'

const THURSDAY = new Date('2026-11-26T09:00:00Z')
const WEEK = { start: '2026-11-16', end: '2026-11-23' }
const DAY = { start: '2026-11-24', end: '2026-11-25' }
const SUBSCRIPTIONS = 1000
/** What memory is compared with. */
const FEW = 100

/** A thousand subscriptions due at one minute, beside the very statements that composing them ran, one after the other. */
export async function* digestsBench({ rows }: BenchOptions): AsyncGenerator<Measured> {
  const data = await intentData(rows)
  const own = connect(data.server.url)
  const spend = connect(data.server.url, ANSWERING)
  const bare = connect(data.server.url, { ...ANSWERING, max: 1 })
  try {
    const ran: Ran[] = []
    counted(own.pool, ran)
    counted(spend.pool, ran)
    const deps = () =>
      asking({
        own: own.db,
        spend: spend.db,
        spendPool: spend.pool,
        visibility: 'everyone',
        now: () => THURSDAY,
        onError: (error) => {
          throw error
        },
      })
    const some = subscriptions(SUBSCRIPTIONS)
    // Whatever the server reads for the first time it reads for neither side; so memory is looked at first, which takes time itself.
    const held = { many: await memoryHeld(deps(), some), few: await memoryHeld(deps(), subscriptions(FEW)) }
    ran.length = 0
    const started = performance.now()
    const done = await composed(deps(), some)
    const ms = performance.now() - started
    const queries = ran.splice(0)
    const read = queries.filter(({ text }) => !text.startsWith('insert'))
    const start = performance.now()
    for (const { text, values } of read) await bare.pool.query({ text, values: [...values] })
    const alone = performance.now() - start
    yield measured('subscriptions composed', done, '', { name: 'due', value: some.length })
    yield measured('queries', queries.length, '', { name: 'a tenth of the subscriptions', value: some.length / 10 })
    yield measured('time to compose all', Math.round(ms), 'ms', {
      name: 'the same queries bare, one after the other',
      value: Math.round(alone),
    })
    yield measured(`most memory held at ${SUBSCRIPTIONS}`, megabytes(held.many), 'MB', {
      name: `held at ${FEW}`,
      value: megabytes(held.few),
    })
  } finally {
    await Promise.all([own, spend, bare].map((each) => each.close()))
    await data.server.stop()
  }
}

const megabytes = (bytes: number) => Number((bytes / 2 ** 20).toFixed(1))

interface Ran {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Every statement that goes to the server, where the driver hands it over. */
function counted(pool: pg.Pool, ran: Ran[]): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => {
      const [first, values] = args
      const config = typeof first === 'string' ? { text: first, values } : (first as Partial<Ran>)
      ran.push({ text: config.text ?? '', values: (config.values as readonly unknown[] | undefined) ?? [] })
      return query(...args)
    }) as typeof client.query
  })
}

/** All digests, one at a time and let go as they come, as those who send them do. */
async function composed(
  deps: AskDeps,
  asked: readonly DigestAsked[],
  after?: (count: number) => void,
): Promise<number> {
  let count = 0
  for await (const one of compose(deps, asked)) {
    if (one.kind === 'failed') throw one.error
    count++
    after?.(count)
  }
  await deps.later.drained()
  return count
}

/** The most that was in use at once, without what was let go already. */
async function memoryHeld(deps: AskDeps, asked: readonly DigestAsked[]): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const before = used()
  let most = before
  await composed(deps, asked, (count) => {
    if (count % 25 === 1) most = Math.max(most, used())
  })
  return most - before
}

/** All teams weekly and daily, some projects, everything, and again for other channels: the first hundred are a tenth of each. */
function subscriptions(count: number): readonly DigestAsked[] {
  const team = (n: number): DigestScope => ({
    dimension: 'team',
    values: [`team-${String(1 + (n % 200)).padStart(3, '0')}`],
  })
  const project = (n: number): DigestScope => ({ dimension: 'project', values: [`project-${(n * 7) % 900}`] })
  return Array.from({ length: count }, (_, n): DigestAsked => {
    const kind = n % 10
    const scope = kind === 0 ? null : kind < 8 ? team(Math.floor(n / 10) * 7 + kind) : project(n)
    const rhythm: Rhythm = n % 3 === 0 ? 'daily' : 'weekly'
    return {
      subscription: {
        id: `bench${n}`,
        scope,
        sections: SECTIONS,
        schedule: { rhythm, weekday: rhythm === 'weekly' ? 4 : null, monthDay: null, time: '09:00', timezone: 'UTC' },
      },
      slotAt: THURSDAY,
      period: rhythm === 'daily' ? DAY : WEEK,
      missing: [],
      sight: { kind: 'everything' },
      first: false,
    }
  })
}
