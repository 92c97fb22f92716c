import type { Kind } from '../kind.ts'
import { cacheCard } from './card.ts'
import { type Caching, readCache } from './read.ts'
import { cacheSheet } from './sheet.ts'

/** How much input is served from cache, what that saves, and what a better hit rate would. */
export const cache: Kind<Caching> = { read: readCache, card: cacheCard, sheet: cacheSheet }
