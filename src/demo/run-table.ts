import { civilDate } from './calendar.ts'
import { type Scene, usage } from './charge.ts'
import { csv } from './csv.ts'
import { delivered } from './delivery.ts'
import { moneyText } from './money.ts'
import { gpusOf, runHours, type TrainingRun } from './training.ts'

const HEADER = [
  'run_id',
  'team',
  'project',
  'model_name',
  'status',
  'started_at',
  'ended_at',
  'gpu_hours',
  'effective_cost',
  'billing_currency',
  'resource_id',
] as const

/** Training runs; what each cost is the sum of its own charges, as far as they have been delivered. */
export function runTable(scene: Scene, runs: readonly TrainingRun[], hoursToday: number): string {
  const nowHour = scene.asOf * 24 + Math.max(1, hoursToday)
  const rows = runs
    .filter((run) => run.startHour < nowHour)
    .map((run) => {
      let hours = 0
      let cost = 0
      for (let day = Math.floor(run.startHour / 24); day * 24 < run.endHour && day <= scene.asOf; day++) {
        const told = runHours(run, day, delivered(run.line.service.source, scene, day, hoursToday))
        hours += told
        cost += usage(run.line, day, told * 1000).effective
      }
      const running = run.endHour > nowHour
      return [
        run.name,
        run.allocation.team,
        run.allocation.project,
        run.allocation.modelName,
        running ? 'running' : run.ends,
        instant(run.startHour),
        running ? undefined : instant(run.endHour),
        hours * gpusOf(run),
        moneyText(cost),
        'USD',
        run.line.resource?.id,
      ]
    })
  return csv(HEADER, rows)
}

const instant = (hour: number) => `${civilDate(Math.floor(hour / 24))}T${String(hour % 24).padStart(2, '0')}:00:00Z`
