import { judge, type ResourceHour, summarise } from '../src/nudges/idle.ts'
import { IDLE_RULES } from '../src/nudges/idle-rules.ts'
import { type Trace, traces } from './idle-traces.ts'
import { type BenchOptions, type Measured, measured } from './measured.ts'

const HOUR_MS = 3_600_000
const DAYS = 21
/** Each rule is asked once a day, on workdays and weekends alike. */
const ASKED_DAYS = 7
const MONDAY = new Date('2026-11-23T10:00:00Z')
const WINDOW_HOURS = 7 * 24

type Rule = (hours: readonly ResourceHour[], asOf: Date) => boolean

/** Precision, recall and false alarms of the idle rule for GPUs, beside the rules that people begin with. */
export async function* idleRuleBench(_options: BenchOptions): AsyncGenerator<Measured> {
  const all = traces(MONDAY, DAYS)
  const serving = all.filter(({ population }) => population === 'serving').flatMap(({ hours }) => hours)
  const share = (is: (hour: ResourceHour) => boolean) => percent(serving.filter(is).length, serving.length)
  yield measured('serving hours with a mean below 5%', share(low('gpuUtilAvg')), '%', {
    name: 'serving hours with a peak below 5%',
    value: share(low('gpuUtilMax')),
  })

  const ours = score(all, ourRule)
  for (const [name, rule] of Object.entries(NAIVE)) {
    const theirs = score(all, rule)
    for (const figure of ['precision', 'recall', 'false_alarms'] as const)
      yield measured(
        `idle rule: ${figure.replace('_', ' ')}`,
        ours[figure],
        figure === 'false_alarms' ? 'of 100 live machines' : '%',
        {
          name,
          value: theirs[figure],
        },
      )
  }
  yield measured('idle rule: live machines called idle although hardly seen', ours.blindAlarms, '%', {
    name: 'peak below 5% over a week',
    value: score(all, NAIVE['peak below 5% over a week']).blindAlarms,
  })
}

function ourRule(hours: readonly ResourceHour[], asOf: Date): boolean {
  const rule = IDLE_RULES.rules.find(({ kind }) => kind === 'gpu')
  if (rule === undefined) throw new Error('there is no rule for GPUs')
  return judge(rule, summarise(rule, hours, asOf), asOf).kind === 'idle'
}

const low = (signal: 'gpuUtilAvg' | 'gpuUtilMax') => (hour: ResourceHour) => (hour[signal] ?? 0) < 5

const NAIVE = {
  'mean below 5% over a week': (hours) =>
    hours.reduce((sum, { gpuUtilAvg }) => sum + (gpuUtilAvg ?? 0), 0) / Math.max(1, hours.length) < 5,
  'mean below 5% in the last hour': (hours) => hours.slice(-1).every(low('gpuUtilAvg')),
  'peak below 5% for four hours': (hours) => hours.slice(-4).every(low('gpuUtilMax')),
  'peak below 5% over a week': (hours) => hours.every(low('gpuUtilMax')),
} as const satisfies Readonly<Record<string, Rule>>

/** Per machine and day: whoever is told wrongly on one day of seven was told wrongly. */
function score(all: readonly Trace[], rule: Rule) {
  let [right, wrong, missed, live, blind, blindAlarms] = [0, 0, 0, 0, 0, 0]
  for (let day = 0; day < ASKED_DAYS; day++) {
    const asOf = new Date(MONDAY.getTime() - day * 24 * HOUR_MS)
    const from = new Date(asOf.getTime() - WINDOW_HOURS * HOUR_MS)
    for (const { dead, hours, population } of all) {
      const idle = rule(
        hours.filter(({ hourAt }) => hourAt >= from && hourAt < asOf),
        asOf,
      )
      if (idle && dead) right++
      else if (idle) wrong++
      else if (dead) missed++
      if (!dead) live++
      if (population === 'blind') {
        blind++
        if (idle) blindAlarms++
      }
    }
  }
  return {
    precision: percent(right, right + wrong),
    recall: percent(right, right + missed),
    false_alarms: percent(wrong, live),
    blindAlarms: percent(blindAlarms, blind),
  }
}

const percent = (part: number, whole: number) => Number(((100 * part) / Math.max(1, whole)).toFixed(1))
