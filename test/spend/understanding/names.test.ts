import { expect, it } from 'vitest'
import { nameIndex } from '../../../src/spend/understanding/name-index.ts'
import type { Option } from '../../../src/spend/understanding/reading.ts'
import { understand } from '../../../src/spend/understanding/understand.ts'
import { NAMES, said, setting } from './said.ts'

it('neither matches nor offers a name that is not in the index', () => {
  const own = nameIndex({
    values: { team: ['vision'], service: ['OpenAI'] },
    aliases: { team: { ghostalias: 'ghost-team' } },
  })
  for (const text of ['ghost-team cost', 'ghost team cost', 'ghostalias cost', 'ghsot-team cost', 'team ghost cost']) {
    const reading = understand(text, setting({ names: own }))
    expect(JSON.stringify(reading)).not.toContain('ghost-team"')
    expect(reading.kind).toBe('clarify')
  }
})

it('takes the catalogue without rejecting an alias', () => {
  expect(NAMES.rejected).toEqual([])
})

it('rejects an alias that is a word of the questions or that already means something', () => {
  const { rejected, alias } = nameIndex({
    values: { team: ['search', 'vision'], service: ['Amazon S3'] },
    aliases: {
      team: { cost: 'search', today: 'vision', srch: 'search', q3: 'vision' },
      service: { srch: 'Amazon S3', s3: 'Amazon S3' },
    },
  })
  expect(rejected).toEqual([
    'alias "cost" of team search is a word of the questions themselves',
    'alias "today" of team vision is a word of the questions themselves',
    'alias "q3" of team vision is a word of the questions themselves',
    'alias "srch" of service Amazon S3 already means team search',
  ])
  expect([...alias.keys()]).toEqual(['srch', 's3'])
})

it('shows every repair of a name', () => {
  const reading = understand('vizion and snowflke cost last month', setting())
  expect(reading.kind === 'question' && reading.repairs).toEqual([
    { written: 'vizion', readAs: 'vision' },
    { written: 'snowflke', readAs: 'snowflake' },
  ])
})

const choose = (text: string, about: string, option: Option): string => said(text, { choices: [{ about, option }] })

it('reads the same text again with the choice made', () => {
  expect(choose('cost of search yesterday', 'search', { kind: 'entity', dimension: 'project', value: 'search' })).toBe(
    'spend | project=search | 2026-11-22',
  )
  expect(choose('total on 05/06/2026', '05/06/2026', { kind: 'day', day: '2026-06-05' })).toBe('spend | 2026-06-05')
  expect(choose('cost of unicorn last month', 'unicorn', { kind: 'entity', dimension: 'team', value: 'vision' })).toBe(
    'spend | team=vision | 2026-10-01..2026-10-31',
  )
  expect(
    choose('spend by project for team unicorn', 'unicorn', { kind: 'entity', dimension: 'team', value: 'vision' }),
  ).toBe('spend | team=vision | by project')
  expect(choose('growth spend last month', 'growth', { kind: 'entity', dimension: 'team', value: 'growth' })).toBe(
    'spend | team=growth | 2026-10-01..2026-10-31',
  )
  expect(choose('growth spend last month', 'growth', { kind: 'words', text: 'increase' })).toBe(
    'compare | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30',
  )
  expect(choose('nova cost last month', 'nova', { kind: 'words', text: 'nova models' })).toBe(
    'spend | model_name=nova-lite+nova-pro | 2026-10-01..2026-10-31',
  )
  expect(choose('gpt-4o usage last week', '', { kind: 'words', text: 'tokens' })).toBe(
    'spend | quantity | token | model_name=gpt-4o | 2026-11-16..2026-11-22',
  )
  expect(choose('unit cost', '', { kind: 'words', text: 'per request' })).toBe('unit_cost | request')
  expect(choose('december budget', 'december', { kind: 'words', text: '2026-12' })).toBe(
    'budget | 2026-12-01..2026-12-31',
  )
  expect(
    choose('gpt-4.2 cost last month', 'gpt-4.2', { kind: 'entity', dimension: 'model_name', value: 'gpt-4.1' }),
  ).toBe('spend | model_name=gpt-4.1 | 2026-10-01..2026-10-31')
})

it('asks about exactly the words that a choice will replace', () => {
  for (const text of [
    'cost of search yesterday',
    'total on 05/06/2026',
    'gpt-4.2 cost last month',
    'december budget',
    'growth spend',
    'nova cost',
    'support spend',
    'vision vs lumen',
  ]) {
    const reading = understand(text, setting())
    const clarify = reading.kind === 'clarify' ? reading.clarify : undefined
    expect(clarify !== undefined && clarify.about !== '' && text.includes(clarify.about), text).toBe(true)
    for (const option of clarify?.options ?? []) {
      const again = understand(text, setting({ choices: [{ about: clarify?.about ?? '', option }] }))
      expect(
        again.kind === 'question' || (again.kind === 'clarify' && again.clarify.about !== clarify?.about),
        `${text} ${JSON.stringify(option)}`,
      ).toBe(true)
    }
  }
})

it.each([
  ['how much is team unicorn costing', 'unicorn', 'team'],
  ['project xyzzy spend', 'xyzzy', 'project'],
  ['the unicorn team cost last month', 'unicorn', 'team'],
])('says which dimension has no such name: %s', (text, about, dimension) => {
  expect(understand(text, setting())).toEqual({
    kind: 'clarify',
    clarify: { slot: 'entity', about, options: [], dimension },
  })
})
