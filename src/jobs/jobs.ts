import cron from 'node-cron'
import type { TellDeps } from '../alerts/tell-admins.ts'
import type { Connection } from '../db/connect.ts'
import type { DigestDeps } from '../digests/run.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { SendDeps } from '../nudges/send.ts'
import type { SweepDeps } from '../nudges/sweep.ts'
import { correctDigests } from './correct-digests.ts'
import { forget } from './forget.ts'
import { keepForecasts } from './keep-forecasts.ts'
import { sendNudges, sweepNudges } from './nudges.ts'
import { raiseAlerts } from './raise-alerts.ts'
import { reportPrecision } from './report-precision.ts'
import { sendDigests } from './send-digests.ts'
import { settleDays } from './settle-days.ts'
import { tellFeeds, tellPeople } from './tell.ts'
import { verifySavings } from './verify-savings.ts'

export interface JobDeps {
  readonly db: Connection['db']
  /** The read contract, which may be in another database. */
  readonly spend: Connection['db']
  readonly now: () => Date
  /** Absent: nobody sends digests or alerts. */
  readonly digests?: DigestDeps
  /** Absent: nobody is told what goes wrong. */
  readonly tell?: TellDeps
  /** Absent: nobody is nudged. */
  readonly nudges?: SweepDeps & SendDeps
}

/** What a job did, for the log; undefined where there was nothing to do. */
export type Job = (deps: JobDeps) => Promise<Readonly<Record<string, number>> | undefined>

interface Scheduled {
  readonly name: string
  readonly cron: string
  readonly run: Job
}

// Every rhythm on one screen. node-cron is only the heartbeat: it skips and drops ticks, so each job looks in the database for
// what is due, may run late or twice, and does no harm on several replicas at once.
export const JOBS: readonly Scheduled[] = [
  { name: 'send digests', cron: '*/15 * * * * *', run: sendDigests },
  { name: 'correct digests', cron: '19 * * * *', run: correctDigests },
  { name: 'raise alerts', cron: '*/5 * * * *', run: raiseAlerts },
  { name: 'sweep nudges', cron: '*/15 * * * *', run: sweepNudges },
  { name: 'send nudges', cron: '3-59/5 * * * *', run: sendNudges },
  { name: 'tell people', cron: '* * * * *', run: tellPeople },
  { name: 'tell feeds', cron: '29 * * * *', run: tellFeeds },
  { name: 'settle days', cron: '7 * * * *', run: settleDays },
  // Every hour of the day, once the night's deliveries are in: the first that can keeps the day's forecasts.
  { name: 'keep forecasts', cron: '41 6-23 * * *', run: keepForecasts },
  // The same: each night's deliveries may complete a day.
  { name: 'verify savings', cron: '51 6-23 * * *', run: verifySavings },
  { name: 'report precision', cron: '13 7-18 * * 1-5', run: reportPrecision },
  { name: 'forget', cron: '23 3 * * *', run: forget },
]

/** node-cron writes to the console unless told where. A beat that was skipped is no news: what is due is found at the next. */
const heartbeatLog = (log: Log) => ({
  info: (message: string) => log.debug({}, message),
  warn: (message: string) => log.debug({}, message),
  error: (message: string | Error) => log.error({ err: message }, 'the heartbeat of a job failed'),
  debug: () => undefined,
})

export interface Jobs {
  /** Starts no more, waits for those that run. */
  stop(): Promise<void>
}

export function startJobs(
  deps: JobDeps,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
  scheduled: readonly Scheduled[] = JOBS,
): Jobs {
  const running = new Set<Promise<void>>()
  const tasks = scheduled.map(({ name, cron: expression, run }) =>
    cron.schedule(
      expression,
      async () => {
        const work = runOnce(name, run)
        running.add(work)
        await work.finally(() => running.delete(work))
      },
      { name, noOverlap: true, timezone: 'UTC', logger: heartbeatLog(log.child({ job: name })) },
    ),
  )

  async function runOnce(name: string, run: Job): Promise<void> {
    const done = metrics.jobSeconds.startTimer({ job: name })
    try {
      const did = await run(deps)
      done({ result: 'done' })
      if (did !== undefined) log.info({ job: name, ...did }, 'job done')
    } catch (err) {
      done({ result: 'failed' })
      log.error({ job: name, err }, 'job failed; it will run again at its next time')
    }
  }

  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()))
      await Promise.allSettled(running)
    },
  }
}
