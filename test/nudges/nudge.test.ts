import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  MOST_EXEMPT_DAYS,
  MOST_SNOOZE_DAYS,
  NO_NOTICES,
  type Nudge,
  type NudgeEvent,
  type NudgeState,
  type Owner,
  transition,
  UNDO_MS,
} from '../../src/nudges/nudge.ts'

const MONDAY = new Date('2026-11-23T09:00:00Z')
const MINUTE = 60_000
const DAY = 86_400_000
const later = (ms: number) => new Date(MONDAY.getTime() + ms)

const ANA: Owner = { email: 'ana@example.com', why: 'resource_tag' }
const BEN: Owner = { email: 'ben@example.com', why: 'picked' }
const TEN = [{ currency: 'USD', amount: '10' }]
const OPEN: NudgeState = { kind: 'open', since: MONDAY }
const nudge = (state: NudgeState = OPEN, more: Partial<Nudge> = {}): Nudge => ({
  id: 'n1',
  resourceId: 'gpu-1',
  owner: ANA,
  state,
  perDay: TEN,
  notices: NO_NOTICES,
  undo: null,
  ...more,
})
const by = ANA.email
const snooze = (days: number, at = MONDAY): NudgeEvent => ({
  kind: 'snoozed',
  by,
  at,
  until: new Date(at.getTime() + days * DAY),
  reason: null,
})
const exempt = (days: number, reason = 'warm standby'): NudgeEvent => ({
  kind: 'exempted',
  by,
  at: MONDAY,
  until: later(days * DAY),
  reason,
})
const found = (at: Date, perDay = TEN): NudgeEvent => ({ kind: 'foundIdle', at, perDay })
const SNOOZED: NudgeState = { kind: 'snoozed', by, at: MONDAY, until: later(3 * DAY), reason: null, perDay: TEN }
const EXEMPT: NudgeState = { kind: 'exempt', by, at: MONDAY, until: later(9 * DAY), reason: 'standby' }
const ACKNOWLEDGED: NudgeState = { kind: 'acknowledged', by, at: MONDAY }
const RESOLVED: NudgeState = { kind: 'resolved', at: MONDAY, how: 'busy' }
const WATCH: NudgeState = { kind: 'watch', since: MONDAY }

