import { addDays } from '../../civil-date.ts'
import type { DigestAnomaly, DigestBudget, DigestForecast, DigestIdle, DigestUnitCost } from '../digest.ts'
import type { Section } from '../subscription.ts'
import type { Cut, Line, Moved } from './cut.ts'
import type { Group } from './groups.ts'
import { monthOf } from './questions.ts'
import {
  anomalies,
  budgets,
  forecasts,
  idle,
  lines,
  movers,
  type Scoped,
  type Setting,
  type Top,
  top,
  type Unowned,
  unitCosts,
  unowned,
} from './sections.ts'

/** What the sections of many digests are cut out of. */
export interface Gathered {
  readonly lines: Cut<Line>
  /** Without the sources that are late; the same where none is. */
  readonly comparable: Cut<Line>
  readonly top: Top | undefined
  readonly budgets: Cut<DigestBudget>
  readonly unowned: readonly Unowned[]
  readonly judged: Judged
}

/** What several values do not have the sum of: each scope is asked for by itself. */
export interface Judged {
  readonly movers: Cut<Moved>
  readonly forecasts: Cut<DigestForecast>
  readonly anomalies: Cut<DigestAnomaly>
  readonly idle: Cut<DigestIdle>
  readonly unitCosts: Cut<DigestUnitCost>
}

/** What does not depend on the days of a digest, asked once for all of a family. */
export interface Standing {
  budgets(month: ReturnType<typeof monthOf>): Promise<Cut<DigestBudget>>
  forecasts(): Promise<Cut<DigestForecast>>
  idle(): Promise<Cut<DigestIdle>>
}

export function standingOf(setting: Setting, scoped: Scoped, values: readonly string[]): Standing {
  const known = new Map<string, Promise<Cut<unknown>>>()
  // What failed fails all who need it, and they are told by whoever awaits it.
  const once = <Part>(key: string, read: () => Promise<Cut<Part>>): Promise<Cut<Part>> => {
    const kept = (known.get(key) as Promise<Cut<Part>> | undefined) ?? read()
    known.set(key, kept)
    return kept
  }
  return {
    budgets: (month) => once(`budgets ${month.start}`, () => budgets(setting, scoped, values, month)),
    forecasts: () => once('forecasts', () => forecasts(setting, scoped, values)),
    idle: () => once('idle', () => idle(setting, scoped, values)),
  }
}

const nothing: Cut<never> = new Map()

/** One question after another: whoever asks something meanwhile need not wait behind all of them. */
export async function gather(
  setting: Setting,
  scoped: Scoped,
  { span, missing, sections, values }: Pick<Group, 'span' | 'missing' | 'sections' | 'values'>,
  standing: Standing,
): Promise<Gathered> {
  const whole = missing.length === 0
  const all = await lines(setting, scoped, values, span, [])
  return {
    lines: all,
    comparable: whole ? all : await lines(setting, scoped, values, span, missing),
    top: sections.has('top') ? await top(setting, scoped, values, span, whole) : undefined,
    budgets: sections.has('budget') ? await standing.budgets(monthOf(addDays(span.period.end, -1))) : nothing,
    unowned: sections.has('unallocated') ? await unowned(setting, span, whole) : [],
    judged: await judge(setting, scoped, { span, missing, sections, values }, standing),
  }
}

export async function judge(
  setting: Setting,
  scoped: Scoped,
  { span, missing, sections, values }: Pick<Group, 'span' | 'missing' | 'sections' | 'values'>,
  standing: Standing,
): Promise<Judged> {
  const wants = (section: Section) => sections.has(section)
  return {
    movers: wants('movers') ? await movers(setting, scoped, values, span, missing) : nothing,
    forecasts: wants('forecast') ? await standing.forecasts() : nothing,
    anomalies: wants('anomalies') ? await anomalies(setting, scoped, values, span, missing) : nothing,
    idle: wants('idle') ? await standing.idle() : nothing,
    unitCosts: wants('unit_cost') ? await unitCosts(setting, scoped, values, span, missing.length === 0) : nothing,
  }
}
