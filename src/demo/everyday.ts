import { type Activity, type Charge, type Course, type Line, level, type Scene, usage } from './charge.ts'
import {
  type Allocation,
  allocation,
  type Cloud,
  growthOf,
  PROJECTS,
  type Project,
  rhythmOf,
  TEAMS,
} from './company.ts'
import { resourceId } from './machines.ts'
import { nano } from './money.ts'
import { event } from './planted.ts'
import { SERVICES, type ServiceKey } from './services.ts'

/** How a service is counted, and the list price of one. */
const COUNTED: Partial<
  Record<ServiceKey, { readonly skuMeter: string; readonly unit: string; readonly price: number }>
> = {
  s3: { skuMeter: 'Standard Storage', unit: 'GB-Months', price: 0.023 },
  gcs: { skuMeter: 'Standard Storage', unit: 'GB-Months', price: 0.02 },
  blob: { skuMeter: 'Hot Block Storage', unit: 'GB-Months', price: 0.0184 },
  eks: { skuMeter: 'vCPU-Hours', unit: 'vCPU-Hours', price: 0.0448 },
  gke: { skuMeter: 'vCPU-Hours', unit: 'vCPU-Hours', price: 0.0445 },
  aks: { skuMeter: 'vCPU-Hours', unit: 'vCPU-Hours', price: 0.048 },
  lambda: { skuMeter: 'Compute Seconds', unit: 'GB-Seconds', price: 0.000017 },
  cloudwatch: { skuMeter: 'Log Ingestion', unit: 'GBs', price: 0.5 },
  datadog: { skuMeter: 'Host-Hours', unit: 'Host-Hours', price: 0.031 },
  wandb: { skuMeter: 'Tracked Hours', unit: 'Hours', price: 1.05 },
  glue: { skuMeter: 'DPU-Hours', unit: 'DPU-Hours', price: 0.44 },
  bigquery: { skuMeter: 'Analysis', unit: 'TiBs', price: 6.25 },
  databricks: { skuMeter: 'Jobs DBUs', unit: 'DBUs', price: 0.55 },
  snowflake: { skuMeter: 'Warehouse Credits', unit: 'Credits', price: 3 },
  awsNetwork: { skuMeter: 'NAT Gateway Bytes', unit: 'GBs', price: 0.045 },
  awsBalancer: { skuMeter: 'Load Balancer Capacity', unit: 'LCU-Hours', price: 0.008 },
  azureBalancer: { skuMeter: 'Load Balancer Data Processed', unit: 'GBs', price: 0.005 },
  awsConfig: { skuMeter: 'Configuration Items', unit: 'Items', price: 0.003 },
  purview: { skuMeter: 'Capacity Units', unit: 'Capacity-Unit-Hours', price: 0.411 },
  openai: { skuMeter: 'Input Tokens', unit: 'Tokens', price: 0.0000025 },
  ec2: { skuMeter: 'Data Transfer Out', unit: 'GBs', price: 0.09 },
}

/** A steady cost of `dollars` at list price on an ordinary day now. */
export function steady(
  scene: Scene,
  service: ServiceKey,
  dollars: number,
  of: {
    readonly allocation?: Allocation
    readonly region?: string
    readonly resource?: { readonly name: string; readonly type: string }
    readonly course?: Partial<Course>
    readonly details?: Line['details']
  },
): Activity {
  const counted = COUNTED[service]
  if (counted === undefined) throw new Error(`Nobody said how ${service} is counted.`)
  const { allocation: allocated, region, resource } = of
  const team = allocated?.team
  const unitPrice = nano(counted.price)
  const line: Line = {
    service: SERVICES[service],
    ...(region === undefined ? {} : { region }),
    ...(allocated === undefined ? {} : { allocation: allocated }),
    ...(resource === undefined
      ? {}
      : { resource: { ...resource, id: resourceId(service, resource.type, resource.name, region ?? 'global') } }),
    skuMeter: counted.skuMeter,
    unit: counted.unit,
    unitPrice,
    ...(of.details === undefined ? {} : { details: of.details }),
  }
  const at = level(scene, {
    key: `${service}/${allocated?.project ?? team}/${allocated?.environment}/${allocated?.costCenter}/${resource?.name}`,
    growth: growthOf(team),
    rhythm: 'steady',
    spread: 0.05,
    event: event(scene.asOf, {
      serviceName: SERVICES[service].name,
      ...(allocated?.project === undefined ? {} : { project: allocated.project }),
    }),
    ...of.course,
  })
  const whole = counted.price < 0.01
  return {
    source: SERVICES[service].source,
    charges: (day, share): readonly Charge[] => {
      const quantity = (dollars / counted.price) * at(day) * share
      const milli = whole ? Math.round(quantity) * 1000 : Math.round(quantity * 1000)
      return milli === 0 ? [] : [usage(line, day, milli)]
    },
  }
}

