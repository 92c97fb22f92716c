import type { Rhythm } from './calendar.ts'
import type { OwnModelName } from './models.ts'
import type { ServiceKey } from './services.ts'

/** What an hour costs by list, and what is in it. */
export const INSTANCES = {
  'p5.48xlarge': { price: 55.04, gpus: 8, gpu: 'H100' },
  'p4d.24xlarge': { price: 21.96, gpus: 8, gpu: 'A100' },
  'g5.12xlarge': { price: 5.672, gpus: 4, gpu: 'A10G' },
  'g5.2xlarge': { price: 1.212, gpus: 1, gpu: 'A10G' },
  'inf2.xlarge': { price: 0.7582, gpus: 0 },
  'a2-highgpu-8g': { price: 29.3869, gpus: 8, gpu: 'A100' },
  'ct5lp-hightpu-8t': { price: 9.6, gpus: 0 },
  Standard_NC24ads_A100_v4: { price: 3.673, gpus: 1, gpu: 'A100' },
  // Not machines one can see: a collection's compute units, an index's pods.
  OCU: { price: 0.24, gpus: 0 },
  'p2.x8': { price: 1.152, gpus: 0 },
} as const satisfies Record<string, { price: number; gpus: number; gpu?: string }>

export type InstanceName = keyof typeof INSTANCES

/** What its telemetry looks like. */
export type Use = 'serving' | 'training' | 'spare' | 'notebook' | 'index'

export interface MachinePlan {
  /** The resource's name; several of them are numbered from 1. */
  readonly name: string
  readonly count: number
  readonly project?: string
  readonly team?: string
  readonly environment: string
  readonly workloadType: string
  readonly instance: InstanceName
  readonly service: ServiceKey
  readonly type: 'Instance' | 'Node Group' | 'Endpoint' | 'Notebook' | 'Index' | 'Collection'
  readonly region?: string
  readonly model?: OwnModelName
  readonly use: Use
  /** Node groups breathe: this many machines on an average hour of an ordinary day. */
  readonly nodes?: number
  readonly rhythm?: Rhythm
  readonly committed?: boolean
  readonly untagged?: boolean
  readonly since?: number
  /** Inference requests of an ordinary day, all machines together. */
  readonly requests?: number
}

type More = Partial<Omit<MachinePlan, 'name' | 'project' | 'instance'>>

const instances = (
  name: string,
  project: string,
  instance: InstanceName,
  count: number,
  more: More = {},
): MachinePlan => ({
  name,
  project,
  instance,
  count,
  environment: 'production',
  workloadType: 'inference',
  service: instance.startsWith('a2') || instance.startsWith('ct5') ? 'gce' : 'ec2',
  type: 'Instance',
  use: 'serving',
  ...more,
})
const nodeGroup = (
  name: string,
  project: string,
  instance: InstanceName,
  nodes: number,
  more: More = {},
): MachinePlan => instances(name, project, instance, 1, { type: 'Node Group', nodes, ...more })
const endpoint = (name: string, project: string, instance: InstanceName, more: More = {}): MachinePlan =>
  instances(name, project, instance, 1, { type: 'Endpoint', service: 'sagemaker', ...more })
const notebook = (name: string, project: string, instance: InstanceName, more: More = {}): MachinePlan =>
  instances(name, project, instance, 1, {
    type: 'Notebook',
    service: 'sagemaker',
    environment: 'development',
    workloadType: 'notebook',
    use: 'notebook',
    ...more,
  })
const index = (name: string, project: string, nodes: number, more: More = {}): MachinePlan =>
  instances(name, project, 'p2.x8', 1, { type: 'Index', service: 'pinecone', use: 'index', nodes, ...more })
const collection = (name: string, project: string, nodes: number, more: More = {}): MachinePlan =>
  instances(name, project, 'OCU', 1, { type: 'Collection', service: 'opensearch', use: 'index', nodes, ...more })

const TRAINING = { workloadType: 'training', use: 'training', environment: 'development' } as const
const DEVELOPMENT = { environment: 'development', use: 'spare' } as const
const COMMITTED = { committed: true } as const

