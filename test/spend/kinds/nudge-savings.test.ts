import { beforeAll, describe, expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import type { Outcome } from '../../../src/spend/ask.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import type { Question } from '../../../src/spend/question.ts'
import { sheetOf } from '../../../src/spend/sheet.ts'
import { expectGolden } from '../../cards/golden.ts'
import { testDatabase } from '../../database.ts'
import { putNudge, type Told } from '../../nudges/settled.ts'
import { asked, loadFacts } from '../facts.ts'
import { ana, answering, answerOf } from './answering.ts'

const { db } = await testDatabase()
const QUARTER = { start: '2026-10-01', end: '2026-11-24' }
const what = (slots: Partial<Question> = {}) =>
  asked({ intent: 'idle', measure: 'waste', period: QUARTER, focus: { on: 'nudge_savings' }, ...slots })
const words = (outcome: Outcome) => plainText(outcomeCard(outcome))
const rows = (outcome: Outcome) => sheetOf(answerOf(outcome)).rows.map((row) => row.join(' '))

const delivered = { kind: 'delivered', at: '2026-10-02T09:00:00Z' }
const exempted = { kind: 'exempted', by: 'ana@example.com', at: '2026-10-05T10:00:00Z', until: '2026-12-30T00:00:00Z' }
const gone = (at: string): NonNullable<Told['resolved']> => ({ at, how: 'gone' })

/** Figures that were verified, in plain SQL. */
async function settled(told: Told, spans: readonly (readonly [7 | 30, string, string, string?])[] = []) {
  const id = await putNudge(db, { happened: [delivered], ...told })
  for (const [days, baseline, saved, currency] of spans)
    await db
      .insertInto('tally.nudge_saving')
      .values({
        nudge_id: id,
        days,
        billing_currency: currency ?? 'USD',
        baseline,
        saved,
        actual: String(Number(baseline) - Number(saved)),
        first_day: '2026-10-12',
        measured_at: '2026-11-20T07:00:00Z',
      })
      .execute()
}

beforeAll(async () => {
  await loadFacts(db, [{ day: '2026-11-22', team: 'vision', effective: '10' }])
  const vision = { team: 'vision', project: 'eyes', owner: 'ana@example.com' }
  await settled({ ...vision, resourceId: 'i-1', name: 'gpu-eyes-1', resolved: gone('2026-10-11T06:00:00Z') }, [
    [7, '280', '280'],
    [30, '1200', '1100.5'],
  ])
  await settled({ ...vision, resourceId: 'i-2', name: 'gpu-eyes-2', resolved: gone('2026-11-10T06:00:00Z') }, [
    [7, '140', '0'],
  ])
  const search = { team: 'search', project: 'ranker', owner: 'bo@example.com' }
  await settled({ ...search, resourceId: 'e-1', class: 'endpoint', resolved: gone('2026-11-12T23:59:00Z') }, [
    [7, '70.07', '70.07'],
    [7, '9', '9', 'EUR'],
  ])
  await settled({ ...search, resourceId: 'e-2', resolved: gone('2026-11-21T06:00:00Z') })
  await settled({ ...search, resourceId: 'e-3', resolved: { at: '2026-11-02T06:00:00Z', how: 'busy' } })
  await settled({
    ...vision,
    resourceId: 'e-4',
    resolved: gone('2026-11-03T06:00:00Z'),
    happened: [delivered, exempted],
  })
  await settled({ ...vision, resourceId: 'e-5', resolved: gone('2026-11-03T06:00:00Z'), happened: [] })
  await settled({ ...vision, resourceId: 'e-6', resolved: gone('2026-09-30T06:00:00Z') }, [[30, '999', '999']])
  await settled({ ...vision, resourceId: 'e-7' })
})

describe('what nudges saved', () => {
  it('counts each over its longest verified span, and says what is not counted', async () => {
    const outcome = await answering(db, what())
    expect(sheetOf(answerOf(outcome)).totals).toEqual([
      { currency: 'USD', total: '1170.57' },
      { currency: 'EUR', total: '9' },
    ])
    expect(rows(outcome)).toEqual([
      'group gpu-eyes-1 ana@example.com vision USD 1 1200 99.5 1100.5 0 1100.5',
      'group e-1 bo@example.com search USD 1 70.07 0 0 70.07 70.07',
      'group gpu-eyes-2 ana@example.com vision USD 1 140 140 0 0 0',
      'group e-1 bo@example.com search EUR 1 9 0 0 9 9',
    ])
    const card = outcomeCard(outcome)
    expectGolden('nudge-savings', card)
    expect(plainText(card)).toContain('1 resource still being verified')
    expect(plainText(card)).toContain('1 used again, 1 exempt and 1 ended before anybody was told')
  })

  it('groups, filters and cuts', async () => {
    const byTeam = await answering(db, what({ groupBy: ['team'] }))
    expect(rows(byTeam)).toEqual([
      'group vision USD 2 1340 239.5 1100.5 0 1100.5',
      'group search USD 1 70.07 0 0 70.07 70.07',
      'group search EUR 1 9 0 0 9 9',
    ])
    expect(rows(await answering(db, what({ filters: { resource: ['endpoint'] } })))).toHaveLength(2)
    expect(rows(await answering(db, what({ exclude: { team: ['vision'] } })))).toHaveLength(2)
    expect(rows(await answering(db, what({ filters: { project: ['eyes'] }, limit: 1 })))[0]).toContain('gpu-eyes-1')
    const september = await answering(db, what({ period: { start: '2026-09-01', end: '2026-10-01' } }))
    expect(sheetOf(answerOf(september)).totals).toEqual([{ currency: 'USD', total: '999' }])
  })

  it('tells people of their own teams alone', async () => {
    const outcome = await answering(db, what(), ana)
    expect(sheetOf(answerOf(outcome)).totals).toEqual([{ currency: 'USD', total: '1100.5' }])
    expect(words(outcome)).not.toMatch(/search|bo@example|verified yet|1 used again/)
  })

  it('says so where there is nothing, and where it cannot tell', async () => {
    const none = await answering(db, what({ period: { start: '2026-08-01', end: '2026-09-01' } }))
    expect(words(none)).toContain('No savings by nudges')
    const yet = await answering(db, what({ period: { start: '2026-11-20', end: '2026-11-24' } }))
    expect(words(yet)).toContain('Nothing is verified yet')
    expect(await answering(db, what({ groupBy: ['model_name'] }))).toMatchObject({
      kind: 'cannot',
      why: expect.stringContaining('does not know the model'),
    })
  })
})
