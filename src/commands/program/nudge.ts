import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { examples } from './wording.ts'

/** Idle resources and their owners. */
export function nudgeCommands(program: Command, terminal: Terminal): void {
  const nudge = program
    .command('nudge')
    .description('idle resources and their owners: who would be told what, what stands open')

  nudge
    .command('run')
    .description('look for what is idle, and print what each owner would be sent; needs no chat')
    .option('--dry-run', 'send nothing and keep nothing: the service sends by itself')
    .option('--at <instant>', 'as if it were this moment, such as 2026-11-23T08:00:00Z')
    .option('--json', 'the same as JSON')
    .addHelpText('after', examples('tally nudge run --dry-run', 'tally nudge run --dry-run --at 2026-11-24T08:00:00Z'))
    .action(async (options) => (await import('../nudge.ts')).runNudges(options, terminal))

  nudge
    .command('list')
    .description('every nudge that is not settled, and what nobody can judge')
    .option('--json', 'the same as JSON')
    .addHelpText('after', examples('tally nudge list', 'tally nudge list --json'))
    .action(async (options) => (await import('../nudge.ts')).listNudges(options, terminal))

  nudge
    .command('confirm')
    .description('what the first run would send looks right: from now on owners are told')
    .requiredOption('--as <email>', 'who says so: an administrator')
    .addHelpText('after', examples('tally nudge confirm --as ada@example.com'))
    .action(async (options) => (await import('../nudge.ts')).confirm(options, terminal))

  nudge
    .command('rules')
    .description('when a resource is held to be idle, and how often people are told')
    .option('--json', 'the same as JSON')
    .addHelpText('after', examples('tally nudge rules'))
    .action(async (options) => (await import('../nudge.ts')).nudgeRules(options, terminal))
}