const BUCKETS: Record<Cloud, ServiceKey> = { aws: 's3', gcp: 'gcs', azure: 'blob' }
const CLUSTERS: Record<Cloud, ServiceKey> = { aws: 'eks', gcp: 'gke', azure: 'aks' }

/** What every project needs to live: containers in each environment, buckets, logs, hosts that are watched. */
export const projectActivities = (scene: Scene): readonly Activity[] =>
  Object.entries(PROJECTS).flatMap(([name, project]) => living(scene, name, project))

const ENVIRONMENTS = [
  { environment: 'production', part: 0.7 },
  { environment: 'staging', part: 0.12 },
  { environment: 'development', part: 0.18 },
] as const

function living(scene: Scene, name: string, { home, region, size, team }: Project): readonly Activity[] {
  const used = rhythmOf(team)
  const bucket = (kind: string) => ({ name: `${name.replaceAll(/[^a-z0-9]+/g, '-')}-${kind}`, type: 'Bucket' })
  const of = (environment: string, workloadType: string) => allocation({ project: name }, { environment, workloadType })
  return [
    ...ENVIRONMENTS.map(({ environment, part }) =>
      steady(scene, CLUSTERS[home], size * 17 * part, {
        region,
        allocation: of(environment, 'inference'),
        course: { rhythm: environment === 'production' ? used : 'office' },
      }),
    ),
    steady(scene, BUCKETS[home], size * 9, {
      region,
      allocation: of('production', 'data-prep'),
      resource: bucket('data'),
      course: { spread: 0.005 },
    }),
    steady(scene, BUCKETS[home], size * 5, {
      region,
      allocation: of('development', 'training'),
      resource: bucket('checkpoints'),
      course: { spread: 0.01 },
    }),
    ...(home === 'aws'
      ? [
          steady(scene, 'cloudwatch', size * 4, {
            region,
            allocation: of('production', 'inference'),
            course: { rhythm: used },
          }),
          steady(scene, 'lambda', size * 0.9, {
            region,
            allocation: of('production', 'inference'),
            course: { rhythm: used },
          }),
          steady(scene, 'awsBalancer', size * 1.6, {
            region,
            allocation: of('production', 'inference'),
            resource: { name: `${bucket('lb').name}`, type: 'Load Balancer' },
            course: { rhythm: used },
          }),
        ]
      : []),
    steady(scene, 'datadog', size * 4.5, { allocation: of('production', 'inference'), course: { spread: 0.02 } }),
    // Nobody books experiments on the team that made them.
    ...(size >= 4
      ? [
          steady(scene, CLUSTERS[home], size * 1.6, {
            region,
            allocation: of('sandbox', 'notebook'),
            course: { rhythm: 'office' },
          }),
        ]
      : []),
  ]
}

/** Pipelines, warehouses, tracking and what keeps it in order: bought by a few for many. */
export const sharedActivities = (scene: Scene): readonly Activity[] => [
  ...(
    [
      ['glue', 'data-lakehouse', 420],
      ['glue', 'feature_store', 210],
      ['glue', 'recsys-v3', 130],
      ['glue', 'search', 90],
      ['databricks', 'data-lakehouse', 980],
      ['databricks', 'feature_store', 390],
      ['databricks', 'churn-model', 120],
      ['databricks', 'fraud-scoring', 240],
      ['databricks', 'recsys-v3', 310],
      ['databricks', 'warehouse-robotics', 95],
      ['snowflake', 'data-lakehouse', 860],
      ['snowflake', 'demand-forecast', 260],
      ['snowflake', 'price-optimizer', 170],
      ['snowflake', 'atlas', 220],
      ['bigquery', 'data-lakehouse', 430],
      ['bigquery', 'catalog-enrich', 150],
      ['bigquery', 'demand-forecast', 190],
      ['bigquery', 'onboarding-bot', 60],
      ['wandb', 'orion', 120],
      ['wandb', 'recsys-v3', 60],
      ['wandb', 'lumen', 55],
      ['wandb', 'code copilot', 50],
      ['wandb', 'rag-bench', 30],
      ['wandb', 'search', 45],
      ['wandb', 'voice-bot', 30],
    ] as const
  ).map(([service, project, dollars]) =>
    steady(scene, service, dollars, {
      allocation: allocation(
        { project },
        service === 'wandb'
          ? { environment: 'development', workloadType: 'training' }
          : { environment: 'production', workloadType: 'data-prep' },
      ),
      ...(service === 'glue' || service === 'bigquery'
        ? {
            region:
              PROJECTS[project]?.home === 'gcp'
                ? PROJECTS[project].region
                : service === 'glue'
                  ? 'us-east-1'
                  : 'us-central1',
          }
        : {}),
      course: { rhythm: 'office', spread: 0.12 },
    }),
  ),
  ...networks(scene),
  ...Object.keys(TEAMS).map((team, i) =>
    steady(scene, i % 3 === 2 ? 'purview' : 'awsConfig', 9 + (i % 5) * 3, {
      region: i % 3 === 2 ? 'westeurope' : 'us-east-1',
      allocation: allocation({ team }, { environment: 'production' }),
    }),
  ),
]