describe('the life of a nudge', () => {
  it.each<[string, NudgeState, NudgeEvent, NudgeState['kind']]>([
    ['what is watched and still idle is opened', WATCH, found(later(DAY)), 'open'],
    ['what is watched and busy again is done', WATCH, { kind: 'foundBusy', at: MONDAY }, 'resolved'],
    ['nobody acts on what is only watched', WATCH, snooze(1), 'watch'],
    ['open, acknowledged', OPEN, { kind: 'acknowledged', by, at: MONDAY }, 'acknowledged'],
    ['a snooze may be cut short by acknowledging', SNOOZED, { kind: 'acknowledged', by, at: MONDAY }, 'acknowledged'],
    ['open, snoozed', OPEN, snooze(1), 'snoozed'],
    ['snoozed for as long as may be', OPEN, snooze(MOST_SNOOZE_DAYS), 'snoozed'],
    ['not for longer', OPEN, snooze(MOST_SNOOZE_DAYS + 1), 'open'],
    ['not into the past', OPEN, snooze(-1), 'open'],
    ['open, exempt', OPEN, exempt(MOST_EXEMPT_DAYS), 'exempt'],
    ['not for ever', OPEN, exempt(MOST_EXEMPT_DAYS + 1), 'open'],
    ['not without a reason', OPEN, exempt(1, '  '), 'open'],
    ['asleep and idle: it sleeps on', SNOOZED, found(later(DAY)), 'snoozed'],
    ['half as dear again wakes it', SNOOZED, found(later(DAY), [{ currency: 'USD', amount: '15' }]), 'open'],
    ['nearly half does not', SNOOZED, found(later(DAY), [{ currency: 'USD', amount: '14.99' }]), 'snoozed'],
    ['whose cost was not known sleeps on', { ...SNOOZED, perDay: [] }, found(later(DAY)), 'snoozed'],
    ['a new currency does', SNOOZED, found(later(DAY), [...TEN, { currency: 'EUR', amount: '0.01' }]), 'open'],
    ['the snooze is over and it is idle', SNOOZED, found(later(3 * DAY)), 'open'],
    ['the snooze is over and nobody looked yet', SNOOZED, { kind: 'timePassed', at: later(3 * DAY) }, 'watch'],
    ['the snooze is not over', SNOOZED, { kind: 'timePassed', at: later(3 * DAY - 1) }, 'snoozed'],
    ['an exemption ends', EXEMPT, found(later(9 * DAY)), 'open'],
    ['an exemption does not end for money', EXEMPT, found(later(DAY), [{ currency: 'USD', amount: '99' }]), 'exempt'],
    ['acknowledged and gone', ACKNOWLEDGED, { kind: 'foundGone', at: MONDAY }, 'resolved'],
    ['asleep and busy', SNOOZED, { kind: 'foundBusy', at: MONDAY }, 'resolved'],
    ['used once, it stays exempt', EXEMPT, { kind: 'foundBusy', at: later(DAY) }, 'exempt'],
    ['used when the exemption is over', EXEMPT, { kind: 'foundBusy', at: later(9 * DAY) }, 'resolved'],
    ['exempt and gone', EXEMPT, { kind: 'foundGone', at: later(DAY) }, 'resolved'],
    ['what is done stays done', RESOLVED, found(later(DAY)), 'resolved'],
    ['handed over, it is open for the other', ACKNOWLEDGED, { kind: 'reassigned', by, at: MONDAY, to: BEN }, 'open'],
  ])('%s', (_, state, event, kind) => {
    expect(transition(nudge(state), event).state.kind).toBe(kind)
  })

  it('is the very same where nothing changes', () => {
    const snoozed = nudge(SNOOZED)
    expect(transition(snoozed, found(later(DAY)))).toBe(snoozed)
    const resolved = nudge(RESOLVED)
    expect(transition(resolved, snooze(1))).toBe(resolved)
  })

  it('says who has it now and begins anew with them', () => {
    const told = nudge(OPEN, { notices: { count: 2, lastDay: '2026-11-20', escalatedAt: null } })
    const handed = transition(told, { kind: 'reassigned', by, at: MONDAY, to: BEN })
    expect([handed.owner, handed.notices]).toEqual([BEN, NO_NOTICES])
  })

  it('takes back the last click for ten minutes, and only for who clicked', () => {
    const snoozed = transition(nudge(), snooze(3))
    const undone = (by: string, ms: number) => transition(snoozed, { kind: 'undone', by, at: later(ms) })
    expect(undone(by, UNDO_MS).state).toEqual(OPEN)
    expect(undone(by, UNDO_MS + MINUTE)).toBe(snoozed)
    expect(undone(BEN.email, MINUTE)).toBe(snoozed)
    expect(transition(undone(by, MINUTE), { kind: 'undone', by, at: later(2 * MINUTE) }).state).toEqual(OPEN)
  })

  it('gives back to whom it was taken from', () => {
    const handed = transition(nudge(), { kind: 'reassigned', by, at: MONDAY, to: BEN })
    expect(transition(handed, { kind: 'undone', by, at: later(MINUTE) }).owner).toEqual(ANA)
  })

  it('counts one notice a day', () => {
    const told = (day: string) => ({ kind: 'delivered', at: MONDAY, day }) as const
    const twice = transition(transition(nudge(), told('2026-11-23')), told('2026-11-23'))
    expect(twice.notices).toEqual({ count: 1, lastDay: '2026-11-23', escalatedAt: null })
    expect(transition(twice, told('2026-11-22'))).toBe(twice)
  })

  it('counts a notice that was answered before anybody counted it, also when the answer is taken back', () => {
    const told: NudgeEvent = { kind: 'delivered', at: later(2 * MINUTE), day: '2026-11-23' }
    const once = { count: 1, lastDay: '2026-11-23', escalatedAt: null }
    for (const answer of [snooze(1), exempt(1)]) {
      const counted = transition(transition(nudge(), answer), told)
      expect(counted.notices).toEqual(once)
      const undone = transition(counted, { kind: 'undone', by, at: later(3 * MINUTE) })
      expect([undone.state, undone.notices]).toEqual([OPEN, once])
    }
    const resolved = nudge(RESOLVED)
    expect(transition(resolved, told)).toBe(resolved)
  })
})

