import type { AskDeps } from '../spend/deps.ts'
import type { Digest, DigestAsked } from './digest.ts'

/**
 * Many digests at once, in any order, each as soon as it is ready: scopes that coincide or nest share their queries. Every figure comes
 * from the engine of `tally ask`. One that fails says so and does not hold up the others.
 */
export async function* compose(_deps: AskDeps, _asked: readonly DigestAsked[]): AsyncGenerator<Composed> {
  yield* []
  throw new Error('to be built')
}

export type Composed =
  | { readonly kind: 'composed'; readonly asked: DigestAsked; readonly digest: Digest }
  | { readonly kind: 'failed'; readonly asked: DigestAsked; readonly error: unknown }
