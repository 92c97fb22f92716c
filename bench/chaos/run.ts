import { parseArgs } from 'node:util'
import { type ChannelPlatform, PLATFORMS } from './channel.ts'
import { chaos } from './chaos.ts'
import type { Verdict } from './verdict.ts'

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '500' },
    channels: { type: 'string', default: '60' },
    replicas: { type: 'string', default: '3' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    history: { type: 'string', default: 'on' },
    drive: { type: 'string', default: 'digests' },
    platforms: { type: 'string', default: 'slack' },
    minutes: { type: 'string', default: '10' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const numbers = {
  messages: Number(values.messages),
  channels: Number(values.channels),
  replicas: Number(values.replicas),
  kills: Number(values.kills),
  seed: Number(values.seed),
}
const { drive, history } = values
const platforms = values.platforms.split(',') as ChannelPlatform[]
const wrong =
  Object.values(numbers).some((value) => !Number.isSafeInteger(value) || value < 0) ||
  !(Number(values.minutes) > 0) ||
  !(history === 'on' || history === 'off') ||
  !(drive === 'digests' || drive === 'outbox') ||
  !platforms.every((platform) => PLATFORMS.includes(platform))
if (values.help || wrong) {
  console.error(
    'npm run chaos -- [--messages 500] [--channels 60] [--replicas 3] [--kills 20] [--seed 1] [--history on|off] [--drive digests|outbox] [--platforms slack,msteams] [--minutes 10] [--verbose]',
  )
  process.exit(values.help ? 0 : 2)
}

const countsOf = ({ sent, lost, duplicates, misdelivered, outOfOrder }: Verdict) =>
  [
    ['sent', sent],
    ['lost', lost.length],
    ['duplicates', duplicates.length],
    ['misdelivered', misdelivered.length],
    ['out-of-order', outOfOrder.length],
  ] as const

// Whatever ends the run, what it started is taken away.
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop.abort(new Error(`The run was stopped by ${signal}.`)))
process.on('uncaughtException', (error) => stop.abort(error))

try {
  const result = await chaos({
    ...numbers,
    platforms,
    restarts: 2,
    history: history === 'on',
    drive,
    deadlineMs: Number(values.minutes) * 60_000,
    signal: stop.signal,
    say: (line, detail) => (values.verbose || detail === undefined) && console.error(line),
  })
  const counts: readonly (readonly [name: string, value: number])[] = [
    ...countsOf(result),
    ['kills', result.kills],
    ['restarts', result.restarts],
    ['429', result.limited],
    ...(history === 'on' ? [] : [['possible-repeats', result.unknownAttempts] as const]),
  ]
  for (const [name, value] of counts) console.log(JSON.stringify({ case: name, value }))
  if (platforms.length > 1)
    for (const { platform, ...own } of result.by)
      for (const [name, value] of [...countsOf(own), ['429', own.limited] as const])
        console.log(JSON.stringify({ case: `${name} ${platform}`, value }))
  const problems = [
    ...result.lost.map((slot) => `lost: ${slot}`),
    ...result.misdelivered.map((message) => `misdelivered: ${message}`),
    ...result.outOfOrder.map((message) => `out of order: ${message}`),
    ...result.crashes,
    // Where nobody may look, a send whose answer was lost is sent again.
    ...(history === 'off' && result.duplicates.length <= result.unknownAttempts
      ? []
      : result.duplicates.map((message) => `twice: ${message}`)),
  ]
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length === 0 ? 0 : 1
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
