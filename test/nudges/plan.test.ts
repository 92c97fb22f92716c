import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CivilDate } from '../../src/civil-date.ts'
import type { WorkingTime } from '../../src/nudges/calendar.ts'
import { workingDayAt, workingDaysBetween } from '../../src/nudges/calendar.ts'
import { NO_NOTICES, type Nudge, type NudgeEvent, type Owner, transition } from '../../src/nudges/nudge.ts'
import { type Politeness, plan } from '../../src/nudges/plan.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
// A Monday, 10:00 in Paris.
const MONDAY = new Date('2026-11-23T09:00:00Z')
const later = (ms: number) => new Date(MONDAY.getTime() + ms)
const PARIS: WorkingTime = {
  timezone: 'Europe/Paris',
  weekdays: [1, 2, 3, 4, 5],
  from: 9,
  until: 17,
  holidays: new Set(['2026-12-25']),
}
const POLITE: Politeness = {
  reminderAfterDays: 3,
  remindersBeforeEscalation: 2,
  worthPerDay: '1',
  escalateFromPerDay: '50',
  mostPerWeek: 3,
}
const ANA: Owner = { email: 'ana@example.com', why: 'resource_tag' }
const nudge = (id: string, perDay: string, more: Partial<Nudge> = {}): Nudge => ({
  id,
  resourceId: id,
  owner: ANA,
  state: { kind: 'open', since: MONDAY },
  perDay: [{ currency: 'USD', amount: perDay }],
  notices: NO_NOTICES,
  undo: null,
  ...more,
})
const NEVER = { days: [] }
const told = (count: number, lastDay: CivilDate) => ({ notices: { count, lastDay, escalatedAt: null } })
const planned = (nudges: readonly Nudge[], now = MONDAY, days: readonly CivilDate[] = []) =>
  plan(nudges, { days }, PARIS, POLITE, now)

describe('what one person is told', () => {
  it('is all that is open, most money first', () => {
    const found = planned([nudge('a', '5'), nudge('b', '70'), nudge('c', '20')])
    expect(found).toMatchObject({ kind: 'message', day: '2026-11-23' })
    expect(found.kind === 'message' && found.items.map(({ id }) => id)).toEqual(['b', 'c', 'a'])
  })

  it.each<[string, Date, readonly CivilDate[], readonly Nudge[], string]>([
    ['on a Saturday', later(5 * DAY), [], [nudge('a', '5')], 'not working'],
    ['before nine', later(-1.5 * HOUR), [], [nudge('a', '5')], 'not working'],
    ['from five on', later(7 * HOUR), [], [nudge('a', '5')], 'not working'],
    ['on a holiday', new Date('2026-12-25T09:00:00Z'), [], [nudge('a', '5')], 'not working'],
    ['twice on a day', later(HOUR), ['2026-11-23'], [nudge('a', '5')], 'told today'],
    ['again after the clock moved back', MONDAY, ['2026-11-24'], [nudge('a', '5')], 'told today'],
    ['a fourth time in a week', MONDAY, ['2026-11-18', '2026-11-19', '2026-11-20'], [nudge('a', '5')], 'told enough'],
    ['of what is worth nobody’s minute', MONDAY, [], [nudge('a', '0.99')], 'nothing due'],
    ['of what was told on Friday', MONDAY, [], [nudge('a', '5', told(1, '2026-11-20'))], 'nothing due'],
  ])('is nothing %s', (_, now, days, nudges, why) => {
    expect(planned(nudges, now, days)).toEqual({ kind: 'nothing', why })
  })

  it('is a reminder after three working days', () => {
    expect(planned([nudge('a', '5', told(1, '2026-11-18'))]).kind).toBe('message')
    expect(planned([nudge('a', '5', told(1, '2026-11-19'))]).kind).toBe('nothing')
  })

  it('reminds of what was acknowledged, and of nothing that sleeps', () => {
    const acknowledged = { state: { kind: 'acknowledged', by: ANA.email, at: MONDAY } } as const
    expect(planned([nudge('a', '5', { ...acknowledged, ...told(1, '2026-11-18') })]).kind).toBe('message')
    const exempt = { kind: 'exempt', by: ANA.email, at: MONDAY, until: later(DAY), reason: 'why' } as const
    expect(planned([nudge('a', '5', { state: exempt })]).kind).toBe('nothing')
  })

  it('goes to others after two unanswered reminders, from an amount on', () => {
    const escalated = (perDay: string, count: number, more: Partial<Nudge> = {}) => {
      const found = planned([nudge('a', perDay, { ...told(count, '2026-11-18'), ...more })])
      return found.kind === 'message' && found.escalate.length === 1
    }
    expect(escalated('60', 3)).toBe(true)
    expect(escalated('60', 2)).toBe(false)
    expect(escalated('49', 3)).toBe(false)
    expect(escalated('60', 3, { state: { kind: 'acknowledged', by: ANA.email, at: MONDAY } })).toBe(false)
  })
})

