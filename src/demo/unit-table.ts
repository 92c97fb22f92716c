import { civilDate, rhythm } from './calendar.ts'
import type { Activity, Scene, Units } from './charge.ts'
import { type Allocation, allocation, growthOf, PROJECTS, rhythmOf } from './company.ts'
import { csv } from './csv.ts'
import { random, wobble } from './random.ts'

/** People who used a project that day, and the companies or shops they belong to. */
const ACTIVE: Readonly<Record<string, { readonly user?: number; readonly customer?: number }>> = {
  search: { user: 1_240_000 },
  'recsys-v3': { user: 1_610_000 },
  'nova-chat': { user: 184_000 },
  'checkout assistant': { user: 61_000 },
  'voice-bot': { user: 22_500, customer: 310 },
  'support-copilot': { user: 3_400, customer: 420 },
  'ticket-triage': { user: 1_150, customer: 420 },
  'smart-reply': { user: 5_200, customer: 380 },
  'doc-qa': { user: 8_800, customer: 640 },
  'contract-review': { user: 410, customer: 55 },
  'code copilot': { user: 1_450 },
  'meeting-notes': { user: 2_900 },
  'translation/eu': { user: 1_900, customer: 1 },
  'fraud-scoring': { customer: 2_350 },
  'kyc-ocr': { customer: 480 },
  'onboarding-bot': { user: 14_500 },
  'warehouse-robotics': { customer: 36 },
}

const HEADER = [
  'day',
  'team',
  'project',
  'environment',
  'workload_type',
  'business_unit',
  'owner',
  'cost_center',
  'product',
  'customer',
  'model_name',
  'unit_name',
  'quantity',
] as const

/** The denominators that no bill carries. They come from the company itself, so they are there when a bill is late. */
export function unitTable(scene: Scene, activities: readonly Activity[], hoursToday: number): string {
  const counting = activities.filter((activity) => activity.units !== undefined)
  const rows: (string | number | undefined)[][] = []
  for (let day = scene.firstDay; day <= scene.asOf; day++) {
    const share = day === scene.asOf ? Math.max(1, hoursToday) / 24 : 1
    const found = new Map<string, { of: Units; quantity: number }>()
    for (const of of [...counting.flatMap(({ units }) => units?.(day, share) ?? []), ...active(scene, day, share)]) {
      const { allocation: a } = of
      const key = `${a.project}/${a.environment}/${a.workloadType}/${a.customer}/${a.modelName}/${of.name}`
      found.set(key, { of, quantity: (found.get(key)?.quantity ?? 0) + of.quantity })
    }
    for (const { of, quantity } of found.values())
      rows.push([civilDate(day), ...attributes(of.allocation), of.name, quantity])
  }
  return csv(HEADER, rows)
}

const attributes = (of: Allocation) => [
  of.team,
  of.project,
  of.environment,
  of.workloadType,
  of.businessUnit,
  of.owner,
  of.costCenter,
  of.product,
  of.customer,
  of.modelName,
]

const active = (scene: Scene, day: number, share: number): readonly Units[] =>
  Object.entries(ACTIVE).flatMap(([project, counts]) => {
    const team = PROJECTS[project]?.team
    const grown = Math.exp((-growthOf(team) * (scene.asOf - day)) / 30.44)
    const of = allocation({ project }, { environment: 'production', workloadType: 'inference' })
    return Object.entries(counts).map(([name, count]): Units => {
      const chance = wobble(random(scene.seed, `${project}/${name}@${day}`), 0.03)
      // Of a whole day's people, most have been there by noon.
      const seen =
        count * grown * chance * Math.min(1, share * 1.6) * (name === 'user' ? rhythm(rhythmOf(team), day) : 1)
      return { allocation: of, name, quantity: Math.max(1, Math.round(seen)) }
    })
  })
