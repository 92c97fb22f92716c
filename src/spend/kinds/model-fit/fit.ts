import { Big } from 'big.js'
import { decimal } from '../../answer.ts'
import { folded, sum } from '../folded.ts'
import { holdsUp, type Quality, type Verdict, verdict } from './quality.ts'
import type { FitRow } from './statement.ts'

/** What projects use which models, and what moving them would do. Figures are exact; null is unknown. */
export interface Fit {
  /** The models that the question names; empty where it asks what fits. */
  readonly named: readonly string[]
  readonly uses: readonly Use[]
  /** The moves that the question is about: to or from what it names, or the best one of each use. The largest saving first. */
  readonly moves: readonly Move[]
  /** Cheaper moves of which the scores cannot tell what they do to quality, where no better one is known: one a use. */
  readonly unsure: readonly Move[]
  /** Scored in a project that does not use it. */
  readonly tried: readonly { readonly project: string | null; readonly model: string; readonly quality: Quality }[]
  /** Whether it is plain which way the moves go: else no one of them is said to be meant. */
  readonly certain: boolean
  readonly totals: readonly { readonly currency: string; readonly cost: string; readonly saving: string | null }[]
  /** Scores and requests are not kept by everything that charges are. */
  readonly kept: { readonly scores: boolean; readonly requests: boolean }
}

/** A model in a project, in one currency. */
export interface Use {
  readonly kind: 'group' | 'other'
  readonly groups: number
  readonly project: string | null
  readonly model: string | null
  readonly currency: string
  readonly cost: string
  readonly tokens: string | null
  readonly input: string | null
  readonly cacheRead: string | null
  readonly cacheWrite: string | null
  readonly output: string | null
  /** Effective cost of a million tokens: all of them, and by direction. */
  readonly perMillion: string | null
  readonly inputPerMillion: string | null
  readonly cacheReadPerMillion: string | null
  readonly outputPerMillion: string | null
  /** What the tokens cost at list price. */
  readonly listCost: string | null
  readonly requests: string | null
  readonly metric: string | null
  readonly quality: Quality | null
  /** Score ÷ effective cost of a million tokens. */
  readonly scorePerDollar: string | null
  /** The cheaper model that scores as well; null where there is none. */
  readonly move: Move | null
  readonly saving: string | null
}

export interface Move {
  readonly project: string | null
  readonly currency: string
  readonly from: string
  readonly to: string
  readonly cost: string
  readonly listCost: string | null
  readonly toListCost: string | null
  /** At list price on both sides; negative where the other model is dearer. */
  readonly saving: string | null
  readonly unpriced: string | null
  readonly writesAsInput: boolean
  readonly metric: string | null
  readonly now: Quality | null
  readonly after: Quality | null
  readonly verdict: Verdict
}

export function fitOf(rows: readonly FitRow[], named: readonly string[], kept: Fit['kept']): Fit {
  const all = rows.flatMap(moveOf)
  const byUse = new Map<string, Move[]>()
  for (const move of all) {
    const key = useKey(move.project, move.from, move.currency)
    const known = byUse.get(key)
    if (known === undefined) byUse.set(key, [move])
    else known.push(move)
  }
  const movesOf = (project: string | null, model: string, currency: string) =>
    byUse.get(useKey(project, model, currency)) ?? []
  const uses = [...new Map(rows.map((row) => [useKey(row.project, row.model_name, row.currency), row])).values()].map(
    (row) => useOf(row, movesOf(row.project, row.model_name, row.currency)),
  )
  const { moves, certain } = named.length === 0 ? { moves: suggested(uses), certain: true } : about(all, named)
  return {
    named,
    uses: inOrder(uses),
    moves: moves.toSorted((a, b) => compare(b.saving, a.saving)),
    unsure:
      named.length > 0 ? [] : uses.flatMap((use) => unsureOf(use, movesOf(use.project, use.model ?? '', use.currency))),
    tried: triedOf(all),
    certain,
    totals: [...new Set(uses.map(({ currency }) => currency))]
      .map((currency) => ({
        currency,
        cost: sum(uses.filter((use) => use.currency === currency).map(({ cost }) => cost)) ?? '0',
        saving: sum(moves.filter((move) => move.currency === currency).map(({ saving }) => saving)),
      }))
      .toSorted((a, b) => Number(b.cost) - Number(a.cost)),
    kept,
  }
}

const useKey = (project: string | null, model: string, currency: string) => JSON.stringify([project, model, currency])

const quality = (score: string | null, n: string | null): Quality | null =>
  score === null || n === null ? null : { score: decimal(score) ?? '0', n: Number(n) }

function moveOf(row: FitRow): Move[] {
  // What writes nothing, such as an embedding, cannot be moved to what answers; and hours have no price of a token.
  if (row.to_model === null || row.to_model === row.model_name || !(Number(row.output) > 0)) return []
  const [now, after] = [quality(row.score, row.n), quality(row.to_score, row.to_n)]
  return [
    {
      project: row.project,
      currency: row.currency,
      from: row.model_name,
      to: row.to_model,
      cost: decimal(row.token_cost) ?? '0',
      listCost: decimal(row.list_cost),
      toListCost: decimal(row.to_list_cost),
      saving: decimal(row.saving),
      unpriced: row.unpriced === '' ? null : row.unpriced,
      writesAsInput: row.writes_as_input === true,
      metric: row.metric,
      now,
      after,
      verdict: verdict(now, after, row.is_proportion === true),
    },
  ]
}

