import type { Block } from '../../../cards/card.ts'
import { count, money } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Unit } from '../../question.ts'
import type { Asked, Kind, Read, Said, Sheet } from '../kind.ts'
import { together } from '../run.ts'
import type { UnitCost } from './found.ts'
import { readUnitCost } from './read.ts'
import { eachText, isRecorded } from './say.ts'
import { unitWords } from './words.ts'

/** What one of everything costs that is counted: the unit economics of a scope on one card. */
export const unitCosts: Kind<UnitCosts> = { read, card, sheet, heeds: ['compare'] }

export interface UnitCosts {
  /** Those that are recorded. */
  readonly costs: readonly UnitCost[]
  readonly missing: readonly Unit[]
}

// What people get, then who they are, then what it is made with. An inference is a request unless somebody counts both.
const ASKED = [
  'request',
  'document',
  'image',
  'prediction',
  'customer',
  'user',
  'token',
  'gpu_hour',
  'training_run',
] as const satisfies readonly Unit[]

async function read(deps: AskDeps, asked: Asked): Promise<Read<UnitCosts>> {
  const { question } = asked
  if (question.groupBy.length > 0 || question.grain !== null || question.compare !== null)
    return {
      kind: 'cannot',
      why: 'I can group and compare one unit at a time. Ask for example “cost per request by project”.',
    }
  const reads = await Promise.all(
    ASKED.map(async (unit) => ({
      unit,
      read: await readUnitCost(deps, { ...asked, question: { ...question, unit } }),
    })),
  )
  const found = reads.flatMap(({ unit, read }) => (read.kind === 'found' ? [{ unit, ...read }] : []))
  const costs = found.filter(({ found: { totals } }) => totals.some(({ figures }) => isRecorded(figures.units)))
  const [first] = reads
  if (costs.length === 0) return first?.read.kind === 'cannot' ? first.read : { kind: 'nothing' }
  return {
    kind: 'found',
    found: {
      costs: costs.map((each) => each.found),
      missing: ASKED.filter((unit) => !costs.some((each) => each.unit === unit)),
    },
    sql: together(...found),
    rowCount: found.reduce((sum, { rowCount }) => sum + rowCount, 0),
  }
}

/** So many prices fit a headline. */
const SHOWN = 3

function card(_: Answer, { costs, missing }: UnitCosts): Said {
  const rows = costs.flatMap((found) =>
    found.totals
      .filter(({ figures }) => isRecorded(figures.units) && (figures.each ?? null) !== null)
      .map(({ currency, figures }) => ({ found, currency, figures })),
  )
  const table: Block = {
    kind: 'table',
    caption: 'What one of each costs',
    columns: [
      { title: 'Per', align: 'left' },
      { title: 'Price', align: 'right' },
      { title: 'Cost', align: 'right' },
      { title: 'Count', align: 'right' },
    ],
    rows: rows.map(({ found, currency, figures }) => [
      { text: unitWords(found.unit).per },
      { text: eachText(found, figures, currency), value: Number(figures.each) },
      { text: money(figures.amount ?? '0', currency ?? ''), value: Number(figures.amount) },
      { text: count(figures.units ?? '0'), value: Number(figures.units) },
    ]),
  }
  // In the currency of most charges that has a price: the others stand in the table.
  const headline = costs
    .flatMap((found) => rows.find((row) => row.found === found) ?? [])
    .slice(0, SHOWN)
    .map(({ found, currency, figures }) => `${eachText(found, figures, currency)} per ${unitWords(found.unit).per}`)
  return {
    headline: headline.length === 0 ? 'No cost recorded for what is counted' : headline.join(', '),
    blocks: rows.length === 0 ? [] : [table],
    notes: [
      'Each price stands on the cost of what makes that unit, so these costs overlap and are not to be added. Ask for one, such as “cost per document”, to see what it stands on.',
      ...(missing.length === 0
        ? []
        : [`Not recorded here: ${missing.map((unit) => unitWords(unit).many).join(', ')} (tally import units).`]),
    ],
  }
}

function sheet(_: Answer, { costs }: UnitCosts): Sheet {
  return {
    columns: ['unit', 'per', 'start', 'end_exclusive', 'currency', 'cost', 'units', 'cost_per_unit'],
    rows: costs.flatMap(({ unit, spans, totals }) =>
      totals.map(({ currency, figures }) => [
        unit,
        String(unitWords(unit).size),
        spans.now.start,
        spans.now.end,
        currency,
        figures.amount ?? null,
        figures.units ?? null,
        figures.each ?? null,
      ]),
    ),
    totals: [],
    adds: null,
  }
}
