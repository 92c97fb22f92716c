import type { Activity, Charge, Course, Line, Scene, Units } from './charge.ts'
import { level, usage } from './charge.ts'
import { allocation, CUSTOMERS, growthOf, PROJECTS, rhythmOf } from './company.ts'
import { MODELS, type Model } from './models.ts'
import type { Nano } from './money.ts'
import { event } from './planted.ts'
import { SERVICES } from './services.ts'
import { TOKEN_PLANS, type TokenPlan } from './token-plan.ts'

/** What a request of some projects makes, beside an answer, and how many of them. */
const MAKES: Readonly<Record<string, { readonly unit: string; readonly each: number }>> = {
  'doc-qa': { unit: 'document', each: 0.4 },
  'contract-review': { unit: 'document', each: 0.25 },
  'kyc-ocr': { unit: 'document', each: 1 },
  'meeting-notes': { unit: 'document', each: 1 },
  'catalog-enrich': { unit: 'document', each: 1 },
  'image.search': { unit: 'image', each: 1 },
  lumen: { unit: 'image', each: 2 },
  'labeling-tool': { unit: 'image', each: 1 },
  kestrel: { unit: 'prediction', each: 1 },
  'churn-model': { unit: 'prediction', each: 4 },
  'demand-forecast': { unit: 'prediction', each: 12 },
}

const METERS = [
  { part: 'input', skuMeter: 'Input Tokens', details: { TokenDirection: 'Input' } },
  { part: 'output', skuMeter: 'Output Tokens', details: { TokenDirection: 'Output' } },
  {
    part: 'cacheRead',
    skuMeter: 'Cache Read Input Tokens',
    details: { TokenDirection: 'Input', TokenCacheAction: 'Read' },
  },
  {
    part: 'cacheWrite',
    skuMeter: 'Cache Write Input Tokens',
    details: { TokenDirection: 'Input', TokenCacheAction: 'Write' },
  },
] as const
type Part = (typeof METERS)[number]['part']

/** The model usage of the company: for each plan and customer, tokens in every direction and the requests they were spent on. */
export const tokenActivities = (scene: Scene): readonly Activity[] =>
  TOKEN_PLANS.flatMap((plan) => {
    const customers = plan.customers ?? []
    const total = customers.reduce((sum, customer) => sum + (CUSTOMERS[customer] ?? 0), 0)
    return customers.length === 0
      ? [tokenActivity(scene, plan, undefined, 1)]
      : customers.map((customer) => tokenActivity(scene, plan, customer, (CUSTOMERS[customer] ?? 0) / total))
  })

function tokenActivity(scene: Scene, plan: TokenPlan, customer: string | undefined, part: number): Activity {
  const { project, environment, workloadType, model: modelName } = plan
  const model: Model = MODELS[modelName]
  const perRequest = tokensOf(plan, model)
  const requestPrice = METERS.reduce((sum, { part }) => sum + perRequest[part] * (model[part] ?? 0), 0)
  const allocated = allocation(project === undefined ? { team: plan.team ?? 'infra' } : { project }, {
    environment,
    workloadType,
    modelName,
    ...(customer === undefined ? {} : { customer }),
  })
  const at = courseOf(scene, plan, customer)
  const requests = (day: number, share: number) =>
    lives(scene, plan, day) ? Math.round(((plan.dollars * 1e9 * part) / requestPrice) * at(day) * share) : 0
  const lines = METERS.filter(({ part }) => perRequest[part] > 0 && (model[part] ?? 0) > 0).map(
    ({ part, skuMeter, details }): { line: Line; each: number } => ({
      each: perRequest[part],
      line: {
        service: SERVICES[plan.via],
        ...region(plan),
        allocation: allocated,
        skuMeter,
        unit: 'Tokens',
        unitPrice: model[part] as Nano,
        details: { ModelId: modelName, ...details },
        ...(plan.currency === undefined ? {} : { currency: plan.currency }),
      },
    }),
  )
  return {
    source: SERVICES[plan.via].source,
    charges: (day, share): readonly Charge[] => {
      const asked = requests(day, share)
      return asked === 0 ? [] : lines.map(({ line, each }) => usage(line, day, Math.round(asked * each) * 1000))
    },
    units: (day, share): readonly Units[] => {
      const asked = requests(day, share)
      const makes = project === undefined || workloadType === 'embedding' ? undefined : MAKES[project]
      if (asked === 0) return []
      return [
        { allocation: allocated, name: 'request', quantity: asked },
        ...(makes === undefined || environment !== 'production'
          ? []
          : [{ allocation: allocated, name: makes.unit, quantity: Math.round(asked * makes.each) }]),
      ]
    },
  }
}

/** Only Claude's cache is paid for when it is written. */
function tokensOf({ context, output, cached }: TokenPlan, model: Model): Record<Part, number> {
  const cacheRead = model.cacheRead === undefined ? 0 : context * cached
  const cacheWrite = model.cacheWrite === undefined ? 0 : context * cached * 0.12
  return { input: context - cacheRead - cacheWrite, output, cacheRead, cacheWrite }
}

function courseOf(scene: Scene, plan: TokenPlan, customer: string | undefined): (day: number) => number {
  const { project, model: modelName, environment, workloadType } = plan
  const team = project === undefined ? plan.team : PROJECTS[project]?.team
  const course: Course = {
    key: `${project}/${modelName}/${plan.via}/${environment}/${workloadType}/${customer}`,
    growth: growthOf(team) + 0.02,
    rhythm: project === 'embeddings-refresh' ? 'weekend' : environment === 'production' ? rhythmOf(team) : 'office',
    spread: 0.09,
    event: event(scene.asOf, { ...(project === undefined ? {} : { project }), modelName }),
  }
  return level(scene, course)
}

// The campaign for Black Friday runs from October to Cyber Week.
const CAMPAIGN_DAYS = { from: '10-12', to: '12-04' }

function lives(scene: Scene, { project, since, until }: TokenPlan, day: number): boolean {
  if (since !== undefined && day < scene.asOf - since) return false
  if (until !== undefined && day > scene.asOf - until) return false
  if (project !== 'black friday') return true
  const date = new Date(day * 86_400_000).toISOString().slice(5, 10)
  return date >= CAMPAIGN_DAYS.from && date <= CAMPAIGN_DAYS.to
}

function region({ project, via, currency }: TokenPlan): { readonly region?: string } {
  const home = project === undefined ? undefined : PROJECTS[project]
  switch (via) {
    case 'openai':
    case 'anthropic':
      return {}
    case 'bedrock':
      return { region: home?.home === 'aws' ? home.region : 'us-east-1' }
    case 'vertexModels':
      return { region: home?.home === 'gcp' ? home.region : 'us-central1' }
    case 'azureOpenai':
      return { region: currency === 'EUR' ? 'swedencentral' : home?.home === 'azure' ? home.region : 'eastus' }
  }
}
