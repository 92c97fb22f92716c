import { describe, expect, it } from 'vitest'
import { chaos } from '../../bench/chaos/chaos.ts'
import { type Standing, verdict } from '../../bench/chaos/verdict.ts'

describe('what a run of chaos is judged by', () => {
  const judged = (...standing: readonly (readonly [slot: string, channel: string])[]) =>
    verdict(
      {
        channels: new Map([
          ['a', 'C1'],
          ['b', 'C1'],
          ['c', 'C2'],
        ]),
        slotOf: (key) => /^[a-z]/.exec(key)?.[0],
        ranks: new Map([
          ['a', 1],
          ['b', 2],
          ['c', 3],
        ]),
      },
      standing.map(([key, channel]): Standing => ({ key, channel })),
    )
  const GOOD = { sent: 3, lost: [], duplicates: [], misdelivered: [], outOfOrder: [] }

  it('is content when everything stands once, in its place and order', () => {
    expect(judged(['c', 'C2'], ['a', 'C1'], ['b', 'C1'])).toEqual(GOOD)
  })
  it('misses what does not stand', () => {
    expect(judged(['c', 'C2'], ['b', 'C1'])).toEqual({ ...GOOD, sent: 2, lost: ['a for C1'] })
  })
  it('sees what stands twice, and does not call it out of order', () => {
    expect(judged(['a', 'C1'], ['b', 'C1'], ['a', 'C1'], ['c', 'C2'])).toEqual({ ...GOOD, duplicates: ['a in C1'] })
  })
  it('sees what stands elsewhere, which has not arrived', () => {
    expect(judged(['a', 'C1'], ['b', 'C2'], ['c', 'C2'])).toEqual({
      ...GOOD,
      sent: 2,
      lost: ['b for C1'],
      misdelivered: ['b in C2 instead of C1'],
    })
  })
  it('sees what nobody asked for', () => {
    expect(judged(['a', 'C1'], ['b', 'C1'], ['c', 'C2'], ['d', 'C2']).misdelivered).toEqual([
      'd in C2 instead of nowhere',
    ])
  })
  it('sees what overtook another in its channel', () => {
    expect(judged(['b', 'C1'], ['c', 'C2'], ['a', 'C1'])).toEqual({ ...GOOD, outOfOrder: ['a in C1'] })
  })
  it('leaves out messages of anything else', () => {
    expect(judged(['a', 'C1'], ['b', 'C1'], ['c', 'C2'], ['#', 'C9'])).toEqual(GOOD)
  })
})

it('loses, repeats, misdelivers and overtakes nothing while replicas and the database are killed', async () => {
  const said: string[] = []
  const result = await chaos({
    messages: 32,
    channels: 16,
    platforms: ['slack', 'msteams'],
    replicas: 2,
    kills: 4,
    restarts: 1,
    seed: 1,
    history: true,
    drive: 'outbox',
    patienceMs: 3000,
    deadlineMs: 100_000,
    signal: new AbortController().signal,
    say: (line) => said.push(line),
  })
  expect(result, said.join('\n')).toMatchObject({
    sent: 32,
    lost: [],
    duplicates: [],
    misdelivered: [],
    outOfOrder: [],
    kills: 4,
    restarts: 1,
    crashes: [],
    by: [
      { platform: 'slack', sent: 16 },
      { platform: 'msteams', sent: 16 },
    ],
  })
}, 120_000)
