import { judge, type ResourceHour, summarise } from '../src/nudges/idle.ts'
import { IDLE_RULES } from '../src/nudges/idle-rules.ts'
import { type History, histories, type Population } from './histories.ts'
import { type BenchOptions, type Measured, measured } from './measured.ts'

/** The rules were tuned on seeds 1–5 and never on these. */
const HELD_OUT = [101, 102, 103, 104, 105, 106, 107, 108]
const MONDAY = new Date('2026-11-23T10:00:00Z')
const HOUR_MS = 3_600_000
const GAPS: readonly Population[] = ['blind', 'unseen']

type Verdict = (history: History) => boolean

/** Precision and recall of the idle rules on labelled histories, beside what people begin with. */
export async function* verdictsBench(options: BenchOptions): AsyncGenerator<Measured> {
  const seeds = options.only === 'tuning' ? [1, 2, 3, 4, 5] : HELD_OUT
  const all = seeds.flatMap((seed) => histories(seed, MONDAY))
  const [ours, mean, peak] = [score(all, tally), score(all, meanBelow5), score(all, peakBelow5)]
  const beside = (name: string, value: number, yardstick: Measured['yardstick']) =>
    measured(name, value, `of ${all.length} histories`, yardstick)
  const naive = { name: 'mean below 5% for 7 days', value: mean.precision }
  yield beside('precision', ours.precision, naive)
  yield beside('recall', ours.recall, { name: 'mean below 5% for 7 days', value: mean.recall })
  yield beside('precision-mean-below-5', mean.precision, { name: 'precision', value: ours.precision })
  yield beside('precision-peak-30-minutes', peak.precision, { name: 'precision', value: ours.precision })
  yield beside('recall-peak-30-minutes', peak.recall, { name: 'recall', value: ours.recall })
  const gaps = all.filter(({ population }) => GAPS.includes(population))
  yield measured('verdicts-on-gaps', gaps.filter(tally).length, `of ${gaps.length} histories`, {
    name: 'peak below 5% for 30 minutes',
    value: gaps.filter(peakBelow5).length,
  })
  for (const population of new Set(all.map((history) => history.population))) {
    const some = all.filter((history) => history.population === population)
    yield measured(
      `called idle: ${population}`,
      some.filter(tally).length,
      `of ${some.length}, ${idleOf(some)} truly idle`,
      {
        name: 'mean below 5% for 7 days',
        value: some.filter(meanBelow5).length,
      },
    )
  }
}

const idleOf = (some: readonly History[]) => some.filter(({ truth }) => truth === 'idle').length

const tally: Verdict = ({ kind, hours }) => {
  const rule = IDLE_RULES.rules.find((each) => each.kind === kind)
  if (rule === undefined) throw new Error(`there is no rule ${kind}`)
  return judge(rule, summarise(rule, hours, MONDAY), MONDAY).kind === 'idle'
}

/** An index and a notebook have no GPU: their CPU stands for it. */
const use = ({ gpuUtilAvg, cpuUtilMax }: ResourceHour) => gpuUtilAvg ?? (cpuUtilMax ?? 0) / 2

const meanBelow5: Verdict = ({ hours }) => {
  const week = hours.filter(({ hourAt }) => hourAt.getTime() >= MONDAY.getTime() - 168 * HOUR_MS)
  return week.reduce((sum, hour) => sum + use(hour), 0) / Math.max(1, week.length) < 5
}

const peakBelow5: Verdict = ({ lastPeak }) => lastPeak < 5

function score(all: readonly History[], idle: Verdict): { readonly precision: number; readonly recall: number } {
  let [right, wrong, missed] = [0, 0, 0]
  for (const history of all) {
    const found = idle(history)
    if (found && history.truth === 'idle') right++
    else if (found && (history.truth === 'used' || GAPS.includes(history.population))) wrong++
    else if (!found && history.truth === 'idle') missed++
  }
  const share = (part: number, whole: number) => Number((part / Math.max(1, whole)).toFixed(4))
  return { precision: share(right, right + wrong), recall: share(right, right + missed) }
}
