import { describe, expect, it } from 'vitest'
import { groupsOf, nextQuestion, nextQuestions, periodsOf, regrouped, withPeriod } from '../../src/spend/continue.ts'
import { INTENTS, type Question } from '../../src/spend/question.ts'
import { nameIndex } from '../../src/spend/understanding/name-index.ts'
import { understand } from '../../src/spend/understanding/understand.ts'
import { asked } from './facts.ts'

const MONDAY = '2026-11-23'
const OCTOBER = { start: '2026-10-01', end: '2026-11-01' }
const WEEK = { start: '2026-11-16', end: '2026-11-23' }
const labels = (question: Question, today = MONDAY) => nextQuestions(question, today).map(({ label }) => label)
const next = (question: Question, name: string, today = MONDAY) => nextQuestion(question, today, name)

describe('what an answer leads to', () => {
  it.each<[string, Question, readonly string[]]>([
    ['a total', asked(), ['Why?', 'Compare with Oct 1 – Oct 23, 2026', 'By model', 'Last month']],
    [
      'a total of a month that is over',
      asked({ period: OCTOBER }),
      ['Why?', 'Compare with September 2026', 'By model', 'September 2026'],
    ],
    [
      'a week of one model',
      asked({ period: WEEK, filters: { model_name: ['gpt-4o'] } }),
      ['Why?', 'Compare with Nov 9 – Nov 15, 2026', 'Nov 9 – Nov 15, 2026', 'Per day'],
    ],
    ['models', asked({ groupBy: ['model_name'], period: WEEK }), expect.not.arrayContaining(['By model'])],
    ['a comparison', asked({ intent: 'compare', compare: OCTOBER }), ['Why?', 'By model']],
    ['a trend', asked({ intent: 'trend', grain: 'day' }), expect.not.arrayContaining(['Per day', 'Per week'])],
    [
      'tokens, which no price explains',
      asked({ measure: 'quantity', unit: 'token', groupBy: ['model_name'] }),
      ['Compare with Oct 1 – Oct 23, 2026', 'Last month', 'Per day'],
    ],
    ['why', asked({ intent: 'explain', compare: OCTOBER }), ['Compare both', 'By model', 'Per day']],
    ['an anomaly', asked({ intent: 'anomaly' }), ['Why?', 'Per day']],
    ['idle waste', asked({ intent: 'idle', measure: 'waste', groupBy: ['team'] }), ['By owner']],
    ['a forecast', asked({ intent: 'forecast', measure: 'forecast' }), ['Budget', 'Per day']],
    ['a budget', asked({ intent: 'budget', measure: 'budget' }), ['Forecast', 'Per day']],
    ['a single day', asked({ period: { start: MONDAY, end: '2026-11-24' } }), expect.not.arrayContaining(['Per day'])],
  ])('%s', (_, question, expected) => {
    expect(labels(question)).toEqual(expected)
  })

  it('is at most four questions, each once, none of them the same as before, whatever was asked', () => {
    for (const intent of INTENTS)
      for (const compare of [null, OCTOBER]) {
        const question = asked({ intent, compare })
        const found = nextQuestions(question, MONDAY)
        expect(found.length).toBeLessThanOrEqual(4)
        expect(new Set(found.map(({ label }) => label)).size).toBe(found.length)
        for (const { question: after } of found) expect(after).not.toEqual(question)
        for (const dimension of groupsOf(question)) expect(question.groupBy).not.toContain(dimension)
      }
  })

  it('keeps the scope and drops what the next question has no place for', () => {
    const top = asked({
      intent: 'top',
      filters: { team: ['search'] },
      exclude: { service: ['OpenAI'] },
      groupBy: ['project'],
      limit: 5,
      having: { op: '>', value: '5' },
      chart: true,
    })
    const why = next(top, 'why')
    expect(why).toMatchObject({
      intent: 'explain',
      filters: top.filters,
      exclude: top.exclude,
      groupBy: [],
      limit: null,
    })
    expect(why).toMatchObject({ compare: { start: '2026-10-01', end: '2026-10-24' }, having: null, chart: false })
    expect(next(top, 'compare')).toMatchObject({ intent: 'compare', groupBy: ['project'], limit: null })
    expect(next(top, 'earlier')).toMatchObject({ intent: 'top', limit: 5, period: OCTOBER })
    expect(
      next(
        asked({ intent: 'forecast', measure: 'forecast', period: { start: '2026-11-01', end: '2026-12-01' } }),
        'per',
      ),
    ).toMatchObject({ intent: 'trend', measure: 'effective_cost', period: { start: '2026-11-01', end: '2026-11-24' } })
    expect(next(top, 'owner')).toBeUndefined()
  })

  it('leaves a narrower question behind only where the next one is another', () => {
    const gateway = asked({ focus: { on: 'gateway' } })
    expect(next(gateway, 'earlier')?.focus).toEqual({ on: 'gateway' })
    expect(labels(gateway)).toEqual(['Last month'])
  })
})

describe('another period', () => {
  const names = nameIndex({ values: { team: ['search'] }, aliases: {} })
  const sums = [
    asked({ filters: { team: ['search'] } }),
    asked({ intent: 'top', groupBy: ['project'], limit: 3 }),
    asked({ intent: 'trend', grain: 'day' }),
    asked({ intent: 'compare', compare: OCTOBER }),
    asked({ intent: 'coverage', measure: 'coverage' }),
  ]
  const cases = sums.flatMap((question) =>
    [...periodsOf(question, MONDAY)].map(([name, label]) => [question.intent, label, name, question] as const),
  )
  it.each(cases)('of %s: “%s” is what these words mean', (_, label, name, question) => {
    const reading = understand(label, { today: MONDAY, names, previous: question })
    expect(reading).toMatchObject({ kind: 'question', question: withPeriod(question, name, MONDAY) })
  })

  it('of what looks ahead is whole', () => {
    const forecast = asked({ intent: 'forecast', measure: 'forecast' })
    expect([...periodsOf(forecast, MONDAY).values()]).toEqual(['This month', 'Next month', 'This quarter', 'This year'])
    expect(withPeriod(forecast, 'next_month', MONDAY)).toMatchObject({
      intent: 'forecast',
      period: { start: '2026-12-01', end: '2027-01-01' },
    })
    expect(withPeriod(forecast, 'last_week', MONDAY)).toBeUndefined()
  })

  it('is another than the one that is shown', () => {
    const labels = [...periodsOf(asked(), MONDAY).values()]
    expect(labels).toContain('This week')
    expect(labels).not.toContain('This month')
  })

  it('of “why” compares anew', () => {
    const why = asked({ intent: 'explain', compare: OCTOBER })
    expect(withPeriod(why, 'last_month', MONDAY)).toMatchObject({
      period: OCTOBER,
      compare: { start: '2026-09-01', end: '2026-10-01' },
    })
  })
})

describe('group by', () => {
  it('offers what the figures carry, and takes nothing else', () => {
    const requests = asked({ measure: 'quantity', unit: 'request' })
    expect(groupsOf(requests)).not.toContain('service')
    expect(regrouped(requests, 'service')).toBeUndefined()
    expect(regrouped(requests, 'team')?.groupBy).toEqual(['team'])
    expect(groupsOf(asked({ filters: { team: ['search'] } }))).not.toContain('team')
    expect(groupsOf(asked({ filters: { team: ['search', 'vision'] } }))).toContain('team')
    expect(groupsOf(asked({ intent: 'budget', measure: 'budget' }))).not.toContain('model_name')
  })
})
