import { Big } from 'big.js'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { startOf } from '../../src/civil-date.ts'
import type { Sight } from '../../src/people/sight.ts'
import { decimal, rowsOf, totalsOf, trendOf } from '../../src/spend/answer.ts'
import { showsUnallocated, spendQuery } from '../../src/spend/query.ts'
import { type Dimension, NONE, type Question } from '../../src/spend/question.ts'
import { readableSql } from '../../src/spend/readable-sql.ts'
import { existingViews } from '../../src/spend/views.ts'
import { testDatabase } from '../database.ts'
import { asked, type Fact, loadFacts } from './facts.ts'

const { db } = await testDatabase()
const EVERYTHING: Sight = { kind: 'everything' }

// A small company, the same in every run: a linear congruence is random enough for sums.
let state = 20261123
const pick = <T>(values: readonly T[]): T => {
  state = (state * 1103515245 + 12345) % 2147483648
  return values[Math.floor((state / 2147483648) * values.length)] as T
}
const MONTHS = ['08', '09', '10', '11']
const TEAMS = ['search', 'vision', "o'neill", null]
const FACTS: Fact[] = Array.from({ length: 900 }, () => ({
  day: `2026-${pick(MONTHS)}-${String(pick([1, 2, 5, 9, 14, 20, 22, 28])).padStart(2, '0')}`,
  source: pick(['aws-focus', 'gcp-focus']),
  team: pick(TEAMS),
  project: pick(['atlas', 'lumen', 'kestrel', null]),
  environment: pick(['production', 'staging', null]),
  model: pick(['gpt-4o', 'claude-opus-4-5', null, null]),
  workload: pick(['training', 'inference', null]),
  service: pick(['Amazon EC2', 'OpenAI', 'Vertex AI']),
  area: pick(['Compute', 'Storage', 'Model Usage']),
  resourceClass: pick(['gpu', 'endpoint', null]),
  instanceType: pick(['p5.48xlarge', null]),
  resourceName: pick(['nb-anna-dev', 'train-job-881', null]),
  currency: pick(['USD', 'USD', 'EUR']),
  effective: pick(['0.000000001', '12.34', '100', '7.5', '-3.25', '0']),
  billed: pick(['1.1', '2', '0']),
  list: pick(['20', null]),
  unit: pick(['Tokens', 'GPU-Hours', null]),
  quantity: pick(['10', '0.5', null]),
}))
await loadFacts(db, FACTS)
const views = await existingViews(db)

const tagOf: Readonly<
  Record<
    'team' | 'project' | 'environment' | 'model_name' | 'workload_type' | 'service' | 'cost_area',
    (fact: Fact) => string | null
  >
> = {
  team: (fact) => fact.team ?? null,
  project: (fact) => fact.project ?? null,
  environment: (fact) => fact.environment ?? null,
  model_name: (fact) => fact.model ?? null,
  workload_type: (fact) => fact.workload ?? null,
  service: (fact) => fact.service ?? null,
  cost_area: (fact) => fact.area ?? null,
}
type Tested = keyof typeof tagOf
const TESTED = Object.keys(tagOf) as Tested[]

const run = async (question: Question, sight: Sight = EVERYTHING) => {
  const query = spendQuery(question, {
    sight,
    views,
    comparison: question.compare === null ? undefined : { now: question.period, before: question.compare, asked: true },
  })
  return { ...query, rows: (await query.sql.execute(db)).rows }
}

const sum = (values: readonly string[]) => values.reduce((total, value) => total.plus(value), new Big(0)).toFixed()
const inScope = (question: Question) => (fact: Fact) =>
  (Object.entries(question.filters) as [Tested, string[]][]).every(([dimension, wanted]) =>
    wanted.includes(tagOf[dimension](fact) ?? NONE),
  ) &&
  (Object.entries(question.exclude) as [Tested, string[]][]).every(
    ([dimension, wanted]) => !wanted.includes(tagOf[dimension](fact) ?? NONE),
  )

