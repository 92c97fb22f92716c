import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/cards/plain-text.ts'
import { ask, type Outcome } from '../../../../src/spend/ask.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { asking } from '../../../../src/spend/deps.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import { countedSpans } from '../../../../src/spend/kinds/unit-cost/spans.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, type Fact, loadFacts } from '../../facts.ts'
import { ana, answering } from '../answering.ts'
import { loadCounts, loadRuns } from './counts.ts'

const { db } = await testDatabase()
const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }
const per = (unit: Question['unit'], slots: Partial<Question> = {}) =>
  asked({ intent: 'unit_cost', measure: 'cost_per_unit', unit, period: OCTOBER, ...slots })
const words = (outcome: Outcome) => plainText(outcomeCard(outcome))
const headline = (outcome: Outcome) => words(outcome).split('\n')[0]
const json = (outcome: Outcome) =>
  outcomeJson(outcome) as { rows: Record<string, string | null>[]; totals: { total: string | null }[] }
const served = (project: string, effective: string, more: Partial<Fact> = {}): Fact => ({
  day: '2026-10-05',
  team: 'vision',
  project,
  workload: 'inference',
  effective,
  ...more,
})
/** What the database itself makes of it. */
const figure = async (query: ReturnType<typeof sql<{ figure: string | null }>>) =>
  (await query.execute(db)).rows[0]?.figure ?? null

