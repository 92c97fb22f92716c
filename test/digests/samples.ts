import type { Digest, DigestAsked } from '../../src/digests/digest.ts'
import { SECTIONS } from '../../src/digests/subscription.ts'
import { HOSTILE_NAMES } from '../cards/samples.ts'

// Digests as they come about: one for each thing that can be different about a week.

const asked: DigestAsked = {
  subscription: {
    id: 'k7p2',
    scope: { dimension: 'team', values: ['search'] },
    sections: SECTIONS,
    schedule: { rhythm: 'weekly', weekday: 1, monthDay: null, time: '09:00', timezone: 'Europe/Paris' },
  },
  slotAt: new Date('2026-11-23T08:00:00Z'),
  period: { start: '2026-11-16', end: '2026-11-23' },
  missing: [],
  sight: { kind: 'everything' },
  first: false,
}

const WEEKS = ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16']

/** A week in which nothing happened. */
const quiet: Digest = {
  asked,
  against: { start: '2026-11-09', end: '2026-11-16' },
  totals: [
    {
      currency: 'USD',
      amount: '18204.51',
      comparable: '18204.51',
      before: '18190.07',
      average: '18311.4',
      averageOf: 4,
    },
  ],
  series: {
    grain: 'week',
    currency: 'USD',
    buckets: WEEKS,
    values: ['18402.1', '18350.33', '18303.1', '18190.07', '18204.51'],
  },
  movers: { up: [], down: [], currency: 'USD' },
  top: {
    dimension: 'project',
    rows: [
      { name: 'ranking', currency: 'USD', amount: '12004.5', before: '11990' },
      { name: 'query-embed', currency: 'USD', amount: '6100.01', before: '6100.07' },
      { name: null, currency: 'USD', amount: '100', before: '100' },
    ],
  },
  budgets: [
    {
      name: 'team search',
      currency: 'USD',
      budget: '80000',
      used: '57210.4',
      state: 'on_track',
      expected: '78012.2',
      spentOn: null,
    },
  ],
  forecasts: [
    {
      month: { start: '2026-11-01', end: '2026-12-01' },
      currency: 'USD',
      expected: '78012.2',
      low: '77120.05',
      high: '78990.11',
      budget: '80000',
    },
  ],
  anomalies: [],
  idle: [],
  unallocated: [{ currency: 'USD', amount: '0', of: '18204.51', biggest: null, wholeCompany: false }],
  unitCosts: [{ unit: 'request', currency: 'USD', each: '0.01139', before: '0.01128' }],
  freshness: { completeThrough: '2026-11-22', complete: true, waiting: [], stopped: [] },
  answerId: 'k3f9xT2aLmQ8rV1w',
}

/** A week in which everything happened, of a whole company. */
const busy: Digest = {
  ...quiet,
  asked: { ...asked, subscription: { ...asked.subscription, scope: null } },
  totals: [
    {
      currency: 'USD',
      amount: '148210.33',
      comparable: '148210.33',
      before: '121009.2',
      average: '118300.75',
      averageOf: 4,
    },
  ],
  series: {
    grain: 'week',
    currency: 'USD',
    buckets: WEEKS,
    values: ['114002', '117090.8', '121101', '121009.2', '148210.33'],
  },
  movers: {
    currency: 'USD',
    up: [
      { name: 'project lumen', amount: '15700.18', driver: 'new p5.48xlarge' },
      { name: 'model claude-opus-4-5 in nova-chat', amount: '12040', driver: 'usage +38%' },
      { name: 'project atlas', amount: '512.25', driver: 'price +5% a unit' },
    ],
    down: [
      { name: 'model gpt-4o-mini in ticket-triage', amount: '-1210.4', driver: 'usage −21%' },
      { name: 'project lab', amount: '-81', driver: 'gone' },
    ],
  },
  top: {
    dimension: 'team',
    rows: [
      { name: 'vision', currency: 'USD', amount: '61002.5', before: '44870.01' },
      { name: 'chatbot', currency: 'USD', amount: '38800.4', before: '27010.12' },
      { name: 'search', currency: 'USD', amount: '18204.51', before: '18190.07' },
      { name: 'fraud', currency: 'USD', amount: '9040.9', before: '9902' },
      { name: 'speech', currency: 'USD', amount: '7100', before: null },
      { name: null, currency: 'USD', amount: '4910.02', before: '5001' },
    ],
  },
  budgets: [
    budget('team fraud', '45000', '46210.2', 'over', '58020', null),
    budget('team vision', '190000', '171005', 'ahead', '231000', '2026-11-26'),
    budget('team chatbot', '120000', '101200', 'ahead', '134000', '2026-11-28'),
    budget('team search', '80000', '57210.4', 'on_track', '78012.2', null),
    budget('team speech', '40000', '21100', 'on_track', '30500', null),
    budget('team r&d', '5000', '0', 'unknown', null, null),
  ],
  forecasts: [
    {
      month: { start: '2026-11-01', end: '2026-12-01' },
      currency: 'USD',
      expected: '561300.7',
      low: '548020',
      high: '579900.5',
      budget: null,
    },
  ],
  anomalies: [
    {
      name: 'vision · Compute',
      currency: 'USD',
      over: '15700.18',
      since: '2026-11-05',
      driver: 'mostly project lumen, resource p5-train, service Amazon EC2',
      answerId: 'unusual1',
    },
    {
      name: 'chatbot · Model Usage',
      currency: 'USD',
      over: '4129.22',
      since: '2026-11-18',
      driver: 'mostly model claude-opus-4-5, project nova-chat',
      answerId: 'unusual2',
    },
    { name: 'model whisper', currency: 'EUR', over: '689.5', since: '2026-11-19', driver: null },
  ],
  idle: [{ currency: 'USD', resources: 4, perDay: '212.4', wasted: '1486.8', nudges: { open: 3, perDay: '190.1' } }],
  unallocated: [{ currency: 'USD', amount: '4910.02', of: '148210.33', biggest: 'Amazon EC2', wholeCompany: true }],
  unitCosts: [
    { unit: 'request', currency: 'USD', each: '0.01139', before: '0.01004' },
    { unit: 'token', currency: 'USD', each: '4.25', before: '4.31' },
    { unit: 'gpu_hour', currency: 'USD', each: '3.9102', before: null },
  ],
}

