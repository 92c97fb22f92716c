import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/cards/plain-text.ts'
import type { Outcome } from '../../../../src/spend/ask.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { expectGolden } from '../../../cards/golden.ts'
import { testDatabase } from '../../../database.ts'
import { asked, loadFacts } from '../../facts.ts'
import { ana, answering, answerOf } from '../answering.ts'

const { db } = await testDatabase()
const restated = (slots: Partial<Question> = {}) => asked({ focus: { on: 'restatements' }, ...slots })
const words = (outcome: Outcome) => plainText(outcomeCard(outcome)).split('\n')

/** [source, day, currency, old, new, recorded] */
type Moved = readonly [string, string, string, string, string, string]

async function record(...moves: readonly Moved[]): Promise<void> {
  for (const [source, day, currency, old, now, at] of moves)
    await sql`with batch as (
      insert into ledger.load_batch (source_name, status, files, rows_read, rows_rejected) values (${source}, 'loaded', '[]', 1, 0) returning batch_id
    ) insert into ledger.restatement (source_name, day, billing_currency, batch_id, old_effective_cost, new_effective_cost, old_billed_cost,
        new_billed_cost, recorded_at)
      select ${source}, ${day}, ${currency}, batch_id, ${old}, ${now}, 1, 1, ${at} from batch`.execute(db)
}

beforeEach(async () => {
  for (const table of ['restatement', 'load_batch']) await sql`delete from ${sql.table(`ledger.${table}`)}`.execute(db)
  await loadFacts(db, [
    { day: '2026-11-22', source: 'aws-focus', team: 'vision', effective: '5' },
    { day: '2026-11-22', source: 'gcp-focus', team: 'search', effective: '5' },
  ])
})

describe('which days were restated', () => {
  it('says the net change, then each day and source from old to new, the largest first', async () => {
    await record(
      ['aws-focus', '2026-11-14', 'USD', '100', '101.5', '2026-11-16T08:00:00Z'],
      // Twice: from the first figure to the newest.
      ['aws-focus', '2026-11-15', 'USD', '200', '150', '2026-11-16T08:00:00Z'],
      ['aws-focus', '2026-11-15', 'USD', '150', '170', '2026-11-17T08:00:00Z'],
      ['gcp-focus', '2026-11-15', 'USD', '10', '12', '2026-11-18T08:00:00Z'],
      // There and back again is no change.
      ['gcp-focus', '2026-11-16', 'USD', '10', '12', '2026-11-18T08:00:00Z'],
      ['gcp-focus', '2026-11-16', 'USD', '12', '10', '2026-11-19T08:00:00Z'],
    )
    const outcome = await answering(db, restated())
    const card = outcomeCard({ kind: 'answer', answer: { ...answerOf(outcome), id: 'k3f9xT2aLmQ8rV1w' } })
    expectGolden('restatements', card)
    expect(words(outcome).slice(0, 2)).toEqual([
      '−$26.50 on 3 days restated',
      'Most: aws-focus on Nov 15, 2026, down $30.00 (15%); 2 sources restated days.',
    ])
    expect(outcomeJson(outcome)).toMatchObject({
      total: '-26.5',
      currency: 'USD',
      rows: [
        { source: 'aws-focus', day: '2026-11-15', was: '200', is: '170', change: '-30' },
        { source: 'gcp-focus', day: '2026-11-15', was: '10', is: '12', change: '2' },
        { source: 'aws-focus', day: '2026-11-14', was: '100', is: '101.5', change: '1.5' },
      ],
    })
  })

  it('counts days of the period that moved since, and earlier days whose restatement was recorded in it', async () => {
    await record(
      ['aws-focus', '2026-10-10', 'USD', '1', '2', '2026-11-20T08:00:00Z'],
      ['aws-focus', '2026-10-30', 'USD', '1', '5', '2026-11-01T00:00:00Z'],
      ['aws-focus', '2026-09-30', 'USD', '1', '10', '2026-10-31T23:59:59Z'],
      ['aws-focus', '2026-09-29', 'USD', '1', '100', '2026-11-01T00:00:00Z'],
      ['aws-focus', '2026-11-01', 'USD', '1', '1000', '2026-11-02T00:00:00Z'],
    )
    const outcome = await answering(db, restated({ period: { start: '2026-10-01', end: '2026-11-01' } }))
    expect(outcomeJson(outcome)).toMatchObject({
      total: '14',
      rows: [{ day: '2026-09-30' }, { day: '2026-10-30' }, { day: '2026-10-10' }],
    })
  })

  it('keeps currencies apart, and adds up where not every day is named', async () => {
    const days = Array.from({ length: 12 }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`)
    await record(...days.map((day, i): Moved => ['aws-focus', day, 'USD', '0', `${i + 1}.1`, '2026-11-20T08:00:00Z']), [
      'aws-focus',
      '2026-11-14',
      'EUR',
      '3',
      '1',
      '2026-11-20T08:00:00Z',
    ])
    const outcome = await answering(db, restated())
    expect(words(outcome)[0]).toBe('+$79.20 on 12 days restated and −€2.00 on 1 day restated')
    expect(words(outcome).join('\n')).toContain('Other (2): Source –, Was $0.00, Is $3.20, Change +$3.20')
    expect(outcomeJson(outcome)).toMatchObject({
      totals: [
        { currency: 'USD', total: '79.2' },
        { currency: 'EUR', total: '-2' },
      ],
    })
  })

  it('says that nothing was restated, also where only another cost moved', async () => {
    expect(words(await answering(db, restated()))[0]).toBe('Nothing was restated')
    await record(['aws-focus', '2026-11-14', 'USD', '3', '1', '2026-11-20T08:00:00Z'])
    expect(words(await answering(db, restated({ measure: 'billed_cost' })))[0]).toBe('Nothing was restated')
  })

  it('is not told to who sees only some teams, nor for a part that nobody recorded', async () => {
    await record(['aws-focus', '2026-11-14', 'USD', '3', '1', '2026-11-20T08:00:00Z'])
    const refused = (why: string) => ({ kind: 'cannot', why: expect.stringContaining(why) })
    expect(await answering(db, restated(), ana)).toMatchObject(refused('over all teams'))
    expect(await answering(db, restated({ filters: { team: ['vision'] } }))).toMatchObject(refused('those of a part'))
    expect(await answering(db, restated({ measure: 'list_cost' }))).toMatchObject(refused('not for list cost'))
  })
})
