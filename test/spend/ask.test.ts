import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../src/cards/plain-text.ts'
import type { Person } from '../../src/people/person.ts'
import type { Visibility } from '../../src/people/sight.ts'
import type { Answer } from '../../src/spend/answer.ts'
import { answerQuestion, type Outcome } from '../../src/spend/ask.ts'
import { outcomeCard } from '../../src/spend/card.ts'
import { asking } from '../../src/spend/deps.ts'
import { outcomeJson } from '../../src/spend/json.ts'
import { NONE, type Question } from '../../src/spend/question.ts'
import { testDatabase } from '../database.ts'
import { asked, loadFacts } from './facts.ts'

const { db } = await testDatabase()
const MONDAY = new Date('2026-11-23T10:00:00Z')
let requests = 0

const answering = async (question: Question, person?: Person, visibility: Visibility = 'everyone') => {
  const onError = (error: unknown) => {
    throw error
  }
  const deps = asking({ own: db, spend: db, visibility, now: () => MONDAY, onError })
  const asker = { key: person?.email ?? 'somebody', email: person?.email, person }
  const outcome = await answerQuestion(
    deps,
    { text: 'q', requestId: `r${requests++}`, asker, timezone: 'UTC' },
    question,
  )
  await deps.later.drained()
  return outcome
}

function answerOf(outcome: Outcome): Answer {
  if (outcome.kind !== 'answer') throw new Error(`not an answer: ${JSON.stringify(outcome)}`)
  return outcome.answer
}
const words = (outcome: Outcome) => plainText(outcomeCard(outcome))
const ana: Person = { email: 'ana@example.com', displayName: 'Ana', role: 'member', teams: ['vision'] }

