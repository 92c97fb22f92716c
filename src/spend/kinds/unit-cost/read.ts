import { addDays } from '../../../civil-date.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Question } from '../../question.ts'
import { dimensionWord } from '../../words.ts'
import type { Asked, Read } from '../kind.ts'
import { run, together } from '../run.ts'
import { basisOf } from './basis.ts'
import type { Figures, UnitCost } from './found.ts'
import { obstacleOf } from './obstacle.ts'
import { type Ratio, type RatioRow, ratio } from './ratio.ts'
import { isMachine, relations, spansOf } from './relations.ts'
import { runQuestion } from './runs.ts'
import { billedSpans, countedSpans } from './spans.ts'
import { unitWords } from './words.ts'

/** More lines than this in one chart are a tangle. */
const SERIES_LIMIT = 5
/** Whoever sets a bar wants to see all who pass it. */
const HAVING_LIMIT = 25

/** Cost and units over the same scope in the same days: what kind of unit it is decides where both are read. */
export async function readUnitCost(
  deps: AskDeps,
  asked: Asked,
  order: Ratio['order'] = 'each',
): Promise<Read<UnitCost>> {
  const plain = asked.question.unit === 'training_run' ? runQuestion(asked.question) : asked.question
  const question = plain.each === undefined ? plain : { ...plain, groupBy: [plain.each], limit: null, having: null }
  const { unit } = question
  const why = obstacleOf(question, asked.views)
  if (unit === null || why !== undefined) return { kind: 'cannot', why: why ?? '' }
  const spans =
    unit === 'token' || unit === 'gpu_hour' || unit === 'training_run'
      ? billedSpans(question)
      : countedSpans(question, asked.completeThrough ?? addDays(asked.utcToday, -1))
  const { basis, sql: first } = await basisOf(deps, { ...asked, question }, unit, spansOf(spans))
  const ran = await run(
    deps,
    ratio({
      ...relations({ ...asked, question }, unit, basis, spans),
      ...ranking(question, question.each === undefined ? asked.most : (question.filters[question.each]?.length ?? 0)),
      per: unitWords(unit).size,
      order,
    }),
  )
  const found = {
    unit,
    basis,
    spans,
    grain: question.grain,
    groupedBy: groupNames(question),
    keyNames: question.groupBy.map((dimension) => (isMachine(dimension, unit) ? 'instance_type' : dimension)),
    ...readRows(ran.rows, question),
  }
  if (found.totals.every(({ figures }) => !figures.amount && !figures.units && !figures.amount_before && !figures.runs))
    return { kind: 'nothing' }
  const rowCount = found.totals.reduce((sum, { figures }) => sum + Number(figures.rows ?? 0), 0)
  return { kind: 'found', found, sql: together(...first, ran), rowCount }
}

/** What a GPU hour costs is a property of the machine's type and not of one machine. */
const groupNames = ({ groupBy, unit }: Question): readonly string[] =>
  groupBy.map((dimension) => (isMachine(dimension, unit) ? 'instance type' : dimensionWord(dimension)))

export function ranking(
  question: Question,
  most: number,
): Pick<Ratio, 'grain' | 'sort' | 'limit' | 'limitAsked' | 'having'> {
  const { grain, sort, having, limit } = question
  const usual = having === null ? most : Math.max(most, HAVING_LIMIT)
  return {
    grain,
    sort,
    having,
    limit: grain === null ? (limit ?? usual) : Math.min(limit ?? SERIES_LIMIT, SERIES_LIMIT),
    limitAsked: limit !== null,
  }
}

export function readRows(rows: readonly RatioRow[], question: Question): Pick<UnitCost, 'totals' | 'lines'> {
  const known = new Set(['currency', 'bucket', 'kind', 'groups'])
  const names =
    rows[0] === undefined ? [] : Object.keys(rows[0]).filter((name) => !known.has(name) && !name.startsWith('key_'))
  const figures = (row: RatioRow, total: boolean): Figures =>
    Object.fromEntries(
      names
        .filter((name) => name.startsWith('total_') === total)
        .map((name) => [total ? name.slice('total_'.length) : name, decimal(row[name])]),
    )
  const byCurrency = new Map(rows.map((row) => [row.currency, row]))
  return {
    totals: [...byCurrency.values()]
      .toSorted((a, b) => Number(b.total_rows) - Number(a.total_rows))
      .map((row) => ({ currency: row.currency, figures: figures(row, true) })),
    lines:
      question.groupBy.length === 0 && question.grain === null
        ? []
        : rows.map((row) => ({
            kind: row.kind,
            keys: question.groupBy.map((_, i) => row[`key_${i + 1}`] ?? null),
            groups: Number(row.groups),
            currency: row.currency,
            bucket: row.bucket,
            figures: figures(row, false),
          })),
  }
}
