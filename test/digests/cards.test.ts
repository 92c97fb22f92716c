import { describe, it } from 'vitest'
import { type Listed, listCard } from '../../src/digests/chat/list-card.ts'
import { outlook } from '../../src/digests/chat/outlook.ts'
import {
  helpCard,
  mistakesCard,
  removeCard,
  removedCard,
  savedCard,
  stateCard,
} from '../../src/digests/chat/saved-card.ts'
import type { LastRun } from '../../src/digests/store.ts'
import type { Place, Subscription } from '../../src/digests/subscription.ts'
import { signToken } from '../../src/token.ts'
import { expectGolden } from '../cards/golden.ts'
import { HOSTILE_NAMES } from '../cards/samples.ts'
import { wanted } from './wanted.ts'

const sign = (payload: string) => signToken('a key', 'digest', payload)
const here: Place = { platform: 'slack', workspaceId: 'T1', kind: 'conversation', id: 'C1' }
const me: Place = { ...here, kind: 'person', id: 'U1' }
const near = [here, me]
const SLOT = new Date('2026-11-23T08:00:00Z')
const NEXT = new Date('2026-11-30T08:00:00Z')

const digest = (id: string, more: Partial<Subscription> = {}): Subscription => ({
  ...wanted({
    scope: { dimension: 'team', values: ['search'] },
    sections: ['movers', 'budget'],
    schedule: { rhythm: 'weekly', weekday: 1, monthDay: null, time: '09:00', timezone: 'Europe/Paris' },
  }),
  id,
  state: { kind: 'active' },
  nextSlotAt: NEXT,
  ...more,
})
const run = (subscriptionId: string, more: Partial<LastRun>): LastRun => ({
  subscriptionId,
  slotAt: SLOT,
  status: 'sent',
  partial: false,
  waitingFor: [],
  sentAt: SLOT,
  error: null,
  ...more,
})
const hostile = digest('h5st', {
  scope: { dimension: 'project', values: HOSTILE_NAMES },
  alerts: ['budget', 'anomaly'],
  quiet: { from: '22:00', until: '07:00' },
})
const listed = (subscription: Subscription, last?: Partial<LastRun>, mayManage = true): Listed => ({
  subscription,
  run: last && run(subscription.id, last),
  mayManage,
})

const ENTRIES: readonly Listed[] = [
  listed(digest('b2c3'), { partial: true }),
  listed(digest('d4f5', { scope: null, place: me }), { status: 'waiting', waitingFor: ['aws-focus', 'openai-costs'] }),
  listed(digest('g6h7', { state: { kind: 'paused' }, nextSlotAt: null })),
  listed(
    digest('j8k9', {
      state: { kind: 'broken', reason: 'The channel <!channel> was *archived*', since: SLOT },
      nextSlotAt: null,
    }),
    { status: 'held' },
  ),
  listed(hostile, { status: 'failed', error: 'connect ECONNREFUSED' }, false),
]
const BILLS = [
  { source: 'aws-focus', hours: 48 },
  { source: 'openai-costs', hours: 3 },
]
const look = (subscription: Subscription, bills = BILLS) =>
  outlook(subscription.schedule, subscription.waitHours, NEXT, bills)

describe('the cards about digests', () => {
  it.each([
    ['list', listCard(ENTRIES, { near, sign, all: false })],
    ['list-empty', listCard([], { near, sign, all: false })],
    [
      'list-long',
      listCard(
        Array.from({ length: 30 }, (_, n) => listed(digest(`x${n}`))),
        { near, sign, all: true },
      ),
    ],
    ['saved', savedCard(digest('b2c3'), look(digest('b2c3'), []), { near, sign, kind: 'set', told: [] })],
    [
      'saved-late',
      savedCard(digest('b2c3'), look(digest('b2c3')), {
        near,
        sign,
        kind: 'set',
        told: ['Everybody who reads there sees these figures.'],
      }),
    ],
    ['saved-hostile', savedCard(hostile, look(hostile), { near, sign, kind: 'changed', told: [] })],
    ['remove', removeCard(hostile, sign)],
    ['removed', removedCard(digest('b2c3'), 'digest weekly mon 09:00 for team search')],
    ['paused', stateCard(digest('b2c3', { state: { kind: 'paused' }, nextSlotAt: null }), false, sign)],
    ['help', helpCard('team search', sign)],
    ['mistakes', mistakesCard([{ field: 'names', text: `I know no team called “${HOSTILE_NAMES[0]}”.` }], sign)],
  ])('%s', (name, card) => expectGolden(`digest-chat-${name}`, card))
})