function budget(
  name: string,
  amount: string,
  used: string,
  state: Digest['budgets'][number]['state'],
  expected: string | null,
  spentOn: string | null,
): Digest['budgets'][number] {
  return { name, currency: 'USD', budget: amount, used, state, expected, spentOn }
}

const partial: Digest = {
  ...busy,
  asked: { ...busy.asked, missing: [{ source: 'aws-focus', since: '2026-11-21' }] },
  totals: [
    {
      currency: 'USD',
      amount: '98210.33',
      comparable: '52700.1',
      before: '47009.2',
      average: '46300.75',
      averageOf: 4,
    },
  ],
  series: {
    grain: 'week',
    currency: 'USD',
    buckets: WEEKS,
    values: ['114002', '117090.8', '121101', '121009.2', '98210.33'],
  },
  movers: { ...busy.movers, up: busy.movers.up.slice(1) },
  anomalies: busy.anomalies.slice(1, 2),
  idle: [],
  freshness: {
    completeThrough: '2026-11-20',
    complete: false,
    waiting: [
      { source: 'aws-focus', provisional: null, missing: { start: '2026-11-21', end: '2026-11-23' } },
      { source: 'gcp-focus', provisional: { start: '2026-11-22', end: '2026-11-23' }, missing: null },
    ],
    stopped: [{ source: 'old-lab', lastDay: '2026-03-31' }],
  },
}

/** The first week that was ever recorded. */
const firstEver: Digest = {
  ...quiet,
  asked: { ...asked, first: true },
  totals: [{ currency: 'USD', amount: '18204.51', comparable: '18204.51', before: null, average: null, averageOf: 0 }],
  series: { grain: 'week', currency: 'USD', buckets: WEEKS, values: [null, null, null, null, '18204.51'] },
  top: { dimension: 'project', rows: (quiet.top?.rows ?? []).map((row) => ({ ...row, before: null })) },
  budgets: [],
  forecasts: [{ ...(quiet.forecasts[0] ?? neverMind()), low: null, high: null, budget: null }],
  unallocated: [{ currency: 'USD', amount: '100', of: '18204.51', biggest: 'Amazon Bedrock', wholeCompany: false }],
  unitCosts: [{ unit: 'request', currency: 'USD', each: '0.01139', before: null }],
}

function neverMind(): never {
  throw new Error('the quiet week has a forecast')
}

const empty: Digest = {
  ...quiet,
  asked: { ...asked, missing: [{ source: 'aws-focus', since: '2026-11-16' }] },
  totals: [],
  series: null,
  top: null,
  budgets: [budget('team search', '80000', '0', 'unknown', null, null)],
  forecasts: [],
  unallocated: [],
  unitCosts: [],
  freshness: {
    completeThrough: null,
    complete: false,
    waiting: [{ source: 'aws-focus', provisional: null, missing: { start: '2026-11-16', end: '2026-11-23' } }],
    stopped: [],
  },
}

/** Three currencies, one of them with more credits than charges. */
const currencies: Digest = {
  ...quiet,
  asked: {
    ...asked,
    subscription: { ...asked.subscription, scope: { dimension: 'project', values: ['lumen', 'atlas', 'nova-chat'] } },
  },
  totals: [
    { currency: 'USD', amount: '8210.33', comparable: '8210.33', before: '7900', average: '8000.5', averageOf: 4 },
    { currency: 'EUR', amount: '714.5', comparable: '714.5', before: '816', average: null, averageOf: 1 },
    { currency: 'JPY', amount: '-1200', comparable: '-1200', before: '0', average: '300.5', averageOf: 3 },
  ],
  top: {
    dimension: 'model_name',
    rows: [
      { name: 'gpt-4o', currency: 'USD', amount: '8210.33', before: '7900' },
      { name: 'whisper', currency: 'EUR', amount: '714.5', before: '816' },
      { name: null, currency: 'JPY', amount: '-1200', before: '0' },
    ],
  },
  forecasts: [
    ...quiet.forecasts,
    {
      month: { start: '2026-11-01', end: '2026-12-01' },
      currency: 'EUR',
      expected: '3100',
      low: null,
      high: null,
      budget: null,
    },
  ],
  idle: [
    { currency: 'USD', resources: 1, perDay: '24.1', wasted: '168.7' },
    { currency: 'EUR', resources: 2, perDay: '10.05', wasted: null },
  ],
  unallocated: [
    { currency: 'USD', amount: '0', of: '8210.33', biggest: null, wholeCompany: false },
    { currency: 'EUR', amount: '14.5', of: '714.5', biggest: 'Whisper API', wholeCompany: false },
    { currency: 'JPY', amount: '-1200', of: '-1200', biggest: 'Amazon EC2', wholeCompany: false },
  ],
}

