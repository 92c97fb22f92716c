import { type Activity, type Charge, type Line, type Scene, usage } from './charge.ts'
import { type Allocation, allocation, PROJECTS } from './company.ts'
import { INSTANCES, type InstanceName } from './machine-plan.ts'
import { priceOf, resourceId } from './machines.ts'
import type { OwnModelName } from './models.ts'
import { random } from './random.ts'
import { SERVICES, type SourceName } from './services.ts'

interface Program {
  readonly project: string
  readonly workloadType: 'training' | 'fine-tuning'
  readonly instance: InstanceName
  readonly nodes: number
  readonly hours: number
  readonly aMonth: number
  /** Of ten runs, how many fail. */
  readonly failing: number
  readonly via?: 'vertex'
  readonly model?: OwnModelName
}

const PROGRAMS: readonly Program[] = [
  { project: 'search', workloadType: 'training', instance: 'p4d.24xlarge', nodes: 2, hours: 15, aMonth: 9, failing: 1 },
  {
    project: 'recsys-v3',
    workloadType: 'training',
    instance: 'p4d.24xlarge',
    nodes: 3,
    hours: 18,
    aMonth: 10,
    failing: 1,
  },
  { project: 'atlas', workloadType: 'training', instance: 'p5.48xlarge', nodes: 2, hours: 22, aMonth: 7, failing: 1.5 },
  { project: 'orion', workloadType: 'training', instance: 'p5.48xlarge', nodes: 8, hours: 58, aMonth: 2, failing: 3 },
  {
    project: 'lumen',
    workloadType: 'training',
    instance: 'a2-highgpu-8g',
    nodes: 2,
    hours: 26,
    aMonth: 6,
    failing: 1,
    via: 'vertex',
  },
  {
    project: 'voice-bot',
    workloadType: 'fine-tuning',
    instance: 'g5.12xlarge',
    nodes: 4,
    hours: 14,
    aMonth: 6,
    failing: 1,
    model: 'whisper-large-v3',
  },
  {
    project: 'rag-bench',
    workloadType: 'fine-tuning',
    instance: 'g5.12xlarge',
    nodes: 2,
    hours: 9,
    aMonth: 5,
    failing: 2,
    model: 'llama-3.1-8b-instruct',
  },
  {
    project: 'fraud-scoring',
    workloadType: 'training',
    instance: 'g5.12xlarge',
    nodes: 2,
    hours: 7,
    aMonth: 11,
    failing: 0.5,
  },
  {
    project: 'warehouse-robotics',
    workloadType: 'training',
    instance: 'p4d.24xlarge',
    nodes: 2,
    hours: 30,
    aMonth: 4,
    failing: 2,
  },
  {
    project: 'nova-chat',
    workloadType: 'fine-tuning',
    instance: 'p5.48xlarge',
    nodes: 2,
    hours: 26,
    aMonth: 3,
    failing: 1,
    model: 'llama-3.3-70b-instruct',
  },
  {
    project: 'code copilot',
    workloadType: 'fine-tuning',
    instance: 'p5.48xlarge',
    nodes: 4,
    hours: 34,
    aMonth: 2.5,
    failing: 1.5,
    model: 'qwen2.5-72b-instruct',
  },
]

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
