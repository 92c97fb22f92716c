import type { Activity, Scene } from './charge.ts'
import { allocation, PROJECTS, TEAMS } from './company.ts'
import { steady } from './steady.ts'

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
