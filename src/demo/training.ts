import { type Activity, type Charge, type Line, type Scene, usage } from './charge.ts'
import { type Allocation, allocation, PROJECTS } from './company.ts'
import { INSTANCES } from './machine-plan.ts'
import { priceOf, resourceId } from './machines.ts'
import { random } from './random.ts'
import { SERVICES, type SourceName } from './services.ts'
import { PROGRAMS, type Program } from './training-plan.ts'

export interface TrainingRun {
  readonly name: string
  readonly program: Program
  readonly allocation: Allocation
  readonly line: Line
  /** Hours since 1970. */
  readonly startHour: number
  readonly endHour: number
  readonly ends: 'succeeded' | 'failed' | 'cancelled'
}

// The number of the newest run: older ones count down from it, so that a run of last spring has a name like train-job-881.
const NEWEST = 1180

/** Every run that starts within the scene, oldest first. */
export function trainingRuns(scene: Scene): readonly TrainingRun[] {
  const begun: { program: Program; startHour: number; endHour: number; ends: TrainingRun['ends'] }[] = []
  for (let day = scene.firstDay; day <= scene.asOf; day++) {
    for (const program of PROGRAMS) {
      const next = random(scene.seed, `${program.project}/training@${day}`)
      if (next() > program.aMonth / 30.4) continue
      const startHour = day * 24 + 6 + Math.floor(next() * 14)
      const luck = next() * 10
      const ends = luck < program.failing ? 'failed' : luck < program.failing + 0.4 ? 'cancelled' : 'succeeded'
      const length = program.hours * (0.7 + 0.6 * next()) * (ends === 'succeeded' ? 1 : 0.15 + 0.7 * next())
      begun.push({ program, startHour, endHour: startHour + Math.max(1, Math.round(length)), ends })
    }
  }
  begun.sort((a, b) => a.startHour - b.startHour)
  return begun.map((run, i) => {
    const { program } = run
    const name = `train-job-${NEWEST - (begun.length - 1 - i)}`
    const service = program.via ?? 'sagemaker'
    const region = program.via === 'vertex' ? 'us-central1' : (PROJECTS[program.project]?.region ?? 'us-east-1')
    const allocated = allocation(
      { project: program.project },
      {
        environment: 'development',
        workloadType: program.workloadType,
        ...(program.model === undefined ? {} : { modelName: program.model }),
      },
    )
    const line: Line = {
      service: SERVICES[service],
      region,
      allocation: allocated,
      resource: {
        id: resourceId(service, 'training-job', name, region),
        name,
        type: service === 'vertex' ? 'Vertex AI Custom Job' : 'SageMaker Training Job',
      },
      ...priceOf(program.instance),
    }
    return { ...run, name, allocation: allocated, line }
  })
}

const HOUR = 1000

/** Hours of the run that fall on the day, all nodes together, as far as the source has told by then. */
export const runHours = ({ startHour, endHour, program }: TrainingRun, day: number, share: number): number => {
  const told = day * 24 + Math.round(24 * share)
  return Math.max(0, Math.min(endHour, told) - Math.max(startHour, day * 24)) * program.nodes
}

export const gpusOf = ({ program }: TrainingRun): number => INSTANCES[program.instance].gpus

const trainingOn = (source: SourceName, runs: readonly TrainingRun[]): Activity => {
  const byDay = new Map<number, TrainingRun[]>()
  for (const run of runs) {
    for (let day = Math.floor(run.startHour / 24); day * 24 < run.endHour; day++) {
      byDay.set(day, [...(byDay.get(day) ?? []), run])
    }
  }
  return {
    source,
    charges: (day, share): readonly Charge[] =>
      (byDay.get(day) ?? []).flatMap((run) => {
        const hours = runHours(run, day, share)
        return hours === 0 ? [] : [usage(run.line, day, hours * HOUR)]
      }),
  }
}

export const trainingActivities = (runs: readonly TrainingRun[]): readonly Activity[] =>
  (['aws-focus', 'gcp-focus'] as const).map((source) =>
    trainingOn(
      source,
      runs.filter(({ line }) => line.service.source === source),
    ),
  )
