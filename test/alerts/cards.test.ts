import { describe, expect, it } from 'vitest'
import {
  anomalyAlertCard,
  anomalyUpdateCard,
  manyAnomaliesCard,
  type Update,
  updatesCard,
} from '../../src/alerts/anomaly-card.ts'
import { budgetAlertCard, type CrossedBudget, manyBudgetsCard } from '../../src/alerts/budget-card.ts'
import { againCard, brokenCard, deadCard, failedCard, forwardedCard, silentCard } from '../../src/alerts/told-card.ts'
import type { Card } from '../../src/cards/card.ts'
import type { Subscription } from '../../src/digests/subscription.ts'
import type { Answer } from '../../src/spend/answer.ts'
import type { Finding } from '../../src/spend/kinds/anomaly/found.ts'
import { expectGolden } from '../cards/golden.ts'
import { SIGNS, WANTED } from './setting.ts'

const NOW = new Date('2026-11-23T10:00:00Z')
const setting = { subscriptionId: 'k7p2', signs: SIGNS, answerId: 'a1b2c3d4e5f6g7h8' }
const HOSTILE = '<!channel> *bold* `x` & \u202Egnp.exe\u2069 <@U1> [a](javascript:alert(1))\n> quote'

type Line = CrossedBudget['state']['line']
const line = (slots: Partial<Line> = {}): Line => ({
  dimension: 'team',
  value: 'search',
  currency: 'USD',
  budget: '50000',
  used: '46100',
  unrecorded: false,
  months: 1,
  elsewhere: [],
  pace: {
    state: 'ahead',
    left: '3900',
    expected: '61466.67',
    crossed: ['50', '80'],
    next: null,
    spentOn: '2026-11-25',
  },
  ...slots,
})
const crossed = (slots: Partial<Line> = {}, thresholds = ['80']): CrossedBudget => ({
  state: {
    line: line(slots),
    month: { start: '2026-11-01', end: '2026-12-01' },
    completeThrough: '2026-11-21',
    final: false,
    answer: {} as Answer,
  },
  thresholds,
  driver: {
    dimension: 'project',
    value: 'nova-chat',
    more: '9120.5',
    before: { start: '2026-10-01', end: '2026-10-22' },
  },
})
const OVER = {
  value: 'vision',
  used: '51200',
  pace: { state: 'over', left: '-1200', expected: '68266.67', crossed: ['50', '80', '100'], next: null, spentOn: null },
} as const

const finding = (slots: Partial<Finding> = {}): Finding => ({
  of: null,
  kind: 'step',
  told: 'above',
  groupBy: ['team', 'cost_area'],
  keys: ['search', 'Model Usage'],
  currency: 'USD',
  since: '2026-11-18',
  last: '2026-11-21',
  goesOn: true,
  actual: '9000.5',
  expected: '4790.5',
  low: '4500',
  high: '5100',
  over: '4210',
  alsoModels: ['claude-opus-4-5'],
  drivers: [{ dimension: 'project', value: 'nova-chat', excess: '3900' }],
  plan: null,
  days: [],
  ...slots,
})
const update = (slots: Partial<Update> = {}): Update => ({
  finding: finding({ actual: '15000', over: '8400', last: '2026-11-22' }),
  before: { ...finding(), messageKey: 'anomaly:2026-11-18:x', toldOn: '2026-11-22' },
  grown: true,
  ended: false,
  ...slots,
})

const subscription: Subscription = {
  ...WANTED,
  id: 'k7p2',
  scope: { dimension: 'team', values: ['search'] },
  state: { kind: 'broken', reason: 'is_archived', since: NOW },
  nextSlotAt: null,
}
const feed = (source: string, completeThrough: string | null, stopped = false) => ({
  source,
  completeThrough,
  completeAfterHours: 24,
  stopped,
  waiting: stopped ? [] : [subscription],
})

