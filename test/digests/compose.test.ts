import { Big } from 'big.js'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/civil-date.ts'
import { anomaliesOf, budgetsOf, forecastsOf, idleOf, moversOf, unitCostsOf } from '../../src/digests/composing/cut.ts'
import type { Digest } from '../../src/digests/digest.ts'
import type { ScopeDimension } from '../../src/digests/subscription.ts'
import { nextQuestion } from '../../src/spend/continue.ts'
import type { AskDeps } from '../../src/spend/deps.ts'
import { mostUsedUnits } from '../../src/spend/kinds/unit-cost/used.ts'
import type { Period, Question } from '../../src/spend/question.ts'
import { findAnswer } from '../../src/spend/store.ts'
import { DEMO_DAY, DEMO_NOON, demoDatabase } from '../database.ts'
import { answered, composed, depsOf, digest, digests, due, EVERYTHING } from './composing.ts'

const connection = await demoDatabase()
const deps = depsOf(connection, DEMO_NOON)
const DAY: Period = { start: '2026-11-19', end: '2026-11-20' }
const WEEK: Period = { start: '2026-11-09', end: '2026-11-16' }
const WEEK_BEFORE: Period = { start: '2026-11-02', end: '2026-11-09' }
const MONTH: Period = { start: '2026-11-01', end: '2026-12-01' }

const valuesOf = async (dimension: ScopeDimension): Promise<readonly string[]> => {
  const { rows } = await connection.pool.query(
    `select distinct ${dimension} as name from spend.daily where ${dimension} is not null and day >= '2026-08-01' order by 1`,
  )
  return rows.map(({ name }) => name)
}

const asked = (slots: Partial<Question>): Question => ({
  intent: 'spend',
  measure: 'effective_cost',
  filters: {},
  exclude: {},
  groupBy: [],
  period: WEEK,
  periodDefaulted: false,
  compare: null,
  limit: null,
  grain: null,
  sort: 'desc',
  having: null,
  unit: null,
  chart: false,
  ...slots,
})

/** The sections of a digest as somebody would get them who asks about this scope alone, one question after another. */
async function alone(
  deps: AskDeps,
  filters: Question['filters'],
  { period, against }: { period: Period; against: Period },
) {
  const ask = (slots: Partial<Question>) => answered(deps, asked({ filters, period, ...slots }))
  const sum = await ask({ intent: 'compare', compare: against, groupBy: ['project'] })
  const why = await ask({ intent: 'explain', compare: against })
  const budget = await ask({ intent: 'budget', measure: 'budget', period: MONTH })
  const forecast = await ask({ intent: 'forecast', measure: 'forecast', period: MONTH })
  const odd = await ask({ intent: 'anomaly' })
  const idle = await ask({
    intent: 'idle',
    measure: 'waste',
    period: { start: MONTH.start, end: addDays(DEMO_DAY, 1) },
  })
  const unit = (await mostUsedUnits(deps, asked({ filters, period }), EVERYTHING)).get(null)
  const each = unit && (await ask({ intent: 'unit_cost', measure: 'cost_per_unit', unit, compare: against }))
  return { sum, why, budget, forecast, odd, idle, each }
}

const byName = <T extends { readonly currency: string | null }>(told: readonly T[]) =>
  told.toSorted((a, b) => ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1))

