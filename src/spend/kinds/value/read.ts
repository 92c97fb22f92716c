import { days } from '../../../cards/format.ts'
import { addUnits } from '../../../civil-date.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension } from '../../question.ts'
import { dimensionsOf } from '../../scope.ts'
import { dimensionWord, dimensionWords } from '../../words.ts'
import type { Asked, Read } from '../kind.ts'
import { run } from '../run.ts'
import { wholeMonths } from './months.ts'
import { VALUE_DIMENSIONS, valueStatement } from './statement.ts'
import { type Values, worths } from './worth.ts'

export async function readValue(deps: AskDeps, { question, sight, views, most }: Asked): Promise<Read<Values>> {
  if (!views.has('spend.business_value'))
    return {
      kind: 'cannot',
      why: 'No business value is kept here: nobody has stated what anything is worth. An administrator loads it with “tally import value FILE”.',
    }
  const months = wholeMonths(question.period)
  if (months === undefined)
    return {
      kind: 'cannot',
      why: `Value is stated by month, and ${days(question.period)} holds no whole month. Ask for example “business value last month”.`,
    }
  const used: readonly Dimension[] = [
    ...question.groupBy,
    ...dimensionsOf(question.filters).map(([dimension]) => dimension),
    ...dimensionsOf(question.exclude).map(([dimension]) => dimension),
  ]
  const foreign = used.find((dimension) => !VALUE_DIMENSIONS.includes(dimension))
  if (foreign !== undefined)
    return {
      kind: 'cannot',
      why: `Value is stated for ${VALUE_DIMENSIONS.map(dimensionWords).join(', ')}, not per ${dimensionWord(foreign)}: the cost of one ${dimensionWord(foreign)} must not be set against the value of more. Ask for example “business value by project”.`,
    }
  const { rows, sql } = await run(deps, valueStatement(question, months, sight))
  if (rows.length === 0) return { kind: 'nothing' }
  let monthCount = 0
  for (let month = months.start; month < months.end; month = addUnits('month', month, 1)) monthCount++
  const { groupBy } = question
  const found: Values = { groupBy, months, monthCount, ...worths(question, rows, groupBy, most) }
  const rowCount = rows.reduce((count, row) => count + Number(row.rows ?? 0) + Number(row.statements ?? 0), 0)
  return { kind: 'found', found, sql, rowCount }
}