const bad = (i: number) => HOSTILE_NAMES[i % HOSTILE_NAMES.length] ?? ''

/** Names as somebody would write them who means harm. */
const hostile: Digest = {
  ...busy,
  asked: {
    ...asked,
    subscription: { ...asked.subscription, scope: { dimension: 'team', values: [bad(0), bad(9), bad(19)] } },
    missing: [0, 2, 9, 19].map((i) => ({ source: bad(i), since: '2026-11-21' })),
  },
  movers: {
    currency: 'USD',
    up: [0, 3, 19].map((i) => ({ name: bad(i), amount: '1204.5', driver: bad(i + 1) })),
    down: [7, 9, 12].map((i) => ({ name: bad(i), amount: '-300', driver: bad(i + 1) })),
  },
  top: {
    dimension: 'project',
    rows: HOSTILE_NAMES.map((name, i) => ({ name, currency: 'USD', amount: String(1000 - i), before: null })),
  },
  budgets: [2, 9, 19].map((i) => budget(bad(i), '100', '120', 'over', null, null)),
  anomalies: HOSTILE_NAMES.map((name, i) => ({
    name,
    currency: 'USD',
    over: '30',
    since: '2026-11-18',
    driver: bad(i + 1),
    ...(i < 3 ? { answerId: `unusual${i}` } : {}),
  })),
  unallocated: [{ currency: 'USD', amount: '10', of: '100', biggest: bad(9), wholeCompany: false }],
  freshness: {
    completeThrough: '2026-11-20',
    complete: false,
    waiting: [{ source: bad(0), provisional: null, missing: { start: '2026-11-21', end: '2026-11-23' } }],
    stopped: [{ source: bad(19), lastDay: '2026-03-31' }],
  },
}

const DAYS = Array.from({ length: 28 }, (_, i) => new Date(Date.UTC(2026, 9, 26 + i)).toISOString().slice(0, 10))

/** A Sunday, told on a Monday. */
const daily: Digest = {
  ...quiet,
  asked: {
    ...asked,
    subscription: {
      ...asked.subscription,
      schedule: { ...asked.subscription.schedule, rhythm: 'daily', weekday: null },
    },
    period: { start: '2026-11-22', end: '2026-11-23' },
  },
  against: null,
  totals: [{ currency: 'USD', amount: '1404.2', comparable: '1404.2', before: null, average: '1210.06', averageOf: 4 }],
  series: {
    grain: 'day',
    currency: 'USD',
    buckets: DAYS,
    values: DAYS.map((_, i) =>
      i === 20 ? null : i === 27 ? '1404.2' : i % 7 > 4 ? '1204.5' : String(2900 + i * 7.25),
    ),
  },
  movers: { currency: 'USD', up: [{ name: 'project ranking', amount: '190.4', driver: 'usage +16%' }], down: [] },
}

const monthly: Digest = {
  ...busy,
  saved: [{ currency: 'USD', count: 3, amount: '1170.57' }],
  asked: {
    ...busy.asked,
    subscription: {
      ...busy.asked.subscription,
      scope: { dimension: 'business_unit', values: ['Consumer'] },
      schedule: { rhythm: 'monthly', weekday: null, monthDay: 3, time: '08:30', timezone: 'America/New_York' },
    },
    slotAt: new Date('2026-11-03T13:30:00Z'),
    period: { start: '2026-10-01', end: '2026-11-01' },
  },
  against: { start: '2026-09-01', end: '2026-10-01' },
  totals: [
    {
      currency: 'USD',
      amount: '512004.9',
      comparable: '512004.9',
      before: '548210',
      average: '530100.2',
      averageOf: 3,
    },
  ],
  series: {
    grain: 'month',
    currency: 'USD',
    buckets: ['2026-05-01', '2026-06-01', '2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01'],
    values: ['401000', '455000', '498000', '520000', '548210', '512004.9'],
  },
  budgets: [budget('business unit Consumer', '520000', '512004.9', 'within', null, null)],
  forecasts: [],
  freshness: { completeThrough: '2026-10-31', complete: true, waiting: [], stopped: [] },
}

export const DIGESTS = { quiet, busy, partial, 'first-ever': firstEver, empty, currencies, hostile, daily, monthly }
