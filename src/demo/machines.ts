import {
  type Activity,
  type Charge,
  type Course,
  type Line,
  level,
  type Resource,
  type Scene,
  type Units,
  usage,
} from './charge.ts'
import { type Allocation, allocation, growthOf, PROJECTS, rhythmOf } from './company.ts'
import { INSTANCES, type InstanceName, MACHINE_PLANS, type MachinePlan } from './machine-plan.ts'
import { nano } from './money.ts'
import { event } from './planted.ts'
import { hash, hex } from './random.ts'
import { SERVICES, type ServiceKey } from './services.ts'

export interface Machine {
  readonly plan: MachinePlan
  readonly line: Line
  readonly resource: Resource
  /** Counted back from today. */
  readonly since: number
  /** How many of them run on an average hour of the day. */
  readonly nodes: (day: number) => number
}

/** Every GPU, endpoint, notebook and index that the company pays for by the hour. */
export const machines = (scene: Scene): readonly Machine[] =>
  MACHINE_PLANS.flatMap((plan) => Array.from({ length: plan.count }, (_, i) => machine(scene, plan, i)))

function machine(scene: Scene, plan: MachinePlan, i: number): Machine {
  const name = plan.count === 1 ? plan.name : `${plan.name}-${i + 1}`
  const resource = {
    id: resourceId(plan.service, plan.type, name, regionOf(plan)),
    name,
    type: TYPES[plan.service]?.[plan.type] ?? plan.type,
  }
  const nodes = nodesOf(scene, plan, name)
  const line: Line = {
    service: SERVICES[plan.service],
    ...(plan.service === 'pinecone' ? {} : { region: regionOf(plan) }),
    ...(plan.untagged === true ? {} : { allocation: allocationOf(plan) }),
    resource,
    ...priceOf(plan.instance),
    ...(plan.committed === true ? { committed: true } : {}),
  }
  return { plan, line, resource, since: plan.since ?? bought(plan, i), nodes }
}

// The first of a group were there all along; the others were added through the year.
const bought = ({ name, count }: MachinePlan, i: number) =>
  i < count * 0.6 ? Number.POSITIVE_INFINITY : 20 + (hash(`${name}${i}`) % 300)

function nodesOf(scene: Scene, plan: MachinePlan, name: string): (day: number) => number {
  const { nodes, project } = plan
  if (nodes === undefined || plan.type !== 'Node Group') return () => nodes ?? 1
  const team = PROJECTS[project ?? '']?.team
  const course: Course = {
    key: name,
    growth: growthOf(team),
    rhythm: plan.rhythm ?? (rhythmOf(team) === 'office' ? 'steady' : rhythmOf(team)),
    spread: 0.06,
    event: event(scene.asOf, project === undefined ? {} : { project }),
  }
  const at = level(scene, course)
  return (day) => nodes * at(day)
}

export const allocationOf = ({ project, team, environment, workloadType, model }: MachinePlan): Allocation =>
  allocation(project === undefined || project === '' ? { team: team ?? 'infra' } : { project }, {
    environment,
    workloadType,
    ...(model === undefined ? {} : { modelName: model }),
  })

/** The price of an hour, and the facts a price list gives about what runs in it. */
export function priceOf(instance: InstanceName): Pick<Line, 'skuMeter' | 'unit' | 'unitPrice' | 'details'> {
  const found: { readonly price: number; readonly gpus: number; readonly gpu?: string } = INSTANCES[instance]
  const unitPrice = nano(found.price)
  if (instance === 'OCU') return { skuMeter: 'OCU-Hours', unit: 'OCU-Hours', unitPrice }
  if (instance === 'p2.x8')
    return { skuMeter: 'Pod-Hours', unit: 'Pod-Hours', unitPrice, details: { x_PodType: instance } }
  return {
    skuMeter: 'Instance-Hours',
    unit: 'Hours',
    unitPrice,
    details: {
      InstanceType: instance,
      ...(found.gpus === 0 ? {} : { GpuCount: found.gpus }),
      ...(found.gpu === undefined ? {} : { x_GpuModel: found.gpu }),
    },
  }
}