async function expectAsAlone(told: Digest, filters: Question['filters'], period: Period, against: Period) {
  const { sum, why, budget, forecast, odd, idle, each } = await alone(deps, filters, { period, against })
  const currency = told.totals[0]?.currency ?? null
  // Totals and what was before them, to the last digit.
  expect(told.totals.map(({ currency, amount }) => ({ currency, amount }))).toEqual(
    byName(sum?.totals ?? []).length === 0
      ? []
      : expect.arrayContaining((sum?.totals ?? []).map(({ currency, amount }) => ({ currency, amount }))),
  )
  if (told.against !== null)
    expect(told.totals.map(({ before }) => before).toSorted()).toEqual(
      (sum?.totals ?? []).map(({ before }) => before).toSorted(),
    )
  const moved = moversOf(why)
    .get(null)
    ?.find((each) => each.currency === currency)
  expect({ up: told.movers.up, down: told.movers.down }).toEqual({ up: moved?.up ?? [], down: moved?.down ?? [] })
  expect(byName(told.budgets)).toEqual(byName(budgetsOf(budget, false).get(null) ?? []))
  expect(byName(told.forecasts)).toEqual(byName(forecastsOf(forecast, MONTH).get(null) ?? []))
  expect(told.anomalies).toMatchObject(anomaliesOf(odd).get(null) ?? [])
  expect(byName(told.idle)).toEqual(byName(idleOf(idle, false).get(null) ?? []))
  expect(byName(told.unitCosts)).toEqual(byName(unitCostsOf(each, false).get(null) ?? []))
  expect(told.freshness).toEqual(sum?.freshness ?? null)
  if (told.top?.dimension === 'project') {
    const rows = (sum?.rows ?? []).filter(({ amount, currency: of }) => amount !== null && of === currency)
    expect(told.top.rows.filter(({ currency: of }) => of === currency)).toEqual(
      rows
        .map(({ keys, currency, amount, before }) => ({
          name: keys[0] ?? null,
          currency,
          amount,
          before: told.against === null ? null : before,
        }))
        .toSorted((a, b) => new Big(b.amount ?? 0).cmp(a.amount ?? 0))
        .slice(0, 10),
    )
  }
}

const EVERY_FOURTH = 4

describe('each of many digests says what its scope is answered alone', () => {
  it.each<[ScopeDimension, number]>([
    ['team', 2],
    ['project', EVERY_FOURTH],
    ['business_unit', 3],
  ])('every %s, weekly', async (dimension, step) => {
    // A team and a project may have one name, and here their digests one id.
    await connection.db.deleteFrom('tally.answer').execute()
    const values = await valuesOf(dimension)
    const told = await digests(
      deps,
      values.map((value) => due('weekly', WEEK, { dimension, values: [value] }, { id: value })),
    )
    expect([...told.keys()].toSorted()).toEqual(values.toSorted())
    for (const [i, value] of values.entries())
      if (i % step === 0) await expectAsAlone(of(told, value), { [dimension]: [value] }, WEEK, WEEK_BEFORE)
    // Nothing of this would be worth much if every section were empty.
    const filled = [...told.values()]
    expect(filled.some(({ movers }) => movers.up.length > 0 && movers.down.length > 0)).toBe(true)
    expect(filled.some(({ forecasts }) => forecasts[0]?.low != null)).toBe(true)
    expect(filled.some(({ anomalies }) => anomalies.length > 0)).toBe(true)
    for (const { anomalies, asked } of filled)
      for (const { answerId, about } of anomalies.slice(0, 3)) {
        const { filters, period, intent } = (await findAnswer(connection.db, answerId ?? ''))?.question ?? {}
        expect({ filters, period, intent }).toEqual({
          filters: { [dimension]: asked.subscription.scope?.values, ...about?.filters },
          period: about?.period,
          intent: 'spend',
        })
      }
    expect(filled.some(({ idle }) => idle.length > 0)).toBe(true)
    expect(filled.some(({ unitCosts }) => unitCosts[0]?.before != null)).toBe(true)
  })

  it('some teams, daily', async () => {
    const teams = ['search', 'vision', 'r&d']
    const told = await digests(
      deps,
      teams.map((team) => due('daily', DAY, { dimension: 'team', values: [team] }, { id: team })),
    )
    const weekBefore = { start: '2026-11-12', end: '2026-11-13' }
    for (const team of teams) await expectAsAlone(of(told, team), { team: [team] }, DAY, weekBefore)
  })

  it('everything', async () => {
    const told = await digest(deps, due('weekly', WEEK, null))
    await expectAsAlone(told, {}, WEEK, WEEK_BEFORE)
    expect(told.unallocated[0]).toMatchObject({ currency: 'USD', biggest: expect.any(String), wholeCompany: false })
    expect(told.unallocated[0]?.amount).toBe(told.top?.rows.find(({ name }) => name === null)?.amount)
  })
})

const of = <T>(map: ReadonlyMap<string, T>, key: string): T => {
  const found = map.get(key)
  if (found === undefined) throw new Error(`nothing of ${key}`)
  return found
}

const team = (...values: string[]) => ({ dimension: 'team', values }) as const
const without = ({ asked: _, ...told }: Digest) => told

