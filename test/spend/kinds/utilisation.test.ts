import { expect, it } from 'vitest'
import { plainText } from '../../../src/cards/plain-text.ts'
import { answerQuestion } from '../../../src/spend/ask.ts'
import { outcomeCard } from '../../../src/spend/card.ts'
import { asking } from '../../../src/spend/deps.ts'
import { outcomeJson } from '../../../src/spend/json.ts'
import type { Question } from '../../../src/spend/question.ts'
import { expectGolden } from '../../cards/golden.ts'
import { testDatabase } from '../../database.ts'
import { asked, type Fact, loadFacts } from '../facts.ts'
import { hoursBefore, loadHours } from './telemetry.ts'

const { db } = await testDatabase()
const MONDAY = new Date('2026-11-23T00:00:00Z')
const WORK = { gpuUtilAvg: 50, gpuUtilMax: 90 }

async function answering(slots: Partial<Question>, timezone = 'UTC') {
  const onError = (error: unknown) => {
    throw error
  }
  const deps = asking({ own: db, spend: db, visibility: 'everyone', now: () => MONDAY, onError })
  const period = { start: '2026-11-16', end: '2026-11-23' }
  const outcome = await answerQuestion(
    deps,
    { text: 'utilisation', requestId: `utilisation ${JSON.stringify(slots)}`, asker: { key: 'ana' }, timezone },
    asked({ intent: 'idle', measure: 'waste', focus: { on: 'utilisation' }, period, ...slots }),
  )
  await deps.later.drained()
  const json = outcomeJson(outcome) as { total: string; rows: Record<string, string | null>[] }
  return { outcome, text: plainText(outcomeCard(outcome)), ...json }
}

/** A week of a machine that costs 24 a day: a dollar an hour. */
const week = (resourceId: string, more: Partial<Fact> = {}): Fact[] =>
  ['16', '17', '18', '19', '20', '21', '22'].map((day) => ({
    day: `2026-11-${day}`,
    team: 'search',
    environment: 'staging',
    resourceClass: 'gpu',
    resourceId,
    effective: '24',
    ...more,
  }))

/** One works at UTC office hours, one always, one never is seen; the last is production. */
async function company(): Promise<void> {
  await loadFacts(db, [
    ...week('office'),
    ...week('always', { team: 'vision' }),
    ...week('unseen'),
    ...week('live', { environment: 'production' }),
  ])
  const hour = (hoursAgo: number) => new Date(MONDAY.getTime() - hoursAgo * 3_600_000)
  const atWork = (hoursAgo: number) => {
    const [day, at] = [hour(hoursAgo).getUTCDay(), hour(hoursAgo).getUTCHours()]
    return day >= 1 && day <= 5 && at >= 7 && at <= 19
  }
  await loadHours(db, {
    office: hoursBefore(MONDAY, 400, (h) => (atWork(h) ? WORK : {})),
    always: hoursBefore(MONDAY, 400, () => WORK),
    live: hoursBefore(MONDAY, 400),
  })
}
// Mon–Fri 07:00–19:59 is 65 hours, so that nights and the weekend are 103 of 168.

it('is the share of paid hours that did work, the least first, with what the idle ones cost', async () => {
  await company()
  const { text, rows, total, outcome } = await answering({})
  expect(text.split('\n')[0]).toBe('46.2% of 504 paid hours did work')
  expect(text).toContain('About $271.00 was paid for 271 idle hours.')
  expect(total).toBe('271')
  const figures = rows.map(({ resource, hours, busy_hours, idle_cost_estimate, gpu_util_avg }) => [
    resource,
    hours,
    busy_hours,
    idle_cost_estimate,
    gpu_util_avg,
  ])
  expect(figures).toEqual([
    ['live', '168', '0', '168', '0.00'],
    ['office', '168', '65', '103', '19.35'],
    ['always', '168', '168', '0', '50.00'],
  ])
  expectGolden('spend-utilisation', outcomeCard(outcome))
})

it('adds up by team, and with a row of others', async () => {
  await company()
  const byTeam = await answering({ groupBy: ['team'] })
  expect(byTeam.rows).toMatchObject([
    { team: 'search', hours: '336', busy_hours: '65', idle_cost_estimate: '271' },
    { team: 'vision', hours: '168', busy_hours: '168', idle_cost_estimate: '0' },
  ])
  const { rows } = await answering({ limit: 1 })
  expect(rows).toMatchObject([
    { kind: 'group', idle_cost_estimate: '168' },
    { kind: 'other', hours: '336', idle_cost_estimate: '103' },
  ])
})

it('at nights and weekends leaves out production, and goes by the clock of who asks', async () => {
  await company()
  const utc = await answering({ focus: { on: 'off_hours' } })
  expect(utc.text.split('\n')[0]).toBe('103 idle hours at nights and weekends, about $103.00')
  expect(utc.rows).toMatchObject([{ resource: 'office', idle_hours: '103' }])
  expectGolden('spend-off-hours', outcomeCard(utc.outcome))
  // In Tokyo it is nine hours later: the office hours of this machine are partly their night.
  const tokyo = await answering({ focus: { on: 'off_hours' } }, 'Asia/Tokyo')
  expect(tokyo.rows).toMatchObject([{ resource: 'office', idle_hours: '58' }])
  expect(tokyo.text).toContain('in Asia/Tokyo')
  const live = await answering({ focus: { on: 'off_hours' }, filters: { environment: ['production'] } })
  expect(live.rows).toMatchObject([{ resource: 'live', idle_hours: '103' }])
})

it('shares the hours of a machine out evenly where several pay for it', async () => {
  await loadFacts(db, [...week('office', { effective: '12' }), ...week('office', { team: 'vision', effective: '12' })])
  await loadHours(db, { office: hoursBefore(MONDAY, 400) })
  const { rows, text } = await answering({ groupBy: ['team'] })
  expect(text.split('\n')[0]).toBe('0% of 168 paid hours did work')
  expect(rows).toMatchObject([
    { team: 'search', hours: '84', idle_cost_estimate: '84' },
    { team: 'vision', hours: '84', idle_cost_estimate: '84' },
  ])
})
