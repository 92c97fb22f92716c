import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/cards/plain-text.ts'
import type { Outcome } from '../../../../src/spend/ask.ts'
import { outcomeCard } from '../../../../src/spend/card.ts'
import { outcomeJson } from '../../../../src/spend/json.ts'
import type { Explanation } from '../../../../src/spend/kinds/explanation/found.ts'
import type { Question } from '../../../../src/spend/question.ts'
import { testDatabase } from '../../../database.ts'
import { asked, type Fact, loadFacts } from '../../facts.ts'
import { ana, answering, answerOf } from '../answering.ts'

const { db } = await testDatabase()
const NEWER = { start: '2026-11-09', end: '2026-11-16' }
const OLDER = { start: '2026-11-02', end: '2026-11-09' }

const why = (slots: Partial<Question> = {}): Question =>
  asked({ intent: 'explain', period: NEWER, compare: OLDER, filters: { team: ['vision'] }, ...slots })

const tokens = (day: string, model: string, quantity: string, effective: string, more: Partial<Fact> = {}): Fact => ({
  day,
  team: 'vision',
  project: 'lumen',
  model,
  service: 'OpenAI',
  area: 'Model Usage',
  meter: 'Input',
  unit: 'Tokens',
  quantity,
  effective,
  ...more,
})
const hours = (
  day: string,
  resourceName: string,
  quantity: string | null,
  effective: string,
  more: Partial<Fact> = {},
) =>
  ({
    day,
    team: 'vision',
    project: 'lumen',
    resourceClass: 'gpu',
    resourceName,
    meter: 'GPU-Hours',
    unit: 'GPU-Hours',
    quantity,
    effective,
    ...more,
  }) satisfies Fact

function found(outcome: Outcome): Explanation {
  const { finding } = answerOf(outcome)
  if (finding?.kind !== 'explanation') throw new Error('no explanation')
  return finding.found
}
const partsOf = (outcome: Outcome) =>
  found(outcome).changes.map(({ currency, change, parts }) => [
    currency,
    change,
    Object.fromEntries(parts.map(({ part, amount }) => [part, amount])),
  ])
const saying = (outcome: Outcome, text: string) =>
  plainText(outcomeCard({ kind: 'answer', answer: { ...answerOf(outcome), text } }))

const BEFORE = '2026-11-03'
const NOW = '2026-11-10'