const TYPES: Partial<Record<ServiceKey, Partial<Record<MachinePlan['type'], string>>>> = {
  ec2: { Instance: 'EC2 Instance', 'Node Group': 'EKS Node Group' },
  gce: { Instance: 'VM Instance', 'Node Group': 'GKE Node Pool' },
  sagemaker: { Endpoint: 'SageMaker Endpoint', Notebook: 'SageMaker Notebook Instance' },
  vertex: { Endpoint: 'Vertex AI Endpoint', Notebook: 'Vertex AI Workbench Notebook' },
  azureMl: { Endpoint: 'Online Endpoint', Notebook: 'Compute Instance (Notebook)' },
  pinecone: { Index: 'Vector Index' },
  opensearch: { Collection: 'Vector Collection' },
}

export const AWS_ACCOUNT = '111122223333'

export function resourceId(service: ServiceKey, type: string, name: string, region: string): string {
  const { source } = SERVICES[service]
  const slug = type.toLowerCase().replaceAll(' ', '-')
  if (service === 'ec2' && type === 'Instance')
    return `arn:aws:ec2:${region}:${AWS_ACCOUNT}:instance/i-0${hex(name, 16)}`
  if (source === 'aws-focus') return `arn:aws:${service}:${region}:${AWS_ACCOUNT}:${slug}/${name}`
  if (source === 'gcp-focus')
    return `//${service}.googleapis.com/projects/example-ai/locations/${region}/${slug}s/${name}`
  if (source === 'azure-focus')
    return `/subscriptions/7c1f/resourcegroups/ai-${region}/providers/${service}/${slug}s/${name}`
  return `${service}/${slug}/${name}`
}

const regionOf = ({ region, project, service }: MachinePlan): string => {
  const home = PROJECTS[project ?? '']
  const cloud = { 'aws-focus': 'aws', 'gcp-focus': 'gcp', 'azure-focus': 'azure' }[SERVICES[service].source as string]
  if (region !== undefined) return region
  if (home?.home === cloud) return home?.region ?? 'us-east-1'
  return cloud === 'gcp' ? 'us-central1' : cloud === 'azure' ? 'eastus' : 'us-east-1'
}

const HOUR = 1000

/** What they cost, and for those that serve a model or a score, the requests they answered. */
export const machineActivities = (scene: Scene, all: readonly Machine[]): readonly Activity[] => [
  ...all.map(
    ({ line, nodes, since }): Activity => ({
      source: line.service.source,
      charges: (day, share): readonly Charge[] => {
        const hours = Math.round(24 * HOUR * share * nodes(day))
        return day < scene.asOf - since || hours === 0 ? [] : [usage(line, day, hours)]
      },
    }),
  ),
  ...MACHINE_PLANS.flatMap((plan) => (plan.requests === undefined ? [] : [serving(scene, plan, plan.requests)])),
]

const PREDICTS = new Set(['fraud-scoring', 'recsys-v3', 'atlas', 'churn-model', 'price-optimizer'])
const DRAWS = new Set(['labeling-tool', 'ad-copy', 'lumen', 'warehouse-robotics', 'image.search'])

function serving(scene: Scene, plan: MachinePlan, requests: number): Activity {
  const { project = '', name } = plan
  const team = PROJECTS[project]?.team
  const allocated = allocationOf(plan)
  const unit = PREDICTS.has(project) ? 'prediction' : DRAWS.has(project) ? 'image' : undefined
  const course: Course = {
    key: `${name}/requests`,
    growth: growthOf(team),
    rhythm: rhythmOf(team),
    spread: 0.05,
    event: event(scene.asOf, { project }),
  }
  const at = level(scene, course)
  return {
    source: SERVICES[plan.service].source,
    charges: () => [],
    units: (day, share): readonly Units[] => {
      const quantity = Math.round(requests * at(day) * share)
      if (quantity === 0) return []
      return ['request', ...(unit === undefined ? [] : [unit])].map((of) => ({
        allocation: allocated,
        name: of,
        quantity,
      }))
    },
  }
}
