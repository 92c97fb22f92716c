import { Command } from 'commander'
import { Failed, type Terminal } from './commands/terminal.ts'
import { Fault } from './errors.ts'

const terminal: Terminal = {
  env: process.env,
  now: () => new Date(),
  say: (text) => process.stdout.write(`${text}\n`),
  warn: (text) => process.stderr.write(`${text}\n`),
  interactive: process.stderr.isTTY === true,
}

// Each command's code is imported when it runs, so that --help is instant.
const program = new Command('tally')
  .description('Answers about AI spend, right to the cent: in Slack, and here.')
  .showHelpAfterError('Run with --help to see what is possible.')

program
  .command('start')
  .description('run the service: chat, jobs, health and metrics on one port')
  .action(async () => (await import('./commands/start.ts')).start(terminal))

program
  .command('migrate')
  .description('bring the database up to date')
  .action(async () => (await import('./commands/migrate.ts')).migrate(terminal))

// A reader that closed early, such as `head`, has all it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof Fault) terminal.warn(`${error.message}\n→ ${error.remedy}`)
  else if (!(error instanceof Failed)) console.error(error)
  process.exitCode = 1
}