it('is the same alone and among others, in whatever order', async () => {
  const asked = [
    due('weekly', WEEK, team('search'), { id: 'a' }),
    due('daily', DAY, team('vision'), { id: 'b' }),
    due('weekly', WEEK, null, { id: 'c' }),
    due('weekly', WEEK, team('vision', 'search'), { id: 'd' }),
    due('weekly', WEEK, team('vision'), { id: 'e' }),
  ]
  const [forth, back] = [await digests(deps, asked), await digests(deps, asked.toReversed())]
  for (const one of asked) {
    const { id } = one.subscription
    expect(without(of(back, id))).toEqual(without(of(forth, id)))
    expect(without(await digest(deps, one))).toEqual(without(of(forth, id)))
  }
})

it('adds several values exactly, and judges them together', async () => {
  const told = await digests(deps, [
    due('weekly', WEEK, team('search'), { id: 'search' }),
    due('weekly', WEEK, team('vision'), { id: 'vision' }),
    due('weekly', WEEK, team('vision', 'search'), { id: 'both' }),
  ])
  const [search, vision, both] = ['search', 'vision', 'both'].map((id) => of(told, id))
  const amount = (one: Digest | undefined) => one?.totals[0]?.amount ?? '0'
  expect(amount(both)).toBe(new Big(amount(search)).plus(amount(vision)).toFixed())
  const forecast = await answered(
    deps,
    asked({ intent: 'forecast', measure: 'forecast', filters: { team: ['vision', 'search'] }, period: MONTH }),
  )
  expect(both?.forecasts).toEqual(forecastsOf(forecast, MONTH).get(null))
  expect(both?.budgets.map(({ name }) => name).toSorted()).toEqual(['team search', 'team vision'])
})

it('says nothing of a scope that spent nothing, and never zero', async () => {
  const told = await digest(deps, due('weekly', WEEK, team('nobody')))
  expect(told).toMatchObject({
    totals: [],
    series: null,
    top: null,
    forecasts: [],
    anomalies: [],
    idle: [],
    unitCosts: [],
  })
  expect(told.movers).toMatchObject({ up: [], down: [] })
})

it('keeps currencies apart, that of most charges first', async () => {
  const told = await digest(deps, due('weekly', WEEK, null))
  expect(told.totals.map(({ currency }) => currency)).toEqual(['USD', 'EUR'])
  const { rows } = await connection.pool.query(
    `select billing_currency, trim_scale(sum(effective_cost)) as amount from spend.daily where day >= $1 and day < $2 group by 1 order by 1 desc`,
    [WEEK.start, WEEK.end],
  )
  expect(told.totals.map(({ amount }) => amount)).toEqual(rows.map(({ amount }) => amount))
})

it('compares a day with the mean of its weekday', async () => {
  const told = await digest(deps, due('daily', DAY, team('search')))
  const { rows } = await connection.pool.query(
    `select trim_scale(sum(effective_cost) / 4) as mean from spend.daily
      where team = 'search' and day in ('2026-11-12', '2026-11-05', '2026-10-29', '2026-10-22')`,
  )
  expect(told.totals[0]).toMatchObject({
    before: null,
    average: new Big(rows[0].mean).round(12).toFixed(),
    averageOf: 4,
  })
  expect(told.series?.buckets).toHaveLength(28)
  expect(told.movers.against).toEqual({ start: '2026-11-12', end: '2026-11-13' })
})

