import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { CivilDate } from '../civil-date.ts'
import { budgetTable } from './budget-table.ts'
import { dayNumber, type Month, monthOf, monthsUntil } from './calendar.ts'
import type { Activity, Charge, Scene } from './charge.ts'
import { delivered, firstTold, isRestated, RESTATED } from './delivery.ts'
import { projectActivities } from './everyday.ts'
import { FOCUS_HEADER, focusRow } from './focus-row.ts'
import { correction, credits, savingsPlan } from './irregular.ts'
import { machineActivities, machines } from './machines.ts'
import { estimate } from './meter.ts'
import { peopleTable } from './people-table.ts'
import { qualityTable } from './quality-table.ts'
import { runTable } from './run-table.ts'
import { METER, SOURCES, type SourceName } from './services.ts'
import { sharedActivities, untaggedActivities } from './shared.ts'
import { Spent } from './spent.ts'
import { telemetryTable } from './telemetry-table.ts'
import { tokenActivities } from './tokens.ts'
import { trainingActivities, trainingRuns } from './training.ts'
import { unitTable } from './unit-table.ts'
import { valueTable } from './value-table.ts'

export interface DemoOptions {
  /** Made when absent; files of the same name are replaced. */
  readonly folder: string
  /** The last day, of which some sources have told a part. */
  readonly asOf: CivilDate
  readonly seed?: number
  /** With the one of `asOf`. */
  readonly months?: number
  /** Hours of `asOf` that have passed, in UTC. */
  readonly hoursToday?: number
  readonly onProgress?: (progress: DemoProgress) => void
}

export interface DemoProgress {
  readonly step: string
  readonly done: number
  readonly of: number
}

export const DEMO_SEED = 20_26
export const DEMO_MONTHS = 13

export const TABLES = ['units', 'telemetry', 'budgets', 'training-runs', 'quality', 'value', 'people'] as const
export type TableName = (typeof TABLES)[number]

export interface DemoFiles {
  /** By source: what it delivered, month by month, and for one of them what it delivered again. */
  readonly focus: readonly {
    readonly source: SourceName
    readonly files: readonly string[]
    readonly again: readonly string[]
  }[]
  readonly tables: Readonly<Record<TableName, string>>
  readonly chargeRows: number
}

/** Writes the company: FOCUS 1.2 files by source and month, and a table for each thing that a bill does not say. */
export async function writeDemo(options: DemoOptions): Promise<DemoFiles> {
  const asOf = dayNumber(options.asOf)
  const months = monthsUntil(asOf, options.months ?? DEMO_MONTHS)
  const scene: Scene = { seed: options.seed ?? DEMO_SEED, asOf, firstDay: months[0]?.firstDay ?? asOf }
  const hoursToday = options.hoursToday ?? 12
  const hardware = machines(scene)
  const runs = trainingRuns(scene)
  const activities = activitiesOf(scene, hardware, runs)
  const files = new Files(options.folder)
  const spent = new Spent()
  for (const [done, month] of months.entries()) {
    options.onProgress?.({ step: 'Writing the demo company', done, of: months.length })
    writeMonth({ scene, month, activities, hoursToday, files, spent })
    await breathe()
  }
  const tables = {
    units: files.table('units', unitTable(scene, activities, hoursToday)),
    telemetry: files.table('telemetry', telemetryTable(scene, hardware, hoursToday)),
    budgets: files.table('budgets', budgetTable(spent, months)),
    'training-runs': files.table('training-runs', runTable(scene, runs, hoursToday)),
    quality: files.table('quality', qualityTable(scene)),
    value: files.table('value', valueTable(scene, months)),
    people: files.table('people', peopleTable()),
  }
  options.onProgress?.({ step: 'Writing the demo company', done: months.length, of: months.length })
  const focus = [...SOURCES, METER].map((source) => ({ source, ...files.of(source) }))
  return { focus, tables, chargeRows: files.rows }
}

/** All that costs money day after day. */
export const activitiesOf = (
  scene: Scene,
  hardware = machines(scene),
  runs = trainingRuns(scene),
): readonly Activity[] => [
  ...tokenActivities(scene),
  ...machineActivities(scene, hardware),
  ...trainingActivities(runs),
  ...projectActivities(scene),
  ...sharedActivities(scene),
  ...untaggedActivities(scene),
  savingsPlan(scene, hardware),
  ...credits(scene),
]

interface MonthOptions {
  readonly scene: Scene
  readonly month: Month
  readonly activities: readonly Activity[]
  readonly hoursToday: number
  readonly files: Files
  readonly spent: Spent
}

function writeMonth({ scene, month, activities, hoursToday, files, spent }: MonthOptions): void {
  const rows = new Map<SourceName, string[]>([...SOURCES, METER].map((source) => [source, [FOCUS_HEADER]]))
  const again: string[] = []
  // An invoice comes a few days after its month.
  const invoice = (source: SourceName) => (scene.asOf >= month.end + 4 ? `${source}-${month.name}` : '')
  const put = (charge: Charge) => {
    const { source } = charge.line.service
    const row = focusRow(charge, month, source === METER ? '' : invoice(source))
    if (source === RESTATED.source && isRestated(scene, charge.day)) {
      again.push(row)
      if (!firstTold(charge)) return
    }
    rows.get(source)?.push(row)
  }
  for (const activity of activities) {
    for (let day = month.firstDay; day < month.end && day <= scene.asOf; day++) {
      for (const charge of activity.charges(day, delivered(activity.source, scene, day, hoursToday))) {
        put(charge)
        spent.add(charge, month.name)
        const estimated = estimate(scene, charge)
        if (estimated !== undefined) put(estimated)
      }
    }
  }
  const refund = correction(scene, month)
  if (refund !== undefined) put(refund)
  if (refund !== undefined) spent.add(refund, monthOf(refund.day).name)
  for (const [source, lines] of rows) files.focus(source, month.name, lines)
  if (again.length > 0) files.focus('aws-focus', `${month.name}-again`, [FOCUS_HEADER, ...again], true)
}

class Files {
  readonly #folder: string
  readonly #written = new Map<SourceName, { files: string[]; again: string[] }>()
  rows = 0

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  of(source: SourceName): { readonly files: readonly string[]; readonly again: readonly string[] } {
    return this.#written.get(source) ?? { files: [], again: [] }
  }

  focus(source: SourceName, name: string, lines: readonly string[], again = false): void {
    if (lines.length <= 1) return
    const path = join(this.#folder, `${source}-${name}.csv.gz`)
    writeFileSync(path, gzipSync(lines.join(''), { level: 1 }))
    const written = this.#written.get(source) ?? { files: [], again: [] }
    written[again ? 'again' : 'files'].push(path)
    this.#written.set(source, written)
    if (!again) this.rows += lines.length - 1
  }

  table(name: TableName, text: string): string {
    const path = join(this.#folder, `${name}.csv`)
    writeFileSync(path, text)
    return path
  }
}
