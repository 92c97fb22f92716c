import type { Rhythm } from './calendar.ts'

// Who there is, what they own, and who pays. The names are invented.

export interface Team {
  readonly businessUnit: string
  readonly costCenter: string
  readonly lead: string
  readonly rhythm: Rhythm
  /** Spend grows by this share a month. */
  readonly growth: number
}

const team = (businessUnit: string, costCenter: string, lead: string, rhythm: Rhythm, growth: number): Team => ({
  businessUnit,
  costCenter,
  lead: `${lead}@example.com`,
  rhythm,
  growth,
})

export const TEAMS: Readonly<Record<string, Team>> = {
  search: team('Consumer', 'CC-1001', 'anna.kowalski', 'shop', 0.03),
  recommendations: team('Consumer', 'CC-1002', 'ben.carter', 'shop', 0.025),
  fraud: team('Payments', 'CC-2001', 'carla.rossi', 'shop', 0.015),
  risk: team('Payments', 'CC-2001', 'david.nguyen', 'office', 0.02),
  vision: team('Research', 'CC-3001', 'elena.petrova', 'office', 0.02),
  speech: team('Media', 'CC-4100', 'frank.mueller', 'office', 0.03),
  'ml-platform': team('Corporate IT', 'CC-5000', 'grace.okafor', 'office', 0.02),
  'data-eng': team('Corporate IT', 'CC-1400', 'hiro.tanaka', 'steady', 0.02),
  chatbot: team('Consumer', 'CC-1010', 'ivan.novak', 'shop', 0.055),
  'ads ranking': team('Marketplace', 'CC-2100', 'julia.santos', 'shop', 0.02),
  growth: team('Marketplace', 'CC-2200', 'karim.haddad', 'office', 0.01),
  'support-ai': team('Enterprise', 'CC-1100', 'lena.johansson', 'office', 0.05),
  'nlp-core': team('Research', 'CC-3100', 'marco.silva', 'office', 0.01),
  'customer success': team('Enterprise', 'CC-1110', 'nina.gupta', 'office', 0.06),
  infra: team('Corporate IT', 'CC-1300', 'omar.ahmed', 'steady', 0.01),
  'r&d': team('Research', 'CC-2031', 'paula.garcia', 'steady', 0.02),
  today: team('Media', 'CC-1205', 'quentin.dubois', 'shop', 0),
  pricing: team('Marketplace', 'CC-1015', 'rosa.lopez', 'office', 0.01),
  'trust & safety': team('Media', 'CC-1310', 'samir.patel', 'steady', 0.02),
  robotics: team('Logistics', 'CC-2026', 'tara.oneill', 'office', 0.03),
  'gen.ai': team('Research', 'CC-3100', 'umar.khan', 'office', 0.07),
  'content/moderation': team('Media', 'CC-1310', 'vera.costa', 'steady', 0.01),
  mobile: team('Consumer', 'CC-1010', 'wei.chen', 'shop', 0.03),
  analytics: team('Corporate IT', 'CC-1400', 'xavier.moreau', 'office', -0.01),
  'legal ops': team('Corporate IT', 'CC-5000', 'yara.singh', 'office', 0.04),
}

/** Where nobody's experiments are booked. */
export const SANDBOX_COST_CENTER = 'CC-9999'

export type Cloud = 'aws' | 'gcp' | 'azure'

export interface Project {
  readonly team: string
  readonly home: Cloud
  readonly region: string
  /** How large its everyday running is, against the others: machines, buckets, logs. */
  readonly size: number
  readonly product?: string
  readonly owner?: string
}

const project = (
  team: string,
  home: Cloud,
  region: string,
  size: number,
  more: { product?: string; owner?: string } = {},
): Project => ({
  team,
  home,
  region,
  size,
  ...more,
})