const at = fc.integer({ min: 0, max: 120 * 24 }).map((hours) => later(hours * 3_600_000))
const person = fc.constantFrom(ANA.email, BEN.email)
const amount = fc.integer({ min: 0, max: 40 }).map((cost) => [{ currency: 'USD', amount: String(cost) }])
const anyEvent: fc.Arbitrary<NudgeEvent> = fc.oneof(
  fc.record({ kind: fc.constant('acknowledged' as const), by: person, at }),
  fc.record({
    kind: fc.constant('snoozed' as const),
    by: person,
    at,
    until: at,
    reason: fc.constantFrom(null, 'later'),
  }),
  fc.record({ kind: fc.constant('exempted' as const), by: person, at, until: at, reason: fc.constantFrom('', 'why') }),
  fc.record({ kind: fc.constant('reassigned' as const), by: person, at, to: fc.constantFrom(ANA, BEN) }),
  fc.record({ kind: fc.constant('undone' as const), by: person, at }),
  fc.record({ kind: fc.constant('foundIdle' as const), at, perDay: amount }),
  fc.record({ kind: fc.constant('timePassed' as const), at }),
  fc.record({ kind: fc.constant('delivered' as const), at, day: at.map((each) => each.toISOString().slice(0, 10)) }),
  fc.record({ kind: fc.constant('escalated' as const), at }),
  fc.record({ kind: fc.constant('ownerChanged' as const), at, to: fc.constantFrom(ANA, BEN) }),
  // The end comes seldom, or most sequences would be over before they began.
  fc
    .tuple(fc.constantFrom('foundBusy' as const, 'foundGone' as const), at, fc.nat(9))
    .map(([kind, at, n]): NudgeEvent => (n === 0 ? { kind, at } : { kind: 'timePassed', at })),
)

describe('any hundred thousand events', () => {
  it('reach every state, leave none but the end without a way on, and every sleep ends', { timeout: 60_000 }, () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 10, maxLength: 20 }), (events) => {
        // Time does not run backwards.
        const inOrder = events.toSorted((a, b) => a.at.getTime() - b.at.getTime())
        const last = inOrder.reduce((known, event) => {
          const next = transition(known, event)
          reached.add(next.state.kind)
          if (known.state.kind === 'resolved') expect(next).toBe(known)
          return next
        }, nudge(WATCH))
        const { state } = last
        if (state.kind === 'snoozed' || state.kind === 'exempt') {
          const most = state.kind === 'snoozed' ? MOST_SNOOZE_DAYS : MOST_EXEMPT_DAYS
          expect(state.until.getTime() - state.at.getTime()).toBeLessThanOrEqual(most * DAY)
          expect(transition(last, { kind: 'timePassed', at: state.until }).state.kind).toBe('watch')
          expect(transition(last, found(state.until)).state.kind).toBe('open')
        }
        if (state.kind !== 'resolved') {
          const end = later(999 * DAY)
          expect(transition(last, { kind: 'foundBusy', at: end }).state.kind).toBe('resolved')
          // What is idle beyond every sleep is told again.
          const idle = transition(last, found(end, [{ currency: 'USD', amount: '10' }])).state.kind
          expect(['open', 'acknowledged']).toContain(idle)
        }
        // Replaying the log gives the state.
        expect(inOrder.reduce(transition, nudge(WATCH))).toEqual(last)
      }),
      { numRuns: 8_000 },
    )
    expect([...reached].sort()).toEqual(['acknowledged', 'exempt', 'open', 'resolved', 'snoozed', 'watch'])
  })
})
