import { type DayNumber, type Rhythm, rhythm } from './calendar.ts'
import type { Allocation } from './company.ts'
import { type Milli, type Nano, percent, priced } from './money.ts'
import { random, wobble } from './random.ts'
import type { Service, SourceName } from './services.ts'

export interface Resource {
  readonly id: string
  readonly name: string
  readonly type: string
}

/** What stays the same about a charge from day to day: one price of one thing, used by one party. */
export interface Line {
  readonly service: Service
  readonly region?: string
  /** Absent: nobody tagged it. */
  readonly allocation?: Allocation
  readonly resource?: Resource
  /** The provider's own name of what is counted. */
  readonly skuMeter: string
  /** What is counted, a plural noun. */
  readonly unit: string
  readonly unitPrice: Nano
  readonly details?: Readonly<Record<string, string | number>>
  /** A second billing account, in another currency. */
  readonly currency?: 'EUR'
  /** Covered by the savings plan. */
  readonly committed?: boolean
}

export interface Charge {
  readonly line: Line
  readonly day: DayNumber
  readonly category: 'Usage' | 'Purchase' | 'Credit' | 'Adjustment'
  readonly description: string
  readonly correction?: boolean
  readonly quantity: Milli
  readonly list: Nano
  readonly contracted: Nano
  readonly effective: Nano
  readonly billed: Nano
  readonly commitment?: 'Used' | 'Unused' | 'Purchase'
}

/** What the savings plan leaves to pay, in percent of the list price. */
export const COMMITTED_PERCENT = 72

export function usage(line: Line, day: DayNumber, quantity: Milli): Charge {
  const list = priced(quantity, line.unitPrice)
  const contracted = percent(list, line.service.contracted)
  const description = `${line.skuMeter} of ${line.service.name}`
  if (line.committed === true) {
    const effective = percent(list, COMMITTED_PERCENT)
    return {
      line,
      day,
      category: 'Usage',
      description,
      quantity,
      list,
      contracted,
      effective,
      billed: 0,
      commitment: 'Used',
    }
  }
  return {
    line,
    day,
    category: 'Usage',
    description,
    quantity,
    list,
    contracted,
    effective: contracted,
    billed: contracted,
  }
}

/** The time the company is looked at from, and the chance it is made with. */
export interface Scene {
  readonly seed: number
  readonly asOf: DayNumber
  readonly firstDay: DayNumber
}

/** Something that goes on day after day and costs money. */
export interface Activity {
  readonly source: SourceName
  /** `share`: of the day that the source has delivered. */
  readonly charges: (day: DayNumber, share: number) => readonly Charge[]
  readonly units?: (day: DayNumber, share: number) => readonly Units[]
}

/** What was made or asked that day. */
export interface Units {
  readonly allocation: Allocation
  readonly name: string
  readonly quantity: number
}

export interface Course {
  readonly key: string
  readonly growth: number
  readonly rhythm: Rhythm
  readonly spread: number
  /** A planted event: what the day is multiplied by. */
  readonly event?: (day: DayNumber) => number
}

/** Growth over the months, the rhythm of the week, a little chance, and what was planted. */
export function level(scene: Scene, course: Course): (day: DayNumber) => number {
  return (day) => {
    const grown = Math.exp((-course.growth * (scene.asOf - day)) / 30.44)
    const chance = wobble(random(scene.seed, `${course.key}@${day}`), course.spread)
    return grown * rhythm(course.rhythm, day) * chance * (course.event?.(day) ?? 1)
  }
}
