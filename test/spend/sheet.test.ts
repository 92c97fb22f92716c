import { Big } from 'big.js'
import Papa from 'papaparse'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/spend/answer.ts'
import { answerQuestion } from '../../src/spend/ask.ts'
import { fileName, toCsv } from '../../src/spend/csv.ts'
import { asking } from '../../src/spend/deps.ts'
import type { Question } from '../../src/spend/question.ts'
import { sheetOf } from '../../src/spend/sheet.ts'
import { testDatabase } from '../database.ts'
import { asked, loadFacts } from './facts.ts'

const { db } = await testDatabase()
const MONDAY = new Date('2026-11-23T10:00:00Z')
const FILE = 100_000
let requests = 0

async function answer(question: Question, most?: number): Promise<Answer> {
  const onError = (error: unknown) => {
    throw error
  }
  const deps = asking({ own: db, spend: db, visibility: 'everyone', now: () => MONDAY, onError })
  const request = { text: 'q', requestId: `r${requests++}`, asker: { key: 'ana' }, timezone: 'UTC', most }
  const outcome = await answerQuestion(deps, request, question)
  await deps.later.drained()
  if (outcome.kind !== 'answer') throw new Error(JSON.stringify(outcome))
  return outcome.answer
}

const CENT = '0.000000000123456789'
beforeAll(async () => {
  const projects = Array.from({ length: 40 }, (_, i) => i)
  await loadFacts(db, [
    ...projects.map((i) => ({
      day: `2026-11-${String((i % 20) + 1).padStart(2, '0')}`,
      team: i % 7 === 0 ? null : `team-${i % 15}`,
      project: i % 11 === 0 ? null : `project-${i}`,
      effective: `${i}.${i}3`,
      currency: i % 5 === 0 ? 'EUR' : 'USD',
      unit: 'Tokens',
      quantity: `${i}.5`,
    })),
    { day: '2026-11-03', team: 'search', project: 'tiny', effective: CENT },
    { day: '2026-11-04', team: 'search', project: 'credit', effective: '-12.340000000000000001' },
    { day: '2026-10-03', team: 'gone', project: 'gone', effective: '77.7' },
  ])
})

const MONTHS = { compare: { start: '2026-10-01', end: '2026-10-24' } }
const QUESTIONS: Readonly<Record<string, Question>> = {
  'a total': asked(),
  'one team': asked({ filters: { team: ['search'] } }),
  'by project': asked({ groupBy: ['project'] }),
  'by team and project': asked({ groupBy: ['team', 'project'] }),
  'the top 3': asked({ intent: 'top', groupBy: ['project'], limit: 3 }),
  'projects over 20': asked({ groupBy: ['project'], having: { op: '>', value: '20' } }),
  'a comparison': asked({ intent: 'compare', groupBy: ['team'], ...MONTHS }),
  'a comparison of totals': asked({ intent: 'compare', ...MONTHS }),
  'a trend': asked({ intent: 'trend', grain: 'week' }),
  'a trend by project': asked({ intent: 'trend', grain: 'day', groupBy: ['project'] }),
  tokens: asked({ measure: 'quantity', unit: 'token', groupBy: ['project'] }),
  'coverage by project': asked({ intent: 'coverage', measure: 'coverage', groupBy: ['project'] }),
  nothing: asked({ filters: { team: ['search'] }, period: { start: '2026-01-01', end: '2026-01-02' } }),
}

