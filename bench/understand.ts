import type { Dimension } from '../src/spend/question.ts'
import { type Catalogue, nameIndex } from '../src/spend/understanding/name-index.ts'
import { understand } from '../src/spend/understanding/understand.ts'
import { type BenchOptions, type Measured, measured, percentile } from './measured.ts'

const SYLLABLES = 'ba ke lo mi nu ra so ti ve xa zo cru dri fle gra plo qui sta tre wo'.split(' ')
const COUNTS: readonly (readonly [Dimension, number])[] = [
  ['team', 500],
  ['project', 3000],
  ['owner', 3000],
  ['customer', 1000],
  ['cost_center', 1000],
  ['resource', 1500],
]
const ROUNDS = 40
const WARM_UP = 8

/** Microseconds a question with 10,000 names, beside looking for each name in the text one by one. */
export async function* understandBench(_options: BenchOptions): AsyncGenerator<Measured> {
  const catalogue = tenThousandNames()
  const built = performance.now()
  const names = nameIndex(catalogue)
  const building = performance.now() - built
  const texts = questions(catalogue)
  const all = Object.values(catalogue.values).flatMap((values) => values.map((value) => value.toLowerCase()))
  const reading = timings(texts, (text) => understand(text, { today: '2026-11-23', names }))
  const scanning = timings(texts, (text) => all.filter((name) => text.toLowerCase().includes(name)))
  for (const p of [50, 95]) {
    const yardstick = { name: 'a scan of all names', value: micro(percentile(scanning, p)) }
    yield measured(`understand p${p}`, micro(percentile(reading, p)), 'µs', yardstick)
  }
  const plain = performance.now()
  const set = new Map(all.map((name) => [name, name]))
  const scan = performance.now() - plain
  yield measured('understand index', Math.round(building), 'ms', {
    name: `a plain map of ${set.size} names`,
    value: Number(scan.toFixed(2)),
  })
}

const micro = (milliseconds: number): number => Number((milliseconds * 1000).toFixed(1))

function timings(texts: readonly string[], run: (text: string) => unknown): number[] {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const text of texts) {
      const start = performance.now()
      run(text)
      if (round >= WARM_UP) times.push(performance.now() - start)
    }
  }
  return times
}

/** The same names every time. */
function tenThousandNames(): Catalogue {
  let seed = 20261123
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return seed % below
  }
  const word = (): string => Array.from({ length: 2 + next(3) }, () => SYLLABLES[next(SYLLABLES.length)]).join('')
  const name = (dimension: Dimension, at: number): string => {
    if (dimension === 'owner') return `${word()}.${word()}@example.com`
    if (dimension === 'cost_center') return `CC-${10_000 + at}`
    return dimension === 'resource' ? `${word()}-${at}` : `${word()}-${word()}`
  }
  const values = Object.fromEntries(
    COUNTS.map(([dimension, count]) => [
      dimension,
      [...new Set(Array.from({ length: count }, (_, at) => name(dimension, at)))],
    ]),
  )
  return {
    values: { ...values, service: ['Amazon Bedrock', 'Snowflake', 'OpenAI'], region: ['us-east-1'] },
    aliases: {},
  }
}

/** Every class of question, with names that exist, names with a slip and names that do not exist. */
function questions({ values }: Catalogue): string[] {
  const pick = (dimension: Dimension, at: number): string => values[dimension]?.[at] ?? ''
  const slip = (name: string): string => `${name.slice(0, 4)}${name.slice(5)}`
  return Array.from({ length: 25 }, (_, at) => [
    `how much did team ${pick('team', at)} spend last month?`,
    `top 5 projects on snowflake in october, excluding ${pick('project', at)}`,
    `${pick('project', at + 25)} vs ${pick('project', at + 50)} this quarter`,
    `daily cost of ${slip(pick('team', at + 100))} for the last 30 days`,
    `why did the cost of ${pick('customer', at)} go up last week`,
    `cost of team unicornia${at} last month`,
    `waht did ${pick('owner', at)} spnd since the begining of the year by service`,
    `cost per 1k tokens by model for ${pick('cost_center', at)} from 2026-09-01 to 2026-10-15`,
  ]).flat()
}
