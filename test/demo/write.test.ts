import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PLANTED_ANOMALIES } from '../../src/demo/planted.ts'
import { type DemoFiles, type DemoOptions, writeDemo } from '../../src/demo/write.ts'

const MONDAY = '2026-11-23'
const DAY_MS = 86_400_000
const SLOW = 120_000

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function written(options: Omit<DemoOptions, 'folder'>): Promise<DemoFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-demo-test-'))
  folders.push(folder)
  return writeDemo({ folder, ...options })
}

function digest({ focus, tables }: DemoFiles): string {
  const hash = createHash('sha256')
  for (const path of [...focus.flatMap(({ files, again }) => [...files, ...again]), ...Object.values(tables)]) {
    hash.update(basename(path)).update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** A line of a FOCUS file: the columns that stand before any text, and the whole of it to look for names in. */
interface Row {
  readonly day: string
  readonly billed: string
  readonly effective: string
  readonly list: string
  readonly contracted: string
  readonly category: string
  readonly line: string
}

const ledgerRows = ({ focus }: DemoFiles): readonly Row[] =>
  focus.flatMap(({ source, files }) =>
    source === 'litellm'
      ? []
      : files.flatMap((path) => gunzipSync(readFileSync(path)).toString().trimEnd().split('\n').slice(1).map(toRow)),
  )

function toRow(line: string): Row {
  const cells = line.split(',', 16)
  const at = (index: number) => cells[index] ?? ''
  const category = at(15) === '' ? at(14) : at(15)
  return { day: at(2).slice(0, 10), billed: at(4), effective: at(5), list: at(6), contracted: at(7), category, line }
}

const sum = (rows: readonly Row[]) => rows.reduce((total, { effective }) => total + Number(effective), 0)

const nano = (rows: readonly Row[], column: 'billed' | 'effective') =>
  rows.reduce((total, row) => total + BigInt(Math.round(Number(row[column]) * 1e9)), 0n)

/** Dollars a day, from one day before today to another, both in. */
function average(rows: readonly Row[], from: number, to: number): number {
  const day = (ago: number) => new Date(Date.parse(MONDAY) - ago * DAY_MS).toISOString().slice(0, 10)
  return sum(rows.filter((row) => row.day >= day(from) && row.day <= day(to))) / (from - to + 1)
}

it(
  'is the same for the same seed and day',
  async () => {
    const one = await written({ asOf: '2026-11-10', months: 1, seed: 7 })
    expect(digest(await written({ asOf: '2026-11-10', months: 1, seed: 7 }))).toBe(digest(one))
    expect(digest(await written({ asOf: '2026-11-10', months: 1, seed: 8 }))).not.toBe(digest(one))
  },
  SLOW,
)

it(
  'is about 300,000 charges in thirteen months',
  async () => {
    const files = await written({ asOf: MONDAY })
    expect(files.chargeRows).toBeGreaterThan(280_000)
    expect(files.chargeRows).toBeLessThan(380_000)
    expect(files.focus.map(({ source, files: of, again }) => [source, of.length, again.length])).toEqual([
      ['aws-focus', 13, 1],
      ['gcp-focus', 13, 0],
      ['azure-focus', 13, 0],
      ['openai-costs', 13, 0],
      ['anthropic-costs', 13, 0],
      ['saas-focus', 13, 0],
      ['litellm', 6, 0],
    ])
  },
  SLOW,
)

describe.each(['2026-11-24', '2026-11-29', '2026-12-01', '2027-01-01', '2028-02-29'])('on %s', (asOf) => {
  it('tells something about that day and the GPUs of search on it, but not from AWS, and nothing later', async () => {
    const rows = ledgerRows(await written({ asOf, months: 1, hoursToday: 0 }))
    const today = rows.filter(({ day }) => day === asOf)
    expect(today.filter(({ line }) => line.includes('search-ranker-eu-1')).length).toBe(1)
    expect(today.some(({ line }) => line.includes(',aws,aws,'))).toBe(false)
    expect(rows.filter(({ day }) => day > asOf)).toEqual([])
  })
})

describe('four months', () => {
  let files: DemoFiles
  let rows: readonly Row[]
  beforeAll(async () => {
    files = await written({ asOf: MONDAY, months: 4 })
    rows = ledgerRows(files)
  }, SLOW)

  it('have numbers that end: no more than nine decimals, no exponents', () => {
    const plain = /^-?\d+(\.\d{1,9})?$/
    const strange = rows.filter(
      (row) => ![row.billed, row.effective, row.list, row.contracted].every((n) => plain.test(n)),
    )
    expect(strange).toEqual([])
  })

  it('never cost more than the contract, nor the contract more than the list', () => {
    const usage = rows.filter(({ category }) => category === 'Usage')
    const wrong = usage.filter(
      (row) => Number(row.list) < Number(row.contracted) || Number(row.contracted) < Number(row.effective),
    )
    expect(usage.length).toBeGreaterThan(50_000)
    expect(wrong).toEqual([])
  })

  it('use up what they bought of the savings plan, to the last digit', () => {
    const plan = rows.filter(({ line, day }) => line.includes('savingsplan/') && day.startsWith('2026-10'))
    const bought = nano(
      plan.filter(({ category }) => category === 'Purchase'),
      'billed',
    )
    expect(bought).toBeGreaterThan(0n)
    expect(nano(plan, 'effective')).toBe(bought)
  })

  it('cost between one and a half and three million a month, a little more each time', () => {
    const dollars = (month: string) =>
      sum(rows.filter(({ day, line }) => day.startsWith(month) && line.includes(',USD,')))
    const [september, october] = [dollars('2026-09') / 30, dollars('2026-10') / 31]
    expect(october).toBeGreaterThan(1_500_000 / 31)
    expect(october).toBeLessThan(3_000_000 / 31)
    expect(october).toBeGreaterThan(september)
    expect(october).toBeLessThan(september * 1.1)
  })

  it('leave between 5 and 9 percent to nobody, and less each month', () => {
    const unowned = (month: string) => {
      const of = rows.filter(({ day }) => day.startsWith(month))
      return sum(of.filter(({ line }) => !/""team"":/i.test(line))) / sum(of)
    }
    expect(unowned('2026-10')).toBeGreaterThan(0.05)
    expect(unowned('2026-10')).toBeLessThan(unowned('2026-08'))
    expect(unowned('2026-08')).toBeLessThan(0.09)
  })

  it('give each training run the money of its own charges', () => {
    const own = new Map<string, bigint>()
    for (const { line, effective } of rows) {
      const id = /,([^,]*\/train-job-\d+),/.exec(line)?.[1]
      if (id !== undefined) own.set(id, (own.get(id) ?? 0n) + BigInt(Math.round(Number(effective) * 1e9)))
    }
    const [header = '', ...runs] = readFileSync(files.tables['training-runs'], 'utf8').trimEnd().split('\n')
    const cell = (run: string, name: string) => run.split(',')[header.split(',').indexOf(name)] ?? ''
    const stated = runs.map((run) => [
      cell(run, 'resource_id'),
      BigInt(Math.round(Number(cell(run, 'effective_cost')) * 1e9)),
    ])
    expect(runs.length).toBeGreaterThan(100)
    expect(stated.filter(([, cost]) => cost !== 0n)).toEqual(
      stated.filter(([, cost]) => cost !== 0n).map(([id]) => [id, own.get(String(id))]),
    )
    expect(own.size).toBe(stated.filter(([, cost]) => cost !== 0n).length)
    expect([...new Set(runs.map((run) => cell(run, 'status')))].sort()).toEqual([
      'cancelled',
      'failed',
      'running',
      'succeeded',
    ])
  })

  it.each(PLANTED_ANOMALIES.filter(({ factor }) => factor !== undefined))('hold the planted $name', (planted) => {
    const { project, modelName, serviceName, since, until, factor = 1 } = planted
    const own = rows.filter(
      ({ line }) =>
        line.includes(`oject"":""${project}""`) &&
        (modelName === undefined || line.includes(`""ModelId"":""${modelName}""`)) &&
        (serviceName === undefined || line.includes(`,${serviceName},`)),
    )
    // Weekends would drown an outage: the two weeks before it have as many.
    const ratio = average(own, since, Math.max(until, 3)) / average(own, since + 15, since + 2)
    expect(ratio).toBeGreaterThan(factor > 1 ? 1 + (factor - 1) * 0.6 : 0)
    expect(ratio).toBeLessThan(factor > 1 ? factor * 1.7 : 0.7)
  })

  it('hold the step, the new workload and the credit', () => {
    const triage = rows.filter(({ line }) => line.includes('""ticket-triage""') && line.includes('""ModelId""'))
    expect(average(triage, 16, 3) / average(triage, 44, 17)).toBeGreaterThan(2)
    const newcomer = rows.filter(({ line }) => line.includes('""ModelId"":""qwen3-235b""'))
    expect(newcomer.map(({ day }) => day).sort()[0]).toBe('2026-11-12')
    expect(rows.filter(({ category, day }) => category === 'Credit' && day === '2026-11-03').length).toBe(2)
  })

  const catalogue = new URL('../../../shared/devset/catalogue.json', import.meta.url)
  it.skipIf(!existsSync(catalogue))('name everything in the catalogue (skipped where that file is absent)', () => {
    const { dimensions } = JSON.parse(readFileSync(catalogue, 'utf8')) as {
      dimensions: Record<string, readonly string[]>
    }
    const named = new Set<string>()
    for (const { line } of rows) {
      for (const [, tag, cell] of line.matchAll(/:""([^"]+)""|(?<=,)([^",]+)(?=,)/g)) named.add(tag ?? cell ?? '')
    }
    // Classes and areas are made by the mapping, of what is written here. Runs of last spring need the whole year.
    const derived = new Set(['gpu', 'cpu', 'tpu', 'endpoint', 'nat-gateway', 'load-balancer', 'train-job-881'])
    const { cost_area: _, ...rest } = dimensions
    const missing = Object.values(rest)
      .flat()
      .filter((value) => !named.has(value) && !derived.has(value))
    expect(missing).toEqual([])
  })
})