describe('what a request costs', () => {
  it('is the cost of inference by its requests, to the last digit, and says so', async () => {
    await loadFacts(db, [
      served('lumen', '10'),
      served('lumen', '90', { workload: 'training' }),
      served('lumen', '7', { workload: 'embedding' }),
    ])
    await loadCounts(db, [
      { day: '2026-10-05', unit: 'request', quantity: '3000', team: 'vision', project: 'lumen' },
      { day: '2026-10-05', unit: 'request', quantity: '9', team: 'vision', project: 'lumen', workload: 'embedding' },
    ])
    const outcome = await answering(db, per('request'))
    expect(headline(outcome)).toBe('$0.003333 per request')
    expect(words(outcome)).toContain('$10.00 for 3,000 requests, October 2026: $3.33 per 1,000.')
    expect(words(outcome)).toContain('Cost is the spend of inference alone. The requests of embedding are left out')
    const { totals } = json(outcome)
    expect(totals[0]?.total).toBe(
      await figure(sql`select (sum(c.effective_cost) / (select sum(quantity) from spend.units where unit_name = 'request' and workload_type = 'inference'))::text as figure
        from spend.daily c where workload_type = 'inference'`),
    )
  })

  it('takes the workloads that have requests where inference has none, and those that are asked for', async () => {
    await loadFacts(db, [
      served('lumen', '90', { workload: 'training' }),
      served('lumen', '7', { workload: 'embedding' }),
    ])
    await loadCounts(db, [
      { day: '2026-10-05', unit: 'request', quantity: '7', team: 'vision', project: 'lumen', workload: 'embedding' },
    ])
    expect(headline(await answering(db, per('request')))).toBe('$1.00 per request')
    const embedding = await answering(db, per('request', { filters: { workload_type: ['embedding'] } }))
    expect(headline(embedding)).toBe('$1.00 per request')
    const byWorkload = await answering(db, per('request', { groupBy: ['workload_type'] }))
    expect(words(byWorkload)).not.toContain('training:')
  })

  it('finds what served long ago, and leaves out what carries no workload', async () => {
    await loadFacts(db, [served('lumen', '10'), served('lumen', '50', { workload: 'training' })])
    await loadCounts(db, [
      { day: '2026-10-05', unit: 'request', quantity: '4', team: 'vision', project: 'lumen' },
      { day: '2026-10-30', unit: 'request', quantity: '100', team: 'vision', project: 'lumen', workload: 'embedding' },
      { day: '2026-10-05', unit: 'request', quantity: '70', team: 'vision', workload: null },
    ])
    const outcome = await answering(db, per('request'))
    expect(headline(outcome)).toBe('$2.50 per request')
    expect(words(outcome)).toContain('The requests of embedding and no workload are left out')
  })

  it('takes all spend where the counts carry no workload', async () => {
    await loadFacts(db, [served('lumen', '3', { workload: 'training' }), served('lumen', '7')])
    await loadCounts(db, [{ day: '2026-10-05', unit: 'request', quantity: '5', team: 'vision', workload: null }])
    const outcome = await answering(db, per('request'))
    expect(headline(outcome)).toBe('$2.00 per request')
    expect(words(outcome)).toContain('Cost is all spend of what was asked about.')
  })

  it('is never infinite and never zero: what is missing is said, for each group too', async () => {
    await loadFacts(db, [served('lumen', '10'), served('idle', '4'), served('lost', '1', { project: null })])
    await loadCounts(db, [
      { day: '2026-10-05', unit: 'request', quantity: '4', team: 'vision', project: 'lumen' },
      { day: '2026-10-05', unit: 'request', quantity: '6', team: 'vision', project: 'free' },
    ])
    const outcome = await answering(db, per('request', { groupBy: ['project'] }))
    expect(
      json(outcome).rows.map(({ kind, project, cost, requests, cost_per_request: each }) => [
        kind,
        project,
        cost,
        requests,
        each,
      ]),
    ).toEqual([
      ['group', 'lumen', '10', '4', '2.5'],
      ['group', 'idle', '4', null, null],
      ['group', 'free', null, '6', null],
      ['none', null, '1', null, null],
    ])
    const text = words(outcome)
    expect(text.split('\n')[0]).toBe('$1.50 per request')
    expect(text).toContain('idle: Per request no requests recorded, Cost $4.00, Requests no data')
    expect(text).toContain('free: Per request no cost recorded, Cost no data, Requests 6')
    expect(text).toContain('No project: Per request no requests recorded')
    await loadCounts(db, [{ day: '2026-10-05', unit: 'request', quantity: '0', team: 'vision', project: 'lumen' }])
    const zero = await answering(db, per('request'))
    expect(headline(zero)).toBe('No requests recorded')
    expect(words(zero)).toContain('tally import units')
    expect(words(zero)).not.toMatch(/infinity|NaN|\$0\.00 per/i)
  })

  it('ranks by the price of one, as asked, and all groups add up in cost and units', async () => {
    const names = Array.from({ length: 15 }, (_, i) => `p${String(i).padStart(2, '0')}`)
    await loadFacts(
      db,
      names.map((name, i) => served(name, `${i + 1}.01`)),
    )
    await loadCounts(
      db,
      names.map((project) => ({ day: '2026-10-05', unit: 'request', quantity: '10', team: 'vision', project })),
    )
    const grouped = json(await answering(db, per('request', { groupBy: ['project'] })))
    expect(grouped.rows.map(({ project }) => project)).toEqual([...names.toReversed().slice(0, 10), null])
    expect(grouped.rows.at(-1)).toMatchObject({
      kind: 'other',
      cost: '15.05',
      requests: '50',
      cost_per_request: '0.301',
    })
    expect(grouped.totals[0]?.total).toBe('0.801')
    const cheapest = await answering(db, per('request', { groupBy: ['project'], limit: 1, sort: 'asc' }))
    expect(headline(cheapest)).toBe('$0.101 per request: p00')
    expect(json(cheapest).totals[0]?.total).toBe('0.101')
    const dear = await answering(db, per('request', { groupBy: ['project'], having: { op: '>', value: '1.4' } }))
    expect(json(dear).rows.map(({ project }) => project)).toEqual(['p14', 'p13', null])
  })

  it('counts only days whose bill is complete, and says what the others would make of it', async () => {
    const days = ['2026-11-16', '2026-11-17', '2026-11-18']
    await loadFacts(
      db,
      days.map((day, i) => served('lumen', i === 2 ? '1' : '10', { day })),
      { provisional: ['2026-11-18'] },
    )
    await loadCounts(
      db,
      days.map((day) => ({ day, unit: 'request', quantity: '100', team: 'vision', project: 'lumen' })),
    )
    const outcome = await answering(db, per('request', { period: { start: '2026-11-16', end: '2026-11-19' } }))
    expect(headline(outcome)).toBe('$0.10 per request')
    expect(words(outcome)).toContain(
      'With the days whose bill is still arriving, Nov 16 – Nov 18, 2026: $0.07 ($21.00 for 300 requests).',
    )
    expect(words(outcome)).toContain(
      'Counted through Nov 17: the bill of Nov 18, 2026 is not all there, while its requests are counted already.',
    )
    const series = json(
      await answering(db, per('request', { period: { start: '2026-11-16', end: '2026-11-19' }, grain: 'week' })),
    )
    expect(series.rows).toEqual([
      expect.objectContaining({ start: '2026-11-16', end_exclusive: '2026-11-18', cost: '20', requests: '200' }),
    ])
    const soFar = await answering(db, per('request', { period: { start: '2026-11-18', end: '2026-11-19' } }))
    expect(words(soFar)).toContain('$1.00 for 100 requests, Nov 18, 2026 so far.')
    expect(words(soFar)).toContain('the price can only rise')
  })

  it('tells better from worse against another time', async () => {
    await loadFacts(db, [served('lumen', '12'), served('lumen', '8', { day: '2026-09-05' })])
    await loadCounts(db, [
      { day: '2026-10-05', unit: 'request', quantity: '10', team: 'vision', project: 'lumen' },
      { day: '2026-09-05', unit: 'request', quantity: '8', team: 'vision', project: 'lumen' },
    ])
    const compare = { start: '2026-09-01', end: '2026-10-01' }
    const outcome = await answering(db, per('request', { compare }))
    expect(headline(outcome)).toBe('$1.20 per request')
    expect(words(outcome)).toContain('Worse: up $0.20 (20%) against September 2026 ($1.00).')
    const grouped = await answering(db, per('request', { compare, groupBy: ['project'] }))
    expect(words(grouped)).toContain('lumen: Per request $1.20, Before $1.00, Change up $0.20 (20%)')
    expect(json(grouped).rows.map(({ start, cost_per_request: each }) => [start, each])).toEqual([
      ['2026-10-01', '1.2'],
      ['2026-09-01', '1'],
    ])
  })

  it('keeps currencies apart over the same requests', async () => {
    await loadFacts(db, [served('lumen', '10'), served('lumen', '1'), served('euro', '2', { currency: 'EUR' })])
    await loadCounts(db, [
      { day: '2026-10-05', unit: 'request', quantity: '90', team: 'vision', project: 'lumen' },
      { day: '2026-10-05', unit: 'request', quantity: '10', team: 'vision', project: 'euro' },
    ])
    const outcome = await answering(db, per('request', { groupBy: ['project'] }))
    expect(headline(outcome)).toBe('$0.11 per request, plus €0.02')
    expect(words(outcome)).toContain('$11.00 and €2.00 for 100 requests, October 2026.')
    const rows = json(outcome).rows.map(({ kind, project, currency, cost, requests }) => [
      kind,
      project,
      currency,
      cost,
      requests,
    ])
    expect(rows).toEqual([
      ['group', 'euro', 'EUR', '2', '10'],
      ['other', null, 'EUR', null, '90'],
      ['group', 'lumen', 'USD', '11', '90'],
      ['other', null, 'USD', null, '10'],
    ])
  })

  it('shows only own teams to whom sees no others', async () => {
    await loadFacts(db, [served('lumen', '10'), served('ranker', '1000', { team: 'search' })])
    await loadCounts(db, [
      { day: '2026-10-05', unit: 'request', quantity: '10', team: 'vision', project: 'lumen' },
      { day: '2026-10-05', unit: 'request', quantity: '10', team: 'search', project: 'ranker' },
    ])
    const outcome = await answering(db, per('request', { groupBy: ['project'] }), ana)
    expect(headline(outcome)).toBe('$1.00 per request')
    expect(words(outcome)).not.toContain('ranker')
  })

  it('is read from a sentence', async () => {
    await loadFacts(db, [served('lumen', '10'), served('lumen', '90', { workload: 'training' })])
    await loadCounts(db, [{ day: '2026-10-05', unit: 'request', quantity: '4', team: 'vision', project: 'lumen' }])
    const now = new Date('2026-11-23T10:00:00Z')
    const onError = (error: unknown) => {
      throw error
    }
    const deps = asking({ own: db, spend: db, visibility: 'everyone', now: () => now, onError })
    const request = { requestId: 'sentence', asker: { key: 'somebody' }, timezone: 'UTC' }
    const outcome = await ask(deps, { ...request, text: 'which project has the highest cost per request last month' })
    await deps.later.drained()
    expect(headline(outcome)).toBe('$2.50 per request: lumen')
  })

  it('says what to ask where the counts cannot be cut that way', async () => {
    const outcome = await answering(db, per('request', { groupBy: ['provider'] }))
    expect(words(outcome)).toContain('not per provider')
    expect(words(outcome)).toContain('cost per request by project')
    expect(words(await answering(db, per('request', { having: { op: '>', value: '1' } })))).toContain('hold a limit')
    expect(words(await answering(db, per(null)))).toContain('What one of each costs')
  })
})

