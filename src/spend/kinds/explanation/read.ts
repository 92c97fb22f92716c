import { Big } from 'big.js'
import { day, shortDay } from '../../../cards/format.ts'
import { addDays } from '../../../civil-date.ts'
import { decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { costColumn } from '../../query.ts'
import type { Dimension } from '../../question.ts'
import { dimensionsOf } from '../../scope.ts'
import { smallestView } from '../../views.ts'
import type { Asked, Read } from '../kind.ts'
import { run, together } from '../run.ts'
import { type Change, type Explanation, type GrainOfCells, type Mover, PARTS, type Part } from './found.ts'
import { readRestated } from './restated.ts'
import { spansOf } from './spans.ts'
import { type ExplanationRow, explanationSql } from './statement.ts'

/** Why cost changed: both spans in one statement, with what was restated in them beside it. */
export async function readExplanation(deps: AskDeps, asked: Asked): Promise<Read<Explanation>> {
  const { question, sight, today, utcToday, completeThrough, most } = asked
  if (question.measure === 'quantity')
    return {
      kind: 'cannot',
      why: 'I can explain a change of cost, not of a quantity. Compare it instead, for example “tokens by model this month vs last month”.',
    }
  const through = completeThrough ?? addDays(utcToday, -1)
  const spans = spansOf(question, today, through)
  if (spans === undefined)
    return {
      kind: 'cannot',
      why: `No day of this period is complete yet, and what has not arrived would read as a saving. The bill is complete through ${day(through)}: ask for example “why did spend change on ${shortDay(through)}”.`,
    }
  const grain = grainOf(asked)
  const places = placesOf(asked, grain)
  const [main, restated] = await Promise.all([
    run(deps, explanationSql({ question, sight, spans, grain, places, most })),
    question.each === undefined ? readRestated(deps, asked, spans) : undefined,
  ])
  const changes = changesOf(main.rows, places.length)
  if (changes.length === 0) return { kind: 'nothing' }
  return {
    kind: 'found',
    found: {
      spans,
      completenessKnown: completeThrough !== null,
      grain,
      places,
      chosen: question.groupBy.length > 0,
      changes,
      restated: restated?.rows ?? null,
      narrowed: dimensionsOf(question.filters).length + dimensionsOf(question.exclude).length > 0,
    },
    sql: restated === undefined ? main.sql : together(main, restated),
    rowCount: [...changed(main.rows).values()].reduce((sum, { row }) => sum + Number(row.charges), 0),
  }
}

// Who asks within one of these wants to know which resource it was, and there are few enough to look at each.
const NARROW: readonly Dimension[] = [
  'team',
  'project',
  'owner',
  'cost_center',
  'business_unit',
  'product',
  'customer',
  'model_name',
]

/** The rollup of workloads where the whole company is asked about, each resource within a part of it. */
function grainOf({ question, sight, views }: Asked): GrainOfCells {
  const filters = dimensionsOf(question.filters).map(([dimension]) => dimension)
  const used = [...filters, ...dimensionsOf(question.exclude).map(([dimension]) => dimension), ...question.groupBy]
  const narrow = sight.kind === 'teams' || filters.some((dimension) => NARROW.includes(dimension))
  const view = smallestView(
    {
      dimensions: used,
      namedResources: used.includes('resource'),
      quantity: true,
      unknowns: costColumn(question) === 'list_cost',
    },
    views,
  )
  return narrow || view === 'spend.daily' ? 'resource' : 'workload'
}

/** As the question says, else team and project; a team that the question names alone need not be told again. */
function placesOf({ question }: Asked, grain: GrainOfCells): readonly Dimension[] {
  if (question.groupBy.length > 0) return question.groupBy
  if (grain === 'workload') return ['team']
  return question.filters.team?.length === 1 || question.each === 'team' ? ['project'] : ['team', 'project']
}

/** The rows of each change: of one currency, and of one value where each is told apart. */
function changed(rows: readonly ExplanationRow[]) {
  const changes = new Map<string, { readonly row: ExplanationRow; readonly rows: ExplanationRow[] }>()
  for (const row of rows) {
    const key = JSON.stringify([row.of, row.currency])
    const known = changes.get(key)
    if (known === undefined) changes.set(key, { row, rows: [row] })
    else known.rows.push(row)
  }
  return changes
}

function changesOf(all: readonly ExplanationRow[], places: number): readonly Change[] {
  return [...changed(all).values()].map(({ row: { of, currency, now, before }, rows }) => {
    const movers = rows.flatMap((row) => moverOf(row, places) ?? [])
    const change = new Big(now ?? 0).minus(before ?? 0)
    const parts = PARTS.map((part) => ({
      part,
      amount: movers.filter((mover) => mover.part === part).reduce((sum, { amount }) => sum.plus(amount), new Big(0)),
    })).filter(({ amount }) => !amount.eq(0))
    const sum = parts.reduce((all, { amount }) => all.plus(amount), new Big(0))
    if (!sum.eq(change)) throw new Error(`the parts of a change add up to ${sum.toFixed()}, not to ${change.toFixed()}`)
    return {
      of,
      currency,
      now: decimal(now),
      before: decimal(before),
      change: change.toFixed(),
      parts: parts.map(({ part, amount }) => ({ part, amount: amount.toFixed() })),
      movers,
    }
  })
}

function moverOf(row: ExplanationRow, places: number): Mover | undefined {
  const part = row.part as Part | null
  if (part === null || row.amount === null) return undefined
  const sameModel = row.from_model === row.to_model
  return {
    part,
    kind: row.slot === '0' ? 'other' : 'group',
    keys: Array.from({ length: places }, (_, i) => row[`key_${i + 1}`] ?? null),
    what: row.what,
    unit: row.unit,
    resources: Number(row.resources ?? 0),
    resource: row.resource,
    amount: decimal(row.amount) ?? '0',
    quantityNow: decimal(row.quantity_now),
    quantityBefore: decimal(row.quantity_before),
    costNow: decimal(row.cost_now),
    from: part !== 'mix' ? null : sameModel ? row.from_meter : row.from_model,
    to: part !== 'mix' ? null : sameModel ? row.to_meter : row.to_model,
    movers: Number(row.movers ?? 1),
  }
}