/** The platform's own traffic: team infra pays, for no project. */
function networks(scene: Scene): readonly Activity[] {
  const infra = allocation({ team: 'infra' }, { environment: 'production' })
  const nat = (region: string, dollars: number) =>
    steady(scene, 'awsNetwork', dollars, {
      region,
      allocation: infra,
      resource: { name: `nat-${region}`, type: 'NAT Gateway' },
      course: { rhythm: 'shop' },
    })
  return [
    nat('us-east-1', 380),
    nat('us-west-2', 190),
    nat('eu-west-1', 70),
    nat('eu-central-1', 90),
    nat('ap-southeast-1', 40),
    steady(scene, 'azureBalancer', 85, {
      region: 'westeurope',
      allocation: infra,
      resource: { name: 'lb-westeurope', type: 'Load Balancer' },
    }),
    steady(scene, 'azureBalancer', 120, {
      region: 'eastus',
      allocation: infra,
      resource: { name: 'lb-eastus', type: 'Load Balancer' },
    }),
    steady(scene, 'ec2', 310, { region: 'us-east-1', allocation: infra, course: { rhythm: 'shop' } }),
    steady(scene, 'datadog', 160, { allocation: infra }),
    steady(scene, 'cloudwatch', 120, { region: 'us-east-1', allocation: infra }),
  ]
}

/** Accounts from before the tagging rules, and shared things that carry no tag. It shrinks a little every month. */
export const untaggedActivities = (scene: Scene): readonly Activity[] => [
  steady(scene, 's3', 420, {
    region: 'us-east-1',
    resource: { name: 'legacy-datasets', type: 'Bucket' },
    course: { spread: 0.005 },
  }),
  steady(scene, 'eks', 510, { region: 'us-east-1' }),
  steady(scene, 'cloudwatch', 240, { region: 'us-east-1' }),
  steady(scene, 'awsNetwork', 330, { region: 'us-east-1', resource: { name: 'nat-shared', type: 'NAT Gateway' } }),
  steady(scene, 'glue', 170, { region: 'us-west-2', course: { rhythm: 'weekend' } }),
  steady(scene, 'gke', 290, { region: 'us-central1' }),
  steady(scene, 'bigquery', 240, { region: 'us-central1', course: { rhythm: 'office', spread: 0.2 } }),
  steady(scene, 'aks', 180, { region: 'westeurope' }),
  steady(scene, 'blob', 110, { region: 'eastus', resource: { name: 'old-exports', type: 'Bucket' } }),
  steady(scene, 'openai', 340, {
    course: { rhythm: 'office', spread: 0.15 },
    details: { ModelId: 'gpt-4o', TokenDirection: 'Input' },
  }),
  steady(scene, 'snowflake', 330, { course: { rhythm: 'office' } }),
  steady(scene, 'databricks', 260, { course: { rhythm: 'office' } }),
  steady(scene, 'datadog', 190, {}),
  steady(scene, 'ec2', 210, { region: 'us-west-2' }),
  // A team that tags all but its cost center.
  ...(['data-lakehouse', 'nova-chat', 'orion', 'lumen'] as const).map((project) => {
    const { costCenter: _, ...rest } = allocation({ project }, { environment: 'production', workloadType: 'data-prep' })
    return steady(scene, project === 'lumen' ? 'gke' : 'eks', 330, {
      region: project === 'lumen' ? 'us-central1' : 'us-east-1',
      allocation: rest,
      course: { rhythm: 'office' },
    })
  }),
]