const values: Readonly<Record<Tested, readonly string[]>> = {
  team: ['search', 'vision', "o'neill", NONE],
  project: ['atlas', 'lumen', NONE],
  environment: ['production', 'staging', NONE],
  model_name: ['gpt-4o', 'claude-opus-4-5', NONE],
  workload_type: ['training', 'inference', NONE],
  service: ['OpenAI', 'Vertex AI'],
  cost_area: ['Compute', 'Storage'],
}
const dimension = fc.constantFrom(...TESTED)
const scopes = fc
  .dictionary(dimension, fc.constant(null), { maxKeys: 2, noNullPrototype: true })
  .chain((chosen) =>
    fc.record(
      Object.fromEntries(
        (Object.keys(chosen) as Tested[]).map((name) => [
          name,
          fc.uniqueArray(fc.constantFrom(...values[name]), { minLength: 1, maxLength: 2 }),
        ]),
      ),
    ),
  )
const periods = fc.constantFrom(
  { start: '2026-11-01', end: '2026-11-24' },
  { start: '2026-10-01', end: '2026-11-01' },
  { start: '2026-08-05', end: '2026-10-15' },
  { start: '2026-12-01', end: '2026-12-05' },
)
const questions = fc
  .record({
    measure: fc.constantFrom('effective_cost' as const, 'billed_cost' as const),
    filters: scopes,
    exclude: scopes,
    groupBy: fc.uniqueArray(dimension, { maxLength: 2 }),
    period: periods,
    limit: fc.option(fc.integer({ min: 1, max: 4 })),
    sort: fc.constantFrom('desc' as const, 'asc' as const),
  })
  .map((slots) => asked(slots as Partial<Question>))

