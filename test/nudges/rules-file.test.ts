import { describe, expect, it } from 'vitest'
import { IDLE_RULES } from '../../src/nudges/idle-rules.ts'
import { DEFAULT_RULES, loadRules, readRules } from '../../src/nudges/rules-file.ts'

const read = (text: string) => readRules(text, 'rules.yaml')
const kind = (text: string, name: string) => read(text).idle.rules.find((rule) => rule.kind === name)

describe('a rules file', () => {
  it('says otherwise what it names, and leaves the rest', () => {
    const file = `version: acme-2
stale_after: 3d
rules:
  gpu: { window: 10d, coverage: 95%, quiet: { gpu_peak: 3%, gpu_power: 45%, requests: 2 } }
  storage: { enabled: false }
politeness: { worth_per_day: 2.50, messages_per_week: 2 }
working_time: { weekdays: [sunday, monday], from: 8, holidays: [2026-12-25] }
`
    const { idle, manners } = read(file)
    expect(idle).toMatchObject({ version: 'acme-2', staleHours: 72, skips: IDLE_RULES.skips })
    expect(idle.rules.map((rule) => rule.kind)).not.toContain('storage')
    expect(kind(file, 'gpu')).toMatchObject({
      windowHours: 240,
      watchHours: 24,
      coverage: 0.95,
      quiet: { gpuUtilMax: 3, gpuPowerPctMax: 45, requests: 2, gpuDramActiveMax: 5 },
    })
    expect(kind(file, 'endpoint')).toEqual(IDLE_RULES.rules.find((rule) => rule.kind === 'endpoint'))
    expect(manners.politeness).toEqual({ ...DEFAULT_RULES.manners.politeness, worthPerDay: '2.5', mostPerWeek: 2 })
    expect(manners.working).toEqual({ weekdays: [7, 1], from: 8, until: 17, holidays: new Set(['2026-12-25']) })
  })

  it('tells every mistake at once, by its line, with what to write', () => {
    const file = `stale_after: 48
rule: {}
rules:
  gpus: {}
  gpu:
    window: 7
    coverage: 0.9
    blips: 50%
    quiet: { gpu_util: 5%, gpu_peak: 100% }
politeness:
  worth_per_day: $5
  messages_per_week: 20
working_time: { from: 18, holidays: [2026-02-30], weekdays: [mon] }
`
    expect(() => read(file)).toThrow(/has 13 mistakes/)
    for (const said of [
      'line 1: version is missing',
      'line 1: stale_after is not a span: write hours or days, such as 24h or 7d',
      'line 2: rule is no key here; there are: version, stale_after',
      'line 4: rules.gpus is no key here; there are: training-pool, gpu',
      'line 6: rules.gpu.window is not a span',
      'line 7: rules.gpu.coverage is not a percentage: write it with its sign, such as 90%',
      'line 8: rules.gpu.blips must lie between 0% and 5%',
      'line 9: rules.gpu.quiet.gpu_util is no key here; there are: gpu_peak',
      'line 9: rules.gpu.quiet.gpu_peak must lie between 0.1% and 90%',
      'line 11: politeness.worth_per_day is not an amount',
      'line 12: politeness.messages_per_week must be a whole number from 1 to 7',
      'line 13: working_time.holidays.0 is not a day',
      'line 13: working_time.weekdays.0 must be one of monday',
    ])
      expect(() => read(file), said).toThrow(said)
    expect(() => read('version: a\nrules: { notebook: { window: 24h } }')).toThrow(
      'line 2: rules.notebook.window makes a window of 24h that is not longer than the watch of 24h',
    )
    expect(() => read('version: a\nworking_time: { from: 18 }')).toThrow('working_time.until must be later than from')
  })

  it.each([
    ['nothing at all', ''],
    ['no YAML', 'version: [a'],
    ['a tag', 'version: !!js/function "x"'],
    ['a key twice', 'version: a\nversion: b'],
    ['a number for a version', 'version: 2026.12'],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow(/rules\.yaml has/)
  })

  it('is not needed, but must be there where it is named', () => {
    expect(loadRules(undefined)).toBe(DEFAULT_RULES)
    expect(() => loadRules('/nowhere/rules.yaml')).toThrow('cannot be read')
  })
})
