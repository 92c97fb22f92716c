import { describe, expect, it } from 'vitest'
import { plainText } from '../../src/cards/plain-text.ts'
import type { Answer, Row } from '../../src/spend/answer.ts'
import type { Outcome } from '../../src/spend/ask.ts'
import { outcomeCard } from '../../src/spend/card.ts'
import { howCard } from '../../src/spend/show-how.ts'
import { signToken } from '../../src/token.ts'
import { expectGolden } from '../cards/golden.ts'
import { asked } from './facts.ts'

const HOSTILE = ['<!channel>', '*_~`', '</script>', "'; drop table", '\u202Egnp.exe', 'a\u200Bb', '=HYPERLINK("x")']

const answer = (changes: Partial<Answer>): Answer => ({
  id: 'k3f9xT2aLmQ8rV1w',
  text: 'team search GPU cost this month',
  question: asked({ filters: { team: ['search'], resource: ['gpu'] } }),
  sentence: 'effective cost of team search, resource gpu, from 2026-11-01 to 2026-11-23',
  chips: ['effective cost', 'team: search', 'resource: gpu', 'Nov 1 – Nov 23, 2026'],
  repairs: [],
  continued: false,
  today: '2026-11-23',
  timezone: 'Europe/Berlin',
  answeredAt: new Date('2026-11-23T10:00:00Z'),
  cost: 'effective_cost',
  unit: null,
  totals: [
    { currency: 'USD', amount: '12345.67', comparable: '12000', before: '10000', unallocated: null, unknown: 0 },
  ],
  comparison: {
    now: { start: '2026-11-01', end: '2026-11-22' },
    before: { start: '2026-10-01', end: '2026-10-22' },
    asked: false,
  },
  groupBy: ['workload_type'],
  chosen: true,
  rows: [row(['training'], '8000'), row(['inference'], '4000.67'), row([null], '345', { kind: 'none' })],
  trend: null,
  finding: null,
  onlyTeams: null,
  freshness: {
    completeThrough: '2026-11-21',
    complete: false,
    waiting: [
      {
        source: 'aws-focus',
        provisional: { start: '2026-11-22', end: '2026-11-23' },
        missing: { start: '2026-11-23', end: '2026-11-24' },
      },
    ],
    stopped: [],
  },
  sources: [
    {
      source: 'aws-focus',
      firstDay: '2025-10-26',
      lastDay: '2026-11-22',
      provisional: ['2026-11-22'],
      lastUpdated: '2026-11-23T06:00:00.000Z',
      billedForEffective: false,
      suspectRows: 0,
    },
  ],
  recorded: null,
  rowCount: 1404,
  sql: "select sum(effective_cost) from spend.daily_model where team = 'search'",
  ...changes,
})

