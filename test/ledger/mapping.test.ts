import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/errors.ts'
import { loadMapping, readMapping } from '../../src/ledger/mapping-file.ts'
import { readUnit } from '../../src/ledger/unit.ts'

it('tells every mistake of a mapping file at once, with its line', () => {
  const text = `attributes:
  team: { tags: [team], colour: red }
  projekt: { tags: [project] }
cost_areas:
  - area: Computer
    when: { service: ['/(/'] }
  - area: Compute
    when: {}
default_cost_area: Nothing`
  expect(() => readMapping(text, 'my.yaml')).toThrow(Fault)
  const message = (() => {
    try {
      readMapping(text, 'my.yaml')
      return ''
    } catch (error) {
      return (error as Fault).message
    }
  })()
  expect(
    message
      .split('\n')
      .map((line) => /line \d+: [\w.]+/.exec(line)?.[0])
      .filter(Boolean),
  ).toEqual([
    'line 2: attributes.team.colour',
    'line 3: attributes.projekt',
    'line 5: cost_areas.0.area',
    'line 6: cost_areas.0.when.service.0',
    'line 8: cost_areas.1.when',
    'line 9: default_cost_area',
  ])
})

it.each([
  [
    'a key of two attributes',
    'attributes: { team: { tags: [cost_center] }, cost_center: { tags: [CostCenter] } }',
    /costcenter is listed twice \(team, cost_center\)/,
  ],
  [
    'an alias of two values',
    'attributes: { environment: { values: { production: [live], staging: [Live] } } }',
    /live is listed twice \(production, staging\)/,
  ],
  ['a key given twice', 'units: { A: [a] }\nunits: { B: [b] }', /line 2: .*unique/],
  ['what is no YAML', 'a: [', /mistake/],
])('refuses %s', (_what, text, message) => {
  expect(() => readMapping(`${text}\ndefault_cost_area: Compute`, 'my.yaml')).toThrow(message)
})

it('finds no file', () => expect(() => loadMapping('/nowhere.yaml')).toThrow(/cannot be read/))

describe('units', () => {
  const { units } = loadMapping()
  it.each([
    ['Tokens', '1', 'Tokens'],
    ['tokens', '1', 'Tokens'],
    ['1000 Tokens', '1000', 'Tokens'],
    ['1M Tokens', '1000000', 'Tokens'],
    ['1,000,000 tokens', '1000000', 'Tokens'],
    ['Million Tokens', '1000000', 'Tokens'],
    ['10K Requests', '10000', 'Requests'],
    ['1 Hour', '1', 'Hours'],
    ['GB-Mo', '1', 'GB-Months'],
    ['M Tokens', '1', 'M Tokens'],
    ['0 Tokens', '1', '0 Tokens'],
    ['500', '1', '500'],
  ])('%s', (text, factor, unit) => expect(readUnit(text, units)).toEqual({ factor, unit }))
})
