import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { wholeNumber } from './wording.ts'

/** The demo company. */
export function demoCommand(program: Command, terminal: Terminal): void {
  program
    .command('demo')
    .description('make the demo company anew, up to today')
    .option('--as-of <day>', 'up to another day, such as 2026-11-23')
    .option('--seed <number>', 'another company of the same kind', wholeNumber)
    .option('--months <number>', 'how much history (13)', wholeNumber)
    .option('--folder <path>', 'keep its files there: FOCUS exports and the others')
    .option('--remove', 'take it out again, to make room for your own spend')
    .option('--overwrite', 'also where spend that is not the demo’s is lost by it')
    .option('--json', 'the summary as JSON')
    .action(async (options) => (await import('../demo.ts')).demo(options, terminal))
}