function row(keys: readonly (string | null)[], amount: string | null, changes: Partial<Row> = {}): Row {
  return { kind: 'group', keys, currency: 'USD', amount, before: null, groups: 1, ...changes }
}
const total = (amount: string, currency = 'USD') => ({
  currency,
  amount,
  comparable: null,
  before: null,
  unallocated: '250.5',
  unknown: 0,
})
const outcome = (changes: Partial<Answer>): Outcome => ({ kind: 'answer', answer: answer(changes) })

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  answer: outcome({}),
  top: outcome({
    question: asked({ intent: 'top', groupBy: ['team'], limit: 2 }),
    chips: ['effective cost', 'by team', 'top 2', 'Nov 1 – Nov 23, 2026'],
    repairs: [{ written: 'taems', readAs: 'teams' }],
    groupBy: ['team'],
    chosen: false,
    comparison: null,
    totals: [total('1000.5')],
    rows: [
      row(['search'], '500'),
      row(['vision'], '200'),
      row([null], '250.5', { kind: 'none' }),
      row([null], '50', { kind: 'other', groups: 7 }),
    ],
  }),
  'top-one': outcome({
    question: asked({ intent: 'top', groupBy: ['team'], limit: 1 }),
    chips: ['effective cost', 'by team', 'top 1', 'Nov 1 – Nov 23, 2026'],
    groupBy: ['team'],
    chosen: false,
    comparison: null,
    totals: [total('1000.5'), total('80', 'EUR')],
    rows: [
      row(['search'], '600'),
      row([null], '250.5', { kind: 'none' }),
      row([null], '150', { kind: 'other', groups: 7 }),
      row(['nlp'], '80', { currency: 'EUR' }),
    ],
  }),
  'grew-most': outcome({
    question: asked({
      intent: 'compare',
      groupBy: ['team'],
      limit: 1,
      compare: { start: '2026-10-01', end: '2026-10-24' },
    }),
    chips: ['effective cost', 'by team', 'top 1', 'Nov 1 – Nov 23, 2026', 'vs Oct 1 – Oct 23, 2026'],
    groupBy: ['team'],
    chosen: false,
    comparison: {
      now: { start: '2026-11-01', end: '2026-11-24' },
      before: { start: '2026-10-01', end: '2026-10-24' },
      asked: true,
    },
    totals: [
      { ...total('700'), before: '600' },
      { ...total('9', 'EUR'), before: '10' },
    ],
    rows: [row(['search'], '300', { before: '150' }), row([null], '400', { kind: 'other', groups: 3, before: '450' })],
  }),
  versus: outcome({
    question: asked({ intent: 'compare', groupBy: ['team'], filters: { team: ['vision', 'search'] } }),
    chips: ['effective cost', 'team: vision, search', 'by team', 'Nov 1 – Nov 23, 2026'],
    groupBy: ['team'],
    chosen: false,
    comparison: null,
    totals: [{ ...total('360'), unallocated: null }],
    rows: [row(['search'], '215'), row(['vision'], '145')],
  }),
  chart: outcome({
    question: asked({ groupBy: ['team'], chart: true }),
    chips: ['effective cost', 'by team', 'Nov 1 – Nov 23, 2026', 'chart'],
    groupBy: ['team'],
    chosen: false,
    comparison: null,
    totals: [total('1690.5')],
    rows: [
      row(['search'], '600'),
      row(['vision'], '200'),
      row(['credits'], '-60'),
      row([null], '250.5', { kind: 'none' }),
      row([null], '700', { kind: 'other', groups: 9 }),
    ],
  }),
  'chart-compare': outcome({
    question: asked({
      intent: 'compare',
      groupBy: ['service'],
      chart: true,
      compare: { start: '2026-10-01', end: '2026-10-24' },
    }),
    chips: ['effective cost', 'by service', 'Nov 1 – Nov 23, 2026', 'against Oct 1 – Oct 23, 2026', 'chart'],
    groupBy: ['service'],
    chosen: false,
    comparison: {
      now: { start: '2026-11-01', end: '2026-11-24' },
      before: { start: '2026-10-01', end: '2026-10-24' },
      asked: true,
    },
    totals: [{ ...total('300'), before: '200' }],
    rows: [row(['OpenAI'], '200', { before: '100' }), row(['Amazon S3'], '100', { before: '90' })],
  }),
  compare: outcome({
    question: asked({ intent: 'compare', groupBy: ['service'], compare: { start: '2026-10-01', end: '2026-10-24' } }),
    chips: ['effective cost', 'by service', 'Nov 1 – Nov 23, 2026', 'against Oct 1 – Oct 23, 2026'],
    groupBy: ['service'],
    chosen: false,
    comparison: {
      now: { start: '2026-11-01', end: '2026-11-24' },
      before: { start: '2026-10-01', end: '2026-10-24' },
      asked: true,
    },
    totals: [{ ...total('300'), before: '200' }],
    rows: [
      row(['OpenAI'], '200', { before: '100' }),
      row(['Amazon S3'], '100', { before: null }),
      row(['Glue'], null, { before: '100' }),
    ],
  }),
  trend: outcome({
    question: asked({ intent: 'trend', grain: 'day', period: { start: '2026-11-18', end: '2026-11-23' } }),
    chips: ['effective cost', 'per day', 'Nov 18 – Nov 22, 2026'],
    groupBy: [],
    rows: [],
    comparison: null,
    totals: [total('1234.5')],
    trend: {
      grain: 'day',
      buckets: ['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'],
      series: [
        { kind: 'group', keys: [], currency: 'USD', values: ['300', '310.25', null, '290', '334.25'], charges: 9 },
      ],
    },
  }),
  currencies: outcome({
    question: asked({ groupBy: ['team'] }),
    groupBy: ['team'],
    chosen: false,
    comparison: null,
    totals: [total('250.5', 'EUR'), total('1000.5')],
    rows: [row(['search'], '250.5', { currency: 'EUR' }), row(['search'], '1000.5')],
  }),
  quantity: outcome({
    continued: true,
    question: asked({ measure: 'quantity', unit: 'token', groupBy: ['model_name'] }),
    chips: ['tokens', 'by model', 'Nov 1 – Nov 23, 2026'],
    cost: null,
    unit: 'token',
    groupBy: ['model_name'],
    chosen: false,
    comparison: null,
    totals: [{ currency: null, amount: '1234567890', comparable: null, before: null, unallocated: null, unknown: 3 }],
    rows: [row(['gpt-4o'], '1234567890', { currency: null })],
  }),
  'no-data': outcome({
    totals: [],
    rows: [],
    comparison: null,
    rowCount: 0,
    recorded: { first: '2025-10-26', last: '2026-10-31' },
  }),
  hostile: outcome({
    question: asked({ groupBy: ['project'] }),
    groupBy: ['project'],
    chosen: false,
    comparison: null,
    chips: HOSTILE.map((name) => `project: ${name}`),
    repairs: [{ written: HOSTILE[0] ?? '', readAs: HOSTILE[1] ?? '' }],
    onlyTeams: HOSTILE,
    rows: HOSTILE.map((name) => row([name], '1')),
  }),
  clarify: {
    kind: 'clarify',
    id: 'p8Qk2mZ0aBcDeFgH',
    text: 'search cost',
    clarify: {
      slot: 'entity',
      about: 'search',
      options: [
        { kind: 'entity', dimension: 'team', value: 'search' },
        { kind: 'entity', dimension: 'project', value: 'search' },
      ],
    },
  },
  'clarify-many': {
    kind: 'clarify',
    id: 'p8Qk2mZ0aBcDeFgH',
    text: 'anna',
    clarify: {
      slot: 'entity',
      about: 'anna',
      options: HOSTILE.map((value) => ({ kind: 'entity', dimension: 'owner', value })),
    },
  },
  'clarify-no-team': {
    kind: 'clarify',
    id: 'p8Qk2mZ0aBcDeFgH',
    text: 'team unicorn cost',
    clarify: { slot: 'entity', about: 'unicorn', options: [], dimension: 'team' },
  },
  'clarify-nothing': {
    kind: 'clarify',
    id: 'p8Qk2mZ0aBcDeFgH',
    text: 'and?',
    clarify: { slot: 'context', about: '', options: [] },
  },
  refuse: { kind: 'refuse', reason: 'action' },
  help: {
    kind: 'help',
    examples: ['team search cost this month', 'top 5 models last month', 'weekly Storage cost over the last 3 months'],
  },
  cannot: { kind: 'cannot', question: asked(), why: 'requests are counted per team, not per service.' },
  stranger: { kind: 'stranger', email: 'zoe@example.com' },
  hidden: { kind: 'hidden' },
  'nothing-loaded': { kind: 'nothing_loaded' },
}

