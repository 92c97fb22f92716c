import type { InstanceName } from './machine-plan.ts'
import type { OwnModelName } from './models.ts'

/** Somebody trains the same thing again and again. */
export interface Program {
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

export const PROGRAMS: readonly Program[] = [
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
