import { Fault } from '../errors.ts'

/** The FOCUS columns that Tally reads, with every name they had from 1.0 to 1.4. Columns of the mapping file come after them. */
const COLUMNS = {
  billedCost: ['BilledCost'],
  effectiveCost: ['EffectiveCost'],
  listCost: ['ListCost'],
  contractedCost: ['ContractedCost'],
  consumedQuantity: ['ConsumedQuantity'],
  consumedUnit: ['ConsumedUnit'],
  pricingQuantity: ['PricingQuantity'],
  pricingUnit: ['PricingUnit'],
  chargePeriodStart: ['ChargePeriodStart'],
  billingPeriodStart: ['BillingPeriodStart'],
  billingCurrency: ['BillingCurrency'],
  chargeCategory: ['ChargeCategory'],
  chargeClass: ['ChargeClass'],
  commitmentDiscountStatus: ['CommitmentDiscountStatus'],
  invoiceId: ['InvoiceId'],
  // 1.3 renamed ProviderName, 1.4 removed it.
  serviceProviderName: ['ServiceProviderName', 'ProviderName'],
  serviceName: ['ServiceName'],
  serviceCategory: ['ServiceCategory'],
  serviceSubcategory: ['ServiceSubcategory'],
  regionId: ['RegionId'],
  resourceId: ['ResourceId'],
  resourceName: ['ResourceName'],
  resourceType: ['ResourceType'],
  skuMeter: ['SkuMeter'],
  skuPriceDetails: ['SkuPriceDetails'],
  tags: ['Tags'],
  allocatedTags: ['AllocatedTags'],
} as const satisfies Record<string, readonly string[]>

export type FocusColumn = keyof typeof COLUMNS

/** Where each column stands in a row of `selectFocus`. */
export const PLACE = Object.fromEntries(Object.keys(COLUMNS).map((name, index) => [name, index])) as Record<
  FocusColumn,
  number
>

/** Where the mapping file's own columns begin. */
export const FIRST_EXTRA = Object.keys(COLUMNS).length

/** Where each wanted column stands in the file, or one fault that names every column the file lacks. Case does not matter. */
export function selectFocus(
  name: string,
  header: readonly string[],
  effectiveFrom: 'effective' | 'billed',
  extra: readonly string[],
): readonly number[] {
  const at = new Map<string, number>()
  header.forEach((column, index) => {
    if (!at.has(column.toLowerCase())) at.set(column.toLowerCase(), index)
  })
  const find = (names: readonly string[]) =>
    names.map((column) => at.get(column.toLowerCase())).find((index) => index !== undefined) ?? -1
  const needed: FocusColumn[] = ['billedCost', 'billingCurrency', 'chargeCategory', 'chargePeriodStart', 'serviceName']
  if (effectiveFrom === 'effective') needed.push('effectiveCost')
  const missing = needed.filter((column) => find(COLUMNS[column]) === -1).map((column) => COLUMNS[column][0])
  if (missing.length > 0) {
    throw new Fault(
      `${name} is not a FOCUS Cost and Usage file: it has no column ${missing.join(', ')}.`,
      missing.length === 1 && missing[0] === 'EffectiveCost'
        ? 'If this source only bills, import it with --effective billed.'
        : 'Export it in FOCUS 1.0 or newer with all mandatory columns.',
    )
  }
  return [...Object.values(COLUMNS).map(find), ...extra.map((column) => find([column]))]
}
