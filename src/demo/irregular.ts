import type { DayNumber } from './calendar.ts'
import { monthOf } from './calendar.ts'
import { type Activity, type Charge, COMMITTED_PERCENT, type Line, type Scene } from './charge.ts'
import { type Allocation, allocation } from './company.ts'
import { INSTANCES } from './machine-plan.ts'
import type { Machine } from './machines.ts'
import { type Nano, nano, percent, priced } from './money.ts'
import { SERVICES, type ServiceKey } from './services.ts'

const money = (
  service: ServiceKey,
  day: DayNumber,
  amount: Nano,
  of: {
    readonly category: Charge['category']
    readonly description: string
    readonly skuMeter: string
    readonly allocation?: Allocation
    readonly region?: string
    readonly correction?: boolean
  },
): Charge => ({
  line: {
    service: SERVICES[service],
    ...(of.region === undefined ? {} : { region: of.region }),
    ...(of.allocation === undefined ? {} : { allocation: of.allocation }),
    skuMeter: of.skuMeter,
    unit: '',
    unitPrice: 0,
  },
  day,
  category: of.category,
  description: of.description,
  ...(of.correction === true ? { correction: true } : {}),
  quantity: 0,
  list: amount,
  contracted: amount,
  effective: amount,
  billed: amount,
})

export const SAVINGS_PLAN = {
  id: 'arn:aws:savingsplans::111122223333:savingsplan/7d1c0e52',
  name: 'Compute Savings Plan, 3 years',
}

/**
 * The savings plan: bought for a month on its first day (billed, not yet effective), used by the committed machines hour by hour
 * (effective, not billed). What the bought month does not use stands on a row of its own, so that both sums agree.
 */
export function savingsPlan(scene: Scene, machines: readonly Machine[]): Activity {
  const covered = machines.filter(({ line }) => line.committed === true)
  // A node that was given back, and is paid for until the plan ends.
  const unused = percent(priced(9600, nano(INSTANCES['p4d.24xlarge'].price)), COMMITTED_PERCENT)
  const usedOn = (day: DayNumber) =>
    covered
      .filter(({ since }) => day >= scene.asOf - since)
      .reduce((sum, { line }) => sum + percent(priced(24_000, line.unitPrice), COMMITTED_PERCENT), 0)
  const infra = allocation({ team: 'infra' }, { environment: 'production' })
  const line: Line = {
    service: SERVICES.ec2,
    region: 'us-east-1',
    allocation: infra,
    skuMeter: 'Savings Plan',
    unit: '',
    unitPrice: 0,
  }
  return {
    source: 'aws-focus',
    charges: (day, share): readonly Charge[] => {
      const left = Math.round(unused * share)
      const spare: Charge = {
        line,
        day,
        category: 'Usage',
        description: 'Savings plan: committed and not used',
        quantity: 0,
        list: left,
        contracted: left,
        effective: left,
        billed: 0,
        commitment: 'Unused',
      }
      const month = monthOf(day)
      if (share === 0 || day !== month.firstDay) return share === 0 ? [] : [spare]
      let fee = 0
      for (let each = month.firstDay; each < month.end; each++) fee += usedOn(each) + unused
      // Its list price stands on the usage it covers; here it would count twice.
      const purchase: Charge = {
        ...spare,
        category: 'Purchase',
        description: 'Savings plan: the month',
        list: 0,
        contracted: 0,
        effective: 0,
        billed: fee,
        commitment: 'Purchase',
      }
      return [spare, purchase]
    },
  }
}

/** A pilot's credit on one day, and a migration credit every month that no team may claim. */
export const credits = (scene: Scene): readonly Activity[] => [
  {
    source: 'gcp-focus',
    charges: (day, share): readonly Charge[] =>
      share === 0 || day !== scene.asOf - 20
        ? []
        : [
            money('vertex', day, nano(-12_500), {
              category: 'Credit',
              description: 'Promotional credit for a pilot',
              skuMeter: 'Credit',
              region: 'us-central1',
              allocation: allocation({ project: 'lumen' }, { environment: 'production', workloadType: 'inference' }),
            }),
          ],
  },
  {
    source: 'aws-focus',
    charges: (day, share): readonly Charge[] =>
      share === 0 || day !== monthOf(day).firstDay + 2
        ? []
        : [
            money('s3', day, nano(-850), {
              category: 'Credit',
              description: 'Migration credit',
              skuMeter: 'Credit',
              region: 'us-east-1',
            }),
          ],
  },
]

const CORRECTED = ['feature_store', 'recsys-v3', 'voice-bot', 'search'] as const

/** A refund for a month already invoiced: delivered with a later month, for a day of the earlier one. */
export function correction(scene: Scene, billingMonth: { readonly firstDay: DayNumber }): Charge | undefined {
  const day = billingMonth.firstDay - 9
  if (day < scene.firstDay || scene.asOf < billingMonth.firstDay + 5) return undefined
  const turn = Math.round(billingMonth.firstDay / 30.4)
  const project = CORRECTED[turn % CORRECTED.length] ?? 'search'
  return money('sagemaker', day, nano(-(640 + (turn % 5) * 87.25)), {
    category: 'Usage',
    description: 'Refund: endpoint hours counted twice',
    skuMeter: 'Instance-Hours',
    region: 'us-east-1',
    correction: true,
    allocation: allocation({ project }, { environment: 'production', workloadType: 'inference' }),
  })
}
