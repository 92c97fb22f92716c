import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { understandBatch } from '../../../src/spend/understanding/batch.ts'
import type { DevsetQuery } from '../../../src/spend/understanding/devset.ts'

const FOLDER = new URL('../../../../shared/devset/', import.meta.url)
const present = existsSync(new URL('questions.jsonl', FOLDER))
const NOT_ANSWERED = ['refuse', 'help', 'clarify']

interface Line {
  readonly id: string
  readonly text: string
  readonly expect: DevsetQuery
}

it.skipIf(!present)('reads the shared question set (skipped where ../shared/devset is absent)', async () => {
  const lines = readFileSync(new URL('questions.jsonl', FOLDER), 'utf8').trim().split('\n')
  const catalogue: unknown = JSON.parse(readFileSync(new URL('catalogue.json', FOLDER), 'utf8'))
  const wrong: string[] = []
  let silent = 0
  let unasked = 0
  let at = 0
  for await (const { id, query } of understandBatch(lines, catalogue, '2026-11-23')) {
    const line: Line = JSON.parse(lines[at++] ?? '')
    expect(id).toBe(line.id)
    const bad = differences(query, line.expect)
    if (bad.length === 0) continue
    wrong.push(`${id} ${line.text}: ${bad.join(', ')}`)
    if (!NOT_ANSWERED.includes(query.intent)) silent++
    if (NOT_ANSWERED.includes(line.expect.intent)) unasked++
  }
  expect(
    { rightEnough: wrong.length <= lines.length * 0.05, silent: silent <= lines.length * 0.01, unasked },
    wrong.join('\n'),
  ).toEqual({ rightEnough: true, silent: true, unasked: 0 })
})

/** The rules of the question set's own scorer. */
function differences(got: DevsetQuery, want: DevsetQuery): string[] {
  if (got.intent !== want.intent) return ['intent']
  if (want.intent === 'clarify') {
    const offered = new Set(got.clarify?.options.map((option) => JSON.stringify(option)))
    return (want.clarify?.options ?? []).filter((option) => !offered.has(JSON.stringify(option))).map(() => 'option')
  }
  if (NOT_ANSWERED.includes(want.intent)) return []
  const scalars = ['measure', 'limit', 'grain', 'sort', 'unit', 'chart'] as const
  return [
    ...scalars.filter((key) => (got[key] ?? null) !== (want[key] ?? null)),
    ...(['filters', 'exclude'] as const).filter((key) => scope(got[key]) !== scope(want[key])),
    ...(['period', 'compare', 'having'] as const).filter(
      (key) => JSON.stringify(got[key] ?? null) !== JSON.stringify(want[key] ?? null),
    ),
    ...(got.group_by.toSorted().join() === want.group_by.toSorted().join() ? [] : ['group_by']),
  ]
}

const scope = (of: DevsetQuery['filters'] | undefined): string =>
  JSON.stringify(
    Object.entries(of ?? {})
      .map(([dimension, values]) => [dimension, values.toSorted()])
      .toSorted(),
  )
