import type { Kind } from '../kind.ts'
import { directionCard, directionSheet } from './direction.ts'
import type { Tokens } from './found.ts'
import { promptsCard, promptsSheet } from './prompts.ts'
import { readTokens } from './read.ts'

/** What tokens cost by direction, and how many of them a request reads. */
export const tokens: Kind<Tokens> = {
  read: readTokens,
  card: (_, { about, found }) => (about === 'prompts' ? promptsCard(found) : directionCard(found)),
  sheet: (answer, { about, found }) =>
    about === 'prompts' ? promptsSheet(answer, found) : directionSheet(answer, found),
}
