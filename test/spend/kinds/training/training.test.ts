import { describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/cards/plain-text.ts'
import type { Outcome } from '../../../../src/spend/ask.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, loadFacts } from '../../facts.ts'
import { ana, answering } from '../answering.ts'
import { loadRuns, type Ran } from '../unit-cost/counts.ts'

const { db } = await testDatabase()
const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }
const about = (on: 'training_runs' | 'failed_runs', slots: Partial<Question> = {}) =>
  asked({ intent: 'spend', period: OCTOBER, focus: { on }, ...slots })
const words = (outcome: Outcome) => plainText(outcomeCard(outcome))
const headline = (outcome: Outcome) => words(outcome).split('\n')[0]
const json = (outcome: Outcome) =>
  outcomeJson(outcome) as { rows: Record<string, string | null>[]; totals: { currency: string; total: string }[] }

const RUNS: readonly Ran[] = [
  {
    id: 'tj-1',
    started: '2026-10-01T00:00:00Z',
    cost: '10.50',
    team: 'vision',
    project: 'lumen',
    model: 'layout',
    hours: '3',
  },
  {
    id: 'tj-2',
    started: '2026-10-31T23:59:59Z',
    cost: '40',
    team: 'vision',
    project: '<!channel>',
    status: 'failed',
    hours: '8',
  },
  {
    id: 'tj-3',
    started: '2026-10-09T05:00:00Z',
    cost: '20',
    team: 'search',
    project: 'ranker',
    model: 'bid-net',
    status: 'cancelled',
  },
  {
    id: 'tj-4',
    started: '2026-10-10T05:00:00Z',
    cost: '30',
    team: 'search',
    project: 'ranker',
    model: 'bid-net',
    status: 'running',
    hours: '0',
  },
  { id: 'tj-5', started: '2026-11-01T00:00:00Z', cost: '999', team: 'search', project: 'ranker', model: 'bid-net' },
  { id: 'tj-6', started: '2026-09-30T23:59:59Z', cost: '999', team: 'search', project: 'ranker', model: 'bid-net' },
]

const load = async (runs = RUNS) => {
  await loadFacts(db, [
    { day: '2026-10-02', team: 'vision', project: 'lumen', effective: '1' },
    { day: '2026-10-02', team: 'search', project: 'ranker', effective: '1' },
  ])
  await loadRuns(db, runs)
}

describe('training runs', () => {
  it('are those that started in the period, the dearest first, with what an hour of each cost', async () => {
    await load()
    const outcome = await answering(db, about('training_runs'))
    expect(headline(outcome)).toBe('$100.50 in 4 training runs')
    const { rows, totals } = json(outcome)
    expect(rows.map(({ run_id, status, cost, cost_per_gpu_hour: hour }) => [run_id, status, cost, hour])).toEqual([
      ['tj-2', 'failed', '40', '5'],
      ['tj-4', 'running', '30', null],
      ['tj-3', 'cancelled', '20', null],
      ['tj-1', 'succeeded', '10.5', '3.5'],
    ])
    expect(totals).toEqual([{ currency: 'USD', total: '100.5' }])
    expect(words(outcome)).toContain(
      '1 succeeded ($10.50), 1 failed ($40.00), 1 cancelled ($20.00), 1 running ($30.00).',
    )
    expectGolden('training-runs', outcomeCard(outcome))
  })

  it('are one where one is asked for, and add up where a few are', async () => {
    await load()
    const one = await answering(db, about('training_runs', { limit: 1 }))
    expect(headline(one)).toBe('$40.00: tj-2')
    expect(json(one)).toMatchObject({ rows: [{ run_id: 'tj-2', cost: '40' }], totals: [{ total: '40' }] })
    const cheapest = await answering(db, about('training_runs', { limit: 1, sort: 'asc' }))
    expect(headline(cheapest)).toBe('$10.50: tj-1')
    const two = json(await answering(db, about('training_runs', { limit: 2 })))
    expect(two.rows.map(({ kind, cost }) => [kind, cost])).toEqual([
      ['group', '40'],
      ['group', '30'],
      ['other', '30.5'],
    ])
  })

  it('are those of a team, a project or a model, though the question says training', async () => {
    await load()
    const filters = { project: ['ranker'], workload_type: ['training'] }
    expect(headline(await answering(db, about('training_runs', { filters })))).toBe('$50.00 in 2 training runs')
    const cannot = await answering(db, about('training_runs', { filters: { service: ['Amazon EC2'] } }))
    expect(words(cannot)).toContain('tells its team, project and model, and not its service')
  })

  it('are of own teams for whom sees no others', async () => {
    await load()
    expect(headline(await answering(db, about('training_runs'), ana))).toBe('$50.50 in 2 training runs')
    expect(headline(await answering(db, about('failed_runs'), ana))).toBe('$40.00 in 1 failed or cancelled run')
  })

  it('keep currencies apart', async () => {
    await load([...RUNS, { id: 'tj-7', started: '2026-10-09T05:00:00Z', cost: '7', currency: 'EUR', team: 'search' }])
    const outcome = await answering(db, about('training_runs'))
    expect(headline(outcome)).toBe('$100.50 in 4 training runs and €7.00 in 1 training run')
    expect(headline(await answering(db, about('failed_runs')))).toBe(
      '$60.00 in 2 failed or cancelled runs and €0.00 in 0 failed or cancelled runs',
    )
  })

  it('are no data where none started', async () => {
    await load([])
    expect(headline(await answering(db, about('training_runs')))).toBe('No data')
  })
})

describe('failed and cancelled runs', () => {
  it('are told by number, money and share, where they were, and which was the dearest', async () => {
    await load()
    const outcome = await answering(db, about('failed_runs'))
    expect(headline(outcome)).toBe('$60.00 in 2 failed or cancelled runs')
    expect(words(outcome)).toContain(
      '1 failed: $40.00 (39.8%); 1 cancelled: $20.00 (19.9%) of $100.50 for all 4 runs of October 2026.',
    )
    expect(words(outcome)).toContain('The dearest: tj-2, <!channel>, failed, started Oct 31: $40.00 for 8 GPU hours.')
    expect(json(outcome)).toMatchObject({
      rows: [
        { kind: 'group', project: '<!channel>', model_name: null, failed: '1', cancelled: '0', cost: '40' },
        { kind: 'group', project: 'ranker', model_name: 'bid-net', failed: '0', cancelled: '1', cost: '20' },
      ],
      totals: [{ total: '60' }],
    })
    expectGolden('training-failed', outcomeCard(outcome))
  })

  it('are listed by what the question names, the others as one', async () => {
    await load()
    const { rows } = json(await answering(db, about('failed_runs', { groupBy: ['team'], limit: 1 })))
    expect(rows).toEqual([
      { kind: 'group', team: 'vision', failed: '1', cancelled: '0', currency: 'USD', cost: '40' },
      { kind: 'other', team: null, failed: '0', cancelled: '1', currency: 'USD', cost: '20' },
    ])
  })

  it('are none where all came to something', async () => {
    await load(RUNS.slice(0, 1))
    const outcome = await answering(db, about('failed_runs'))
    expect(headline(outcome)).toBe('$0.00 in 0 failed or cancelled runs')
    expect(json(outcome).rows).toEqual([])
  })
})