describe('an answer', () => {
  it('says the number first, then what changed like for like, who, what nobody owns, and how fresh it is', async () => {
    await loadFacts(
      db,
      [
        { day: '2026-11-02', team: 'search', effective: '100' },
        { day: '2026-11-21', team: 'vision', effective: '50.5' },
        { day: '2026-11-22', team: null, effective: '20' },
        { day: '2026-10-02', team: 'search', effective: '100' },
        { day: '2026-10-22', team: 'search', effective: '1000' },
        { day: '2026-11-22', source: 'gcp-focus', team: 'search', effective: '1' },
      ],
      { provisional: ['2026-11-22'] },
    )
    const outcome = await answering(asked())
    expect(answerOf(outcome).comparison).toEqual({
      now: { start: '2026-11-01', end: '2026-11-22' },
      before: { start: '2026-10-01', end: '2026-10-22' },
      asked: false,
    })
    const text = words(outcome)
    expect(text.split('\n')[0]).toBe('$171.50')
    expect(text).toContain('Up $50.50 (50.5%) for Nov 1 – Nov 21, 2026 against Oct 1 – Oct 21, 2026 ($100.00).')
    expect(text).toContain('Unallocated: Cost $20.00, Share 11.7%')
    expect(text).toContain('search: Cost $101.00, Share 58.9%')
    expect(text).toContain(
      'Complete through Nov 21, 2026. Provisional: Nov 22 (aws-focus, gcp-focus). Not delivered yet: Nov 23 (aws-focus, gcp-focus).',
    )
    expect(text).toContain('Effective cost')
  })

  it('compares nothing while no day of the period is complete', async () => {
    const facts = ['2026-11-16', '2026-11-23'].map((day) => ({ day, team: 'search', effective: '5' }))
    await loadFacts(db, facts, { provisional: ['2026-11-23'] })
    const outcome = await answering(asked({ period: { start: '2026-11-23', end: '2026-11-24' } }))
    expect(answerOf(outcome).comparison).toBeNull()
    expect(words(outcome)).toContain('No day of this period is complete yet.')
  })

  it('to a comparison says what of it is not complete, and compares complete days besides', async () => {
    await loadFacts(
      db,
      [
        { day: '2026-11-02', team: 'search', effective: '100' },
        { day: '2026-11-22', team: 'search', effective: '7' },
        { day: '2026-10-02', team: 'search', effective: '80' },
        { day: '2026-10-22', team: 'search', effective: '40' },
        { day: '2026-10-30', team: 'search', effective: '1000' },
      ],
      { provisional: ['2026-11-22'] },
    )
    const against = (end: string) => asked({ intent: 'compare', compare: { start: '2026-10-01', end } })
    const alike = await answering(against('2026-10-24'))
    expect(words(alike)).toContain(
      'Down $13.00 (10.8%) so far against Oct 1 – Oct 23, 2026 ($120.00); not complete yet: Nov 22 – Nov 23, 2026.\n' +
        'Up $20.00 (25%) in complete days, Nov 1 – Nov 21, 2026, against Oct 1 – Oct 21, 2026 ($80.00).',
    )
    expect(outcomeJson(alike)).toMatchObject({
      totals: [{ total: '107', before: '120', complete_days: { total: '100', before: '80' } }],
    })
    const named = words(await answering(against('2026-11-01')))
    expect(named).toContain('so far against October 2026 ($1,120.00); not complete yet: Nov 22 – Nov 23, 2026.')
    expect(named).not.toContain('complete days')
    const over = { ...against('2026-10-08'), period: { start: '2026-11-01', end: '2026-11-08' } }
    expect(words(await answering(over))).toContain('against Oct 1 – Oct 7, 2026 ($80.00).')
  })

  it('names the currency of most charges first', async () => {
    const usd = ['2026-11-02', '2026-11-03'].map((day) => ({ day, team: 'search', effective: '1' }))
    await loadFacts(db, [...usd, { day: '2026-11-02', team: 'search', effective: '9', currency: 'EUR' }])
    expect(words(await answering(asked())).split('\n')[0]).toBe('$2.00 and €9.00')
  })

  it('keeps currencies apart, in words and in JSON', async () => {
    await loadFacts(db, [
      { day: '2026-11-02', team: 'search', effective: '1.10' },
      { day: '2026-11-02', team: 'search', effective: '2.25', currency: 'EUR' },
    ])
    const outcome = await answering(asked({ groupBy: ['team'] }))
    expect(words(outcome).split('\n')[0]).toBe('€2.25 and $1.10')
    expect(outcomeJson(outcome)).toMatchObject({
      kind: 'answer',
      total: null,
      currency: null,
      totals: [
        { currency: 'EUR', total: '2.25' },
        { currency: 'USD', total: '1.1' },
      ],
    })
  })

  it('is "no data" where nothing was recorded, never $0, and says what is', async () => {
    await loadFacts(db, [{ day: '2026-10-02', team: 'search', effective: '5' }])
    const outcome = await answering(asked({ filters: { team: ['search'] } }))
    const text = words(outcome)
    expect(text.split('\n')[0]).toBe('No data')
    expect(text).toContain('What is recorded runs from Oct 2, 2026 to Oct 2, 2026.')
    expect(text).not.toContain('$0')
    expect(outcomeJson(outcome)).toMatchObject({ total: null, currency: null, totals: [], rows: [] })
  })

  it('is $0.00 where zero was recorded', async () => {
    await loadFacts(db, [{ day: '2026-11-02', team: 'search', effective: '0' }])
    expect(words(await answering(asked())).split('\n')[0]).toBe('$0.00')
  })

  it('waits only for the sources that matter', async () => {
    await loadFacts(db, [
      { day: '2026-11-10', source: 'saas-focus', team: 'vision', effective: '5' },
      { day: '2026-11-22', source: 'aws-focus', team: 'search', effective: '5' },
    ])
    const period = { start: '2026-11-16', end: '2026-11-23' }
    const scoped = answerOf(await answering(asked({ period, filters: { team: ['search'] } })))
    expect(scoped.freshness).toMatchObject({ complete: true })
    const all = answerOf(await answering(asked({ period })))
    expect(all.freshness).toMatchObject({ complete: false, waiting: [{ source: 'saas-focus' }] })
  })

  it('says where billed cost stands in for effective cost', async () => {
    await loadFacts(db, [{ day: '2026-11-02', team: 'search', effective: '5' }], { billedFor: ['aws-focus'] })
    expect(words(await answering(asked()))).toContain('aws-focus delivers no effective cost')
    expect(words(await answering(asked({ measure: 'billed_cost' })))).not.toContain('delivers no effective cost')
  })

  it('names a source whose latest delivery was billed at no effective cost', async () => {
    const deliver = (rows_suspect: number, loaded_at: string) =>
      db
        .insertInto('ledger.load_batch')
        .values({
          source_name: 'aws-focus',
          status: 'loaded',
          files: '[]',
          rows_read: 9,
          rows_rejected: 0,
          rows_suspect,
          loaded_at,
          last_day: null,
        })
        .execute()
    await loadFacts(db, [{ day: '2026-11-02', team: 'search', effective: '5' }])
    await deliver(4, '2026-11-22T06:00:00Z')
    expect(words(await answering(asked()))).toContain('aws-focus billed 4 charges with an effective cost of zero')
    expect(words(await answering(asked({ measure: 'billed_cost' })))).not.toContain('effective cost of zero')
    await deliver(0, '2026-11-23T06:00:00Z')
    expect(words(await answering(asked()))).not.toContain('effective cost of zero')
    await db.deleteFrom('ledger.load_batch').execute()
  })

  it('counts training runs on the day they started, and says that counts carry no completeness', async () => {
    await loadFacts(db, [{ day: '2026-11-02', team: 'search', effective: '5' }])
    await sql`insert into ledger.training_run (team, run_id, project, status, started_at, effective_cost, billing_currency) values
      ('search', 'a', 'atlas', 'failed', '2026-11-02T23:30:00-02:00', 1, 'USD'),
      ('vision', 'b', 'lumen', 'running', '2026-11-03T10:00:00Z', 1, 'USD'),
      ('vision', 'c', 'lumen', 'running', '2026-10-31T23:59:59Z', 1, 'USD')`.execute(db)
    const runs = { measure: 'quantity' as const, unit: 'training_run' as const }
    const outcome = await answering(asked({ ...runs, groupBy: ['project'] }))
    expect(answerOf(outcome).totals).toMatchObject([{ currency: null, amount: '2' }])
    expect(words(outcome)).toContain('Nothing tells whether these counts are complete')
    const third = await answering(asked({ ...runs, intent: 'trend', grain: 'day' }))
    expect(answerOf(third).trend?.series[0]?.values[2]).toBe('2')
    expect(words(await answering(asked({ ...runs, groupBy: ['environment'] })))).toContain(
      'Training runs are counted per team, project and model, not per environment',
    )
    expect(words(await answering(asked({ measure: 'quantity', unit: 'token' })))).not.toContain('Nothing tells')
  })

  it('draws a trend with a gap where nothing was recorded', async () => {
    await loadFacts(db, [
      { day: '2026-11-02', team: 'search', effective: '5' },
      { day: '2026-11-04', team: 'search', effective: '7' },
    ])
    const question = asked({ intent: 'trend', grain: 'day', period: { start: '2026-11-02', end: '2026-11-05' } })
    const outcome = await answering(question)
    expect(answerOf(outcome).trend?.series).toMatchObject([{ values: ['5', null, '7'] }])
    expect(words(outcome)).toContain('Highest: Nov 4 ($7.00). Lowest: Nov 2 ($5.00). 1 of 3 have no data.')
  })

  it('measures coverage by cost, and says which tag is missing', async () => {
    await loadFacts(db, [
      { day: '2026-11-02', team: 'search', project: 'atlas', effective: '70' },
      { day: '2026-11-02', team: null, project: 'atlas', effective: '20', service: 'OpenAI' },
      { day: '2026-11-03', team: null, effective: '10' },
    ])
    const plain = await answering(asked({ intent: 'coverage', measure: 'coverage' }))
    expect(words(plain).split('\n')[0]).toBe('70% allocated')
    expect(words(plain)).toContain('Unallocated: $30.00 of $100.00.')
    expect(words(plain)).toContain('Project: Missing on $10.00, Covered 90%')
    const byService = await answering(asked({ intent: 'coverage', measure: 'coverage', groupBy: ['service'] }))
    expect(words(byService)).toContain('OpenAI: Unallocated $20.00, All cost $20.00, Covered 0%')
    const noProject = await answering(asked({ intent: 'coverage', measure: 'coverage', filters: { project: [NONE] } }))
    expect(words(noProject).split('\n')[0]).toBe('$10.00 (10%) without a project')
  })

  it('about a count says what counts are kept by', async () => {
    const outcome = await answering(asked({ measure: 'quantity', unit: 'request', groupBy: ['service'] }))
    expect(words(outcome)).toContain('not per service')
  })
})