describe('what other things cost', () => {
  it('takes the cost of documents from the projects that make any', async () => {
    await loadFacts(db, [
      served('doc-qa', '10'),
      served('doc-qa', '5', { workload: 'training' }),
      served('chat', '1000'),
      served('enrich', '4', { workload: 'batch-inference' }),
    ])
    await loadCounts(db, [
      { day: '2026-10-05', unit: 'document', quantity: '4', team: 'vision', project: 'doc-qa' },
      {
        day: '2026-10-05',
        unit: 'document',
        quantity: '3',
        team: 'vision',
        project: 'enrich',
        workload: 'batch-inference',
      },
    ])
    const outcome = await answering(db, per('document', { groupBy: ['project'] }))
    expect(headline(outcome)).toBe('$2.00 per document')
    expect(words(outcome)).toContain('in 2 projects: batch-inference and inference')
    expect(json(outcome).rows.map(({ project, cost }) => [project, cost])).toEqual([
      ['doc-qa', '10'],
      ['enrich', '4'],
    ])
  })

  it('lets requests stand for inferences where none are recorded', async () => {
    await loadFacts(db, [served('lumen', '10')])
    await loadCounts(db, [{ day: '2026-10-05', unit: 'request', quantity: '4', team: 'vision', project: 'lumen' }])
    const outcome = await answering(db, per('inference'))
    expect(headline(outcome)).toBe('$2.50 per inference')
    expect(words(outcome)).toContain('requests stand for them')
  })

  it('counts a user once a day, and tells the whole period for the users of an average day', async () => {
    await loadFacts(db, [served('lumen', '10'), served('lumen', '21', { workload: 'training' })])
    await loadCounts(
      db,
      ['2026-10-05', '2026-10-06'].map((day) => ({
        day,
        unit: 'user',
        quantity: '31',
        team: 'vision',
        project: 'lumen',
      })),
    )
    const outcome = await answering(db, per('user'))
    expect(headline(outcome)).toBe('$0.50 per user a day')
    expect(words(outcome)).toContain('Over these 31 days: $15.50 for each of the 2 users of an average day.')
  })

  it('divides tokens by their own charges, by direction too, and keeps late days', async () => {
    const token = (model: string, meter: string, quantity: string, effective: string, more: Partial<Fact> = {}) =>
      served('lumen', effective, { model, meter, unit: 'Tokens', quantity, ...more })
    await loadFacts(
      db,
      [
        token('opus', 'Input', '1000000', '5'),
        token('opus', 'Output', '1000000', '25'),
        token('mini', 'Input', '2000000', '0.3', { day: '2026-10-31' }),
        token('mini', 'Input', '1000000', '4', { currency: 'EUR' }),
        served('lumen', '99'),
      ],
      { provisional: ['2026-10-31'] },
    )
    const outcome = await answering(db, per('token', { groupBy: ['model_name'] }))
    expect(headline(outcome)).toBe('$7.58 and €4.00 per 1M tokens')
    const usd = json(outcome).rows.filter(({ currency }) => currency === 'USD')
    expect(usd).toMatchObject([
      {
        model_name: 'opus',
        cost: '30',
        tokens: '2000000',
        cost_per_1m_tokens: '15',
        input_cost: '5',
        output_cost_per_1m_tokens: '25',
      },
      { model_name: 'mini', cost: '0.3', tokens: '2000000', cost_per_1m_tokens: '0.15', output_cost: null },
    ])
    expect(words(outcome)).toContain('Output: Per 1M $25.00, Cost $25.00, Share 82.5%, Count 1M')
    const dearest = await answering(db, per('token', { groupBy: ['model_name'], limit: 1 }))
    expect(headline(dearest)).toBe('$15.00 per 1M tokens: opus; €4.00 per 1M tokens: mini')
  })

  it('prices GPU hours by the type of machine', async () => {
    const gpu = (instanceType: string, quantity: string, effective: string): Fact =>
      served('lumen', effective, {
        instanceType,
        meter: 'GPU-Hours',
        unit: 'GPU-Hours',
        quantity,
        resourceClass: 'gpu',
        resourceName: `a ${instanceType}`,
      })
    await loadFacts(db, [
      gpu('p5.48xlarge', '8', '40'),
      gpu('g5.12xlarge', '4', '6'),
      served('lumen', '7', { resourceClass: 'gpu', unit: 'Hours', quantity: '1' }),
    ])
    const outcome = await answering(db, per('gpu_hour', { filters: { resource: ['gpu'] }, groupBy: ['resource'] }))
    expect(headline(outcome)).toBe('$3.83 per GPU hour')
    expect(json(outcome).rows.map(({ instance_type: type, cost_per_gpu_hour: each }) => [type, each])).toEqual([
      ['p5.48xlarge', '5'],
      ['g5.12xlarge', '1.5'],
    ])
  })

  it('counts failed and cancelled runs in the price of one, and tells them', async () => {
    await loadFacts(db, [])
    await loadRuns(db, [
      { id: 'a', started: '2026-10-01T00:00:00Z', cost: '10', model: 'bid-net', hours: '4' },
      { id: 'b', started: '2026-10-31T23:59:59Z', cost: '5', model: 'bid-net', status: 'failed', hours: '1' },
      { id: 'c', started: '2026-10-02T00:00:00Z', cost: '1', model: 'layout', status: 'cancelled' },
      { id: 'd', started: '2026-10-03T00:00:00Z', cost: '100', model: 'layout', status: 'running' },
      { id: 'e', started: '2026-11-01T00:00:00Z', cost: '1000', model: 'layout' },
    ])
    const outcome = await answering(
      db,
      per('training_run', { groupBy: ['model_name'], filters: { workload_type: ['training'] } }),
    )
    expect(headline(outcome)).toBe('$5.33 per training run')
    expect(words(outcome)).toContain('1 failed: $5.00 (31.3%); 1 cancelled: $1.00 (6.3%). $3.00 per GPU hour.')
    expect(json(outcome).rows.map(({ model_name, cost, training_runs: runs }) => [model_name, cost, runs])).toEqual([
      ['bid-net', '15', '2'],
      ['layout', '1', '1'],
    ])
    expect(words(await answering(db, per('training_run', { groupBy: ['service'] })))).toContain('not per service')
  })

  it('is no data where neither cost nor units are there', async () => {
    await loadFacts(db, [served('lumen', '10')])
    await loadCounts(db, [])
    const outcome = await answering(db, per('request', { period: { start: '2026-08-01', end: '2026-09-01' } }))
    expect(headline(outcome)).toBe('No data')
  })
})