describe('working days', () => {
  it.each<[string, string, CivilDate | undefined]>([
    ['Asia/Tokyo', '2026-11-23T00:30:00Z', '2026-11-23'],
    ['America/Los_Angeles', '2026-11-24T00:30:00Z', '2026-11-23'],
    ['Pacific/Chatham', '2026-11-22T20:00:00Z', '2026-11-23'],
    ['Europe/Paris', '2026-11-22T23:30:00Z', undefined],
  ])('in %s at %s', (timezone, at, day) => {
    expect(workingDayAt({ ...PARIS, timezone }, new Date(at))).toBe(day)
  })

  it('are counted without weekends and holidays', () => {
    expect(workingDaysBetween(PARIS, '2026-11-20', '2026-11-23')).toBe(1)
    expect(workingDaysBetween(PARIS, '2026-12-24', '2026-12-28')).toBe(1)
    expect(workingDaysBetween(PARIS, '2026-11-23', '2026-11-23')).toBe(0)
  })
})

type Step =
  | { readonly kind: 'hours'; readonly hours: number }
  | { readonly kind: 'arrives' | 'is lost' }
  | { readonly kind: 'does'; readonly to: string; readonly what: NudgeEvent['kind'] }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 60 }).map((hours): Step => ({ kind: 'hours', hours })) },
  { weight: 3, arbitrary: fc.constant<Step>({ kind: 'arrives' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'is lost' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('does' as const),
      to: fc.constantFrom('a', 'b', 'c'),
      what: fc.constantFrom<NudgeEvent['kind'][]>('acknowledged', 'snoozed', 'exempted', 'undone', 'foundIdle'),
    }),
  },
)

function eventOf(what: NudgeEvent['kind'], at: Date): NudgeEvent {
  const by = ANA.email
  const until = new Date(at.getTime() + 2 * DAY)
  switch (what) {
    case 'acknowledged':
    case 'undone':
      return { kind: what, by, at }
    case 'snoozed':
      return { kind: 'snoozed', by, at, until, reason: null }
    case 'exempted':
      return { kind: 'exempted', by, at, until, reason: 'why' }
    default:
      return { kind: 'foundIdle', at, perDay: [{ currency: 'USD', amount: '80' }] }
  }
}

describe('any sequence of events', () => {
  it('sends no two messages to one person on one local working day', { timeout: 60_000 }, () => {
    let messages = 0
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 20, maxLength: 40 }), (steps) => {
        let now = MONDAY
        let nudges = ['a', 'b', 'c'].map((id) => nudge(id, '80'))
        let onItsWay: CivilDate | undefined
        const arrived: CivilDate[] = []
        for (const step of steps) {
          if (step.kind === 'hours') now = new Date(now.getTime() + step.hours * HOUR)
          if (step.kind === 'does')
            nudges = nudges.map((each) => (each.id === step.to ? transition(each, eventOf(step.what, now)) : each))
          if (step.kind === 'arrives' && onItsWay !== undefined) {
            const day = onItsWay
            arrived.push(day)
            nudges = nudges.map((each) => transition(each, { kind: 'delivered', at: now, day }))
            onItsWay = undefined
          }
          // What did not arrive counts as never told, and is due again.
          if (step.kind === 'is lost') onItsWay = undefined
          const days = onItsWay === undefined ? arrived : [...arrived, onItsWay]
          const found = plan(nudges, { days }, PARIS, POLITE, now)
          if (found.kind === 'message' && onItsWay === undefined) {
            onItsWay = found.day
            messages += 1
          }
        }
        expect(new Set(arrived).size).toBe(arrived.length)
      }),
      { numRuns: 4_000 },
    )
    expect(messages).toBeGreaterThan(4_000)
  })

  it('is not told of at all where nobody works', () => {
    expect(plan([nudge('a', '80')], NEVER, { ...PARIS, weekdays: [] }, POLITE, MONDAY)).toMatchObject({
      why: 'not working',
    })
  })
})