describe('each part alone', () => {
  it.each<{ name: string; facts: Fact[]; change: string; parts: Record<string, string> }>([
    {
      name: 'more of the same at the same price is usage',
      facts: [
        tokens(BEFORE, 'gpt-5', '300', '0.1'),
        tokens(BEFORE, 'gpt-5-mini', '70', '0.01'),
        tokens(NOW, 'gpt-5', '900', '0.3'),
        tokens(NOW, 'gpt-5-mini', '210', '0.03'),
      ],
      change: '0.22',
      parts: { usage: '0.22' },
    },
    {
      name: 'the same at another price is price',
      facts: [
        tokens(BEFORE, 'gpt-5', '300', '0.1'),
        tokens(BEFORE, 'gpt-5-mini', '7', '1'),
        tokens(NOW, 'gpt-5', '300', '0.15'),
        tokens(NOW, 'gpt-5-mini', '7', '0.9'),
      ],
      change: '-0.05',
      parts: { price: '-0.05' },
    },
    {
      name: 'the same tokens of a dearer model are mix',
      facts: [tokens(BEFORE, 'haiku', '300', '1'), tokens(NOW, 'sonnet', '300', '3', { service: 'Anthropic' })],
      change: '2',
      parts: { mix: '2' },
    },
    {
      name: 'more tokens of the model that took the place of another are mix and usage, not new',
      facts: [tokens(BEFORE, 'haiku', '300', '1'), tokens(NOW, 'sonnet', '360', '3.6')],
      change: '2.6',
      parts: { mix: '2', usage: '0.6' },
    },
    {
      name: 'tokens that move between models that both were there are mix at the prices before',
      facts: [
        tokens(BEFORE, 'haiku', '300', '3'),
        tokens(BEFORE, 'sonnet', '100', '3'),
        tokens(NOW, 'haiku', '200', '2'),
        tokens(NOW, 'sonnet', '200', '6'),
      ],
      change: '2',
      parts: { mix: '2' },
    },
    {
      name: 'input that comes from a cache is mix',
      facts: [
        tokens(BEFORE, 'gpt-5', '300', '3'),
        tokens(NOW, 'gpt-5', '200', '2'),
        tokens(NOW, 'gpt-5', '100', '0.1', { meter: 'CacheRead' }),
      ],
      change: '-0.9',
      parts: { mix: '-0.9' },
    },
    {
      name: 'one model that grows while others stay is usage of that model',
      facts: [
        tokens(BEFORE, 'gpt-5', '300', '3'),
        tokens(BEFORE, 'opus', '100', '6'),
        tokens(NOW, 'gpt-5', '300', '3'),
        tokens(NOW, 'opus', '900', '54'),
      ],
      change: '48',
      parts: { usage: '48' },
    },
    {
      name: 'output tokens do not take the place of input tokens',
      facts: [tokens(BEFORE, 'gpt-5', '300', '3'), tokens(NOW, 'gpt-5', '300', '12', { meter: 'Output' })],
      change: '9',
      parts: { new: '12', gone: '-3' },
    },
    {
      name: 'a model beside the others is new',
      facts: [tokens(BEFORE, 'gpt-5', '300', '3'), tokens(NOW, 'gpt-5', '300', '3'), tokens(NOW, 'opus', '10', '5')],
      change: '5',
      parts: { new: '5' },
    },
    {
      name: 'a resource that was not there is new, and one that is not there any more is gone',
      facts: [
        hours(BEFORE, 'old', '24', '48', { project: 'atlas' }),
        hours(BEFORE, 'same', '24', '48'),
        hours(NOW, 'same', '24', '48'),
        hours(NOW, 'new', '24', '96'),
      ],
      change: '48',
      parts: { new: '96', gone: '-48' },
    },
    {
      name: 'a job under a new name each run is usage',
      facts: [hours(BEFORE, 'job-1', '10', '20'), hours(BEFORE, 'job-2', '10', '20'), hours(NOW, 'job-3', '25', '50')],
      change: '10',
      parts: { usage: '10' },
    },
    {
      name: 'another kind of machine in its place is new and gone',
      facts: [
        hours(BEFORE, 'a', '10', '20', { instanceType: 'p4d' }),
        hours(NOW, 'b', '10', '50', { instanceType: 'p5' }),
      ],
      change: '30',
      parts: { new: '50', gone: '-20' },
    },
    {
      name: 'credits, refunds and corrections are told apart, whatever they credit',
      facts: [
        hours(BEFORE, 'a', '10', '20'),
        hours(NOW, 'a', '10', '20'),
        hours(NOW, 'a', null, '-12', { category: 'Credit', unit: null, meter: 'Credit' }),
        hours(NOW, 'a', null, '-1', { category: 'Adjustment', unit: null, meter: null }),
        hours(NOW, 'a', '1', '-2', { chargeClass: 'Correction' }),
      ],
      change: '-15',
      parts: { credits: '-15' },
    },
    {
      name: 'purchases and taxes are one-off charges',
      facts: [
        hours(BEFORE, 'a', '10', '20'),
        hours(NOW, 'a', '10', '20'),
        hours(NOW, 'plan', null, '100', { category: 'Purchase', unit: null, meter: null }),
        hours(NOW, 'tax', null, '7', { category: 'Tax', unit: null, meter: null }),
      ],
      change: '107',
      parts: { one_off: '107' },
    },
    {
      name: 'cost without a quantity can be neither usage nor price',
      facts: [hours(BEFORE, 'a', null, '20'), hours(NOW, 'a', null, '25')],
      change: '5',
      parts: { unmeasured: '5' },
    },
    {
      name: 'a quantity that is known on one side only is no quantity',
      facts: [hours(BEFORE, 'a', '10', '20'), hours(NOW, 'a', null, '25')],
      change: '5',
      parts: { unmeasured: '5' },
    },
    {
      name: 'what does not end in decimals still adds up',
      facts: [tokens(BEFORE, 'gpt-5', '3', '1'), tokens(NOW, 'gpt-5', '7', '3')],
      change: '2',
      parts: { usage: '1.333333333333', price: '0.666666666667' },
    },
  ])('$name', async ({ facts, change, parts }) => {
    await loadFacts(db, facts)
    expect(partsOf(await answering(db, why()))).toEqual([['USD', change, parts]])
  })

  it('a day more or fewer is a part of its own, and all else is like for like', async () => {
    await loadFacts(db, [
      ...['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04'].map((day) => hours(day, 'a', '24', '48')),
      ...['2026-10-05', '2026-10-06', '2026-10-07'].map((day) => hours(day, 'a', '30', '60')),
    ])
    const spans = {
      period: { start: '2026-10-05', end: '2026-10-08' },
      compare: { start: '2026-10-01', end: '2026-10-05' },
    }
    const outcome = await answering(db, why(spans))
    expect(partsOf(outcome)).toEqual([['USD', '-12', { days: '-48', usage: '36' }]])
    expect(saying(outcome, 'why')).toContain('The sides have 3 and 4 days: 1 day fewer')
    expect(saying(outcome, 'why')).toContain('+25% GPU hours')
  })

  it('over the whole company credits are told from usage too, though the rollup does not know them', async () => {
    await loadFacts(db, [
      hours(BEFORE, 'a', '10', '20'),
      hours(NOW, 'a', '20', '40'),
      hours(NOW, 'a', null, '-12', { category: 'Credit' }),
      hours(NOW, 'a', '4', '-3', { chargeClass: 'Correction' }),
      hours(NOW, 'b', '10', '20', { team: 'search' }),
    ])
    const outcome = await answering(db, why({ filters: {} }))
    expect(found(outcome).grain).toBe('workload')
    expect(partsOf(outcome)).toEqual([['USD', '25', { usage: '20', new: '20', credits: '-15' }]])
  })
})

