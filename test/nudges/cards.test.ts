import { describe, it } from 'vitest'
import type { Card } from '../../src/cards/card.ts'
import { plain } from '../../src/cards/card.ts'
import { lateWords } from '../../src/nudges/act-words.ts'
import { whoCan } from '../../src/nudges/authorise.ts'
import { nudgeCard } from '../../src/nudges/card.ts'
import { dryRunCard } from '../../src/nudges/dry-run-card.ts'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'
import type { ItemReading } from '../../src/nudges/item.ts'
import { listCard, oneCard } from '../../src/nudges/list-card.ts'
import { openTotal } from '../../src/nudges/open-total.ts'
import { overviewOf } from '../../src/nudges/overview.ts'
import { overviewCard } from '../../src/nudges/overview-card.ts'
import { inWords } from '../../src/nudges/replies.ts'
import { signToken } from '../../src/token.ts'
import { expectGolden } from '../cards/golden.ts'
import { HOSTILE_NAMES } from '../cards/samples.ts'
import { ANA, after, BEN, before, bundle, DAY, done, HOUR, LEA, MONDAY, NAMES, nudge, open } from './bundles.ts'

const sign = (payload: string, expiresAt: Date) => signToken('a key', 'nudge', payload, expiresAt)
const setting = { sign, rules: IDLE_RULES, timezone: 'Europe/Paris' }
const card = (...of: Parameters<typeof bundle>) => nudgeCard(bundle(...of), setting)
const reading: ItemReading = { now: MONDAY, timezone: 'Europe/Paris', names: NAMES, rules: IDLE_RULES, reader: ANA }
const usd = (amount: string) => [{ currency: 'USD', amount }]

const endpoint = open('2', {
  name: 'rank-v2-endpoint',
  resourceClass: 'endpoint',
  perDay: usd('63.70'),
  wasted: usd('509.60'),
  rule: { kind: 'endpoint', version: IDLE_RULES.version },
  owner: { email: ANA, why: 'project' },
  idleSinceAtLeast: true,
  evidence: {
    ...nudge('2').evidence,
    coverage: 1,
    lastActivityAt: null,
    peaks: { ...nudge('2').evidence.peaks, gpuUtilMax: null, cpuUtilMax: 2.5 },
  },
})
const notebook = open('3', {
  name: 'nb-ana-experiments',
  resourceClass: 'notebook',
  perDay: usd('33.10'),
  wasted: usd('99.30'),
  environment: 'development',
  rule: { kind: 'notebook', version: IDLE_RULES.version },
  owner: { email: ANA, why: 'workload' },
})
const index = open('4', {
  name: 'docs-index-old',
  resourceClass: 'vector-index',
  perDay: [...usd('18.40'), { currency: 'EUR', amount: '9' }],
  wasted: [...usd('257.60'), { currency: 'EUR', amount: '126' }],
  project: null,
  environment: null,
  rule: { kind: 'vector-index', version: '2026-08' },
  owner: { email: ANA, why: 'team_lead' },
})
const FOUR = [open('1'), endpoint, notebook, index]
const minute = 60_000
const acked = done(
  '1',
  { kind: 'acknowledged', by: ANA, at: before(minute) },
  { kind: 'acknowledged', by: ANA, at: before(minute) },
)
const until = after(7 * DAY)
const snoozing = { kind: 'snoozed', by: ANA, at: before(minute), until, reason: 'Needed for the launch week' } as const
const snoozed = done('1', snoozing, { ...snoozing, perDay: usd('88.20') })
const exempting = {
  kind: 'exempted',
  by: BEN,
  at: before(minute),
  until: after(60 * DAY),
  reason: 'Warm standby for the failover drill',
} as const
const exempt = done('1', exempting, {
  kind: 'exempt',
  by: BEN,
  at: exempting.at,
  until: exempting.until,
  reason: exempting.reason,
})
const moving = { kind: 'reassigned', by: ANA, at: before(minute), to: { email: BEN, why: 'picked' } } as const
const moved = done('1', moving, { kind: 'open', since: before(minute) })
const late = (item: typeof acked, who: string = ANA) =>
  oneCard(
    { ...item, nudge: { ...item.nudge, undo: null } },
    { reading, sign, now: MONDAY },
    `${lateWords(item, who, { ...reading, now: after(2 * HOUR) })} Nothing was changed now.`,
  )

const [n0 = '', n1 = '', n2 = '', n3 = ''] = HOSTILE_NAMES
const hostile = open('1', {
  name: n0,
  team: n1,
  project: n2,
  environment: n3,
  clues: { resourceTag: HOSTILE_NAMES.join(' '), workload: null, project: null },
})

