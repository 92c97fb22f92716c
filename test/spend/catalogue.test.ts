import { describe, expect, it } from 'vitest'
import type { Sight } from '../../src/people/sight.ts'
import { readCatalogue } from '../../src/spend/catalogue.ts'
import { asking } from '../../src/spend/deps.ts'
import { freshness } from '../../src/spend/freshness.ts'
import { existingViews } from '../../src/spend/views.ts'
import type { Watermark } from '../../src/spend/watermarks.ts'
import { testDatabase } from '../database.ts'
import { loadFacts } from './facts.ts'

const { db } = await testDatabase()
const VISION: Sight = { kind: 'teams', teams: ['vision'] }
const aliases = [
  { dimension: 'project', alias: 'map', value: 'atlas' },
  { dimension: 'project', alias: 'light', value: 'lumen' },
]
const FACTS = [
  { day: '2026-11-02', team: 'search', project: 'atlas', resourceClass: 'gpu', effective: '1' },
  { day: '2026-11-02', team: 'vision', project: 'lumen', effective: '1' },
  { day: '2026-11-02', team: null, project: 'nobody-s', effective: '1' },
  { day: '2026-07-02', team: 'vision', project: 'long-ago', effective: '1' },
]
const newestDay = '2026-11-02'

describe('the names', () => {
  it('of somebody with own teams hold nothing of others, not even through an alias', async () => {
    await loadFacts(db, FACTS)
    const views = await existingViews(db)
    const all = await readCatalogue(db, { kind: 'everything' }, { views, aliases, newestDay })
    expect(all.values.project).toEqual(['atlas', 'long-ago', 'lumen', 'nobody-s'])
    expect(all.values.team).toEqual(['search', 'vision'])
    expect(all.values.resource).toEqual(['gpu'])
    const own = await readCatalogue(db, VISION, { views, aliases, newestDay })
    expect(own.values).toMatchObject({ team: ['vision'], project: ['long-ago', 'lumen'] })
    expect(own.values.resource).toBeUndefined()
    expect(own.aliases).toEqual({ project: { light: 'lumen' } })
  })

  it('of a warehouse without a list of them are those of the newest two months', async () => {
    await loadFacts(db, FACTS)
    const views = new Set(['spend.daily'])
    const own = await readCatalogue(db, VISION, { views, aliases, newestDay })
    expect(own.values).toMatchObject({ team: ['vision'], project: ['lumen'], service: ['Amazon EC2'] })
    const all = await readCatalogue(db, { kind: 'everything' }, { views, aliases: [], newestDay })
    expect(all.values.project).toEqual(['atlas', 'lumen', 'nobody-s'])
  })

  it('are indexed once for all who see the same, and anew after a load', async () => {
    await loadFacts(db, FACTS)
    let now = new Date('2026-11-23T10:00:00Z')
    const onError = (error: unknown) => {
      throw error
    }
    const deps = asking({ own: db, spend: db, visibility: 'own-teams', now: () => now, onError })
    const first = await deps.names(VISION)
    expect(await deps.names({ kind: 'teams', teams: ['vision'] })).toBe(first)
    expect(await deps.names({ kind: 'teams', teams: ['search'] })).not.toBe(first)
    await loadFacts(db, [...FACTS, { day: '2026-11-03', team: 'vision', project: 'brand-new', effective: '1' }])
    now = new Date(now.getTime() + 20_000)
    const next = await deps.names(VISION)
    expect(next).not.toBe(first)
    expect(next.has('project', 'brand-new')).toBe(true)
    now = new Date(now.getTime() + 20_000)
    expect(await deps.names(VISION)).toBe(next)
  })
})

describe('freshness', () => {
  const MONDAY = '2026-11-23'
  const source = (name: string, lastDay: string, provisional: string[] = []): Watermark => ({
    source: name,
    firstDay: '2025-10-01',
    lastDay,
    provisional,
    lastUpdated: '2026-11-23T06:00:00.000Z',
    billedForEffective: false,
    suspectRows: 0,
  })
  const NOVEMBER = { start: '2026-11-01', end: '2026-11-24' }

  it.each([
    ['complete where every source is', [source('a', '2026-11-23'), source('b', '2026-11-23')], '2026-11-23', true, []],
    [
      'up to the day before the first that may move',
      [source('a', '2026-11-22', ['2026-11-21', '2026-11-22'])],
      '2026-11-20',
      false,
      ['a'],
    ],
    [
      'up to what the latest source delivered',
      [source('a', '2026-11-23'), source('b', '2026-11-10')],
      '2026-11-10',
      false,
      ['b'],
    ],
    ['none where not even the first day is', [source('a', '2026-10-30')], null, false, ['a']],
    [
      'not held up by what moves outside of the period',
      [source('a', '2026-11-23', ['2026-10-31'])],
      '2026-11-23',
      true,
      [],
    ],
    [
      'not held up by a source that stopped long ago, which is named',
      [source('a', '2026-11-23'), source('old', '2026-09-01')],
      '2026-11-23',
      true,
      [],
    ],
  ] as const)('is %s', (_, sources, completeThrough, complete, waiting) => {
    const found = freshness(NOVEMBER, sources, MONDAY)
    expect(found).toMatchObject({ completeThrough, complete })
    expect(found?.waiting.map((each) => each.source)).toEqual(waiting)
    expect(found?.stopped.map((each) => each.source)).toEqual(
      sources.some(({ source }) => source === 'old') ? ['old'] : [],
    )
  })

  it('is unknown where no source says anything', () => {
    expect(freshness(NOVEMBER, [], MONDAY)).toBeUndefined()
  })
})