describe('a query', () => {
  it('gives the sums of the facts, and rows that add up to them, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        const { rows, groupBy } = await run(question)
        const facts = FACTS.filter(inScope(question)).filter(
          ({ day }) => day >= question.period.start && day < question.period.end,
        )
        const money = (fact: Fact) => (question.measure === 'billed_cost' ? (fact.billed ?? '') : fact.effective)
        const totals = totalsOf(rows, showsUnallocated(question, EVERYTHING))
        expect(totals.map(({ currency }) => currency).sort()).toEqual(
          [...new Set(facts.map(({ currency }) => currency))].sort(),
        )
        for (const total of totals) {
          const own = facts.filter(({ currency }) => currency === total.currency)
          expect(total.amount).toBe(sum(own.map(money)))
          if (question.filters.team === undefined)
            expect(total.unallocated).toBe(sum(own.filter(({ team }) => team === null).map(money)))
          const shown = rowsOf(rows, groupBy.length, true).filter(({ currency }) => currency === total.currency)
          expect(sum(shown.map(({ amount }) => amount ?? '0'))).toBe(total.amount)
          for (const row of shown.filter(({ kind }) => kind === 'group')) {
            const group = own.filter((fact) => groupBy.every((name, i) => tagOf[name as Tested](fact) === row.keys[i]))
            expect(row.amount).toBe(sum(group.map(money)))
          }
          const groups = shown.filter(({ kind }) => kind === 'group')
          if (question.limit !== null && groupBy.length > 0) expect(groups.length).toBeLessThanOrEqual(question.limit)
          const sorted = groups.toSorted(
            (a, b) => new Big(a.amount ?? 0).cmp(b.amount ?? 0) * (question.sort === 'desc' ? -1 : 1),
          )
          expect(groups.map(({ amount }) => amount)).toEqual(sorted.map(({ amount }) => amount))
        }
      }),
      { numRuns: 250, seed: 7 },
    )
  })

  it('gives trends whose buckets add up to the total', async () => {
    await fc.assert(
      fc.asyncProperty(
        questions,
        fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'quarter' as const),
        async (base, grain) => {
          const question = { ...base, grain, limit: null, groupBy: base.groupBy.slice(0, 1) }
          const { rows, groupBy } = await run(question)
          const trend = trendOf(rows, groupBy.length, grain, question.period)
          const facts = FACTS.filter(inScope(question)).filter(
            ({ day }) => day >= question.period.start && day < question.period.end,
          )
          const money = (fact: Fact) => (question.measure === 'billed_cost' ? (fact.billed ?? '') : fact.effective)
          for (const currency of ['USD', 'EUR']) {
            const series = trend.series.filter((line) => line.currency === currency)
            trend.buckets.forEach((bucket, i) => {
              const own = facts.filter((fact) => fact.currency === currency && startOf(grain, fact.day) === bucket)
              const shown = series.flatMap((line) => line.values[i] ?? [])
              expect(shown.length > 0 ? sum(shown) : null).toBe(own.length > 0 ? sum(own.map(money)) : null)
            })
          }
        },
      ),
      { numRuns: 120, seed: 8 },
    )
  })

  it('shows nobody money of another team or of none, on either side of a comparison', async () => {
    const sights = fc.constantFrom<readonly string[]>(['vision'], ['search', "o'neill"])
    const older = fc.option(fc.constant({ start: '2026-08-01', end: '2026-09-15' }))
    await fc.assert(
      fc.asyncProperty(questions, sights, older, async (base, teams, compare) => {
        const question: Question = { ...base, compare }
        const { rows, groupBy } = await run(question, { kind: 'teams', teams })
        const seen = FACTS.filter(inScope(question)).filter(({ team }) => teams.includes(team ?? ''))
        const during = (period: { start: string; end: string } | null) =>
          seen.filter(({ day }) => period !== null && day >= period.start && day < period.end)
        const money = (facts: readonly Fact[]) =>
          facts.length === 0
            ? null
            : sum(facts.map((fact) => (question.measure === 'billed_cost' ? (fact.billed ?? '') : fact.effective)))
        const [now, before] = [during(question.period), during(compare)]
        const totals = totalsOf(rows, showsUnallocated(question, { kind: 'teams', teams }))
        expect(totals.map(({ currency }) => currency).sort()).toEqual(
          [...new Set([...now, ...before].map(({ currency }) => currency))].sort(),
        )
        for (const total of totals) {
          const own = (facts: readonly Fact[]) => facts.filter(({ currency }) => currency === total.currency)
          expect([total.amount, total.before, total.unallocated]).toEqual([money(own(now)), money(own(before)), null])
          const shown = rowsOf(rows, groupBy.length, true).filter(({ currency }) => currency === total.currency)
          expect(sum(shown.map(({ amount }) => amount ?? '0'))).toBe(total.amount ?? '0')
          expect(sum(shown.map(({ before }) => before ?? '0'))).toBe(total.before ?? '0')
          for (const row of shown.filter(({ kind }) => kind === 'group')) {
            const group = (facts: readonly Fact[]) =>
              own(facts).filter((fact) => groupBy.every((name, i) => tagOf[name as Tested](fact) === row.keys[i]))
            expect([row.amount, row.before]).toEqual([money(group(now)), money(group(before))])
          }
        }
      }),
      { numRuns: 200, seed: 9 },
    )
    expect((await run(asked(), { kind: 'teams', teams: [] })).rows).toEqual([])
  })

  it('is shown as SQL that runs by itself and gives the same', async () => {
    for (const filters of [{ team: ["o'neill"] }, { team: ['search', NONE], resource: ['gpu'] }]) {
      const { sql: query, rows } = await run(asked({ filters, groupBy: ['project'] }))
      const again = await sql.raw(readableSql(query.compile(db))).execute(db)
      expect(again.rows).toEqual(rows)
    }
  })

  it('carries every value as a parameter', () => {
    const query = spendQuery(
      asked({ filters: { team: ["x'; drop table ledger.charge_day; --"] }, having: { op: '>', value: '10' } }),
      { sight: EVERYTHING, views },
    )
    const { sql: text, parameters } = query.sql.compile(db)
    expect(text).not.toContain('drop table')
    expect(text).not.toContain('2026')
    expect(parameters).toContain("x'; drop table ledger.charge_day; --")
  })

  it('never reads without bounds on the day, and leaves out what a cluster cannot run', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { sql: text } = spendQuery(question, { sight: EVERYTHING, views }).sql.compile(db)
        expect(text).toMatch(/where day >= \$\d+ and day < \$\d+/)
        expect(text).not.toMatch(/grouping sets|rollup|cube/i)
      }),
    )
  })
})