describe('who may see only own teams', () => {
  const own = (question: Question, person?: Person) => answering(question, person, 'own-teams')
  const load = () =>
    loadFacts(db, [
      { day: '2026-11-02', team: 'search', project: 'atlas', effective: '1000' },
      { day: '2026-11-02', team: 'vision', project: 'lumen', effective: '5' },
      { day: '2026-11-02', team: null, effective: '700' },
    ])

  it('gets their own teams, told so, and nothing about what nobody owns', async () => {
    await load()
    const outcome = await own(asked(), ana)
    const text = words(outcome)
    expect(text.split('\n')[0]).toBe('$5.00')
    expect(text).toContain('Your teams only: vision.')
    expect(text).not.toContain('Unallocated')
    expect(JSON.stringify(outcomeJson(outcome))).not.toMatch(/1000|700|search|atlas/)
  })

  it('gets no answer that confirms a name of others', async () => {
    await load()
    for (const filters of [{ team: ['search'] }, { project: ['atlas'] }])
      expect((await own(asked({ filters }), ana)).kind).toBe('hidden')
    expect((await own(asked({ exclude: { project: ['atlas'] } }), ana)).kind).toBe('hidden')
  })

  it('gets nothing when nobody knows them, and is told what to do', async () => {
    await load()
    const outcome = await own(asked())
    expect(outcome).toEqual({ kind: 'stranger', email: undefined })
    expect(words(outcome)).toContain('administrator')
    expect((await own(asked(), { ...ana, teams: [] })).kind).toBe('stranger')
  })

  it('sees everything as an admin', async () => {
    await load()
    expect(words(await own(asked(), { ...ana, role: 'admin', teams: [] })).split('\n')[0]).toBe('$1,705.00')
  })
})
