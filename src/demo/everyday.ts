import type { Activity, Scene } from './charge.ts'
import { allocation, type Cloud, PROJECTS, type Project, rhythmOf } from './company.ts'
import type { ServiceKey } from './services.ts'
import { steady } from './steady.ts'

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