const CARDS: Readonly<Record<string, Card>> = {
  'budget-crossed': budgetAlertCard(crossed(), NOW, setting),
  'budget-over': budgetAlertCard(crossed(OVER, ['100']), NOW, setting),
  'budget-total': budgetAlertCard(
    crossed({ dimension: 'total', value: 'total', elsewhere: [{ currency: 'EUR', used: '812.5' }] }, ['50', '80']),
    NOW,
    setting,
  ),
  'budget-last-month': budgetAlertCard(crossed(OVER, ['100']), new Date('2026-12-03T10:00:00Z'), setting),
  'budget-several': manyBudgetsCard(
    [
      crossed(),
      crossed(OVER, ['100']),
      crossed({
        dimension: 'project',
        value: 'atlas',
        used: '26000',
        pace: { ...line().pace, state: 'on_track', expected: '34000' },
      }),
      crossed({ dimension: 'total', value: 'total', budget: '0', used: '12' }),
    ],
    NOW,
    setting,
  ),
  'anomaly-new': anomalyAlertCard(finding(), setting),
  'anomaly-update': anomalyUpdateCard(update(), setting),
  'anomaly-ended': anomalyUpdateCard(
    update({ finding: finding({ goesOn: false }), grown: false, ended: true }),
    setting,
  ),
  'anomaly-many': manyAnomaliesCard(
    [
      finding(),
      finding({ keys: ['vision', 'Compute'], kind: 'new', over: '1200', drivers: [], alsoModels: [] }),
      finding({ keys: [null, 'Monitoring'], kind: 'spike', over: '300', since: '2026-11-20', last: '2026-11-20' }),
      finding({ groupBy: ['model_name'], keys: ['whisper'], currency: 'EUR', over: '90', kind: 'ramp' }),
    ],
    setting,
  ),
  'anomaly-updates': updatesCard(
    [update(), update({ finding: finding({ keys: ['vision', 'Compute'], goesOn: false }), grown: false, ended: true })],
    setting,
  ),
  broken: brokenCard(
    [subscription],
    'This channel is archived. Unarchive it, or choose another channel; then resume the digest.',
    SIGNS,
  ),
  'broken-several': brokenCard(
    [subscription, { ...subscription, id: 'm3x8', scope: { dimension: 'project', values: [HOSTILE, 'atlas'] } }],
    'I am not in this channel. Invite me, then resume the digest.',
    SIGNS,
  ),
  'broken-forwarded': forwardedCard(brokenCard([subscription], 'I am not in this channel.', SIGNS), 'Ana'),
  failed: failedCard(subscription, NOW, SIGNS),
  dead: deadCard([
    {
      key: 'digest:k7p2:2026-11-23T09:00:00.000Z',
      place: { kind: 'conversation', id: 'C123' },
      reason: 'invalid_blocks',
      createdAt: NOW,
    },
    { key: 'alert:x:k7p2', place: { kind: 'person', id: 'UANA' }, reason: 'user_disabled', createdAt: NOW },
  ]),
  'feed-silent': silentCard([feed('aws-focus', '2026-11-18')]),
  'feeds-silent': silentCard([
    feed('aws-focus', '2026-11-18'),
    feed('gcp-focus', null),
    feed('old-focus', '2026-09-01', true),
  ]),
  'feed-stopped': silentCard([feed('old-focus', '2026-09-01', true)]),
  'feed-again': againCard([feed('aws-focus', '2026-11-22')]),
}

const HOSTILE_CARDS: Readonly<Record<string, Card>> = {
  'budget-hostile': budgetAlertCard(
    {
      ...crossed({ value: HOSTILE }),
      driver: { dimension: 'project', value: HOSTILE, more: '12', before: { start: '2026-10-01', end: '2026-10-22' } },
    },
    NOW,
    setting,
  ),
  'budget-several-hostile': manyBudgetsCard([crossed({ value: HOSTILE }), crossed(OVER)], NOW, setting),
  'anomaly-hostile': anomalyAlertCard(
    finding({
      keys: [HOSTILE, HOSTILE],
      alsoModels: [HOSTILE],
      drivers: [{ dimension: 'project', value: HOSTILE, excess: '9' }],
    }),
    setting,
  ),
  'broken-hostile': brokenCard(
    [{ ...subscription, scope: { dimension: 'team', values: [HOSTILE] } }],
    'I am not in this channel.',
    SIGNS,
  ),
  'feed-hostile': silentCard([{ ...feed('aws-focus', '2026-11-18'), source: HOSTILE }]),
}

describe('what alerts and tellings look like', () => {
  it.each(Object.entries(CARDS))('%s', (name, card) => expectGolden(`alert-${name}`, card))
  it.each(Object.entries(HOSTILE_CARDS))('%s', (name, card) => expectGolden(`alert-${name}`, card))

  it.each(Object.entries({ ...CARDS, ...HOSTILE_CARDS }))('%s fits a phone: six blocks at most', (_, card) => {
    expect(card.blocks.length).toBeLessThanOrEqual(6)
    const [first] = card.blocks
    expect(first?.kind === 'headline' ? [...first.text].length : 0).toBeLessThanOrEqual(150)
  })

  it('over and ahead of pace are told apart by their words', () => {
    const words = (card: Card | undefined) => JSON.stringify(card)
    expect(words(CARDS['budget-over'])).not.toMatch(/pace/i)
    expect(words(CARDS['budget-crossed'])).toMatch(/Ahead of pace/)
    expect(words(CARDS['budget-crossed'])).not.toMatch(/is over its/)
  })
})
