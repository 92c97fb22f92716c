import type { Sheet } from '../kind.ts'
import { totalsOf } from './card.ts'
import type { Anomalies, Finding } from './found.ts'

/** Every finding with its figures; `counted` is what the headline adds: planned, earlier and lower ones count nothing. */
export function anomalySheet({ findings, judged }: Anomalies): Sheet {
  const above = findings.filter(({ told }) => told === 'above')
  const totals = totalsOf(above)
  const dimensions = [...new Set(judged.by.flat())]
  return {
    columns: [
      ...['kind', 'told', ...dimensions, 'since', 'last', 'goes_on', 'currency', 'actual', 'expected'],
      ...['expected_low', 'expected_high', 'over', 'counted', 'drivers', 'also_models', 'planned_reason', 'planned_by'],
    ],
    rows: findings.map((finding) => [
      finding.kind,
      finding.told,
      ...dimensions.map((dimension) => keyOf(finding, dimension)),
      finding.since,
      finding.last,
      finding.goesOn ? 'yes' : 'no',
      finding.currency,
      finding.actual,
      finding.expected,
      finding.low,
      finding.high,
      finding.over,
      finding.told === 'above' ? finding.over : '0',
      joined(finding.drivers.map(({ dimension, value }) => `${dimension}: ${value ?? '(none)'}`)),
      joined(finding.alsoModels),
      finding.plan?.reason ?? null,
      finding.plan?.plannedBy ?? null,
    ]),
    // Judged and found ordinary is a zero that is known.
    totals: totals.length > 0 ? totals : judged.currencies.map((currency) => ({ currency, total: '0' })),
    adds: 'counted',
  }
}

const keyOf = ({ groupBy, keys }: Finding, dimension: Finding['groupBy'][number]): string | null => {
  const at = groupBy.indexOf(dimension)
  return at < 0 ? null : (keys[at] ?? '(none)')
}

const joined = (words: readonly string[]): string | null => (words.length === 0 ? null : words.join('; '))
