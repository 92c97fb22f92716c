import { random } from '../../src/demo/random.ts'

/** What the chat does with a call; `after`: it stands all the same, only the answer is lost. */
export type Fault = 'none' | 'limited' | 'error before' | 'error after' | 'cut before' | 'cut after' | 'silence after'

// Of a hundred calls.
const POSTING: readonly (readonly [Fault, number])[] = [
  ['limited', 3],
  ['error before', 3],
  ['error after', 3],
  ['cut before', 3],
  ['cut after', 3],
  ['silence after', 1],
]
const LOOKING: readonly (readonly [Fault, number])[] = [
  ['limited', 3],
  ['error before', 4],
  ['cut before', 3],
]

/** The same message meets the same faults in every run of a seed, whoever sends it and whenever. */
export function faults(seed: number): (call: { readonly posts: boolean; readonly about: string }) => Fault {
  const times = new Map<string, number>()
  return ({ posts, about }) => {
    const name = `${posts ? 'post' : 'look'} ${about}`
    const time = times.get(name) ?? 0
    times.set(name, time + 1)
    let draw = random(seed, `${name} ${time}`)() * 100
    for (const [fault, share] of posts ? POSTING : LOOKING) {
      draw -= share
      if (draw < 0) return fault
    }
    return 'none'
  }
}
