import { addUnits, type CivilDate, earlier, later } from '../../../civil-date.ts'
import type { Answer } from '../../answer.ts'
import type { Period } from '../../question.ts'
import type { Sheet } from '../kind.ts'
import type { Figures, UnitCost } from './found.ts'
import { headlines } from './say.ts'
import { DIRECTIONS, unitWords } from './words.ts'

/** Cost and units add up over the rows of one span; their ratio, which is the headline, does not. */
export function unitCostSheet(answer: Answer, found: UnitCost): Sheet {
  const { spans, unit } = found
  const { column, per } = unitWords(unit)
  const named = found.lines.length > 0 && found.groupedBy.length > 0
  const directions = unit === 'token' ? DIRECTIONS : []
  const runs = found.basis.kind === 'runs' ? ['failed', 'failed_cost', 'cancelled', 'cancelled_cost'] : []
  const price = `cost_per_${per.toLowerCase().replaceAll(' ', '_')}`
  const rows = (figures: Figures, kind: string, keys: readonly (string | null)[], currency: string | null) =>
    (
      [
        ['', spans.now],
        ['_whole', spans.whole],
        ['_before', spans.before],
      ] as const
    ).flatMap(([side, span]) => {
      if (span === null) return []
      const detail = side === ''
      const of = (name: string) => figures[name] ?? null
      return [
        [
          span.start,
          span.end,
          ...(named ? [kind, ...keys] : []),
          currency,
          of(`amount${side}`),
          of(`units${side}`),
          of(`each${side}`),
          ...directions.flatMap(({ name }) =>
            ['amount', 'units', 'each'].map((figure) => (detail ? of(`${figure}_${name}`) : null)),
          ),
          ...runs.map((name) => (detail ? of(name) : null)),
        ],
      ]
    })
  return {
    columns: [
      'start',
      'end_exclusive',
      ...(named ? ['kind', ...found.keyNames] : []),
      'currency',
      'cost',
      column,
      price,
      ...directions.flatMap(({ name }) => [`${name}_cost`, `${name}_tokens`, `${name}_${price}`]),
      ...runs,
    ],
    rows:
      found.lines.length === 0
        ? found.totals.flatMap(({ figures, currency }) => rows(figures, 'group', [], currency))
        : found.lines.flatMap(({ figures, kind, keys, currency, bucket }) =>
            rows(figures, kind, keys, currency).flatMap((row, i) =>
              bucket === null || found.grain === null
                ? [row]
                : i > 0
                  ? []
                  : [withSpan(row, bucketSpan(spans.now, bucket, addUnits(found.grain, bucket, 1)))],
            ),
          ),
    totals: headlines(answer, found).map(({ currency, figures }) => ({ currency, total: figures.each ?? null })),
    adds: null,
  }
}

const bucketSpan = ({ start, end }: Period, bucket: CivilDate, next: CivilDate): Period => ({
  start: later(start, bucket),
  end: earlier(end, next),
})

const withSpan = ([, , ...rest]: readonly (string | null)[], { start, end }: Period) => [start, end, ...rest]
