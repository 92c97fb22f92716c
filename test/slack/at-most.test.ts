import { expect, it } from 'vitest'
import { atMost } from '../../src/slack/at-most.ts'

it('runs so many at a time, the others in order, and goes on after a failure', async () => {
  const inTurn = atMost(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const tasks = [0, 1, 2, 3].map((n) =>
    inTurn(async () => {
      begun.push(n)
      await new Promise<void>((end) => ends.push(end))
      if (n === 0) throw new Error('failed')
      return n
    }),
  )
  const settled = Promise.allSettled(tasks)
  expect(begun).toEqual([0, 1])
  ends[0]?.()
  await expect(tasks[0]).rejects.toThrow('failed')
  expect(begun).toEqual([0, 1, 2])
  for (let n = 1; n < 4; n++) {
    ends[n]?.()
    await tasks[n]
  }
  expect(begun).toEqual([0, 1, 2, 3])
  await settled
  expect(await inTurn(async () => 'free again')).toBe('free again')
})
