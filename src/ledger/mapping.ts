export const ATTRIBUTES = [
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
] as const
export type Attribute = (typeof ATTRIBUTES)[number]

export const COST_AREAS = [
  'Compute',
  'Storage',
  'Networking',
  'Managed AI Services',
  'Model Usage',
  'Data Pipelines',
  'Vector Databases',
  'Monitoring',
  'Governance',
] as const
export type CostArea = (typeof COST_AREAS)[number]

/** A mapping file, ready to use. */
export interface Mapping {
  readonly attributes: Readonly<Record<Attribute, AttributeRule>>
  /** Columns beyond FOCUS that some attribute reads. */
  readonly extraColumns: readonly string[]
  /** Lower-cased spelling → the one to keep. */
  readonly units: ReadonlyMap<string, string>
  readonly tokenMeters: readonly { readonly meter: string; readonly match: readonly RegExp[] }[]
  readonly resourceClasses: readonly (Rule & { readonly class: string })[]
  readonly gpuCounts: readonly { readonly count: string; readonly match: readonly RegExp[] }[]
  readonly costAreas: readonly (Rule & { readonly area: CostArea })[]
  readonly defaultCostArea: CostArea
}

export interface AttributeRule {
  readonly columns: readonly string[]
  readonly details: readonly string[]
  /** Normalised by `tagKey`. */
  readonly tags: readonly string[]
  readonly lower: boolean
  readonly fallback: string | undefined
  readonly values: ReadonlyMap<string, string>
}

export interface Rule {
  readonly when: readonly { readonly of: Condition; readonly match: readonly RegExp[] }[]
}

export const CONDITIONS = [
  'provider',
  'service',
  'category',
  'subcategory',
  'resource_type',
  'resource_class',
  'instance_type',
  'meter',
  'unit',
  'any',
] as const
export type Condition = (typeof CONDITIONS)[number]

/** The value of an attribute as it is stored, whichever file it came from; undefined where there is none. */
export function attributeValue(mapping: Mapping, attribute: Attribute, text: string): string | undefined {
  const rule = mapping.attributes[attribute]
  const trimmed = text.trim()
  if (trimmed === '' || trimmed === 'NULL' || trimmed === 'null') return undefined
  return rule.values.get(trimmed.toLowerCase()) ?? (rule.lower ? trimmed.toLowerCase() : trimmed)
}

/** `user:CostCenter`, ` cost_center` and `cost-center` are one key. */
export const tagKey = (key: string) =>
  key
    .trim()
    .toLowerCase()
    .replace(/^user:/, '')
    .replace(/[\s_.-]/g, '')

export const fits = (matches: readonly RegExp[], text: string) => matches.some((match) => match.test(text))
