import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { examples } from './wording.ts'

/** Your own words, and those that nobody understood. */
export function aliasCommands(program: Command, terminal: Terminal): void {
  const alias = program.command('alias').description('your own words for the names in the data')

  alias
    .command('list')
    .description('what was taught, by whom, and what of it is not read')
    .option('--json', 'the same as JSON')
    .action(async (options) => (await import('../alias.ts')).listAliases(options, terminal))

  alias
    .command('add')
    .description('from now on a word means a name, for everyone')
    .argument('<word>', 'what people write, such as prod2')
    .argument('<dimension>', 'what the name is, such as environment')
    .argument('<name>', 'the name as it stands in the data, such as production')
    .option('--as <email>', 'who teaches it')
    .addHelpText('after', examples('tally alias add prod2 environment production'))
    .action(async (word, dimension, name, options) =>
      (await import('../alias.ts')).addAlias(word, dimension, name, options, terminal),
    )

  alias
    .command('remove')
    .description('a word means nothing of its own any more')
    .argument('<word>', 'such as prod2')
    .argument('[dimension]', 'only as a name of this, such as environment')
    .action(async (word, dimension) => (await import('../alias.ts')).removeAlias(word, dimension, terminal))

  program
    .command('words')
    .description('words that people asked with and that were not understood, most asked first')
    .option('--json', 'the same as JSON')
    .action(async (options) => (await import('../words.ts')).words(options, terminal))
}