describe('the days of a ratio', () => {
  const question = (period: Question['period'], compare: Question['compare']) => per('request', { period, compare })
  it.each([
    ['complete', '2026-11-30', '2026-11-01..2026-11-24 | 2026-10-01..2026-10-24'],
    ['cut alike', '2026-11-20', '2026-11-01..2026-11-21 whole 2026-11-01..2026-11-24 | 2026-10-01..2026-10-21'],
    ['so far', '2026-10-31', '2026-11-01..2026-11-24 so far | 2026-10-01..2026-10-24'],
  ])('are %s', (_, through, expected) => {
    const spans = countedSpans(
      question({ start: '2026-11-01', end: '2026-11-24' }, { start: '2026-10-01', end: '2026-10-24' }),
      through,
    )
    const said = ({ start, end }: Question['period']) => `${start}..${end}`
    expect(
      `${said(spans.now)}${spans.whole ? ` whole ${said(spans.whole)}` : ''}${spans.soFar ? ' so far' : ''} | ${spans.before && said(spans.before)}`,
    ).toBe(expected)
  })

  it('are those that were named, where two spans were', () => {
    const spans = countedSpans(
      question({ start: '2026-11-01', end: '2026-11-24' }, { start: '2026-10-01', end: '2026-11-01' }),
      '2026-11-20',
    )
    expect(spans.before).toEqual({ start: '2026-10-01', end: '2026-11-01' })
  })
})

