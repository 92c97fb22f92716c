import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { examples } from './wording.ts'

/** Spend that was announced. */
export function plannedCommands(program: Command, terminal: Terminal): void {
  const planned = program
    .command('planned')
    .description('spend that was announced: told as planned and not as unusual')
    .option('--json', 'the same as JSON')
    .action(async (options) => (await import('../planned.ts')).planned(options, terminal))

  planned
    .command('add')
    .description('what begins on these days, there, is planned')
    .argument('<reason...>', 'why, in a few words')
    .requiredOption('--from <day>', 'the first day it may begin, such as 2026-11-23')
    .option('--until <day>', 'the last day it may begin (the same)')
    .option('--team <name>', 'of this team')
    .option('--cost-area <name>', 'such as Compute')
    .option('--model <name>', 'of this model')
    .requiredOption('--as <email>', 'who says so: an administrator, or one of the team')
    .addHelpText(
      'after',
      examples('tally planned add "load test" --team search --from 2026-11-23 --as ada@example.com'),
    )
    .action(async (reason, options) => (await import('../planned.ts')).addPlanned(reason, options, terminal))

  planned
    .command('remove')
    .description('it was not: what it explained is unusual again')
    .argument('<id>', 'as in the list: tally planned')
    .requiredOption('--as <email>', 'who says so')
    .action(async (id, options) => (await import('../planned.ts')).removePlanned(id, options, terminal))
}
