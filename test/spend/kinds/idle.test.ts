import { Big } from 'big.js'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import { judge, type ResourceHour, summarise } from '../../../src/nudges/idle.ts'
import { IDLE_RULES } from '../../../src/nudges/idle-rules.ts'
import type { Person } from '../../../src/people/person.ts'
import { answerQuestion, type Outcome } from '../../../src/spend/ask.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import { asking } from '../../../src/spend/deps.ts'
import { outcomeJson } from '../../../src/spend/json.ts'
import { judgement } from '../../../src/spend/kinds/idle/judged.ts'
import type { Question } from '../../../src/spend/question.ts'
import { existingViews } from '../../../src/spend/views.ts'
import { expectGolden } from '../../cards/golden.ts'
import { testDatabase } from '../../database.ts'
import { asked, type Fact, loadFacts } from '../facts.ts'
import { hoursBefore, loadHours, QUIET } from './telemetry.ts'

const { db } = await testDatabase()
const MONDAY = new Date('2026-11-23T10:00:00Z')
const HOUR = 3_600_000

const dependencies = (visibility: 'everyone' | 'own-teams' = 'everyone') =>
  asking({
    own: db,
    spend: db,
    visibility,
    now: () => MONDAY,
    onError: (error) => {
      throw error
    },
  })

async function answering(slots: Partial<Question> = {}, person?: Person, timezone = 'UTC'): Promise<Outcome> {
  const deps = dependencies(person === undefined ? 'everyone' : 'own-teams')
  const request = {
    text: 'idle waste',
    requestId: `idle ${JSON.stringify(slots)}`,
    asker: { key: person?.email ?? 'ana', person },
    timezone,
  }
  const outcome = await answerQuestion(deps, request, asked({ intent: 'idle', measure: 'waste', ...slots }))
  await deps.later.drained()
  return outcome
}
const words = (outcome: Outcome) => plainText(outcomeCard(outcome))
const json = (outcome: Outcome) =>
  outcomeJson(outcome) as {
    total: string | null
    totals: { currency: string; total: string }[]
    rows: Record<string, string | null>[]
  }

/** One charge a day through November. */
const charges = (resourceId: string, effective: string, more: Partial<Fact> = {}): Fact[] =>
  Array.from({ length: 22 }, (_, i) => ({
    day: `2026-11-${String(i + 1).padStart(2, '0')}`,
    team: 'search',
    project: 'atlas',
    owner: 'ana@example.com',
    environment: 'development',
    resourceClass: 'gpu',
    resourceId,
    resourceName: `${resourceId}-name`,
    effective,
    ...more,
  }))

const WORK = { gpuUtilAvg: 60, gpuUtilMax: 90 }
const worksUntil = (day: string) => (hoursAgo: number) =>
  new Date(MONDAY.getTime() - hoursAgo * HOUR).toISOString() < day ? WORK : {}

/** Idle since Nov 11 03:00, so from Nov 12 on; a busy one; a blind one; one of another team in euros; a notebook that rests. */
async function company(): Promise<void> {
  await loadFacts(db, [
    ...charges('dead', '24.10'),
    ...charges('busy', '100'),
    ...charges('blind', '48', { team: 'vision', project: 'lumen' }),
    ...charges('unseen', '7', { resourceClass: 'endpoint' }),
    ...charges('euro', '10.05', {
      team: 'vision',
      project: 'lumen',
      owner: null,
      currency: 'EUR',
      resourceClass: 'endpoint',
    }),
    ...charges('resting', '5', { resourceClass: 'notebook' }),
    ...charges('bucket', '1000', { resourceClass: 'bucket' }),
    ...charges('gone', '1000').filter(({ day }) => day < '2026-11-20'),
  ])
  await loadHours(db, {
    dead: hoursBefore(MONDAY, 500, worksUntil('2026-11-11T03')),
    busy: hoursBefore(MONDAY, 500, (h) => (h % 7 === 0 ? WORK : {})),
    blind: hoursBefore(MONDAY, 500, (h) => (h % 2 === 0 ? {} : undefined)),
    euro: hoursBefore(MONDAY, 240, () => ({ requests: null })),
    resting: hoursBefore(MONDAY, 500, (h) => (h > 40 ? { activeSessions: 1 } : {})),
    gone: hoursBefore(MONDAY, 500),
  })
}

