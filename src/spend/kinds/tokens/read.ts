import { sql } from 'kysely'
import { addDays } from '../../../civil-date.ts'
import type { AskDeps } from '../../deps.ts'
import { viewFor } from '../../query.ts'
import type { Dimension, Question } from '../../question.ts'
import { keyOf, scope } from '../../scope.ts'
import { dimensionWord } from '../../words.ts'
import type { Asked, Read } from '../kind.ts'
import { run, together } from '../run.ts'
import { basisOf } from '../unit-cost/basis.ts'
import type { UnitCost } from '../unit-cost/found.ts'
import { obstacleOf } from '../unit-cost/obstacle.ts'
import { ratio } from '../unit-cost/ratio.ts'
import { ranking, readRows, readUnitCost } from '../unit-cost/read.ts'
import { anyOf, madeThere, sidesOf, spansOf } from '../unit-cost/relations.ts'
import { countedSpans } from '../unit-cost/spans.ts'
import type { Tokens } from './found.ts'

export async function readTokens(deps: AskDeps, asked: Asked): Promise<Read<Tokens>> {
  const about = asked.question.focus?.on === 'tokens_per_request' ? 'prompts' : 'direction'
  const question: Question = {
    ...asked.question,
    measure: 'effective_cost',
    unit: about === 'prompts' ? 'request' : 'token',
    compare: null,
  }
  const read =
    about === 'prompts'
      ? await readPrompts(deps, { ...asked, question: byWeek(question) })
      : await readUnitCost(deps, { ...asked, question }, 'amount')
  return read.kind === 'found' ? { ...read, found: { about, found: read.found } } : read
}

/** Whether prompts grow is a question about time. */
const byWeek = (question: Question): Question =>
  question.grain === null && question.groupBy.length === 0 ? { ...question, grain: 'week' } : question

/** Input tokens of the bill by the requests that the same models answered for the same team or project. */
async function readPrompts(deps: AskDeps, asked: Asked): Promise<Read<UnitCost>> {
  const { question, sight, views, most } = asked
  const why = obstacleOf(question, views)
  if (why !== undefined) return { kind: 'cannot', why }
  const spans = countedSpans(question, asked.completeThrough ?? addDays(asked.utcToday, -1))
  const { basis, sql: first } = await basisOf(deps, asked, 'request', spansOf(spans))
  if (basis.kind !== 'counts') return { kind: 'nothing' }

  const view = viewFor({ ...question, measure: 'quantity' }, views, ['model_name', 'workload_type'])
  const whose: Dimension = view === 'spend.daily' ? 'project' : 'team'
  const here = sql`${anyOf(spansOf(spans))}${madeThere(basis, 'spend.daily')}`
  const columns = sql.join(
    [...new Set<Dimension>([whose, 'model_name', ...question.groupBy])].map((name) => keyOf(name, view)),
  )
  const who = sql`coalesce(${sql.ref(whose)}, ''), model_name`
  const ran = await run(
    deps,
    ratio({
      charged: sql`select day, ${columns}, sum(quantity) as quantity, count(*) as charges from ${sql.table(view)}
  where ${here} and unit = 'Tokens' and meter in ('Input', 'CacheRead') and ${scope(question, sight, view)} group by day, ${columns}`,
      above: {
        from: sql`charged`,
        where: sql`true`,
        currency: sql`null::text`,
        keys: question.groupBy.map((dimension) => keyOf(dimension, view)),
        figures: { ...sidesOf('amount', sql`quantity`, spans), rows: sql`sum(charges)` },
      },
      below: {
        from: sql`spend.units`,
        where: sql`${here} and unit_name = ${basis.unitName} and ${scope(question, sight, 'spend.units')}
    and (${who}) in (select ${who} from charged)`,
        keys: question.groupBy.map((dimension) => keyOf(dimension, 'spend.units')),
        figures: sidesOf('units', sql`quantity`, spans),
      },
      sides: spans.whole === null ? [''] : ['', '_whole'],
      ...ranking(question, most),
      per: 1,
      order: 'each',
    }),
  )
  const groupedBy = question.groupBy.map(dimensionWord)
  const found = {
    unit: 'request' as const,
    basis,
    spans,
    grain: question.grain,
    groupedBy,
    keyNames: question.groupBy,
    ...readRows(ran.rows, question),
  }
  if (found.totals.every(({ figures }) => !figures.amount)) return { kind: 'nothing' }
  const rowCount = Number(found.totals[0]?.figures.rows ?? 0)
  return { kind: 'found', found, sql: together(...first, ran), rowCount }
}
