import { Command } from 'commander'
import { aliasCommands } from './program/alias.ts'
import { askingCommands } from './program/asking.ts'
import { demoCommand } from './program/demo.ts'
import { digestCommands } from './program/digest.ts'
import { loadingCommands } from './program/loading.ts'
import { manifestCommands } from './program/manifest.ts'
import { nudgeCommands } from './program/nudge.ts'
import { plannedCommands } from './program/planned.ts'
import type { Terminal } from './terminal.ts'

/** Every command, as a person meets it. Its code is imported when it runs, so that --help is instant. */
export function program(terminal: Terminal): Command {
  const program = new Command('tally')
    .description('Answers about AI spend, right to the cent: in Slack, in Microsoft Teams, and here.')
    .showHelpAfterError('→ Run it with --help to see what is possible.')
    // Commands that are added below inherit both.
    .configureOutput({
      writeOut: (text) => terminal.say(text.trimEnd()),
      writeErr: (text) => terminal.warn(text.trimEnd()),
    })
    .exitOverride()

  program
    .command('start')
    .description('run the service: chat, jobs, health and metrics on one port')
    .action(async () => (await import('./start.ts')).start(terminal))

  askingCommands(program, terminal)
  loadingCommands(program, terminal)
  plannedCommands(program, terminal)
  digestCommands(program, terminal)
  nudgeCommands(program, terminal)
  demoCommand(program, terminal)
  aliasCommands(program, terminal)
  manifestCommands(program, terminal)

  program
    .command('migrate')
    .description('bring the database up to date')
    .action(async () => (await import('./migrate.ts')).migrate(terminal))

  program
    .command('doctor')
    .description('check configuration, database, Slack, Microsoft Teams, and say what to do')
    .option('--json', 'the findings as JSON')
    .action(async (options) => (await import('./doctor.ts')).doctor(options, terminal))

  return program
}