export const PROJECTS: Readonly<Record<string, Project>> = {
  search: project('search', 'aws', 'us-east-1', 9, { product: 'Storefront' }),
  'image.search': project('search', 'gcp', 'europe-west4', 4, {
    product: 'Storefront',
    owner: 'anna.berg@example.com',
  }),
  'semantic-cache': project('search', 'aws', 'us-east-1', 2, { product: 'Storefront' }),
  'embeddings-refresh': project('search', 'aws', 'us-east-1', 3, { product: 'Storefront' }),
  'recsys-v3': project('recommendations', 'aws', 'us-east-1', 9, { product: 'Storefront' }),
  'catalog-enrich': project('recommendations', 'gcp', 'us-central1', 4, { product: 'Storefront' }),
  'fraud-scoring': project('fraud', 'aws', 'us-west-2', 7, { product: 'PayGuard' }),
  kestrel: project('fraud', 'aws', 'eu-west-1', 3, { product: 'PayGuard' }),
  'kyc-ocr': project('risk', 'azure', 'eastus', 4, { product: 'PayGuard' }),
  'anomaly-watch': project('risk', 'aws', 'us-west-2', 2, { product: 'PayGuard' }),
  lumen: project('vision', 'gcp', 'us-central1', 5),
  'labeling-tool': project('content/moderation', 'gcp', 'us-central1', 3, { product: 'Newsroom' }),
  'voice-bot': project('speech', 'aws', 'us-east-1', 5, { product: 'VoiceDesk' }),
  'meeting-notes': project('speech', 'azure', 'eastus', 3, { product: 'VoiceDesk' }),
  feature_store: project('ml-platform', 'aws', 'us-east-1', 6),
  'eval-harness': project('ml-platform', 'aws', 'us-west-2', 3),
  'agent-studio': project('ml-platform', 'gcp', 'us-central1', 3, { owner: 'diego.fischer@example.com' }),
  'data-lakehouse': project('data-eng', 'aws', 'us-east-1', 10),
  'nova-chat': project('chatbot', 'aws', 'us-west-2', 8, { product: 'Storefront' }),
  'checkout assistant': project('chatbot', 'aws', 'us-east-1', 3, {
    product: 'Storefront',
    owner: 'zoe.evans@example.com',
  }),
  atlas: project('ads ranking', 'aws', 'us-east-1', 7, { product: 'AdStudio' }),
  'black friday': project('ads ranking', 'aws', 'us-east-1', 2, { product: 'AdStudio' }),
  'churn-model': project('growth', 'azure', 'eastus', 2, { product: 'AdStudio' }),
  'ad-copy': project('growth', 'aws', 'us-west-2', 2, { product: 'AdStudio' }),
  'ticket-triage': project('support-ai', 'aws', 'us-east-1', 3, { product: 'Helpdesk' }),
  'support-copilot': project('support-ai', 'aws', 'us-east-1', 4, {
    product: 'Helpdesk',
    owner: 'aisha.bello@example.com',
  }),
  'smart-reply': project('support-ai', 'aws', 'eu-central-1', 3, { product: 'Helpdesk' }),
  'translation/eu': project('nlp-core', 'azure', 'swedencentral', 1, {
    product: 'Newsroom',
    owner: 'bruno.klein@example.com',
  }),
  'rag-bench': project('nlp-core', 'aws', 'us-west-2', 2),
  sentiment: project('today', 'azure', 'westeurope', 3, { product: 'Newsroom' }),
  'doc-qa': project('customer success', 'aws', 'us-east-1', 4, { product: 'DocFlow' }),
  'contract-review': project('legal ops', 'azure', 'westeurope', 2, { product: 'DocFlow' }),
  orion: project('r&d', 'aws', 'us-east-1', 6),
  'atlas-2': project('r&d', 'aws', 'us-west-2', 3),
  'price-optimizer': project('pricing', 'azure', 'eastus', 3, { product: 'AdStudio' }),
  'pii-redactor': project('trust & safety', 'aws', 'eu-central-1', 2),
  'warehouse-robotics': project('robotics', 'aws', 'eu-central-1', 5, { product: 'Fleet' }),
  'code copilot': project('gen.ai', 'aws', 'us-west-2', 4),
  'onboarding-bot': project('mobile', 'gcp', 'us-central1', 2, { product: 'Storefront' }),
  'demand-forecast': project('analytics', 'gcp', 'europe-west4', 4, { product: 'Fleet' }),
}

/** Named on what is sold to them; the weights say who uses how much. */
export const CUSTOMERS: Readonly<Record<string, number>> = {
  'Acme Corp': 10,
  Globex: 8,
  Initech: 6,
  'Umbrella Health': 7,
  Hooli: 9,
  'Stark Industries': 6,
  'Wayne Foods': 5,
  Wonka: 3,
  Soylent: 3,
  Cyberdyne: 5,
  Lumen: 4,
  'Massive Dynamic': 4,
  'Pied Piper': 2,
  Vandelay: 2,
  Northwind: 3,
}

export interface Allocation {
  readonly team?: string
  readonly project?: string
  readonly environment?: string
  readonly workloadType?: string
  readonly businessUnit?: string
  readonly owner?: string
  readonly costCenter?: string
  readonly product?: string
  readonly customer?: string
  readonly modelName?: string
}

/** Everything that follows from who uses it: the rest of the tags. */
export function allocation(
  of: { readonly project: string } | { readonly team: string },
  more: Pick<Allocation, 'environment' | 'workloadType' | 'customer' | 'modelName'> = {},
): Allocation {
  const found = 'project' in of ? PROJECTS[of.project] : undefined
  const name = 'project' in of ? found?.team : of.team
  const owning = name === undefined ? undefined : TEAMS[name]
  if (name === undefined || owning === undefined) throw new Error(`Nobody owns ${JSON.stringify(of)}.`)
  return {
    team: name,
    ...('project' in of ? { project: of.project } : {}),
    ...more,
    businessUnit: owning.businessUnit,
    owner: found?.owner ?? owning.lead,
    costCenter: more.environment === 'sandbox' ? SANDBOX_COST_CENTER : owning.costCenter,
    ...(found?.product === undefined ? {} : { product: found.product }),
  }
}

/** Spend of this share a month ago for each today; what nobody owns shrinks while tagging gets better. */
export const growthOf = (team: string | undefined): number => (team === undefined ? -0.03 : (TEAMS[team]?.growth ?? 0))

export const rhythmOf = (team: string | undefined): Rhythm =>
  team === undefined ? 'steady' : (TEAMS[team]?.rhythm ?? 'steady')