describe('the view that is read', () => {
  const cases: [string, Partial<Question>, string][] = [
    ['a total', {}, 'spend.daily_area'],
    ['a team by area', { filters: { team: ['search'] }, groupBy: ['cost_area'] }, 'spend.daily_area'],
    ['GPU cost of a team', { filters: { team: ['search'], resource: ['gpu'] } }, 'spend.daily_model'],
    ['tokens', { measure: 'quantity', unit: 'token' }, 'spend.daily_model'],
    ['a project', { filters: { project: ['atlas'] } }, 'spend.daily'],
    ['one machine type', { filters: { resource: ['p5.48xlarge'] } }, 'spend.daily'],
    ['resources by name', { groupBy: ['resource'] }, 'spend.daily'],
    ['list cost, whose gaps are counted', { measure: 'list_cost' }, 'spend.daily'],
    ['requests', { measure: 'quantity', unit: 'request' }, 'spend.units'],
    ['without a team', { exclude: { owner: ['a@example.com'] } }, 'spend.daily'],
  ]
  it.each(cases)('of %s', (_, slots, view) => {
    expect(spendQuery(asked(slots), { sight: EVERYTHING, views }).view).toBe(view)
  })

  it('is the large one where a warehouse has no smaller', () => {
    expect(spendQuery(asked(), { sight: EVERYTHING, views: new Set(['spend.daily']) }).view).toBe('spend.daily')
  })
})

/** Written by hand against the facts, not the views. */
describe('an answer equals hand-written SQL', () => {
  const nov = `day >= '2026-11-01' and day < '2026-11-24'`
  const usd = `billing_currency = 'USD'`
  const cases: [string, Partial<Question>, string][] = [
    [
      'GPU cost of a team',
      { filters: { team: ['search'], resource: ['gpu'] } },
      `select sum(effective_cost) as v from ledger.charge_day where team = 'search' and resource_class = 'gpu' and ${nov} and ${usd}`,
    ],
    [
      'one machine type',
      { filters: { resource: ['p5.48xlarge'] } },
      `select sum(effective_cost) as v from ledger.charge_day where instance_type = 'p5.48xlarge' and ${nov} and ${usd}`,
    ],
    [
      'one resource or one class',
      { filters: { resource: ['nb-anna-dev', 'gpu'] } },
      `select sum(effective_cost) as v from ledger.charge_day where (resource_name = 'nb-anna-dev' or resource_class = 'gpu') and ${nov} and ${usd}`,
    ],
    [
      'all but GPUs',
      { exclude: { resource: ['gpu'] } },
      `select sum(effective_cost) as v from ledger.charge_day where resource_class is distinct from 'gpu' and ${nov} and ${usd}`,
    ],
    [
      'all but a team, what nobody owns included',
      { exclude: { team: ['search'] } },
      `select sum(effective_cost) as v from ledger.charge_day where team <> 'search' and ${nov} and ${usd}`,
    ],
    [
      'what has a team',
      { exclude: { team: [NONE] } },
      `select sum(effective_cost) as v from ledger.charge_day where team <> '__unallocated__' and ${nov} and ${usd}`,
    ],
    [
      'list cost',
      { measure: 'list_cost' },
      `select sum(list_cost) as v from ledger.charge_day where ${nov} and ${usd}`,
    ],
    [
      'billed cost of a service',
      { measure: 'billed_cost', filters: { service: ['OpenAI'] } },
      `select sum(billed_cost) as v from ledger.charge_day where service_name = 'OpenAI' and ${nov} and ${usd}`,
    ],
  ]
  it.each(cases)('for %s', async (_, slots, text) => {
    const { rows } = await run(asked(slots))
    const byHand = await sql.raw<{ v: string }>(text).execute(db)
    expect(totalsOf(rows, false).find(({ currency }) => currency === 'USD')?.amount).toBe(decimal(byHand.rows[0]?.v))
  })

  it('for tokens, whatever the currency', async () => {
    const { rows } = await run(asked({ measure: 'quantity', unit: 'token', groupBy: ['model_name'] }))
    const byHand = await sql
      .raw<{ v: string }>(`select sum(quantity) as v from ledger.charge_day where unit = 'Tokens' and ${nov}`)
      .execute(db)
    expect(totalsOf(rows, false)).toMatchObject([{ currency: null, amount: decimal(byHand.rows[0]?.v) }])
  })

  it('for requests, from the counts beside the bill', async () => {
    await sql`insert into ledger.unit_day (day, source_name, team, project, unit_name, quantity) values
      ('2026-11-03', 'app', 'search', 'atlas', 'request', 120), ('2026-11-04', 'app', 'search', 'lumen', 'request', 30.5),
      ('2026-11-04', 'app', 'search', 'lumen', 'image', 7), ('2026-10-04', 'app', 'search', 'lumen', 'request', 1000)`.execute(
      db,
    )
    const { rows } = await run(
      asked({ measure: 'quantity', unit: 'request', groupBy: ['project'], filters: { team: ['search'] } }),
    )
    expect(rowsOf(rows, 1, true).map(({ keys, amount }) => [...keys, amount])).toEqual([
      ['atlas', '120'],
      ['lumen', '30.5'],
    ])
  })
})

