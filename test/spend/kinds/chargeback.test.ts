import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import type { Outcome } from '../../../src/spend/ask.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import { outcomeJson } from '../../../src/spend/json.ts'
import type { Question } from '../../../src/spend/question.ts'
import { expectGolden } from '../../cards/golden.ts'
import { testDatabase } from '../../database.ts'
import { asked, loadFacts } from '../facts.ts'
import { ana, answering } from './answering.ts'

const { db } = await testDatabase()
const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }
const charged = (slots: Partial<Question> = {}) =>
  asked({ measure: 'billed_cost', groupBy: ['cost_center'], period: OCTOBER, ...slots })
const lines = (outcome: Outcome) => plainText(outcomeCard(outcome)).split('\n')

beforeAll(async () => {
  await loadFacts(db, [
    { day: '2026-10-02', team: 'vision', costCenter: 'CC-1', effective: '1', billed: '100' },
    { day: '2026-10-03', team: 'search', costCenter: 'CC-2', effective: '1', billed: '50.25' },
    { day: '2026-10-04', team: 'vision', costCenter: 'CC-1', effective: '-10', billed: '-10', category: 'Adjustment' },
    { day: '2026-09-30', team: 'vision', costCenter: 'CC-1', effective: '-3', billed: '-3', chargeClass: 'Correction' },
    { day: '2026-10-05', team: null, effective: '7', source: 'gcp-focus' },
  ])
  // What October's day was given back comes with November's invoice, and what September's was with October's.
  await sql`update ledger.charge_day set billing_period = '2026-11-01' where billed_cost = -10`.execute(db)
  await sql`update ledger.charge_day set billing_period = '2026-10-01' where billed_cost = -3`.execute(db)
  await sql`update ledger.time_sector set status = 'closed' where source_name = 'aws-focus'`.execute(db)
})

describe('a chargeback', () => {
  it('is billed cost by cost center, with the way from the days to the invoices', async () => {
    const outcome = await answering(db, charged())
    expect(lines(outcome)).toEqual(
      expect.arrayContaining([
        '$147.25',
        'CC-1: Billed $90.00, Share 61.1%',
        'No cost center: Billed $7.00, Share 4.8%',
        "The invoices of October 2026 come to $154.25. Its days cost $147.25: -$10.00 of that is on another month's invoice, and its own carry -$3.00 for days of other months.",
        'aws-focus: Days $140.25, Invoiced elsewhere -$10.00, For other days -$3.00, Invoice $147.25, Status closed',
      ]),
    )
    expect(plainText(outcomeCard(outcome))).toContain('Not closed yet, so it may still move: gcp-focus.')
    expect(outcomeJson(outcome)).toMatchObject({ totals: [{ currency: 'USD', total: '147.25' }] })
    expectGolden('spend-chargeback', outcomeCard(outcome))
  })

  it('of a part shows no invoice, for that is of everything', async () => {
    const part = lines(await answering(db, charged({ filters: { team: ['vision'] } })))
    expect(part[0]).toBe('$90.00')
    expect(part.join('\n')).not.toContain('Invoices of')
    const own = lines(await answering(db, charged(), ana))
    expect(own[0]).toBe('$90.00')
    expect(own.join('\n')).not.toContain('Invoices of')
  })

  it('of another span than a month is a plain sum', async () => {
    const outcome = await answering(db, charged({ period: { start: '2026-10-02', end: '2026-10-04' } }))
    expect(lines(outcome)[0]).toBe('$150.25')
    expect(outcome).toMatchObject({ kind: 'answer', answer: { finding: null } })
  })
})