describe('idle waste', () => {
  it('is what idle resources cost in whole idle days of the period, with the evidence', async () => {
    await company()
    const outcome = await answering()
    const text = words(outcome)
    expect(text.split('\n')[0]).toBe('$265.10 and €90.45 wasted by 2 idle resources')
    expect(text).toContain('$24.10 and €10.05 a day, $723.00 and €301.50 in 30 days if they stay as they are.')
    expect(text).toContain('GPU peak 1% (under 5%), 0 requests, 0 sessions in 168 h, 100% coverage; never seen active')
    expect(text).toContain('2 resources cannot be judged ($55.00 a day) and are in no sum above.')
    expect(text).toContain('50% of the samples of 168 h')
    expect(text).toContain('no telemetry in 168 h')
    expect(text).toContain('6 resources looked at: 2 idle, 1 quiet but not for long enough, 1 in use, 2 unknown.')
    expect(text).toContain('Per day is the cost of Nov 22, 2026, the last complete day.')
    expect(json(outcome)).toMatchObject({
      totals: [
        { currency: 'USD', total: '265.1' },
        { currency: 'EUR', total: '90.45' },
      ],
      rows: [
        { resource_id: 'euro', team: 'vision', owner: null, wasted: '90.45', idle_since: '2026-11-13T10:00:00.000Z' },
        {
          resource_id: 'dead',
          resource_name: 'dead-name',
          wasted: '265.1',
          wasted_since_idle: '265.1',
          rules: '2026-11-2',
        },
      ],
    })
    if (outcome.kind === 'answer') expectGolden('spend-idle', outcomeCard(outcome))
  })

  it('counts only the days of the period, and tells what it cost since it has been idle', async () => {
    await company()
    const week = await answering({ period: { start: '2026-11-16', end: '2026-11-23' }, filters: { team: ['search'] } })
    expect(json(week).rows).toMatchObject([{ wasted: '168.7', wasted_since_idle: '265.1', per_day: '24.1' }])
    expect(words(week)).toContain('Judged at Nov 23, 2026, 00:00 UTC')
  })

  it('judges at the end of a period that is over: who was idle then, though gone or at work by now', async () => {
    await company()
    const earlier = await answering({
      period: { start: '2026-11-05', end: '2026-11-15' },
      filters: { team: ['search'] },
    })
    expect(words(earlier).split('\n')[0]).toBe('$10,000.00 wasted by 1 idle resource')
    expect(json(earlier).rows).toMatchObject([{ resource_id: 'gone' }])
  })

  it('answers in the words of the question: per month, which, and who most', async () => {
    await company()
    const monthly = await answering({ grain: 'month' })
    expect(words(monthly).split('\n')[0]).toBe('$723.00 and €301.50 in 30 days for 2 idle resources')
    expect(words(monthly)).toContain('$265.10 and €90.45 wasted so far in Nov 1 – Nov 23, 2026.')
    expect(json(monthly)).toMatchObject({
      totals: [
        { currency: 'USD', total: '723' },
        { currency: 'EUR', total: '301.5' },
      ],
      rows: [{ in_30_days: '301.5' }, { in_30_days: '723' }],
    })
    const which = await answering({ groupBy: ['resource'] })
    expect(words(which).split('\n')[0]).toMatch(
      /^\$265\.10 and €90\.45 wasted by 2 idle resources: .+-name and .+-name$/,
    )
    const most = await answering({ groupBy: ['team'], limit: 1 })
    expect(words(most)).toMatch(
      /^\$265\.10 wasted: search; €90\.45 wasted: vision\nAll 2 idle resources: \$265\.10 and/,
    )
  })

  it('adds up by team and by any tag, with others and without the tag', async () => {
    await company()
    const byOwner = json(await answering({ groupBy: ['owner'], filters: { resource: ['gpu', 'endpoint'] } }))
    expect(byOwner.rows).toMatchObject([
      { kind: 'none', owner: null, currency: 'EUR', wasted: '90.45', resources: '1' },
      { kind: 'group', owner: 'ana@example.com', currency: 'USD', wasted: '265.1' },
    ])
    for (const slots of [
      {},
      { groupBy: ['team' as const] },
      { limit: 1 },
      { having: { op: '>' as const, value: '500' } },
    ]) {
      const { rows, totals } = json(await answering(slots))
      for (const { currency, total } of totals) {
        const sum = rows
          .filter((row) => row.currency === currency)
          .reduce((all, row) => all.plus(row.wasted ?? 0), new Big(0))
        expect(sum.eq(total), JSON.stringify(slots)).toBe(true)
      }
    }
  })

  it('holds a machine that answers in bursts to be in use, however low its mean', async () => {
    await loadFacts(db, charges('bursty', '50'))
    await loadHours(db, {
      bursty: hoursBefore(MONDAY, 300, (h) => (h % 11 === 0 ? { gpuUtilAvg: 2, gpuUtilMax: 55, requests: 9 } : {})),
    })
    expect(words(await answering()).split('\n')[0]).toBe('No idle resources')
  })

  it('says loudly when telemetry ended, and calls nothing idle then', async () => {
    await loadFacts(db, charges('dead', '24'))
    await loadHours(db, { dead: hoursBefore(new Date('2026-11-20T08:00:00Z'), 400) })
    const text = words(await answering())
    expect(text.split('\n')[0]).toBe('Cannot tell what is idle: telemetry ended')
    expect(text).toContain('The newest telemetry is of Nov 20, 2026, 08:00 UTC: too old to judge by.')
    expect(text).toContain('1 resource cannot be judged ($24.00 a day)')
  })

  it('cannot tell without telemetry, and says how to bring it', async () => {
    await loadFacts(db, charges('dead', '24'))
    await loadHours(db, {})
    expect(words(await answering())).toContain('tally import telemetry FILE')
  })

  it('is no data where nothing that can idle is paid for', async () => {
    await loadFacts(db, charges('bucket', '24', { resourceClass: 'bucket' }))
    await loadHours(db, { other: hoursBefore(MONDAY, 400) })
    expect(words(await answering()).split('\n')[0]).toBe('No data')
  })

  it('shows who sees only own teams neither resources nor money of others', async () => {
    await company()
    const ana: Person = { email: 'ana@example.com', displayName: 'Ana', role: 'member', teams: ['vision'] }
    const outcome = await answering({}, ana)
    expect(words(outcome).split('\n')[0]).toBe('€90.45 wasted by 1 idle resource')
    expect(words(outcome)).toContain('2 resources looked at: 1 idle, 0 in use, 1 unknown.')
    expect(JSON.stringify(outcomeJson(outcome).rows) + words(outcome)).not.toMatch(/dead|busy|unseen|resting|265/)
  })

  it('of a machine that two teams pay for tells each its own share', async () => {
    await loadFacts(db, [...charges('shared', '24'), ...charges('shared', '6', { team: 'vision' })])
    await loadHours(db, { shared: hoursBefore(MONDAY, 400) })
    // Seen since Nov 6, 18:00, so idle in the 16 whole days from Nov 7 to Nov 22.
    expect(json(await answering()).total).toBe('480')
    expect(json(await answering({ filters: { team: ['vision'] } })).total).toBe('96')
    const ana: Person = { email: 'ana@example.com', displayName: 'Ana', role: 'member', teams: ['vision'] }
    const own = await answering({}, ana)
    expect(json(own).rows).toMatchObject([{ team: 'vision', wasted: '96', per_day: '6' }])
  })

  it('counts no day before idleness, though that day is the last complete one', async () => {
    await loadFacts(db, charges('nb', '24', { resourceClass: 'notebook' }), {
      provisional: ['2026-11-20', '2026-11-21', '2026-11-22'],
    })
    await loadHours(db, { nb: hoursBefore(MONDAY, 400, worksUntil('2026-11-20T05')) })
    expect(json(await answering()).rows).toMatchObject([
      { idle_since: '2026-11-20T05:00:00.000Z', per_day: '24', wasted: '48' },
    ])
  })

  it('shows a name that looks like markup as a name', async () => {
    await loadFacts(db, charges('<!channel>', '24', { team: '*<b>', owner: '<@U1>', resourceName: '`_x_`' }))
    await loadHours(db, { '<!channel>': hoursBefore(MONDAY, 400) })
    const outcome = await answering({ chart: true })
    if (outcome.kind === 'answer') expectGolden('spend-idle-hostile', outcomeCard(outcome))
  })
})

