import { type Dimension, NONE } from '../question.ts'
import type { Sides } from './comparing.ts'
import type { Name, NameIndex } from './name-index.ts'
import { entityOptions, type Mention, similar } from './names.ts'
import type { Clarify, Option } from './reading.ts'
import type { Slots } from './slots.ts'
import { CLASS, nameAt } from './symbols.ts'

export interface Scopes {
  readonly filters: Partial<Record<Dimension, string[]>>
  readonly exclude: Partial<Record<Dimension, string[]>>
  /** The dimension in which several names are compared. */
  readonly compared: Dimension | undefined
  /** Names stand on both sides of a comparison but in different dimensions. */
  readonly uncomparable: boolean
}

// "aws and openai", "openai, anthropic or azure".
const IN_A_LIST = new RegExp(`${CLASS.name} ?(?:,|\\+|&|and|or) ?(?:and |or )?${CLASS.name}`)
/** Overlapping pairs: "a vs b vs c" is two. */
const BESIDE = new RegExp(`(${CLASS.name}) (?:, |vs |versus |or |and |against )+(?=(${CLASS.name}))`, 'g')
const isPair = (a: Dimension | undefined, b: Dimension | undefined): boolean =>
  (a === 'provider' && b === 'service') || (a === 'service' && b === 'provider')
const NOTEBOOK = 'notebook'
/** "which of fraud and vision" */
export const WHICH_OF = new RegExp(
  ` which(?: one)? of (?:the )?(?:${CLASS.dimension} )?${CLASS.name}(?: ¦)? (?:,|and|or|&)`,
)
const WHICH_ONE = / (?:which one|which of (?:them|these|those|the two)|who|which) /

export function comparesNames(slots: Slots, sides: Sides, opening: string): boolean {
  return (
    sides.versus ||
    slots.flags.has('compare') ||
    WHICH_OF.test(opening) ||
    (/ or /.test(opening) && WHICH_ONE.test(opening)) ||
    (slots.flags.has('change') && / (?:more|less|higher|cheaper|bigger) /.test(opening) && / or /.test(opening))
  )
}

export function readScope(
  slots: Slots,
  mentions: readonly Mention[],
  names: NameIndex,
  comparing: boolean,
  opening: string,
): Scopes | { clarify: Clarify } {
  const add = (to: Partial<Record<Dimension, string[]>>, { dimension, value }: Name): void => {
    const list = to[dimension] ?? []
    to[dimension] = list
    if (!list.includes(value)) list.push(value)
  }
  const filters: Scopes['filters'] = {}
  const exclude: Scopes['exclude'] = {}
  const counts = new Map<Dimension, number>()
  const resolved = new Map<number, Dimension>()
  // OpenAI is a service and a provider; beside "aws" it is a provider.
  const others = new Set(
    slots.within.flatMap((at) =>
      [...new Set((mentions[at]?.candidates ?? []).map(({ dimension }) => dimension))].length === 1
        ? [mentions[at]?.candidates[0]?.dimension]
        : [],
    ),
  )
  for (const [list, to] of [
    [slots.within, filters],
    [slots.without, exclude],
  ] as const) {
    for (const at of list) {
      const mention = mentions[at]
      if (mention === undefined) continue
      const found = resolve(
        mention,
        slots.qualified.get(at),
        names,
        to === exclude,
        others.has('provider') && !others.has('service') && (comparing || IN_A_LIST.test(opening)),
      )
      if ('clarify' in found) return found
      for (const name of found.names) add(to, name)
      const dimension = found.names[0]?.dimension
      if (dimension !== undefined) resolved.set(at, dimension)
      if (dimension !== undefined && to === filters) counts.set(dimension, (counts.get(dimension) ?? 0) + 1)
    }
  }
  // Notebooks are workloads; in a list with endpoints and GPUs they are one more class of resources.
  const { workload_type: workloads, resource } = filters
  if (workloads?.length === 1 && workloads[0] === NOTEBOOK && resource !== undefined && IN_A_LIST.test(opening)) {
    resource.push(NOTEBOOK)
    delete filters.workload_type
  }
  for (const dimension of slots.none) filters[dimension] = [...(filters[dimension] ?? []), NONE]
  const several = [...counts].filter(([, count]) => count > 1).map(([dimension]) => dimension)
  return {
    filters,
    exclude,
    compared: comparing ? several[0] : undefined,
    uncomparable:
      comparing &&
      ((several.length === 0 && counts.size > 1) ||
        // A provider beside services of others: nothing is both.
        [...opening.matchAll(BESIDE)].some(([, a, b]) =>
          isPair(resolved.get(nameAt(a ?? '')), resolved.get(nameAt(b ?? ''))),
        )),
  }
}

function resolve(
  mention: Mention,
  qualifier: Dimension | undefined,
  names: NameIndex,
  left: boolean,
  asProvider: boolean,
): { names: readonly Name[] } | { clarify: Clarify } {
  const { candidates, written, nearly } = mention
  const ask = (options: readonly Name[], more: readonly Option[] = []): { clarify: Clarify } => ({
    clarify: { slot: 'entity', about: written, options: [...entityOptions([...new Set(options)]), ...more] },
  })
  if (mention.chosen === true) return { names: candidates }
  if (candidates.length === 0) return ask([...nearly, ...similar(written, names)])
  // What is left out is a name: nobody asks for a cost without "growth".
  if (mention.alsoGrammar && qualifier === undefined && !left)
    return ask(candidates, [{ kind: 'words', text: written === 'development' ? 'trend' : 'increase' }])
  const fitting = qualifier === undefined ? candidates : candidates.filter(({ dimension }) => dimension === qualifier)
  if (fitting.length === 0) return ask([...candidates, ...similar(written, names)])
  const dimensions = [...new Set(fitting.map(({ dimension }) => dimension))]
  if (
    dimensions.length === 2 &&
    dimensions.includes('service') &&
    dimensions.includes('provider') &&
    fitting.length === 2
  ) {
    return { names: fitting.filter(({ dimension }) => dimension === (asProvider ? 'provider' : 'service')) }
  }
  if (dimensions.length > 1) {
    return ask(fitting, dimensions.includes('model_name') ? [{ kind: 'words', text: `${written} models` }] : [])
  }
  // A family takes all its models; elsewhere several names are several answers.
  return fitting.length === 1 || dimensions[0] === 'model_name' ? { names: fitting } : ask(fitting)
}
