import { random } from '../../src/demo/random.ts'

/** Something bad, due once that many messages stand. */
export type Trouble = { readonly after: number } & (
  | { readonly kind: 'kill'; readonly moment: Moment; readonly which: number; readonly delayMs: number }
  | { readonly kind: 'restart'; readonly how: 'fast' | 'immediate' }
)

/** Whoever sends next, before or after its message stands; or anybody at any time. */
export type Moment = 'before effect' | 'after effect' | 'any'
const MOMENTS: readonly Moment[] = ['before effect', 'after effect', 'any', 'any']

export interface TroubleOptions {
  readonly seed: number
  readonly messages: number
  readonly kills: number
  readonly restarts: number
  readonly replicas: number
}

/** At random, but spread over the whole run: one of each kind in each of as many equal parts of the messages. */
export function troubles({ seed, messages, kills, restarts, replicas }: TroubleOptions): readonly Trouble[] {
  const next = random(seed, 'trouble')
  const spread = (n: number, of: number) => Math.floor(((n + next()) / of) * messages * LAST)
  const choose = <T>(from: readonly [T, ...T[]] | readonly T[]) => from[Math.floor(next() * from.length)] as T
  return [
    ...Array.from({ length: kills }, (_, n) => ({
      kind: 'kill' as const,
      after: spread(n, kills),
      moment: choose(MOMENTS),
      which: Math.floor(next() * replicas),
      delayMs: Math.floor(next() * 400),
    })),
    ...Array.from({ length: restarts }, (_, n) => ({
      kind: 'restart' as const,
      after: spread(n, restarts),
      how: n % 2 === 0 ? ('immediate' as const) : ('fast' as const),
    })),
  ].sort((a, b) => a.after - b.after)
}

// The last messages are left to those who survived.
const LAST = 0.95
