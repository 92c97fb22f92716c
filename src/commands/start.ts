import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { Stopped, start as startAll } from '../main.ts'
import type { Terminal } from './terminal.ts'

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
const GIVE_UP_MS = 10_000

/** Runs Tally until a signal. A second signal ends it at once. */
export async function start(terminal: Terminal): Promise<void> {
  const config = readConfig(terminal.env)
  const log = createLog({ level: config.logLevel, readable: !config.production && terminal.interactive })
  const running = startAll(config, { log, now: terminal.now })

  const signalled = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve(signal))
  })
  const stopped = signalled.then(async (signal) => {
    for (const again of SIGNALS) process.on(again, () => process.exit(1))
    log.info({ signal }, 'stopping')
    const late = setTimeout(() => {
      log.error('could not stop in time; ending anyway')
      process.exit(1)
    }, GIVE_UP_MS)
    await running.stop()
    clearTimeout(late)
    log.info('stopped')
  })

  try {
    const { port, embedded } = await running.ready
    log.info({ port }, 'listening')
    if (terminal.interactive || !config.production) terminal.say(nextSteps(port, embedded, config.slack !== undefined))
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
  await stopped
}

function nextSteps(port: number, embedded: boolean, slack: boolean): string {
  return [
    '',
    `Tally listens on http://localhost:${port}${embedded ? ', with an embedded database in .tally/ (set DATABASE_URL to use your own).' : '.'}`,
    '',
    '  Ask it something, in another terminal:   npx tally ask "team search GPU cost this week"',
    ...(slack ? [] : ['  Connect Slack:                           five steps in README.md, “Connect Slack”']),
    '  Load your own FOCUS export:              npx tally import focus FILE --source NAME',
    '  Stop:                                    Ctrl-C',
    '',
  ].join('\n')
}
