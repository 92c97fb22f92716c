import { expect, it } from 'vitest'
import { Fault } from '../../../src/errors.ts'
import { understandBatch } from '../../../src/spend/understanding/batch.ts'

const FILE = {
  about: 'ours',
  dimensions: { team: ['search', 'vision'] },
  aliases: { team: { srch: 'search' } },
  none_value: '(none)',
}

async function read(records: readonly object[], catalogue: unknown = FILE) {
  const out = []
  for await (const line of understandBatch(
    records.map((record) => JSON.stringify(record)),
    catalogue,
    '2026-11-23',
  ))
    out.push(line)
  return out
}

it('gives one reading a line, in order, with the day of each record', async () => {
  const lines = await read([
    { id: 'a', text: 'srch cost yesterday', today: '2026-03-01', timezone: 'UTC' },
    { id: 'b', text: 'cost today', now: '2026-11-22T23:30:00Z', timezone: 'Europe/Paris' },
    { id: 'c', text: 'cost today' },
  ])
  expect(lines.map(({ id, query }) => [id, query.filters, query.period])).toEqual([
    ['a', { team: ['search'] }, { start: '2026-02-28', end_exclusive: '2026-03-01' }],
    ['b', {}, { start: '2026-11-23', end_exclusive: '2026-11-24' }],
    ['c', {}, { start: '2026-11-23', end_exclusive: '2026-11-24' }],
  ])
})

it('goes on from the turn before, told as a query or as a text', async () => {
  const period = { start: '2026-10-01', end_exclusive: '2026-11-01' }
  const expected = {
    intent: 'spend',
    measure: 'effective_cost',
    filters: { team: ['search'] },
    group_by: [],
    period,
    compare: null,
    limit: null,
    grain: null,
  }
  const lines = await read([
    { id: 1, text: 'same for vision', context: { text: 'x', expect: expected } },
    { id: 2, text: 'same for vision', context: { text: 'search cost last month' } },
    { id: 3, text: 'same for vision', context: { text: 'x', expect: { intent: 'refuse' } } },
  ])
  expect(lines.map(({ query }) => query)).toEqual([
    { ...expected, filters: { team: ['vision'] } },
    { ...expected, filters: { team: ['vision'] } },
    {
      intent: 'clarify',
      measure: null,
      filters: {},
      group_by: [],
      period: null,
      compare: null,
      limit: null,
      grain: null,
      clarify: { slot: 'context', options: [] },
    },
  ])
})

it('says which line is wrong and what to write', async () => {
  await expect(read([{ id: 'a', text: 'cost' }, { text: 'cost' }])).rejects.toThrow(/^Line 2 is no question/)
  await expect(read([{ id: 'a', text: 'cost', now: 'soon' }])).rejects.toThrow(Fault)
  await expect(read([{ id: 'a', text: 'cost' }], { teams: [] })).rejects.toThrow(/^The catalogue cannot be read/)
  const broken = understandBatch(['{'], FILE, '2026-11-23').next()
  await expect(broken).rejects.toThrow('Line 1 is not JSON.')
})