const DIMENSION: Dimension = 'project'
describe('rows', () => {
  it('keep ties in the order of their names', async () => {
    await loadFacts(
      db,
      ['c', 'a', 'b'].map((project) => ({ day: '2026-11-02', team: 'search', project, effective: '5' })),
    )
    const { rows } = await run(asked({ groupBy: [DIMENSION], limit: 2 }))
    expect(rowsOf(rows, 1, true).map(({ kind, keys, amount, groups }) => [kind, ...keys, amount, groups])).toEqual([
      ['group', 'a', '5', 1],
      ['group', 'b', '5', 1],
      ['other', null, '5', 1],
    ])
  })

  it('name those that pass a bar, and lump the others', async () => {
    await loadFacts(
      db,
      [3000, 2000, 10].map((cost, i) => ({
        day: '2026-11-02',
        team: 'search',
        project: `p${i}`,
        effective: String(cost),
      })),
    )
    const { rows } = await run(asked({ groupBy: [DIMENSION], having: { op: '>', value: '2000' } }))
    expect(rowsOf(rows, 1, true).map(({ kind, keys, amount }) => [kind, ...keys, amount])).toEqual([
      ['group', 'p0', '3000'],
      ['other', null, '2010'],
    ])
    const least = await run(asked({ groupBy: [DIMENSION], having: { op: '<', value: '2001' }, sort: 'asc' }))
    expect(rowsOf(least.rows, 1, true).map(({ keys }) => keys[0])).toEqual(['p2', 'p1', null])
  })

  it('give what grew most when that is asked, and what was recorded on one side only', async () => {
    await loadFacts(db, [
      { day: '2026-10-02', team: 'search', project: 'big', effective: '1000' },
      { day: '2026-11-02', team: 'search', project: 'big', effective: '1001' },
      { day: '2026-10-02', team: 'search', project: 'riser', effective: '10' },
      { day: '2026-11-02', team: 'search', project: 'riser', effective: '50' },
      { day: '2026-11-02', team: 'search', project: 'new', effective: '5' },
      { day: '2026-10-02', team: 'search', project: 'gone', effective: '70' },
    ])
    const slots = {
      intent: 'compare' as const,
      groupBy: [DIMENSION],
      compare: { start: '2026-10-01', end: '2026-10-24' },
    }
    const most = await run(asked({ ...slots, limit: 1 }))
    expect(rowsOf(most.rows, 1, true)[0]).toMatchObject({ keys: ['riser'], amount: '50', before: '10' })
    const all = await run(asked(slots))
    expect(rowsOf(all.rows, 1, true).map(({ keys, amount, before }) => [keys[0], amount, before])).toEqual([
      ['big', '1001', '1000'],
      ['riser', '50', '10'],
      ['new', '5', null],
      ['gone', null, '70'],
    ])
  })

  it('count list prices that were not delivered, instead of calling them zero', async () => {
    await loadFacts(db, [
      { day: '2026-11-02', team: 'search', effective: '1', list: '3' },
      { day: '2026-11-02', team: 'search', effective: '1', list: null },
      { day: '2026-11-03', team: 'search', effective: '1', list: null },
    ])
    const { rows } = await run(asked({ measure: 'list_cost' }))
    expect(totalsOf(rows, false)).toMatchObject([{ amount: '3', unknown: 2 }])
  })
})
