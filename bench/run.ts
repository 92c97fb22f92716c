import { parseArgs } from 'node:util'
import type { BenchOptions, Measured } from './measured.ts'

// Each benchmark is a file that exports one function of its own name.
const BENCHES: Record<string, () => Promise<(options: BenchOptions) => AsyncIterable<Measured>>> = {
  ack: async () => (await import('./ack.ts')).ackBench,
  anomaly: async () => (await import('./anomaly.ts')).anomalyBench,
  ask: async () => (await import('./ask.ts')).askBench,
  detect: async () => (await import('./detect.ts')).detectBench,
  digests: async () => (await import('./digests.ts')).digestsBench,
  forecast: async () => (await import('./forecast.ts')).forecastBench,
  import: async () => (await import('./import.ts')).importBench,
  intents: async () => (await import('./intents.ts')).intentsBench,
  understand: async () => (await import('./understand.ts')).understandBench,
  verdicts: async () => (await import('./verdicts.ts')).verdictsBench,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '10000000' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
})
const rows = Number(values.rows)
const unknown = positionals.filter((name) => !(name in BENCHES))
if (values.help || positionals.length === 0 || unknown.length > 0 || !Number.isSafeInteger(rows) || rows < 1) {
  console.error(`npm run bench -- ${Object.keys(BENCHES).join('|')} … [--rows 10000000] [--only PART-OF-A-CASE]`)
  process.exit(values.help ? 0 : 2)
}
for (const name of positionals) {
  const bench = await BENCHES[name]?.()
  if (bench === undefined) continue
  for await (const line of bench({ rows, only: values.only })) console.log(JSON.stringify(line))
}