describe('resources without enough telemetry', () => {
  it('are listed with what they cost and how much was seen', async () => {
    await company()
    const outcome = await answering({ focus: { on: 'telemetry_gaps' } })
    expect(words(outcome).split('\n')[0]).toBe('2 resources lack telemetry: blind-name and unseen-name')
    expect(json(outcome).rows).toMatchObject([
      { resource_id: 'blind', reason: 'too_little', coverage: '0.5000', per_day: '48' },
      { resource_id: 'unseen', reason: 'no_telemetry', coverage: '0.0000', per_day: '7' },
    ])
    expect(json(outcome).total).toBe('55')
    expectGolden('spend-telemetry-gaps', outcomeCard(outcome))
    const one = json(await answering({ focus: { on: 'telemetry_gaps' }, limit: 1 }))
    expect(one.rows).toMatchObject([{ resource_id: 'blind' }, { kind: 'other', per_day: '7' }])
  })

  it('are none where all are seen', async () => {
    await company()
    const outcome = await answering({ focus: { on: 'telemetry_gaps' }, filters: { resource: ['notebook'] } })
    expect(words(outcome).split('\n')[0]).toBe('No gaps in telemetry')
  })
})

// The rule is told twice, to people's code and to the database: the same hours must give the same verdict.
describe('the summary that SQL makes', () => {
  const pick = <T>(next: () => number, values: readonly T[]): T => values[Math.floor(next() * values.length)] as T
  function randomly(seed: number): () => number {
    let state = seed
    return () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
      return (state >>> 8) / 0x80_0000
    }
  }

  function randomHours(next: () => number): readonly ResourceHour[] {
    const quietFor = pick(next, [0, 20, 30, 100, 200, 400])
    const rhythm = pick(next, [0, 0, 100, 200])
    const lost = pick(next, [0, 0, 0, 0.05, 0.3])
    const blank = pick(next, [0, 0, 0, 0.03, 1])
    const absent = pick(next, [0, 0, 0, 0.05, 1])
    const blips = pick(next, [0, 0, 0.003, 0.02])
    const gap = pick(next, [0, 0, 20, 30])
    const blind = pick(next, [0, 0, 0.05, 0.12])
    // Exactly the limit, at which it is loud.
    const limits = pick(next, [0, 0, 0, 0.01])
    const gapAt = Math.floor(next() * 500)
    const hours = pick(next, [10, 50, 200, 500, 500])
    const activeAgo = pick(next, [undefined, undefined, 3.5, 60, 180, 450])
    return hoursBefore(MONDAY, hours, (h) => {
      if (next() < lost || (h > gapAt && h <= gapAt + gap)) return undefined
      const loud = h > quietFor && (rhythm === 0 || h % rhythm < 3) && next() < 0.4
      const blip = next() < blips
      return {
        ...QUIET,
        gpuUtilAvg: loud ? 30 : blip ? 1 : 0,
        gpuUtilMax:
          next() < absent
            ? null
            : loud || blip
              ? 70
              : next() < limits
                ? 5
                : next() < blank
                  ? 2 ** 63
                  : pick(next, [0, 1, 4.99]),
        gpuDramActiveMax: next() < 0.0005 ? 40 : pick(next, [null, null, 0, 3]),
        gpuPowerPctMax: next() < 0.0005 ? 80 : pick(next, [null, 14, 140_737_488_355_328]),
        cpuUtilMax: next() < 0.01 ? 30 : pick(next, [null, 2, 4.9]),
        requests: next() < absent ? null : loud && next() < 0.5 ? 12 : 0,
        activeSessions: pick(next, [null, 0]),
        lastActivityAt: activeAgo !== undefined && h < activeAgo ? new Date(MONDAY.getTime() - activeAgo * HOUR) : null,
        samples: next() < blind ? 0 : pick(next, [60, 60, 58, 61]),
      }
    })
  }

  it('gives the verdict that the hours themselves give', async () => {
    // A warehouse of one's own lets exporters' words for "no value" through, which our own tables refuse.
    for (const column of ['gpu_util_max', 'gpu_power_pct_max'])
      await sql`alter table ledger.resource_hour drop constraint ${sql.ref(`resource_hour_${column}_check`)}`.execute(
        db,
      )
    const next = randomly(20261123)
    const classes = ['gpu', 'endpoint', 'notebook', 'vector-index'] as const
    const resources = Array.from({ length: 240 }, (_, i) => ({
      id: `r${i}`,
      resourceClass: pick(next, classes),
      hours: randomHours(next),
    }))
    await loadFacts(
      db,
      resources.map(({ id, resourceClass }) => ({
        day: '2026-11-22',
        team: 'search',
        resourceId: id,
        resourceClass,
        effective: '1',
      })),
    )
    await loadHours(db, {
      ...Object.fromEntries(resources.map(({ id, hours }) => [id, hours])),
      clock: hoursBefore(MONDAY, 1),
    })
    const found = await judgement(
      dependencies(),
      {
        question: asked({ intent: 'idle' }),
        sight: { kind: 'everything' },
        views: await existingViews(db),
        today: '2026-11-23',
        timezone: 'UTC',
        utcToday: '2026-11-23',
        now: MONDAY,
        sources: [],
        completeThrough: '2026-11-22',
        most: 10,
      },
      IDLE_RULES,
    )
    const bySql = new Map(found?.judged.map(({ resourceId, verdict }) => [resourceId, verdict]))
    const kinds = new Map<string, number>()
    for (const { id, resourceClass, hours } of resources) {
      const rule = IDLE_RULES.rules.find(
        (each) => each.resourceClass === resourceClass && each.workloadType === undefined,
      )
      if (rule === undefined) throw new Error(resourceClass)
      const verdict = judge(rule, summarise(rule, hours, MONDAY), MONDAY)
      kinds.set(verdict.kind, (kinds.get(verdict.kind) ?? 0) + 1)
      // What was in use lately is only counted.
      const sql = bySql.get(id)
      if (sql === undefined || sql.kind === 'busy') expect(verdict.kind, id).toBe('busy')
      else if (sql.kind === 'watch' || verdict.kind === 'busy') expect(verdict, id).toMatchObject({ kind: sql.kind })
      else
        expect(verdict, id).toEqual({
          ...sql,
          evidence: { ...sql.evidence, coverage: expect.closeTo(sql.evidence.coverage, 9) },
        })
    }
    for (const kind of ['idle', 'watch', 'busy', 'unknown']) expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(5)
    expect(found?.busy).toBe(resources.filter(({ id }) => !bySql.has(id)).length)
  })
})
