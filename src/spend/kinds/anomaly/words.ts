import { day, shortDay } from '../../../cards/format.ts'
import { addDays } from '../../../civil-date.ts'
import { dimensionWord, rowLabel } from '../../words.ts'
import type { Anomalies, Finding } from './found.ts'
import { isByModel } from './series.ts'

const KINDS = {
  spike: 'spike',
  step: 'new level',
  ramp: 'creeping up',
  new: 'new',
  drop: 'drop',
  credit: 'credit',
} as const satisfies Readonly<Record<Finding['kind'], string>>

export const kindWord = ({ kind }: Finding): string => KINDS[kind]

/** "search · Compute", "claude-opus-4-5 (all teams)". */
export const placeOf = ({ groupBy, keys }: Finding): string => {
  const name = rowLabel({ kind: 'group', keys }, groupBy)
  return isByModel(groupBy) ? `model ${name}` : name
}

/** "Nov 18", "Nov 12 – Nov 14", "since Nov 12". */
export function whenOf({ since, last, goesOn, kind }: Finding): string {
  if (goesOn && kind !== 'spike') return `since ${shortDay(since)}`
  return since === last ? shortDay(since) : `${shortDay(since)} – ${shortDay(last)}`
}

/** "mostly project nova-chat, model claude-opus-4-5"; undefined where no single named thing brought most of it. */
export function driverWords({ drivers, alsoModels }: Finding): string | undefined {
  const named = drivers.flatMap(({ dimension, value }) =>
    value === null ? [] : [`${dimensionWord(dimension)} ${value}`],
  )
  const all = new Set([...named, ...alsoModels.map((model) => `model ${model}`)])
  return all.size === 0 ? undefined : `mostly ${[...all].join(', ')}`
}

export const placesWord = (count: number): string => (count === 1 ? '1 place' : `${count} places`)

/** "Looked at 164 series of daily cost (by team and cost area, and by model) on Nov 16 – Nov 20, 2026, …". */
export function judgedWords({ judged }: Anomalies): string {
  const by = judged.by.map((way) => `by ${way.map(dimensionWord).join(' and ')}`).join(', and ')
  const last = addDays(judged.days.end, -1)
  const days = judged.days.start === last ? day(last) : `${shortDay(judged.days.start)} – ${day(last)}`
  return `Looked at ${judged.series.toLocaleString('en-US')} series of daily cost (${by}) on ${days}, each day against what the weeks before it lead to expect.`
}
