import { Big } from 'big.js'
import type { Daily } from '../../../budgets/forecast.ts'
import { aheadSum, outlook } from '../../../budgets/outlook.ts'
import { decimal } from '../../answer.ts'
import type { Having, Period, Question } from '../../question.ts'
import type { Landing, LandingGroup } from './found.ts'
import { type KnownSeries, readSeries, type SeriesRow } from './series.ts'

interface Setting {
  readonly question: Question
  /** The known days of the rows. */
  readonly known: Period
  /** The same of the whole, further back; absent where the one row is the whole. */
  readonly whole?: { readonly known: Period; readonly row: SeriesRow | undefined } | undefined
  readonly named: number
  readonly most: number
}

/** Where one currency will land: the known days as they were summed, the days ahead as they are expected. */
export function landingOf(
  rows: readonly SeriesRow[],
  setting: Setting,
): Omit<Landing, 'of' | 'budget' | 'kept'> | undefined {
  const { question, known } = setting
  const { period } = question
  const series = rows.map((row) => ({ row, ...readSeries(row.days, known) }))
  const over = period.end <= known.end
  const whole: Daily | undefined =
    setting.whole === undefined
      ? series[0]?.daily
      : readSeries(setting.whole.row?.days ?? null, setting.whole.known).daily
  const out = over || whole === undefined ? undefined : outlook(whole, period)
  if (!over && out === undefined) return undefined
  const actual = sum(rows.map((row) => row.actual))
  if (over && actual === null) return undefined
  const ahead = out?.rest ?? '0'
  const plus = (part: string | null) => (part === null ? null : new Big(actual ?? '0').plus(part).toFixed())
  return {
    currency: rows[0]?.currency ?? '',
    actual,
    knownDays: question.groupBy.length > 0 ? [] : daysIn(series[0]?.exact ?? new Map(), period),
    outlook: out ?? null,
    expected: plus(ahead) ?? ahead,
    low: plus(out?.low ?? null),
    high: plus(out?.high ?? null),
    before: sum(rows.map((row) => row.before)),
    groups: question.groupBy.length === 0 ? [] : groupsOf(series, { ...setting, ahead: over ? null : ahead }),
  }
}

const daysIn = (exact: KnownSeries['exact'], { start, end }: Period) =>
  [...exact]
    .filter(([day]) => day >= start && day < end)
    .map(([day, cost]) => ({ day, cost: decimal(cost) ?? cost }))
    .sort((a, b) => (a.day < b.day ? -1 : 1))

/** Null where all are: nothing was recorded. */
function sum(amounts: readonly (string | null)[]): string | null {
  const recorded = amounts.filter((amount) => amount !== null)
  return recorded.length === 0 ? null : recorded.reduce((total, each) => total.plus(each), new Big(0)).toFixed()
}

/** Each group ahead by itself, then all cut alike to what the whole is expected to be: parts that do not add up help nobody. */
function groupsOf(
  series: readonly (KnownSeries & { readonly row: SeriesRow })[],
  { question, named, most, ahead }: Setting & { readonly ahead: string | null },
): readonly LandingGroup[] {
  const alone = series.map(({ daily }) => (ahead === null ? 0 : aheadSum(daily, question.period)))
  const total = alone.reduce((all, each) => all + each, 0)
  const whole = new Big(ahead ?? '0')
  const parts = alone.map((each) => new Big(total === 0 ? 0 : (each / total) * whole.toNumber()).round(2))
  const missing = parts.reduce((left, part) => left.minus(part), whole)
  const largest = alone.indexOf(Math.max(...alone))
  const groups = series.map(({ row }, i): LandingGroup => {
    const part = (parts[i] ?? new Big(0)).plus(i === largest ? missing : 0)
    return {
      kind: row.kind,
      keys: question.groupBy.map((_, at) => row[`key_${at + 1}`] ?? null),
      groups: row.kind === 'other' ? Number(row.last_place) - named : 1,
      actual: decimal(row.actual),
      ahead: part.toFixed(),
      expected: part.plus(row.actual ?? '0').toFixed(),
      before: decimal(row.before),
    }
  })
  return ranked(groups, question, question.limit ?? most)
}

/** The largest by what they will come to; the others are one row, those without a tag another. */
function ranked(groups: readonly LandingGroup[], question: Question, most: number): readonly LandingGroup[] {
  const way = question.sort === 'asc' ? -1 : 1
  const sorted = groups
    .filter(({ kind }) => kind === 'group')
    .toSorted((a, b) => way * new Big(b.expected).cmp(a.expected))
  const passing = sorted.filter(({ expected }) => question.having === null || passes(expected, question.having))
  const shown = passing.slice(0, passing.length <= most + 2 && question.limit === null ? most + 2 : most)
  const others = [...sorted.filter((group) => !shown.includes(group)), ...groups.filter(({ kind }) => kind === 'other')]
  const add = (of: (group: LandingGroup) => string | null) => sum(others.map(of))
  const other: LandingGroup = {
    kind: 'other',
    keys: question.groupBy.map(() => null),
    groups: others.reduce((count, group) => count + group.groups, 0),
    actual: add(({ actual }) => actual),
    ahead: add(({ ahead }) => ahead) ?? '0',
    expected: add(({ expected }) => expected) ?? '0',
    before: add(({ before }) => before),
  }
  return [...shown, ...groups.filter(({ kind }) => kind === 'none'), ...(others.length === 0 ? [] : [other])]
}

function passes(amount: string, { op, value }: Having): boolean {
  const order = new Big(amount).cmp(value)
  switch (op) {
    case '>':
      return order > 0
    case '<':
      return order < 0
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
  }
}
