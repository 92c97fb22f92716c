import { type Asker, isAdmin } from '../people/asker.ts'
import type { CardSetting } from './actions.ts'
import type { AskDeps } from './deps.ts'
import type { Dimension } from './question.ts'
import type { OpenQuestion } from './store.ts'
import { atomsOf, type Name, nameIndex } from './understanding/name-index.ts'
import { dimensionWord } from './words.ts'

/** What people of this installation write for a name of the catalogue. */
export interface Alias {
  readonly alias: string
  readonly dimension: Dimension
  readonly value: string
}

/** What a choice would mean if everybody made it. */
export function aliasOf(open: OpenQuestion, index: number): Alias | undefined {
  const option = open.options[index]
  if (option?.kind !== 'entity') return undefined
  return { alias: written(open.about), dimension: option.dimension, value: option.value }
}

/** For an administrator who has just said what a word means, where it can be kept at all. */
export async function offerToRemember(
  deps: AskDeps,
  asker: Asker,
  open: OpenQuestion,
  index: number,
): Promise<CardSetting['offer']> {
  const alias = aliasOf(open, index)
  if (alias === undefined || !isAdmin(asker) || (await whyNot(deps, alias)) !== undefined) return undefined
  return { label: `Remember for everyone: ${says(alias)}`, payload: `teach.${open.id}.${index}` }
}

/** Keeps it, or says why not. */
export async function remember(deps: AskDeps, asker: Asker, alias: Alias): Promise<string> {
  if (!isAdmin(asker)) return 'Only an administrator of Tally can teach me words.'
  const why = await whyNot(deps, alias)
  if (why !== undefined) return `I cannot keep ${says(alias)}: ${why}`
  await keepAlias(deps, alias, asker.key)
  return `From now on ${says(alias)}, for everyone, within a minute. “tally alias remove” takes it back.`
}

export async function keepAlias(deps: AskDeps, { alias, dimension, value }: Alias, by: string): Promise<void> {
  await deps.own.transaction().execute(async (db) => {
    await db
      .insertInto('tally.alias')
      .values({ alias: written(alias), dimension, value, taught_by: by, taught_at: deps.now() })
      .onConflict((conflict) =>
        conflict.columns(['dimension', 'alias']).doUpdateSet({ value, taught_by: by, taught_at: deps.now() }),
      )
      .execute()
    await db.deleteFrom('tally.unknown_word').where('word', '=', written(alias)).execute()
  })
}

/** Why an alias would be read never, or not as it is meant. Administrators see every name, so any may stand in the reason. */
export async function whyNot(deps: AskDeps, { alias, dimension, value }: Alias): Promise<string | undefined> {
  const names = await deps.names({ kind: 'everything' })
  const key = atomsOf(alias)
    .map(({ text }) => text)
    .join('')
  if (!/\p{L}/u.test(key) || key.length < 2 || alias.length > 80) return 'a word has two letters or more, at most 80.'
  if (!names.has(dimension, value)) return `I know no ${dimensionWord(dimension)} called “${value}”.`
  const isIt = (name: Name) => name.dimension === dimension && name.value === value
  const named = names.index.exact.get(key) ?? []
  if (named.some(isIt)) return 'that is its name.'
  if (named[0] !== undefined) return `“${alias}” is the name of ${nameWords(named[0])}.`
  const meant = names.index.alias.get(key)?.[0]
  if (meant !== undefined)
    return isIt(meant) ? 'that is what it means already.' : `it means ${nameWords(meant)} already.`
  const alone = nameIndex({ values: { [dimension]: [value] }, aliases: { [dimension]: { [alias]: value } } })
  return alone.rejected.length === 0 ? undefined : `“${alias}” is a word of the questions themselves.`
}

const nameWords = ({ dimension, value }: Pick<Name, 'dimension' | 'value'>) => `${dimensionWord(dimension)} ${value}`
export const says = (alias: Alias): string => `“${alias.alias}” means ${nameWords(alias)}`

/** As it is kept: case does not count. */
const written = (word: string): string => word.trim().toLowerCase()
