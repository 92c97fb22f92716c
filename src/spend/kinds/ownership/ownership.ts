import { sql } from 'kysely'
import type { Block } from '../../../cards/card.ts'
import { plain } from '../../../cards/card.ts'
import { days, money, percent } from '../../../cards/format.ts'
import { type Answer, decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import { costColumn } from '../../query.ts'
import type { Dimension } from '../../question.ts'
import { type RankedRow, ranked } from '../../ranked.ts'
import { keyOf, scope, within } from '../../scope.ts'
import { capital, dimensionWord, rowLabel, scopeWords, tagLabel } from '../../words.ts'
import { type Group, groupOf, perCurrency, rowsRead } from '../groups.ts'
import type { Asked, Kind, Read, Said, Sheet } from '../kind.ts'
import { run } from '../run.ts'

/** Who owns something and which cost center is charged for it, by what its charges say. */
export const ownership: Kind<Ownership> = { read, card, sheet, heeds: ['withoutSources'] }

export interface Ownership {
  readonly totals: readonly { readonly currency: string | null; readonly cost: string }[]
  /** Dearest first; several where the tags disagree or the ownership changed. */
  readonly rows: readonly (Group & { readonly cost: string })[]
}

const OWNERS: readonly Dimension[] = ['team', 'owner', 'business_unit', 'cost_center']

async function read(deps: AskDeps, asked: Asked): Promise<Read<Ownership>> {
  const { question, sight } = asked
  const { rows, sql: text } = await run<RankedRow>(
    deps,
    ranked({
      from: 'spend.daily',
      where: sql`${within(question.period)} and ${scope(question, sight, 'spend.daily')}`,
      currency: sql`billing_currency`,
      keys: OWNERS.map((dimension) => keyOf(dimension, 'spend.daily')),
      grain: null,
      figures: { amount: sql`sum(${sql.ref(costColumn(question))})`, rows: sql`count(*)` },
      order: 'amount',
      sort: 'desc',
      limit: Math.min(question.limit ?? asked.most, asked.most),
      limitAsked: false,
      having: null,
    }),
  )
  if (rows.length === 0) return { kind: 'nothing' }
  const found: Ownership = {
    totals: perCurrency(rows).map((row) => ({ currency: row.currency, cost: decimal(row.total_amount) ?? '0' })),
    rows: rows.map((row) => ({ ...groupOf(row, OWNERS.length), cost: decimal(row.amount) ?? '0' })),
  }
  return { kind: 'found', found, sql: text, rowCount: rowsRead(rows) }
}

function card({ question }: Answer, { totals, rows }: Ownership): Said {
  const named = rows.filter((row) => row.kind === 'group')
  const teams = [...new Set(named.map((row) => tagLabel('team', row.keys[0] ?? null)))]
  const [first] = named
  const headline =
    first === undefined
      ? 'Nobody'
      : teams.length === 1
        ? `${teams[0]}${first.keys[1] == null ? '' : `, ${first.keys[1]}`}`
        : `${teams.length} teams, mostly ${first.keys[0] ?? 'unallocated'}`
  const what = scopeWords(question.filters)
  const said =
    first === undefined
      ? 'No charge of it carries a team, an owner, a business unit or a cost center: tag it, and it has an owner tomorrow.'
      : `By the tags of the charges${what === '' ? '' : ` of ${what}`} in ${days(question.period)}.`
  const blocks: Block[] = [{ kind: 'text', text: [plain(said)] }]
  for (const { currency, cost } of totals)
    blocks.push({
      kind: 'table',
      caption: `Who is charged, ${currency}`,
      columns: [
        ...OWNERS.map((dimension) => ({ title: capital(dimensionWord(dimension)), align: 'left' as const })),
        { title: 'Cost', align: 'right' },
        { title: 'Share', align: 'right' },
      ],
      rows: rows
        .filter((row) => row.currency === currency)
        .map((row) => [
          ...OWNERS.map((_, i) => ({
            text:
              row.kind === 'group'
                ? (row.keys[i] ?? '–')
                : i === 0
                  ? rowLabel({ ...row, keys: [null] }, ['team'])
                  : '–',
          })),
          { text: money(row.cost, currency ?? ''), value: Number(row.cost) },
          { text: percent(row.cost, cost) ?? '–' },
        ]),
    })
  return { headline, blocks, notes: [] }
}

function sheet(_: Answer, { totals, rows }: Ownership): Sheet {
  return {
    columns: ['kind', ...OWNERS, 'currency', 'cost'],
    rows: rows.map((row) => [row.kind, ...OWNERS.map((_, i) => row.keys[i] ?? null), row.currency, row.cost]),
    totals: totals.map(({ currency, cost }) => ({ currency, total: cost })),
    adds: 'cost',
  }
}
