import { type Activity, type Charge, type Course, type Line, level, type Scene, usage } from './charge.ts'
import { type Allocation, growthOf } from './company.ts'
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