describe('the file of', () => {
  it.each(Object.entries(QUESTIONS))('%s adds up to the headline to the last digit', async (_, question) => {
    const card = await answer(question)
    const { columns, rows, totals, adds } = sheetOf(await answer(question, FILE))
    expect(totals).toEqual(sheetOf(card).totals)
    expect(totals.map(({ total }) => total)).toEqual(sheetOf(card).totals.map(({ total }) => total))
    const column = columns.indexOf(adds ?? '')
    const currency = columns.indexOf('currency')
    expect(column).toBeGreaterThan(0)
    for (const { currency: of, total } of totals) {
      const own = rows.filter((row) => currency < 0 || row[currency] === of)
      const sum = own.reduce((sum, row) => sum.plus(row[column] ?? 0), new Big(0))
      expect(sum.toFixed()).toBe(new Big(total ?? 0).toFixed())
    }
    expect(rows.every((row) => row.length === columns.length)).toBe(true)
  })

  it('many groups names all of them, where the card names ten', async () => {
    const question = asked({ groupBy: ['project'] })
    const card = await answer(question)
    expect(card.rows.some(({ kind }) => kind === 'other')).toBe(true)
    const names = sheetOf(await answer(question, FILE)).rows.map(([project]) => project)
    expect(names).not.toContain('(other)')
    expect(new Set(names).size).toBe(39)
    expect(names.filter((name) => name === '(none)')).toHaveLength(2)
  })

  it('a trend has every line, where the card has five, and a gap where nothing was recorded', async () => {
    const { columns, rows } = sheetOf(await answer(QUESTIONS['a trend by project'] as Question, FILE))
    expect(columns).toEqual(['day_from', 'project', 'currency', 'effective_cost'])
    expect(new Set(rows.map(([, project]) => project)).size).toBe(39)
    expect(rows).toContainEqual(['2026-11-05', 'tiny', 'USD', null])
  })

  it('a comparison has both sides and the change; what is only on one side changed by nobody knows what', async () => {
    const { columns, rows } = sheetOf(await answer(QUESTIONS['a comparison'] as Question, FILE))
    expect(columns).toEqual(['team', 'currency', 'effective_cost', 'effective_cost_before', 'change'])
    expect(rows).toContainEqual(['gone', 'USD', null, '77.7', null])
  })

  it('groups that had to pass a bar tells the others as one row', async () => {
    const { rows } = sheetOf(await answer(QUESTIONS['projects over 20'] as Question, FILE))
    expect(rows.map(([project]) => project)).toContain('(other)')
  })

  it('coverage of all tags adds up to nothing, and says so', async () => {
    const { columns, adds } = sheetOf(await answer(asked({ intent: 'coverage', measure: 'coverage' })))
    expect(columns).toEqual(['tag', 'currency', 'without_tag', 'effective_cost'])
    expect(adds).toBeNull()
  })

  it('a quantity carries its unit and no currency', async () => {
    const { columns, rows } = sheetOf(await answer(QUESTIONS.tokens as Question))
    expect(columns).toEqual(['project', 'unit', 'quantity'])
    expect(rows[0]).toEqual(['project-39', 'token', '39.5'])
  })
})

describe('CSV', () => {
  const csv = (...rows: (string | null)[][]) => toCsv({ columns: ['team', 'effective_cost'], rows })

  it('is RFC 4180: CRLF, quotes doubled, nothing recorded is an empty cell', () => {
    expect(csv(['a,b', '1'], ['say "hi"', '-2.50'], ['two\nlines', null])).toBe(
      'team,effective_cost\r\n"a,b",1\r\n"say ""hi""",-2.50\r\n"two\nlines",\r\n',
    )
  })

  it.each([
    ['=HYPERLINK("x")', `'=HYPERLINK("x")`],
    ['+1+1', "'+1+1"],
    ['-1+cmd', "'-1+cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    [' =1', "' =1"],
    ['\u200B=1', "'\u200B=1"],
    ['＝1', "'＝1"],
    ['a;=1', "a;'=1"],
    ['-12.5', '-12.5'],
    ['a-b', 'a-b'],
    ['(none)', '(none)'],
    ['2026-11-01', '2026-11-01'],
  ])('%j is no formula', (name, written) => {
    const { data } = Papa.parse<string[]>(csv([name, '1']).trimEnd())
    expect(data[1]).toEqual([written, '1'])
  })

  it('has a name that no asker and no tag had a word in', () => {
    const hostile = asked({ filters: { team: ['../../etc/passwd'] }, groupBy: ['model_name', 'team'] })
    expect(fileName(hostile)).toBe('spend-by-model-name-team-2026-11-01-to-2026-11-23.csv')
    expect(fileName(asked({ intent: 'forecast', measure: 'forecast' }))).toBe('forecast-2026-11-01-to-2026-11-23.csv')
    expect(fileName(asked({ measure: 'quantity', unit: 'gpu_hour', grain: 'week' }))).toMatch(/^gpu-hour-by-week-/)
  })
})
