import { civilDate, type DayNumber, type Month } from './calendar.ts'
import type { Charge, Line } from './charge.ts'
import type { Allocation } from './company.ts'
import { cell } from './csv.ts'
import { SAVINGS_PLAN } from './irregular.ts'
import { moneyText, quantityText } from './money.ts'
import { hex } from './random.ts'
import { REGION_NAMES, type SourceName } from './services.ts'

// Columns that change with every charge come first, so that the rest of a row can be made once for a line.
const CHANGING = [
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'ContractedCost',
  'ConsumedQuantity',
  'ConsumedUnit',
  'PricingQuantity',
  'PricingUnit',
  'ListUnitPrice',
  'ContractedUnitPrice',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'PricingCategory',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'InvoiceId',
] as const

const FIXED = [
  'BillingAccountId',
  'BillingAccountName',
  'BillingAccountType',
  'BillingCurrency',
  'InvoiceIssuerName',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceDetails',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'SubAccountType',
  'Tags',
] as const

export const FOCUS_HEADER = `${[...CHANGING, ...FIXED].join(',')}\n`

const start = (day: DayNumber) => `${civilDate(day)}T00:00:00Z`

/** One line of a FOCUS 1.2 file; nulls are empty. */
export function focusRow(charge: Charge, billing: Month, invoiceId: string): string {
  const { line, day, category, commitment } = charge
  const counted = charge.quantity !== 0
  const used = category === 'Usage'
  const changing = [
    start(billing.firstDay),
    start(billing.end),
    start(day),
    start(commitment === 'Purchase' ? billing.end : day + 1),
    moneyText(charge.billed),
    moneyText(charge.effective),
    moneyText(charge.list),
    moneyText(charge.contracted),
    counted ? quantityText(charge.quantity) : '',
    counted ? line.unit : '',
    counted ? quantityText(charge.quantity) : '',
    counted ? line.unit : '',
    counted ? moneyText(line.unitPrice) : '',
    counted ? moneyText(Math.round((line.unitPrice * line.service.contracted) / 100)) : '',
    category,
    charge.correction === true ? 'Correction' : '',
    cell(charge.description),
    commitment === 'Purchase' ? 'Recurring' : used ? 'Usage-Based' : 'One-Time',
    category === 'Credit' ? '' : commitment === 'Used' || commitment === 'Unused' ? 'Committed' : 'Standard',
    ...(commitment === undefined
      ? NO_COMMITMENT
      : [
          'Spend',
          SAVINGS_PLAN.id,
          cell(SAVINGS_PLAN.name),
          commitment === 'Purchase' ? '' : commitment,
          'Compute Savings Plan',
        ]),
    invoiceId,
  ]
  return `${changing.join(',')},${fixedOf(line)}\n`
}

const NO_COMMITMENT = ['', '', '', '', '']

const known = new WeakMap<Line, string>()

function fixedOf(line: Line): string {
  const found = known.get(line)
  if (found !== undefined) return found
  const { service, region, resource, allocation, details } = line
  const account = accountOf(service.source, line.currency)
  const sku = hex(`${service.name}/${line.skuMeter}/${JSON.stringify(details ?? {})}`, 12)
  const fixed = [
    account.id,
    account.name,
    account.type,
    line.currency ?? 'USD',
    account.issuer,
    service.provider,
    service.provider,
    region ?? '',
    region === undefined ? '' : (REGION_NAMES[region] ?? region),
    resource?.id ?? '',
    resource?.name ?? '',
    resource?.type ?? '',
    service.category,
    service.name,
    service.subcategory,
    sku,
    line.skuMeter,
    details === undefined ? '' : JSON.stringify(details),
    `${sku}.1`,
    `${account.id}-${hex(allocation?.team ?? 'shared', 6)}`,
    allocation?.team ?? 'shared',
    account.sub,
    allocation === undefined ? '' : JSON.stringify(tags(service.source, allocation)),
  ]
    .map(cell)
    .join(',')
  known.set(line, fixed)
  return fixed
}

function accountOf(source: SourceName, currency: Line['currency']) {
  const example = 'Example Inc'
  switch (source) {
    case 'aws-focus':
      return { id: '111122223333', name: example, type: 'Payer Account', sub: 'Linked Account', issuer: 'AWS' }
    case 'gcp-focus':
      return {
        id: '01ABCD-23EF45-678901',
        name: example,
        type: 'Billing Account',
        sub: 'Project',
        issuer: 'Google Cloud',
      }
    case 'azure-focus':
      return currency === 'EUR'
        ? {
            id: '8812077',
            name: 'Example Europe GmbH',
            type: 'Billing Profile',
            sub: 'Subscription',
            issuer: 'Microsoft',
          }
        : { id: '8812043', name: example, type: 'Billing Profile', sub: 'Subscription', issuer: 'Microsoft' }
    case 'openai-costs':
      return { id: 'org-example', name: example, type: 'Organization', sub: 'Project', issuer: 'OpenAI' }
    case 'anthropic-costs':
      return { id: 'org-0f2c', name: example, type: 'Organization', sub: 'Workspace', issuer: 'Anthropic' }
    case 'saas-focus':
      return { id: 'marketplace-204', name: example, type: 'Account', sub: 'Account', issuer: 'Marketplace' }
    case 'litellm':
      return { id: 'gateway-1', name: example, type: 'Gateway', sub: 'Team', issuer: 'litellm' }
  }
}

// Every cloud has its own way to write a key; the mapping makes one of them.
const KEYS: Partial<Record<SourceName, Partial<Record<keyof Allocation, string>>>> = {
  'aws-focus': { environment: 'env', costCenter: 'CostCenter' },
  'azure-focus': {
    team: 'Team',
    project: 'Project',
    environment: 'Environment',
    owner: 'Owner',
    costCenter: 'Cost Center',
    businessUnit: 'BU',
  },
}

const snake = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function tags(source: SourceName, allocation: Allocation): Record<string, string> {
  const written: Record<string, string> = {}
  for (const [key, value] of Object.entries(allocation)) {
    const name = key === 'modelName' ? 'model' : (KEYS[source]?.[key as keyof Allocation] ?? snake(key))
    if (value !== undefined) written[name] = value
  }
  return written
}
