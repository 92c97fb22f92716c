import type { AskDeps } from '../../deps.ts'
import { NONE } from '../../question.ts'
import type { Asked, Read } from '../kind.ts'
import { run } from '../run.ts'
import { type Fit, fitOf } from './fit.ts'
import { fitStatement, requestsFit, scoresFit } from './statement.ts'

export async function readFit(deps: AskDeps, asked: Asked): Promise<Read<Fit>> {
  const { question } = asked
  const { model_name: models = [], ...filters } = question.filters
  const named = models.filter((model) => model !== NONE)
  const uses = { ...question, filters }
  const { rows, sql } = await run(deps, fitStatement(uses, named, asked))
  if (rows.length === 0) return { kind: 'nothing' }
  const found = fitOf(rows, named, { scores: scoresFit(uses), requests: requestsFit(uses) })
  if (named.length > 0 && found.moves.length === 0)
    return {
      kind: 'cannot',
      why: `There is nothing to move to ${named.join(' or ')} here: no other model that answers is used. Name a project, or ask “are we using the right model for …”.`,
    }
  const read = new Map(
    rows.map((row) => [JSON.stringify([row.project, row.model_name, row.currency]), Number(row.rows)]),
  )
  return { kind: 'found', found, sql, rowCount: [...read.values()].reduce((all, count) => all + count, 0) }
}
