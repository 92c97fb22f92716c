import { addDays, type CivilDate } from '../../src/civil-date.ts'
import type { Connection } from '../../src/db/connect.ts'
import { type Fact, loadFacts } from '../spend/facts.ts'
import { hoursBefore, loadHours } from '../spend/kinds/telemetry.ts'

/** A machine with GPUs, as its bill and its telemetry know it. */
export interface Machine {
  readonly id: string
  readonly owner: string | null
  readonly team: string
  readonly perDay: string
  /** What runs on it tells whose it may be, too. */
  readonly project: string
  /** When it was at work. */
  readonly works: readonly { readonly from: string; readonly until: string }[]
  /** The last day that it was paid for. */
  readonly lastDay?: CivilDate
}

const HOUR_MS = 3_600_000
const WORK = { gpuUtilAvg: 60, gpuUtilMax: 90 }
/** Bills and telemetry begin here. */
const FIRST_DAY = '2026-10-20'

/** All that was billed and measured of these machines until this moment: bills are a day late, telemetry is not. */
export async function passTime(db: Connection['db'], machines: readonly Machine[], now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  const facts: Fact[] = []
  for (const { id, owner, team, perDay, project, lastDay = today } of machines)
    for (let day = FIRST_DAY; day < today && day <= lastDay; day = addDays(day, 1))
      facts.push({
        ...{ day, owner, team, project },
        resourceClass: 'gpu',
        resourceId: id,
        resourceName: `${id}-name`,
        effective: perDay,
      })
  await loadFacts(db, facts)
  const asOf = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
  const count = (asOf.getTime() - Date.parse(`${FIRST_DAY}T00:00:00Z`)) / HOUR_MS
  const measured = machines.map(({ id, works, lastDay }) => {
    const end = lastDay === undefined ? Number.POSITIVE_INFINITY : Date.parse(`${addDays(lastDay, 1)}T00:00:00Z`)
    const hours = hoursBefore(asOf, count, (ago) => {
      const at = asOf.getTime() - ago * HOUR_MS
      if (at >= end) return undefined
      return works.some(({ from, until }) => at >= Date.parse(from) && at < Date.parse(until)) ? WORK : {}
    })
    return [id, hours] as const
  })
  await loadHours(db, Object.fromEntries(measured))
}
