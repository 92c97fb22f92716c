import { beforeAll, describe, expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import type { Outcome } from '../../../src/spend/ask.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import { NONE, type Question } from '../../../src/spend/question.ts'
import { sheetOf } from '../../../src/spend/sheet.ts'
import { expectGolden } from '../../cards/golden.ts'
import { testDatabase } from '../../database.ts'
import { asked, loadFacts } from '../facts.ts'
import { ana, answering, answerOf } from './answering.ts'

const { db } = await testDatabase()
const covered = (slots: Partial<Question> = {}) => asked({ intent: 'coverage', measure: 'coverage', ...slots })
const lines = (outcome: Outcome) => plainText(outcomeCard(outcome)).split('\n')

beforeAll(() =>
  loadFacts(db, [
    {
      day: '2026-11-02',
      team: 'vision',
      project: 'lens',
      owner: 'ana@example.com',
      costCenter: 'CC-1',
      effective: '70',
    },
    { day: '2026-11-03', team: null, service: 'Pinecone', source: 'saas-focus', effective: '20' },
    { day: '2026-11-04', team: null, service: 'Amazon S3', effective: '10.000000000001' },
    { day: '2026-11-05', team: 'vision', effective: '-5' },
    { day: '2026-09-02', team: null, effective: '60' },
    { day: '2026-09-03', team: 'vision', effective: '40' },
    { day: '2026-11-06', team: 'vision', effective: '3', currency: 'EUR' },
  ]),
)

describe('tag coverage', () => {
  it('says which tag is missing most, where, and whether it gets better', async () => {
    const outcome = await answering(db, covered())
    expect(lines(outcome)).toEqual(
      expect.arrayContaining([
        '68.4% in USD and 100% in EUR allocated',
        'Unallocated: $30.00 of $95.00. Missing most: environment, on $95.00.',
        'Team: Missing on $30.00, Covered 68.4%',
        'Pinecone: Source saas-focus, Unallocated $20.00',
        'Amazon S3: Source aws-focus, Unallocated $10.00',
      ]),
    )
    expect(plainText(outcomeCard(outcome))).toContain(
      'Covered from September 2026 (40%) to November 2026 (68.4%): better.',
    )
    expectGolden('spend-coverage', outcomeCard(outcome))
  })

  it('of what lacks a tag says the money first', async () => {
    const outcome = await answering(db, covered({ filters: { team: [NONE] } }))
    expect(lines(outcome)[0]).toBe('$30.00 (31.6%) and €0.00 (0%) unallocated')
    expect(sheetOf(answerOf(outcome)).totals).toEqual([
      { currency: 'USD', total: '30.000000000001' },
      { currency: 'EUR', total: '0' },
    ])
  })

  it('by service adds up to all cost, and what lacks the tag to what is missing', async () => {
    const { columns, rows, adds, totals } = sheetOf(answerOf(await answering(db, covered({ groupBy: ['service'] }))))
    expect(columns).toEqual(['kind', 'service', 'currency', 'without_team', 'effective_cost'])
    expect(adds).toBe('effective_cost')
    expect(totals[0]).toEqual({ currency: 'USD', total: '95.000000000001' })
    expect(rows).toContainEqual(['group', 'Pinecone', 'USD', '20', '20'])
  })

  it('per week has a row for each week, also of a tag that only the facts carry', async () => {
    const outcome = await answering(db, covered({ filters: { project: [NONE] }, grain: 'week' }))
    const { rows } = sheetOf(answerOf(outcome))
    expect(rows).toEqual([
      ['2026-11-02', 'EUR', '3', '3'],
      ['2026-11-02', 'USD', '25.000000000001', '95.000000000001'],
    ])
  })

  it('of tokens is refused, for it is of cost', async () => {
    expect((await answering(db, covered({ unit: 'token' }))).kind).toBe('cannot')
  })

  it('of own teams has no missing team to tell of, but other tags', async () => {
    expect((await answering(db, covered(), ana)).kind).toBe('cannot')
    const lacking = await answering(db, covered({ filters: { project: [NONE] } }), ana)
    expect(lines(lacking)[0]).toBe('-$5.00 (-7.7%) and €3.00 (100%) without a project')
  })
})
