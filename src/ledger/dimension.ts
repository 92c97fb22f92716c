import type { Charge } from './charge.ts'
import { FIRST_EXTRA, type FocusColumn, PLACE } from './focus-columns.ts'
import {
  ATTRIBUTES,
  type Attribute,
  attributeValue,
  type Condition,
  fits,
  type Mapping,
  type Rule,
  tagKey,
} from './mapping.ts'
import { meterOf } from './meter.ts'
import { readUnit } from './unit.ts'
import { present, quote } from './value.ts'

/** The columns of ledger.charge_day that say what a charge was for, in the order they are staged. */
export const DIMENSION_COLUMNS = [
  ...ATTRIBUTES,
  'service_provider_name',
  'service_name',
  'service_category',
  'service_subcategory',
  'cost_area',
  'region_id',
  'resource_id',
  'resource_name',
  'resource_type',
  'resource_class',
  'instance_type',
  'meter',
  'unit',
  'charge_category',
  'charge_class',
  'billing_currency',
] as const
type DimensionColumn = (typeof DIMENSION_COLUMNS)[number]

export interface Dimensions {
  readonly values: Readonly<Record<DimensionColumn, string | undefined>>
  /** Multiplies the delivered quantity: thousands of tokens, GPUs of an instance. */
  readonly quantityFactor: string
}

/** The field's own word for spend that nobody owns. */
export const UNALLOCATED = '__unallocated__'

const CATEGORIES = new Map(
  ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'].map((name) => [name.toLowerCase(), name]),
)

// What an index of PostgreSQL can hold, team and value together.
const MAX_ATTRIBUTE_BYTES = 500
const MAX_VALUE_BYTES = 2000

/** What a row's charge was for, or the reason why the row is rejected. */
export function dimensionsOf(mapping: Mapping, row: readonly string[], charge: Charge): Dimensions | string {
  const at = (column: FocusColumn) => present(row[PLACE[column]] ?? '')
  const currency = at('billingCurrency')
  if (currency === undefined) return 'BillingCurrency is missing'
  if (currency.length > 30) return 'BillingCurrency is longer than 30 characters'
  const given = at('chargeCategory')
  if (given === undefined) return 'ChargeCategory is missing'
  const category = CATEGORIES.get(given.toLowerCase())
  if (category === undefined) return `ChargeCategory ${quote(given)} is not one of FOCUS`

  const details = readKeys(at('skuPriceDetails'))
  if (details === undefined) return 'SkuPriceDetails is not a JSON object'
  const tags = readKeys(at('tags'))
  if (tags === undefined) return 'Tags is not a JSON object'
  const allocatedTags = readKeys(at('allocatedTags'))
  if (allocatedTags === undefined) return 'AllocatedTags is not a JSON object'

  const attribute = (name: Attribute): string | undefined => {
    const rule = mapping.attributes[name]
    for (const column of rule.columns) {
      const value = attributeValue(mapping, name, row[FIRST_EXTRA + mapping.extraColumns.indexOf(column)] ?? '')
      if (value !== undefined) return value
    }
    const keys = [
      ...rule.details.map((key) => details.get(tagKey(key))),
      // A split charge keeps the tags of what it was split from; whom it was split to is nearer the truth.
      ...rule.tags.map((key) => allocatedTags.get(key)),
      ...rule.tags.map((key) => tags.get(key)),
    ]
    for (const text of keys) {
      const value = attributeValue(mapping, name, text ?? '')
      if (value !== undefined) return value
    }
    return rule.fallback
  }

  const provider = at('serviceProviderName')
  // ServiceName is mandatory, and yet empty on taxes and purchases of several sources.
  const service = at('serviceName') ?? provider ?? 'Unknown'
  const resourceType = at('resourceType')
  const instanceType = details.get('instancetype')
  const skuMeter = at('skuMeter')
  const scale = charge.unit === '' ? undefined : readUnit(charge.unit, mapping.units)
  const delivered = {
    service_provider_name: provider,
    service_name: service,
    service_category: at('serviceCategory'),
    service_subcategory: at('serviceSubcategory'),
    region_id: at('regionId'),
    resource_id: at('resourceId'),
    resource_name: at('resourceName'),
    resource_type: resourceType,
    instance_type: instanceType,
    meter: skuMeter,
    unit: scale?.unit,
    charge_class: at('chargeClass'),
    billing_currency: currency,
  }
  // Before any pattern of the mapping is tried: on a long text a pattern may take for ever.
  const misfit = unfit(delivered)
  if (misfit !== undefined) return misfit
  const facts: Record<Condition, string> = {
    provider: provider ?? '',
    service,
    category: at('serviceCategory') ?? '',
    subcategory: at('serviceSubcategory') ?? '',
    resource_type: resourceType ?? '',
    resource_class: '',
    instance_type: instanceType ?? '',
    meter: skuMeter ?? '',
    unit: scale?.unit ?? '',
    any: [resourceType, at('resourceName'), at('resourceId'), skuMeter].join('\n'),
  }
  const resourceClass = firstFit(mapping.resourceClasses, facts)?.class
  const measured = { scale, resourceClass, instanceType, skuMeter, details }
  const { meter, unit, factor } = meterOf(mapping, measured)
  const costArea = firstFit(mapping.costAreas, { ...facts, resource_class: resourceClass ?? '' })?.area

  const attributes = Object.fromEntries(ATTRIBUTES.map((name) => [name, attribute(name)])) as Record<
    Attribute,
    string | undefined
  >
  const values: Dimensions['values'] = {
    ...attributes,
    team: attributes.team ?? UNALLOCATED,
    ...delivered,
    cost_area: costArea ?? mapping.defaultCostArea,
    resource_class: resourceClass,
    meter,
    unit,
    charge_category: category,
  }
  return unfit(attributes) ?? { values, quantityFactor: factor }
}

/** Why PostgreSQL could not keep these values, if it could not. */
function unfit(values: Partial<Dimensions['values']>): string | undefined {
  for (const [column, value] of Object.entries(values)) {
    if (value === undefined) continue
    if (value.includes('\0')) return `${column} holds a NUL character`
    const most = (ATTRIBUTES as readonly string[]).includes(column) ? MAX_ATTRIBUTE_BYTES : MAX_VALUE_BYTES
    if (value.length * 4 > most && Buffer.byteLength(value) > most) return `${column} is longer than ${most} bytes`
  }
  return undefined
}

const firstFit = <R extends Rule>(rules: readonly R[], facts: Readonly<Record<Condition, string>>): R | undefined =>
  rules.find(({ when }) => when.every(({ of, match }) => fits(match, facts[of])))

const NO_KEYS: ReadonlyMap<string, string> = new Map()

/** A FOCUS key-value column, its keys normalised; a key without a value (`true`) says nothing about whose the charge is. */
function readKeys(text: string | undefined): ReadonlyMap<string, string> | undefined {
  if (text === undefined || text === '{}') return NO_KEYS
  let object: unknown
  try {
    object = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined
  const keys = new Map<string, string>()
  for (const [key, value] of Object.entries(object)) {
    const name = tagKey(key)
    if (!keys.has(name) && (typeof value === 'string' || typeof value === 'number')) keys.set(name, String(value))
  }
  return keys
}