export const MACHINE_PLANS: readonly MachinePlan[] = [
  instances('search-ranker', 'search', 'p4d.24xlarge', 3, {
    ...COMMITTED,
    model: 'llama-3.1-70b-instruct',
    requests: 2_600_000,
  }),
  instances('search-ranker-eu', 'search', 'a2-highgpu-8g', 2, { region: 'europe-west4', requests: 900_000 }),
  nodeGroup('search-rerank', 'search', 'g5.12xlarge', 8),
  instances('ranker-canary', 'search', 'g5.12xlarge', 2, { environment: 'staging', use: 'spare' }),
  nodeGroup('image-search-embed', 'image.search', 'a2-highgpu-8g', 1.2, {
    workloadType: 'embedding',
    requests: 620_000,
  }),
  nodeGroup('refresh-batch', 'embeddings-refresh', 'p4d.24xlarge', 0.8, {
    workloadType: 'embedding',
    rhythm: 'weekend',
  }),
  instances('recsys', 'recsys-v3', 'p4d.24xlarge', 5, { ...COMMITTED, requests: 14_000_000 }),
  nodeGroup('recsys-candidates', 'recsys-v3', 'g5.12xlarge', 9),
  instances('recsys-tpu', 'recsys-v3', 'ct5lp-hightpu-8t', 2, {
    region: 'us-central1',
    workloadType: 'training',
    use: 'training',
  }),
  nodeGroup('fraud-score', 'fraud-scoring', 'inf2.xlarge', 12, { requests: 3_900_000 }),
  nodeGroup('fraud-graph', 'fraud-scoring', 'g5.12xlarge', 6),
  nodeGroup('kestrel-stream', 'kestrel', 'g5.12xlarge', 2),
  instances('lumen', 'lumen', 'a2-highgpu-8g', 4, { region: 'us-central1', requests: 480_000 }),
  instances('lumen-dev', 'lumen', 'a2-highgpu-8g', 1, { ...DEVELOPMENT, region: 'us-central1' }),
  nodeGroup('voice-asr', 'voice-bot', 'g5.12xlarge', 8, { model: 'whisper-large-v3', requests: 410_000 }),
  instances('nova-llm', 'nova-chat', 'p5.48xlarge', 5, {
    ...COMMITTED,
    model: 'llama-3.3-70b-instruct',
    requests: 3_100_000,
  }),
  instances('atlas-ads', 'atlas', 'p4d.24xlarge', 4, { ...COMMITTED, requests: 22_000_000 }),
  nodeGroup('atlas-explore', 'atlas', 'g5.12xlarge', 3, { ...DEVELOPMENT, rhythm: 'office' }),
  instances('orion', 'orion', 'p5.48xlarge', 5, { ...COMMITTED, ...TRAINING }),
  instances('orion-sweep', 'orion', 'p4d.24xlarge', 3, TRAINING),
  instances('atlas2-train', 'atlas-2', 'p5.48xlarge', 3, { ...TRAINING, since: 11 }),
  instances('copilot-llm', 'code copilot', 'p5.48xlarge', 2, { model: 'qwen2.5-72b-instruct', requests: 520_000 }),
  nodeGroup('bench-gpu', 'rag-bench', 'g5.12xlarge', 3, {
    environment: 'development',
    workloadType: 'evaluation',
    rhythm: 'office',
  }),
  nodeGroup('robot-vision', 'warehouse-robotics', 'g5.12xlarge', 5, { requests: 2_200_000 }),
  nodeGroup('eval-gpu', 'eval-harness', 'g5.12xlarge', 3, {
    environment: 'development',
    workloadType: 'evaluation',
    rhythm: 'office',
  }),
  instances('label-gpu', 'labeling-tool', 'g5.12xlarge', 2, { region: 'ap-southeast-1', requests: 95_000 }),
  nodeGroup('sdxl', 'labeling-tool', 'g5.12xlarge', 2, {
    region: 'ap-southeast-1',
    model: 'stable-diffusion-xl',
    requests: 61_000,
  }),
  nodeGroup('ad-images', 'ad-copy', 'g5.12xlarge', 2, { model: 'stable-diffusion-xl', requests: 44_000 }),
  nodeGroup('redact', 'pii-redactor', 'g5.12xlarge', 2, { model: 'llama-3.1-8b-instruct', requests: 760_000 }),
  nodeGroup('price-batch', 'price-optimizer', 'Standard_NC24ads_A100_v4', 3, {
    service: 'aks',
    workloadType: 'batch-inference',
    region: 'eastus',
  }),
  nodeGroup('forecast-batch', 'demand-forecast', 'a2-highgpu-8g', 0.25, {
    service: 'gce',
    workloadType: 'batch-inference',
    region: 'europe-west4',
  }),
  instances('gpu-spare', '', 'p4d.24xlarge', 1, { untagged: true, region: 'us-east-1', use: 'spare' }),
  instances('ip-10-4-77', '', 'g5.12xlarge', 2, { untagged: true, region: 'us-west-2', use: 'spare' }),

  endpoint('chat-endpoint-prod', 'nova-chat', 'g5.12xlarge', { nodes: 5, requests: 1_150_000 }),
  endpoint('chat-endpoint-stg', 'nova-chat', 'g5.2xlarge', { environment: 'staging', nodes: 1 }),
  endpoint('rank-endpoint-1', 'atlas', 'g5.12xlarge', { nodes: 2 }),
  endpoint('rank-endpoint-2', 'atlas', 'g5.12xlarge', { nodes: 3 }),
  endpoint('recs-endpoint', 'recsys-v3', 'g5.12xlarge', { nodes: 2 }),
  endpoint('fraud-endpoint', 'fraud-scoring', 'g5.2xlarge', { nodes: 6 }),
  endpoint('triage-endpoint', 'ticket-triage', 'g5.2xlarge', { nodes: 4 }),
  endpoint('triage-endpoint-stg', 'ticket-triage', 'g5.2xlarge', { environment: 'staging', nodes: 2 }),
  endpoint('tts-endpoint', 'voice-bot', 'g5.12xlarge', { nodes: 2 }),
  endpoint('pii-endpoint', 'pii-redactor', 'g5.2xlarge', { nodes: 3 }),
  endpoint('robot-endpoint', 'warehouse-robotics', 'g5.2xlarge', { nodes: 4 }),
  endpoint('vision-endpoint', 'lumen', 'a2-highgpu-8g', { service: 'vertex', nodes: 1, requests: 150_000 }),
  endpoint('enrich-endpoint', 'catalog-enrich', 'ct5lp-hightpu-8t', { service: 'vertex', nodes: 2 }),
  endpoint('churn-endpoint', 'churn-model', 'Standard_NC24ads_A100_v4', {
    service: 'azureMl',
    nodes: 2,
    requests: 70_000,
  }),
  endpoint('price-endpoint', 'price-optimizer', 'Standard_NC24ads_A100_v4', {
    service: 'azureMl',
    nodes: 3,
    requests: 260_000,
  }),
  endpoint('kyc-endpoint', 'kyc-ocr', 'Standard_NC24ads_A100_v4', { service: 'azureMl', nodes: 3, requests: 38_000 }),

  notebook('nb-anna-dev', 'search', 'g5.12xlarge'),
  notebook('nb-ben-recs', 'recsys-v3', 'g5.2xlarge'),
  notebook('nb-carla', 'fraud-scoring', 'g5.2xlarge'),
  notebook('nb-elena-lumen', 'lumen', 'a2-highgpu-8g', { service: 'vertex', nodes: 0.5 }),
  notebook('nb-julia-atlas', 'atlas', 'g5.12xlarge'),
  notebook('nb-marco', 'rag-bench', 'g5.2xlarge'),
  notebook('nb-paula-orion', 'orion', 'g5.12xlarge'),
  notebook('nb-umar', 'code copilot', 'g5.12xlarge'),
  notebook('nb-quentin-scratch', 'sentiment', 'Standard_NC24ads_A100_v4', { service: 'azureMl' }),
  notebook('nb-xavier', 'demand-forecast', 'Standard_NC24ads_A100_v4', { service: 'azureMl' }),
  notebook('nb-karim', 'churn-model', 'Standard_NC24ads_A100_v4', { service: 'azureMl' }),
  notebook('nb-tara', 'warehouse-robotics', 'g5.2xlarge'),
  notebook('nb-shared-7', '', 'g5.12xlarge', { untagged: true }),

  index('search-catalog', 'search', 9),
  index('image-search', 'image.search', 5),
  index('semantic-cache', 'semantic-cache', 3),
  index('doc-qa-chunks', 'doc-qa', 5),
  index('support-kb', 'support-copilot', 3),
  index('copilot-code', 'code copilot', 4),
  index('kestrel-vectors-v1', 'kestrel', 2),
  index('kestrel-vectors-v2', 'kestrel', 2),
  index('contracts', 'contract-review', 1.5),
  index('bench-temp', 'rag-bench', 1, { environment: 'development' }),
  collection('vec-search', 'search', 52),
  collection('vec-recs', 'recsys-v3', 36),
  collection('vec-chat-memory', 'nova-chat', 28),
  collection('vec-triage', 'ticket-triage', 12),
  collection('vec-ads', 'atlas', 18),
]