describe('an explanation', () => {
  it('says the change first, then its causes, what it is made of and who moved', async () => {
    await loadFacts(db, [
      tokens(BEFORE, 'gpt-5', '1000', '100'),
      tokens(NOW, 'gpt-5', '1380', '138'),
      hours(BEFORE, 'a', '10', '20'),
      hours(NOW, 'a', '10', '22'),
      hours(NOW, 'box-7', '10', '5', { project: 'atlas' }),
      hours('2026-11-22', 'a', '1', '1'),
    ])
    const text = saying(await answering(db, why()), 'why did team vision go up').split('\n')
    expect(text.slice(0, 5)).toEqual([
      '+$45.00 (+37.5%)',
      '$165.00 for Nov 9 – Nov 15, 2026 against $120.00 for Nov 2 – Nov 8, 2026.',
      '1. Usage of gpt-5 in lumen: +$38.00 (+38% tokens)',
      '2. New: box-7 (Amazon EC2) in atlas: +$5.00',
      '3. Price of Amazon EC2 in lumen: +$2.00 (+10% a unit)',
    ])
  })

  it('says plainly that it went the other way, or nowhere', async () => {
    await loadFacts(db, [hours(BEFORE, 'a', '10', '20'), hours(NOW, 'a', '5', '10')])
    const outcome = await answering(db, why())
    expect(saying(outcome, 'why did team vision go up')).toContain('It went down, not up')
    expect(saying(outcome, 'why did team vision drop')).not.toContain('It went')
    await loadFacts(db, [hours(BEFORE, 'a', '10', '20'), hours(NOW, 'a', '10', '20')])
    const same = saying(await answering(db, why()), 'why did team vision go up')
    expect(same.split('\n')[0]).toBe('No change')
    expect(same).toContain('It did not change')
  })

  it('keeps currencies apart', async () => {
    await loadFacts(db, [
      hours(BEFORE, 'a', '10', '20'),
      hours(NOW, 'a', '20', '40'),
      hours(NOW, 'a', '20', '40'),
      hours(NOW, 'b', '1', '1', { currency: 'EUR' }),
    ])
    const outcome = await answering(db, why())
    expect(partsOf(outcome)).toEqual([
      ['USD', '60', { usage: '60' }],
      ['EUR', '1', { new: '1' }],
    ])
    expect(outcomeJson(outcome)).toMatchObject({
      total: null,
      totals: [
        { currency: 'USD', total: '60' },
        { currency: 'EUR', total: '1' },
      ],
    })
  })

  it('compares complete days only and says so; where there is none it does not guess', async () => {
    const days = ['2026-11-12', '2026-11-13', '2026-11-14', '2026-11-15']
    await loadFacts(
      db,
      days.map((day) => hours(day, 'a', '1', '2')),
      { provisional: ['2026-11-15'] },
    )
    const spans = (start: string, end: string, from: string) => ({
      period: { start, end },
      compare: { start: from, end: start },
    })
    const outcome = await answering(db, why(spans('2026-11-14', '2026-11-16', '2026-11-12')))
    expect(partsOf(outcome)).toEqual([['USD', '0', {}]])
    expect(saying(outcome, 'why')).toContain(
      'what comes after Nov 14, 2026 has not all arrived, and the older side ends as early',
    )
    expect(await answering(db, why(spans('2026-11-15', '2026-11-16', '2026-11-14')))).toMatchObject({
      kind: 'cannot',
      why: expect.stringContaining('No day of this period is complete yet'),
    })
  })

  it('tells what is not recorded from what did not change', async () => {
    await loadFacts(db, [hours('2026-10-10', 'a', '1', '2')])
    expect(saying(await answering(db, why()), 'why').split('\n')[0]).toBe('No data')
  })

  it('never counts, and never restates, what an asker may not see', async () => {
    await loadFacts(db, [
      hours(BEFORE, 'a', '10', '20'),
      hours(NOW, 'a', '10', '20'),
      hours(NOW, 'secret', '10', '999', { team: 'search' }),
    ])
    await restate('2026-11-10', '0', '1019')
    const outcome = await answering(db, why({ filters: {} }), ana)
    expect(partsOf(outcome)).toEqual([['USD', '0', {}]])
    expect(found(outcome).restated).toBeNull()
    expect(JSON.stringify(outcomeJson(outcome))).not.toContain('999')
    const all = await answering(db, why({ filters: {} }))
    expect(saying(all, 'why')).toContain(
      'aws-focus restated 1 of these days after it was reported, which is +$1,019.00 of the change: figures are as they stand now.',
    )
    await sql`delete from ledger.restatement`.execute(db)
    await sql`delete from ledger.load_batch`.execute(db)
  })

  it('explains by what the question groups by, and billed cost where that is asked for', async () => {
    await loadFacts(db, [
      hours(BEFORE, 'a', '10', '20', { owner: 'ana', billed: '1' }),
      hours(NOW, 'a', '20', '40', { owner: 'ana', billed: '3' }),
      hours(NOW, 'b', '1', '7', { owner: null, billed: '0' }),
    ])
    const rows = outcomeJson(await answering(db, why({ groupBy: ['owner'] }))).rows
    expect(rows).toMatchObject([
      { part: 'usage', owner: 'ana', change: '20' },
      { part: 'new', owner: null, change: '7' },
    ])
    expect(partsOf(await answering(db, why({ measure: 'billed_cost' })))).toEqual([
      ['USD', '2', { usage: '1', price: '1' }],
    ])
  })

  it('does not explain quantities', async () => {
    expect(await answering(db, why({ measure: 'quantity', unit: 'token' }))).toMatchObject({ kind: 'cannot' })
  })
})

async function restate(day: string, old: string, now: string): Promise<void> {
  await sql`with batch as (
    insert into ledger.load_batch (source_name, status, files, rows_read, rows_rejected) values ('aws-focus', 'loaded', '[]', 1, 0) returning batch_id
  ) insert into ledger.restatement (source_name, day, billing_currency, batch_id, old_effective_cost, new_effective_cost, old_billed_cost, new_billed_cost)
    select 'aws-focus', ${day}, 'USD', batch_id, ${old}, ${now}, ${old}, ${now} from batch`.execute(db)
}
