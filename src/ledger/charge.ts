import { FIRST_EXTRA, type FocusColumn, PLACE } from './focus-columns.ts'
import type { Mapping } from './mapping.ts'
import { MAX_INSTANT_CHARS, present, quote, readDecimal, readUtcDay } from './value.ts'

/** One delivered row, read but not yet understood: its figures, and the text that everything else is derived from. */
export interface Charge {
  /** The UTC day of ChargePeriodStart: a charge for a whole month is booked on the day it begins. */
  readonly day: string
  /** First day of the month it is invoiced in, where that is not the day's own month. */
  readonly billingPeriod: string | undefined
  readonly billedCost: string
  readonly effectiveCost: string
  readonly listCost: string
  readonly contractedCost: string
  readonly quantity: string
  readonly unit: string
  readonly invoiced: boolean
  /** Equal keys have equal dimensions. */
  readonly key: string
}

// What the dimensions are derived from, besides the unit and the mapping's own columns.
const KEY_COLUMNS: readonly FocusColumn[] = [
  'resourceId',
  'tags',
  'allocatedTags',
  'skuMeter',
  'skuPriceDetails',
  'resourceName',
  'resourceType',
  'serviceName',
  'serviceCategory',
  'serviceSubcategory',
  'serviceProviderName',
  'regionId',
  'chargeCategory',
  'chargeClass',
  'billingCurrency',
]

/** Reads rows of `selectFocus`: a charge, or the reason why the row is rejected. Costs that are missing are empty text. */
export function chargeReader(
  mapping: Mapping,
  effectiveFrom: 'effective' | 'billed',
): (row: readonly string[]) => Charge | string {
  const keyPlaces = [
    ...KEY_COLUMNS.map((column) => PLACE[column]),
    ...mapping.extraColumns.map((_, n) => FIRST_EXTRA + n),
  ]
  const dayOf = remember(readUtcDay)
  return (row) => {
    const at = (column: FocusColumn) => row[PLACE[column]] ?? ''
    const start = at('chargePeriodStart')
    const day = dayOf(start)
    if (day === undefined) return bad('ChargePeriodStart', start, 'is not a UTC instant between 2000 and 2099')

    const billedCost = decimal(at('billedCost'))
    if (billedCost === undefined || billedCost === '')
      return bad('BilledCost', at('billedCost'), 'is not a decimal number')
    const effectiveCost = effectiveFrom === 'billed' ? billedCost : decimal(at('effectiveCost'))
    if (effectiveCost === undefined || effectiveCost === '')
      return bad('EffectiveCost', at('effectiveCost'), 'is not a decimal number')
    const listCost = decimal(at('listCost'))
    if (listCost === undefined) return bad('ListCost', at('listCost'), 'is not a decimal number')
    const contractedCost = decimal(at('contractedCost'))
    if (contractedCost === undefined) return bad('ContractedCost', at('contractedCost'), 'is not a decimal number')

    let quantity = decimal(at('consumedQuantity'))
    if (quantity === undefined) return bad('ConsumedQuantity', at('consumedQuantity'), 'is not a decimal number')
    let unit = at('consumedUnit')
    if (quantity === '') {
      // Some sources only say what they priced. Hours reserved but unused were priced and never consumed.
      const consumed =
        at('chargeCategory').trim().toLowerCase() === 'usage' && at('commitmentDiscountStatus').trim() !== 'Unused'
      quantity = consumed ? decimal(at('pricingQuantity')) : ''
      if (quantity === undefined) return bad('PricingQuantity', at('pricingQuantity'), 'is not a decimal number')
      unit = quantity === '' ? '' : at('pricingUnit')
    }

    let billingPeriod: string | undefined
    const billing = present(at('billingPeriodStart'))
    if (billing !== undefined) {
      const first = dayOf(billing)
      if (first === undefined) return bad('BillingPeriodStart', billing, 'is not a UTC instant between 2000 and 2099')
      if (first.slice(0, 7) !== day.slice(0, 7)) billingPeriod = `${first.slice(0, 7)}-01`
    }
    let key = `${billingPeriod ?? ''}\u001f${unit}`
    for (const place of keyPlaces) key += `\u001f${row[place] ?? ''}`
    const invoiced = present(at('invoiceId')) !== undefined
    return { day, billingPeriod, billedCost, effectiveCost, listCost, contractedCost, quantity, unit, invoiced, key }
  }
}

/** Empty for a null; undefined for what is no decimal. */
const decimal = (text: string) => (text === '' || present(text) === undefined ? '' : readDecimal(text))

const bad = (column: string, text: string, what: string) =>
  present(text) === undefined ? `${column} is missing` : `${column} ${quote(text)} ${what}`

/** Hourly files repeat few instants very often. */
function remember(read: (text: string) => string | undefined): (text: string) => string | undefined {
  const known = new Map<string, string | undefined>()
  return (text) => {
    if (known.has(text)) return known.get(text)
    const value = read(text)
    if (known.size > 10_000) known.clear()
    if (text.length <= MAX_INSTANT_CHARS) known.set(owned(text), value)
    return value
  }
}

/** A slice keeps the whole text alive that it was cut from; this copy does not. */
export const owned = (text: string) => Buffer.from(text).toString()