const GOLDEN: readonly (readonly [string, Card])[] = [
  ['new', card(FOUR)],
  ['first-contact', card([endpoint, notebook], { firstContact: true })],
  ['one', card([open('1')])],
  [
    'many',
    card(
      [
        open('1'),
        endpoint,
        notebook,
        index,
        open('5', { name: 'train-pool-b', perDay: usd('8.20'), owner: { email: ANA, why: 'finops' }, team: null }),
      ],
      { hidden: 7, open: { count: 12, perDay: usd('311.40'), wasted: usd('4102.75') } },
    ),
  ],
  ['reminder', card(FOUR.slice(0, 2), { kind: 'reminder' })],
  ['escalation', card(FOUR.slice(0, 2), { kind: 'escalation' })],
  ['acknowledged', card([acked, endpoint])],
  ['snoozed', card([snoozed, endpoint])],
  ['snoozed-for-good', card([{ ...snoozed, nudge: { ...snoozed.nudge, undo: null } }])],
  [
    'woken-by-cost',
    card([open('1', { state: { kind: 'open', since: MONDAY, woken: 'cost' }, perDay: usd('140.00') })]),
  ],
  ['woken-by-time', card([open('1', { state: { kind: 'open', since: MONDAY, woken: 'time' } })])],
  ['exempt', card([exempt, endpoint])],
  ['reassigned', card([moved, endpoint])],
  [
    'reassigned-and-gone',
    card([
      { ...moved, nudge: { ...moved.nudge, state: { kind: 'resolved', at: before(HOUR), how: 'gone' }, undo: null } },
    ]),
  ],
  [
    'undone',
    card([
      {
        ...open('1'),
        lastAct: {
          nudgeId: '1',
          seq: 3,
          event: { kind: 'undone', by: ANA, at: before(minute) },
          actor: ANA,
          platform: 'slack',
          at: before(minute),
        },
      },
    ]),
  ],
  ['busy', card([open('1', { state: { kind: 'resolved', at: before(HOUR), how: 'busy' } }), endpoint])],
  ['gone', card([open('1', { state: { kind: 'resolved', at: before(HOUR), how: 'gone' } })])],
  ['telemetry-missing', card([open('1', { unknownReason: 'stale' })])],
  [
    'hostile',
    nudgeCard(
      bundle(
        [
          hostile,
          {
            ...exempt,
            nudge: {
              ...exempt.nudge,
              name: n3,
              state: { kind: 'exempt', by: BEN, at: MONDAY, until, reason: HOSTILE_NAMES.join(' ') },
            },
          },
        ],
        {
          names: new Map([
            [ANA, n0],
            [BEN, n1],
          ]),
          firstContact: true,
          hidden: 1,
        },
      ),
      setting,
    ),
  ],
  ['stranger', inWords(whoCan(nudge('1'), [LEA], NAMES))],
  ['late-snoozed', late(snoozed, BEN)],
  ['late-own', late(acked)],
  [
    'late-resolved',
    oneCard(
      open('1', { state: { kind: 'resolved', at: before(3 * HOUR), how: 'busy' } }),
      { reading, sign, now: MONDAY },
      lateWords(open('1', { state: { kind: 'resolved', at: before(3 * HOUR), how: 'busy' } }), ANA, reading),
    ),
  ],
  [
    'list',
    listCard([...FOUR.slice(1), snoozed, { ...exempt, nudge: { ...exempt.nudge, id: '9', name: 'standby-a100' } }], {
      reading,
      sign,
      now: MONDAY,
      whose: 'of yours',
      page: 0,
      viewOf: (page) => ({ kind: 'mine', page }),
    }),
  ],
  [
    'list-page',
    listCard(
      Array.from({ length: 24 }, (_, n) => open(String(n + 1), { perDay: usd(String(100 - n)) })),
      {
        reading: { ...reading, reader: LEA },
        sign,
        now: MONDAY,
        whose: 'of team search',
        page: 1,
        viewOf: (page) => ({ kind: 'team', ref: '1', page }),
        unknown: [UNKNOWN('u1', 'no_telemetry'), UNKNOWN('u2', 'too_little')],
      },
    ),
  ],
  [
    'list-empty',
    listCard([], {
      reading,
      sign,
      now: MONDAY,
      whose: 'of yours',
      page: 0,
      viewOf: (page) => ({ kind: 'mine', page }),
    }),
  ],
  ['overview', overview(true)],
  ['overview-unconfirmed', overview(false)],
  ['overview-empty', overviewCard(overviewOf([], []), { sign, now: MONDAY, mine: 0, precision: [], confirmed: true })],
  [
    'dry-run',
    dryRunCard(
      {
        messages: [
          {
            owner: ANA,
            day: '2026-11-24',
            items: FOUR.map((item) => item.nudge),
            open: openTotal(FOUR.map((item) => item.nudge)),
          },
          { owner: BEN, day: '2026-11-24', items: [nudge('7')], open: openTotal([nudge('7')]) },
        ],
        unreachable: ['gone@example.com'],
        now: MONDAY,
      },
      sign,
    ),
  ],
  ['dry-run-empty', dryRunCard({ messages: [], unreachable: [], now: MONDAY }, sign)],
]

function UNKNOWN(resourceId: string, reason: string, team: string | null = 'search') {
  return {
    resourceId,
    name: `mystery-${resourceId}`,
    resourceClass: 'gpu',
    team,
    project: null,
    environment: null,
    ruleKind: 'gpu',
    reason,
    perDay: usd('25'),
    sinceAt: MONDAY,
  }
}

function overview(confirmed: boolean): Card {
  const all = [
    ...FOUR.map((item) => item.nudge),
    { ...snoozed.nudge, id: '11', team: 'ads' },
    { ...exempt.nudge, id: '12', team: 'ads' },
    nudge('13', { team: n1, perDay: usd('12.50') }),
    nudge('14', { team: null, perDay: usd('410.00') }),
  ]
  const unknown = [
    UNKNOWN('u1', 'no_telemetry'),
    UNKNOWN('u2', 'too_little', 'ads'),
    UNKNOWN('u3', 'no_telemetry', 'robotics'),
  ]
  const precision = [[plain('Rule notebook is below 70%: of 12 judged, 7 were truly idle (58%). Look at its limits.')]]
  return overviewCard(overviewOf(all, unknown), {
    sign,
    now: MONDAY,
    mine: 4,
    precision: confirmed ? precision : [],
    confirmed,
  })
}

describe('the cards of nudges', () => {
  it.each(GOLDEN)('%s', (name, shown) => expectGolden(`nudge-${name}`, shown))
})