function useOf(row: FitRow, moves: readonly Move[]): Use {
  const move = best(moves)
  return {
    kind: 'group',
    groups: 1,
    project: row.project,
    model: row.model_name,
    currency: row.currency,
    cost: decimal(row.cost) ?? '0',
    tokens: decimal(row.tokens),
    input: decimal(row.input),
    cacheRead: decimal(row.cache_read),
    cacheWrite: decimal(row.cache_write),
    output: decimal(row.output),
    perMillion: decimal(row.per_million),
    inputPerMillion: decimal(row.input_per_million),
    cacheReadPerMillion: decimal(row.cache_read_per_million),
    outputPerMillion: decimal(row.output_per_million),
    listCost: decimal(row.list_cost),
    requests: decimal(row.requests),
    metric: row.metric,
    quality: quality(row.score, row.n),
    scorePerDollar: decimal(row.score_per_dollar),
    move,
    saving: move?.saving ?? null,
  }
}

/** The largest saving among the moves that the scores do not speak against. */
function best(moves: readonly Move[]): Move | null {
  const good = moves.filter((move) => isCheaper(move) && holdsUp(move.verdict))
  return good.toSorted((a, b) => compare(b.saving, a.saving))[0] ?? null
}

function triedOf(all: readonly Move[]): Fit['tried'] {
  const used = new Set(all.map(({ project, from }) => JSON.stringify([project, from])))
  const tried = all.flatMap(({ project, to, after }) => {
    const key = JSON.stringify([project, to])
    return after === null || used.has(key) ? [] : [[key, { project, model: to, quality: after }] as const]
  })
  return [...new Map(tried).values()]
}

/** Where no move is suggested: the largest saving that quality says too little of. */
function unsureOf({ move }: Use, moves: readonly Move[]): readonly Move[] {
  if (move !== null) return []
  const unsure = moves.filter((each) => isCheaper(each) && ['few', 'unclear', 'untested'].includes(each.verdict.kind))
  return unsure.toSorted((a, b) => compare(b.saving, a.saving)).slice(0, 1)
}

export const isCheaper = ({ saving }: Move): boolean => saving !== null && new Big(saving).gt(0)

const suggested = (uses: readonly Use[]): Move[] => uses.flatMap(({ move }) => (move === null ? [] : [move]))

/** Moves to and from the named models. Of a pair, both ways, unless a project uses only one of the two. */
function about(all: readonly Move[], named: readonly string[]): Pick<Fit, 'moves' | 'certain'> {
  const within = all.filter(({ from, to }) => named.includes(from) && named.includes(to))
  const moves =
    named.length > 1 && within.length > 0
      ? within
      : all.filter(({ from, to }) => named.includes(from) !== named.includes(to))
  const toNamed = moves.filter(({ to }) => named.includes(to))
  const used = new Set(all.map(({ project, from }) => JSON.stringify([project, from])))
  // Away from what is named: to what the project uses as well; to what it only tried where there is nothing else.
  const away = moves.filter(
    ({ project, to }) => !named.includes(to) && (toNamed.length === 0 || used.has(JSON.stringify([project, to]))),
  )
  const both = [...toNamed, ...away]
  return { moves: both, certain: away.length === 0 && new Set(both.map(({ to }) => to)).size === 1 && !reversed(both) }
}

/** Whether a pair is there both ways. */
function reversed(moves: readonly Move[]): boolean {
  const pairs = new Set(moves.map(({ project, from, to }) => JSON.stringify([project, from, to])))
  return moves.some(({ project, from, to }) => pairs.has(JSON.stringify([project, to, from])))
}

const compare = (a: string | null, b: string | null): number =>
  a === null || b === null ? Number(a !== null) - Number(b !== null) : new Big(a).cmp(b)

/** Projects with the most to save first, then the dearest; in a project the best score per dollar. */
function inOrder(uses: readonly Use[]): readonly Use[] {
  const of = (figure: (use: Use) => string | null) => {
    const sums = new Map<string | null, Big>()
    for (const use of uses) sums.set(use.project, (sums.get(use.project) ?? new Big(0)).plus(figure(use) ?? 0))
    return (a: Use, b: Use) => (sums.get(b.project) ?? new Big(0)).cmp(sums.get(a.project) ?? 0)
  }
  const bySaving = of(({ saving }) => saving)
  const byCost = of(({ cost }) => cost)
  return uses.toSorted(
    (a, b) =>
      bySaving(a, b) ||
      byCost(a, b) ||
      String(a.project).localeCompare(String(b.project), 'en') ||
      compare(b.scorePerDollar, a.scorePerDollar) ||
      compare(b.cost, a.cost),
  )
}

export const shownUses = (uses: readonly Use[], most: number): readonly Use[] =>
  folded(uses, most, (rest) => {
    const all = (figure: (use: Use) => string | null) => sum(rest.map(figure))
    const [first] = rest
    return {
      kind: 'other',
      groups: rest.length,
      project: null,
      model: null,
      currency: first?.currency ?? '',
      cost: all(({ cost }) => cost) ?? '0',
      tokens: all(({ tokens }) => tokens),
      input: all(({ input }) => input),
      cacheRead: all(({ cacheRead }) => cacheRead),
      cacheWrite: all(({ cacheWrite }) => cacheWrite),
      output: all(({ output }) => output),
      perMillion: null,
      inputPerMillion: null,
      cacheReadPerMillion: null,
      outputPerMillion: null,
      listCost: null,
      requests: all(({ requests }) => requests),
      metric: null,
      quality: null,
      scorePerDollar: null,
      move: null,
      saving: all(({ saving }) => saving),
    }
  })
