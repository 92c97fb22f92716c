import { Big } from 'big.js'
import { describe, expect, it } from 'vitest'
import { planAnomaly, plannedBetween, unplanAnomaly } from '../../../../src/budgets/planned-anomaly.ts'
import { plainText } from '../../../../src/cards/plain-text.ts'
import { addDays } from '../../../../src/civil-date.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import type { Finding } from '../../../../src/spend/kinds/anomaly/found.ts'
import { anomalySheet } from '../../../../src/spend/kinds/anomaly/sheet.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, type Fact, loadFacts } from '../../facts.ts'
import { ana, answering, answerOf } from '../answering.ts'

const { db } = await testDatabase()
const FIRST = '2026-08-24'
const LAST = '2026-11-22'
const week = asked({ intent: 'anomaly', period: { start: '2026-11-16', end: '2026-11-23' } })
const month = asked({ intent: 'anomaly', period: { start: '2026-10-24', end: '2026-11-23' } })

const DAYS: readonly string[] = Array.from({ length: 91 }, (_, i) => addDays(FIRST, i))
/** A charge every day, with a little wobble in cents. */
const daily = (fact: Omit<Fact, 'day' | 'effective'>, cost: (day: string) => number, since = FIRST): Fact[] =>
  DAYS.filter((day) => day >= since).map((day, i) => ({
    ...fact,
    day,
    effective: (cost(day) * (1 + (i % 5) / 100)).toFixed(2),
  }))

const COMPANY: readonly Fact[] = [
  ...daily(
    { team: 'chatbot', area: 'Model Usage', model: 'claude-opus-4-5', project: 'nova', service: 'Anthropic' },
    (day) => (day === '2026-11-18' ? 5000 : 900),
  ),
  ...daily({ team: 'chatbot', area: 'Model Usage', model: 'gpt-5', project: 'nova', service: 'OpenAI' }, () => 400),
  ...daily({ team: 'vision', area: 'Compute', project: 'lumen', resourceName: 'p5-train' }, (day) =>
    day >= '2026-11-05' ? 1900 : 1000,
  ),
  ...daily({ team: 'r&d', area: 'Compute', project: 'atlas' }, () => 700, '2026-11-12'),
  ...daily({ team: 'search', area: 'Storage' }, (day) => (day === '2026-11-17' ? -2000 : 300)),
  ...daily({ team: null, area: 'Monitoring' }, (day) => (day === '2026-11-22' ? 9000 : 200)),
  ...daily({ team: 'speech', area: 'Model Usage', model: 'whisper', currency: 'EUR' }, (day) =>
    day === '2026-11-19' ? 800 : 100,
  ),
]
await loadFacts(db, COMPANY, { provisional: [LAST] })

const found = async (question: Question, person?: typeof ana) => {
  const { finding } = answerOf(await answering(db, question, person))
  if (finding?.kind !== 'anomaly') throw new Error('no anomalies')
  return finding.found
}
const short = ({ told, kind, keys, since }: Finding) => [told, kind, keys.join(' · '), since]