describe('without a source that is late', () => {
  const missing = [{ source: 'aws-focus', since: '2026-11-14' }]

  it('shows what is recorded and compares the rest, on both sides', async () => {
    const [source] = await lateSource()
    const late = [{ source, since: '2026-11-14' }]
    const [whole, told] = [
      await digest(deps, due('weekly', WEEK, team('search'))),
      await digest(deps, due('weekly', WEEK, team('search'), { missing: late })),
    ]
    const { rows } = await connection.pool.query(
      `select trim_scale(sum(effective_cost) filter (where day >= '2026-11-09')) as now,
        trim_scale(sum(effective_cost) filter (where day < '2026-11-09')) as before
      from spend.daily where team = 'search' and day >= '2026-11-02' and day < '2026-11-16' and source_name <> $1`,
      [source],
    )
    expect(told.totals[0]).toMatchObject({
      amount: whole.totals[0]?.amount,
      comparable: rows[0].now,
      before: rows[0].before,
    })
    expect(told.totals[0]?.comparable).not.toBe(whole.totals[0]?.comparable)
    expect(told.top?.rows.every(({ before }) => before === null)).toBe(true)
    expect(told.unitCosts.every(({ before }) => before === null)).toBe(true)
    const why = await answered(
      deps,
      asked({ intent: 'explain', compare: WEEK_BEFORE, filters: { team: ['search'] }, withoutSources: [source] }),
    )
    expect(told.movers).toMatchObject({
      up: moversOf(why).get(null)?.[0]?.up,
      down: moversOf(why).get(null)?.[0]?.down,
    })
    expect(why?.sentence).toContain(`without what ${source} delivers`)
  })

  it('leaves it out of what the buttons go on from', async () => {
    const told = await digest(deps, due('weekly', WEEK, team('search'), { missing }))
    const kept = await findAnswer(connection.db, told.answerId)
    expect(kept).toMatchObject({
      asker: 'tally:digests',
      question: {
        intent: 'compare',
        filters: { team: ['search'] },
        compare: WEEK_BEFORE,
        withoutSources: ['aws-focus'],
      },
    })
    expect(nextQuestion(kept?.question ?? asked({}), DEMO_DAY, 'why')).toMatchObject({ withoutSources: ['aws-focus'] })
  })
})

/** The source that holds most of what search spends. */
async function lateSource(): Promise<readonly [string]> {
  const { rows } = await connection.pool.query(
    `select source_name from spend.daily where team = 'search' and day >= '2026-11-02' group by 1 order by sum(effective_cost) desc limit 1`,
  )
  return [rows[0].source_name]
}

describe('who sees own teams only', () => {
  const sight = { kind: 'teams', teams: ['search'] } as const
  const person = { email: 's@example.com', displayName: 'S', role: 'member', teams: ['search'] } as const

  it('gets everything cut down to these, as when they ask', async () => {
    const told = await digest(deps, due('weekly', WEEK, null, { sight }))
    const own = await digest(deps, due('weekly', WEEK, team('search')))
    expect(told.totals).toEqual(own.totals)
    expect(told.unallocated).toEqual([])
    const sum = await answered(deps, asked({ intent: 'compare', compare: WEEK_BEFORE }), person)
    expect(told.totals[0]?.amount).toBe(sum?.totals[0]?.amount)
    expect(told.top?.rows.map(({ name }) => name)).toEqual(['search'])
  })

  it('gets nothing of others, nor of themselves among others', async () => {
    const told = await digests(deps, [
      due('weekly', WEEK, team('vision'), { sight, id: 'others' }),
      due('weekly', WEEK, team('search', 'vision'), { sight, id: 'among' }),
      due('weekly', WEEK, team('vision'), { id: 'seen' }),
      due('weekly', WEEK, team('search'), { sight, id: 'own' }),
    ])
    expect(of(told, 'seen').totals).not.toEqual([])
    expect(of(told, 'own').totals).not.toEqual([])
    for (const id of ['others', 'among']) {
      const { totals, budgets, top, unallocated, forecasts, movers } = of(told, id)
      expect({ totals, budgets, top, unallocated, forecasts, up: movers.up }).toEqual({
        totals: [],
        budgets: [],
        top: null,
        unallocated: [],
        forecasts: [],
        up: [],
      })
    }
  })
})

it('fails only those whose question failed', async () => {
  const broken = { ...deps, spend: failingOn(connection.db, 'project') }
  const told = await composed(broken, [
    due('weekly', WEEK, { dimension: 'project', values: ['nova-chat'] }, { id: 'project' }),
    due('weekly', WEEK, null, { id: 'all' }),
  ])
  expect(Object.fromEntries(told.map(({ asked, kind }) => [asked.subscription.id, kind]))).toEqual({
    project: 'failed',
    all: 'composed',
  })
})

/** Faults in whatever is asked of one project. */
function failingOn(db: typeof connection.db, column: string): typeof connection.db {
  return db.withPlugin({
    transformQuery: ({ node }) => {
      if (node.kind === 'RawNode' && node.sqlFragments.join('').includes(`"${column}" in`)) throw new Error('broken')
      if (JSON.stringify(node).includes('"nova-chat"')) throw new Error('broken')
      return node
    },
    transformResult: async ({ result }) => result,
  })
}
