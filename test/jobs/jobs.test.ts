import cron from 'node-cron'
import { expect, it } from 'vitest'
import { JOBS, type Job, startJobs } from '../../src/jobs/jobs.ts'
import { createLog } from '../../src/log.ts'
import { createMetrics } from '../../src/metrics.ts'
import { testDatabase } from '../database.ts'

const { db } = await testDatabase()
const NOW = new Date('2026-11-23T03:23:00Z')
const deps = { db, spend: db, now: () => NOW }
const EVERY_SECOND = '* * * * * *'

it.each(JOBS.map((job) => [job.name, job] as const))(
  '%s has a rhythm, and runs on an empty database',
  async (_, job) => {
    expect(cron.validate(job.cron)).toBe(true)
    await expect(job.run(deps)).resolves.toBeUndefined()
  },
)

it('logs and counts a job that fails, lets the others run, and waits for them when it stops', async () => {
  const lines: string[] = []
  const log = createLog({ level: 'info', readable: false, destination: { write: (line) => lines.push(line) } })
  const metrics = createMetrics()
  const gate = () => {
    let open: () => void = () => undefined
    const passed = new Promise<void>((resolve) => {
      open = resolve
    })
    return { open, passed }
  }
  const [failed, began, mayEnd] = [gate(), gate(), gate()]
  let finished = false
  const fails: Job = () => {
    failed.open()
    return Promise.reject(new Error('the reason'))
  }
  const slow: Job = async () => {
    began.open()
    await mayEnd.passed
    finished = true
    return { rows: 1 }
  }
  const jobs = startJobs(deps, { log, metrics }, [
    { name: 'fails', cron: EVERY_SECOND, run: fails },
    { name: 'slow', cron: EVERY_SECOND, run: slow },
  ])
  await Promise.all([failed.passed, began.passed])
  let hasStopped = false
  const stopped = jobs.stop().then(() => {
    hasStopped = true
  })
  // Time enough for a stop that waits for nothing.
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  expect(hasStopped).toBe(false)
  mayEnd.open()
  await stopped
  expect(finished).toBe(true)
  const logged = lines.map((line) => JSON.parse(line))
  expect(logged).toContainEqual(expect.objectContaining({ level: 'error', job: 'fails' }))
  expect(logged).toContainEqual(expect.objectContaining({ level: 'info', job: 'slow', rows: 1 }))
  expect(await metrics.registry.metrics()).toMatch(/tally_job_seconds_count\{job="fails",result="failed"\} [1-9]/)
})