describe('what is unusual', () => {
  it('is told with its place, its first day and its exact money, each currency for itself', async () => {
    const { findings, judged, open } = await found(week)
    expect(findings.map(short)).toEqual([
      ['earlier', 'step', 'vision · Compute', '2026-11-05'],
      ['earlier', 'new', 'r&d · Compute', '2026-11-12'],
      ['above', 'spike', 'chatbot · Model Usage', '2026-11-18'],
      ['below', 'credit', 'search · Storage', '2026-11-17'],
      ['above', 'spike', 'speech · Model Usage', '2026-11-19'],
    ])
    expect(judged.days).toEqual({ start: '2026-11-16', end: LAST })
    expect(open).toEqual({ start: LAST, end: '2026-11-23' })
    for (const { actual, expected, over } of findings) expect(new Big(actual).minus(expected).toFixed()).toBe(over)
  })

  it('knows the likely driver, and tells the same money seen by model once', async () => {
    const [spike] = (await found(week)).findings.filter(({ keys }) => keys[0] === 'chatbot')
    expect(spike?.alsoModels).toEqual(['claude-opus-4-5'])
    expect(spike?.drivers).toContainEqual(expect.objectContaining({ dimension: 'service', value: 'Anthropic' }))
    expect(spike?.drivers).toContainEqual(
      expect.objectContaining({ dimension: 'model_name', value: 'claude-opus-4-5' }),
    )
  })

  it('counts a new level and a new workload once, as of the day they began', async () => {
    const above = (await found(month)).findings.filter(({ told }) => told === 'above')
    expect(above.map(short)).toEqual([
      ['above', 'step', 'vision · Compute', '2026-11-05'],
      ['above', 'new', 'r&d · Compute', '2026-11-12'],
      ['above', 'spike', 'chatbot · Model Usage', '2026-11-18'],
      ['above', 'spike', 'speech · Model Usage', '2026-11-19'],
    ])
  })

  it('adds up: what the file counts is the headline, to the last digit', async () => {
    const sheet = anomalySheet(await found(month))
    const [currency, counted] = [sheet.columns.indexOf('currency'), sheet.columns.indexOf('counted')]
    expect(sheet.totals.map(({ currency }) => currency)).toEqual(['USD', 'EUR'])
    for (const total of sheet.totals) {
      const rows = sheet.rows.filter((row) => row[currency] === total.currency)
      expect(rows.reduce((sum, row) => sum.plus(row[counted] ?? 0), new Big(0)).toFixed()).toBe(total.total)
    }
  })

  it('is nothing where everything is as the weeks before, and says what was looked at', async () => {
    const quiet = { ...week, period: { start: '2026-10-26', end: '2026-11-02' } }
    const text = plainText(outcomeCard(await answering(db, quiet)))
    expect(text.split('\n')[0]).toBe('Nothing unusual')
    expect(text).toContain('series of daily cost (by team and cost area, and by model) on Oct 26 – Nov 1, 2026')
    expect(anomalySheet(await found(quiet)).totals).toContainEqual({ currency: 'USD', total: '0' })
  })

  it('is looked for by what the question groups by, and within its filters', async () => {
    const byProject = await found({ ...week, groupBy: ['project'] })
    expect(byProject.findings.map(({ keys }) => keys[0])).toContain('nova')
    const vision = await found({ ...month, filters: { team: ['vision'] } })
    expect(vision.findings.map(short)).toEqual([['above', 'step', 'vision · Compute', '2026-11-05']])
  })

  it('of others is not shown to who sees only own teams', async () => {
    const { findings, judged } = await found(month, ana)
    expect(findings.map(({ keys }) => keys[0])).toEqual(['vision'])
    expect(judged.series).toBe(1)
  })

  it('of a quantity is refused: the cost of everything is no answer to it', async () => {
    const outcome = await answering(db, { ...week, measure: 'quantity', unit: 'token' })
    expect(outcome).toMatchObject({ kind: 'cannot', why: expect.stringContaining('not in quantities') })
  })

  it('is not looked for in days that are not complete', async () => {
    const outcome = await answering(db, { ...week, period: { start: LAST, end: '2026-11-24' } })
    expect(outcome).toMatchObject({ kind: 'cannot', why: expect.stringContaining('complete through Nov 21, 2026') })
  })

  it('is nothing recorded where nothing is recorded', async () => {
    const outcome = await answering(db, { ...week, filters: { project: ['lumen'], cost_area: ['Governance'] } })
    expect(answerOf(outcome).finding).toBeNull()
  })
})

describe('a plan', () => {
  const admin = { email: 'ada@example.com', role: 'admin', teams: [] } as const
  const plan = {
    team: 'vision',
    costArea: null,
    modelName: null,
    firstDay: '2026-11-04',
    lastDay: '2026-11-06',
    reason: 'the new p5 node',
  }

  it('tells what begins in its days and its place apart, with the reason, and out of the headline', async () => {
    const id = await planAnomaly(db, plan, admin)
    const { findings } = await found(month)
    expect(findings.filter(({ told }) => told === 'planned').map(({ keys, plan }) => [keys[0], plan?.reason])).toEqual([
      ['vision', 'the new p5 node'],
    ])
    expect(plainText(outcomeCard(await answering(db, month)))).toContain('“the new p5 node”, ada@example.com')
    expect(await unplanAnomaly(db, id, admin)).toBe(true)
    expect((await found(month)).findings.some(({ told }) => told === 'planned')).toBe(false)
  })

  it('of a model explains what that model drove', async () => {
    const id = await planAnomaly(
      db,
      { ...plan, team: null, modelName: 'claude-opus-4-5', firstDay: '2026-11-18', lastDay: '2026-11-18' },
      admin,
    )
    const { findings } = await found(week)
    expect(findings.filter(({ told }) => told === 'planned').map(({ keys }) => keys[0])).toEqual(['chatbot'])
    await unplanAnomaly(db, id, admin)
  })

  it('is made and taken back by an administrator, or by one of the team', async () => {
    const member = { email: 'ana@example.com', role: 'member', teams: ['vision'] } as const
    const id = await planAnomaly(db, plan, member)
    const stranger = { ...member, teams: ['search'] }
    await expect(planAnomaly(db, plan, stranger)).rejects.toThrow('may not plan spend of team vision')
    await expect(planAnomaly(db, { ...plan, team: null, costArea: 'Compute' }, member)).rejects.toThrow('every team')
    await expect(unplanAnomaly(db, id, stranger)).rejects.toThrow('may not plan')
    expect(await unplanAnomaly(db, id, member)).toBe(true)
    expect(await unplanAnomaly(db, id, member)).toBe(false)
    expect(await plannedBetween(db, { start: '2026-01-01', end: '2027-01-01' })).toEqual([])
  })

  it('names a place, days in order and a reason', async () => {
    await expect(planAnomaly(db, { ...plan, team: null }, admin)).rejects.toThrow('hide everything')
    await expect(planAnomaly(db, { ...plan, lastDay: '2026-11-01' }, admin)).rejects.toThrow('is before')
    await expect(planAnomaly(db, { ...plan, reason: ' ' }, admin)).rejects.toThrow('reason')
  })
})

it('looks as it should', async () => {
  const outcome = await answering(db, month)
  const answer = { ...answerOf(outcome), id: 'GOLDEN' }
  expectGolden('anomaly', outcomeCard({ kind: 'answer', answer }))
})
