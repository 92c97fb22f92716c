import { type Config, readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { type Ready, Stopped, start as startAll } from '../main.ts'
import { type Progress, progress } from './progress.ts'
import type { Terminal } from './terminal.ts'

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
const GIVE_UP_MS = 10_000
// One Ctrl-C can arrive twice: from the terminal, and from npm that had it too.
const ECHO_MS = 500

/** Runs Tally until a signal. A second signal ends it at once. */
export async function start(terminal: Terminal): Promise<void> {
  const config = readConfig(terminal.env)
  const log = createLog({ level: config.logLevel, readable: !config.production && terminal.interactive })
  let bar: Progress | undefined
  const running = startAll(config, {
    log,
    now: terminal.now,
    onDemo: (made) => {
      if (bar === undefined) {
        terminal.say('This database is new: making a demo company to ask about, once …')
        bar = progress(terminal, 'Demo company')
      }
      if (made === undefined) bar.stop()
      else bar.update(made.done, made.of, made.step)
    },
  })

  const signalled = new Promise<string>((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve(signal))
    if (terminal.env.npm_lifecycle_event !== undefined) whenParentIsGone(() => resolve('npm was stopped'))
  })
  const stopped = signalled.then(async (signal) => {
    const since = performance.now()
    for (const again of SIGNALS)
      process.on(again, () => {
        if (performance.now() - since > ECHO_MS) process.exit(1)
      })
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
    const ready = await running.ready
    log.info({ port: ready.port }, 'listening')
    if (!config.production) terminal.say(nextSteps(ready, config, terminal.now()))
  } catch (error) {
    bar?.stop()
    if (!(error instanceof Stopped)) throw error
  }
  await stopped
}

/** npm hands a signal to its shell, and not every shell hands it on: we would run on where nobody sees us. */
function whenParentIsGone(then: () => void): void {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && then(), 500).unref()
}

type Row = readonly [string, string]

function chatRows(port: number, { slack, msteams }: Config): readonly Row[] {
  const question = 'team search GPU cost this week'
  return [
    slack === undefined
      ? ['Connect Slack', 'five steps in README.md, “Connect Slack”']
      : ['Ask in Slack', `/spend ${question}`],
    msteams === undefined
      ? ['Connect Microsoft Teams', 'docs/msteams.md']
      : msteams.app === undefined
        ? ['Play Microsoft Teams in a browser, in another terminal', playground(port)]
        : ['Ask in Microsoft Teams', `@Tally ${question}`],
  ]
}

// The version that was tried; it is no dependency, for its licence allows only evaluation.
const playground = (port: number) =>
  `npx @microsoft/m365agentsplayground@0.2.28 -e http://127.0.0.1:${port}/api/messages -c msteams`

function nextSteps({ port, embedded }: Ready, config: Config, now: Date): string {
  const rows: readonly Row[] = [
    ['Ask something, in another terminal', 'npx tally ask "team search GPU cost this week"'],
    ...chatRows(port, config),
    ['Load your own FOCUS export', 'npx tally import focus FILE --source NAME'],
    ...(embedded?.kind === 'demo' && embedded.asOf < now.toISOString().slice(0, 10)
      ? [[`The demo company ends on ${embedded.asOf}; make it anew`, 'npx tally demo'] as const]
      : []),
    ['Stop', 'Ctrl-C'],
  ]
  const widest = Math.max(...rows.map(([what]) => what.length))
  return [
    '',
    `Tally listens on http://localhost:${port}.`,
    ...(embedded === undefined
      ? []
      : [`${CONTENT[embedded.kind]} is in an embedded PostgreSQL; set DATABASE_URL to use your own.`]),
    '',
    ...rows.map(([what, how]) => `  ${what.padEnd(widest)}   ${how}`),
    '',
  ].join('\n')
}

const CONTENT = { absent: 'Nothing yet', demo: 'A demo company', own: 'Your spend' } as const