const sign = (payload: string) => signToken('a key', 'spend', payload)

describe('the card of', () => {
  it.each(Object.entries(OUTCOMES))('%s', (name, outcome) => {
    expectGolden(`spend-${name}`, outcomeCard(outcome, { sign, shareable: name === 'answer' }))
  })

  it('show how', () => {
    const { id, text, question, sentence, comparison, today, timezone, sources, rowCount, sql, answeredAt } = answer({})
    expectGolden(
      'spend-show-how',
      howCard({
        id,
        text,
        question,
        sentence,
        comparison,
        today,
        timezone,
        sources,
        rowCount,
        sql,
        answeredAt,
        asker: 'ana',
      }),
    )
  })

  it.each(Object.entries(OUTCOMES))('%s has at most five buttons, and none where nobody can press', (_, outcome) => {
    for (const block of outcomeCard(outcome, { sign, shareable: true }).blocks)
      if (block.kind === 'actions') expect(block.buttons.length).toBeLessThanOrEqual(5)
    expect(outcomeCard(outcome).blocks.map(({ kind }) => kind)).not.toContain('actions')
  })
})

it('never says zero where nothing was recorded', () => {
  expect(plainText(outcomeCard(OUTCOMES['no-data'] as Outcome))).not.toMatch(/\$0|(?<!\d)0\.00/)
})
