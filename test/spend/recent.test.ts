import { expect, it } from 'vitest'
import { recent } from '../../src/spend/recent.ts'

const SECOND = 1000

function counted(maxAgeMs: number) {
  let ms = 0
  let reads = 0
  const pending: ((fails?: boolean) => void)[] = []
  const value = recent(
    () => {
      const mine = ++reads
      return new Promise<number>((resolve, reject) =>
        pending.push((fails) => (fails ? reject(new Error('down')) : resolve(mine))),
      )
    },
    maxAgeMs,
    () => new Date(ms),
  )
  return {
    get: value.get,
    at: (now: number) => {
      ms = now
    },
    finish: (fails?: boolean) => pending.shift()?.(fails),
    reads: () => reads,
  }
}

it('is read once for all who ask meanwhile', async () => {
  const { get, finish, reads } = counted(15 * SECOND)
  const both = [get(), get()]
  finish()
  expect(await Promise.all(both)).toEqual([1, 1])
  expect(reads()).toBe(1)
})

it('is read again beside those who ask, before it is too old', async () => {
  const { get, at, finish, reads } = counted(15 * SECOND)
  const first = get()
  finish()
  await first
  at(6 * SECOND)
  expect(await get()).toBe(1)
  expect(await get()).toBe(1)
  expect(reads()).toBe(2)
  finish()
  at(7 * SECOND)
  await Promise.resolve()
  expect(await get()).toBe(2)
})

it('is never given when it is too old', async () => {
  const { get, at, finish } = counted(15 * SECOND)
  const first = get()
  finish()
  await first
  at(15 * SECOND)
  const next = get()
  finish()
  expect(await next).toBe(2)
})

it('is tried again after it failed, and the old one serves as long as it may', async () => {
  const { get, at, finish, reads } = counted(15 * SECOND)
  const first = get()
  finish(true)
  await expect(first).rejects.toThrow('down')
  const second = get()
  finish()
  expect(await second).toBe(2)
  at(6 * SECOND)
  await get()
  finish(true)
  await new Promise(setImmediate)
  expect(await get()).toBe(2)
  expect(reads()).toBe(4)
})

it('is read every time where nothing may be kept', async () => {
  const { get, finish } = counted(0)
  for (const expected of [1, 2]) {
    const value = get()
    finish()
    expect(await value).toBe(expected)
  }
})