describe('the cards', () => {
  it('look as they did', async () => {
    const projects = ['doc-qa', '<!channel>', '*_~`'] as const
    const days = ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-22']
    await loadFacts(
      db,
      days.flatMap((day, d) =>
        projects.flatMap((project, p) => [
          served(project, `${20 * (p + 1) + d}.5`, {
            day,
            model: 'opus',
            meter: 'Input',
            unit: 'Tokens',
            quantity: '4000000',
          }),
          served(project, `${30 * (p + 1)}`, {
            day,
            model: 'opus',
            meter: 'Output',
            unit: 'Tokens',
            quantity: '1000000',
          }),
        ]),
      ),
      { provisional: ['2026-11-22'] },
    )
    await loadCounts(
      db,
      days.flatMap((day) =>
        projects.slice(0, 2).map((project, p) => ({
          day,
          unit: 'request',
          quantity: `${9000 * (p + 1)}`,
          team: 'vision',
          project,
          model: 'opus',
        })),
      ),
    )
    const period = { start: '2026-11-01', end: '2026-11-24' }
    expectGolden(
      'unit-cost-by-project',
      outcomeCard(await answering(db, per('request', { period, groupBy: ['project'] }))),
    )
    expectGolden('unit-cost-by-week', outcomeCard(await answering(db, per('request', { period, grain: 'week' }))))
    expectGolden(
      'unit-cost-tokens',
      outcomeCard(await answering(db, per('token', { period, groupBy: ['model_name'] }))),
    )
    expectGolden(
      'unit-cost-compared',
      outcomeCard(
        await answering(
          db,
          per('request', {
            period: { start: '2026-11-16', end: '2026-11-22' },
            compare: { start: '2026-11-09', end: '2026-11-15' },
          }),
        ),
      ),
    )
  })
})
