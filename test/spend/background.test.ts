import { expect, it } from 'vitest'
import { background } from '../../src/spend/background.ts'

it('writes a rush at once, and later what comes while it writes', async () => {
  const later = background((error) => {
    throw error
  })
  const writes: (readonly number[])[] = []
  const add = later.gather<number>(async (items) => writes.push(items))
  for (const item of [1, 2, 3]) add(item)
  expect(writes).toEqual([])
  await later.drained()
  add(4)
  await later.drained()
  expect(writes).toEqual([[1, 2, 3], [4]])
})

it('loses only what cannot be kept', async () => {
  const errors: unknown[] = []
  const later = background((error) => errors.push(error))
  const kept: number[] = []
  const add = later.gather<number>(async (items) => {
    if (items.includes(2)) throw new Error('2 is broken')
    kept.push(...items)
  })
  for (const item of [1, 2, 3]) add(item)
  await later.drained()
  expect(kept).toEqual([1, 3])
  expect(errors).toEqual([new Error('2 is broken')])
})

it('writes in the order in which things came', async () => {
  const later = background(() => undefined)
  const done: number[] = []
  let waits: (() => void) | undefined
  const add = later.gather<number>(async ([item]) => {
    if (item === 1)
      await new Promise<void>((go) => {
        waits = go
      })
    done.push(item ?? 0)
  })
  add(1)
  const first = later.drained()
  add(2)
  const second = later.drained()
  await new Promise(setImmediate)
  waits?.()
  await Promise.all([first, second])
  expect(done).toEqual([1, 2])
})
