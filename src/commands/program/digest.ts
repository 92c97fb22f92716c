import { type Command, Option } from 'commander'
import type { Terminal } from '../terminal.ts'
import { examples } from './wording.ts'

/** Reports on a rhythm. */
export function digestCommands(program: Command, terminal: Terminal): void {
  const digest = program
    .command('digest')
    .description('reports on a rhythm: which there are, a new one, how one would look')

  digest
    .command('list')
    .description('every digest with its last run, its next one and what went wrong')
    .option('--json', 'the same as JSON')
    .addHelpText('after', examples('tally digest list', 'tally digest list --json'))
    .action(async (options) => (await import('../digest.ts')).listDigests(options, terminal))

  digest
    .command('add')
    .description('set up a digest, as it is written in chat')
    .argument('<words...>', 'what, when and where; in quotes')
    .requiredOption('--as <email>', 'whose digest it is: it shows what this person may see')
    .option('--channel <id>', 'where it goes, such as C0123456789 or a link of Teams; without it, write: to me')
    .addOption(
      new Option('--platform <name>', 'the chat, where the channel does not tell').choices(['slack', 'msteams']),
    )
    .option('--workspace <id>', 'of the channel, such as T0123456789 or a tenant, where the person is in several')
    .option('--user <id>', 'who the person is there, such as U0123456789, where Tally cannot find out')
    .option('--timezone <name>', 'of its times, such as Europe/Berlin, unless the words say one')
    .addHelpText(
      'after',
      examples(
        'tally digest add "weekly wed 09:00 for team search" --channel C0123456789 --as ada@example.com',
        'tally digest add "weekly for team search" --channel 19:…@thread.tacv2 --as ada@example.com',
        'tally digest add "daily 8:30 for everything to me" --as ada@example.com --timezone Europe/Paris',
      ),
    )
    .action(async (words, options) => (await import('../digest.ts')).addDigest(words, options, terminal))

  digest
    .command('preview')
    .description('how a digest would look: needs no chat, sets nothing up, sends nothing')
    .argument('<words...>', 'as for add; in quotes')
    .option('--at <instant>', 'as if it were this moment, such as 2026-11-23T08:00:00Z')
    .option('--as <email>', 'as this person sees it: needed where everyone sees only their own teams')
    .option('--timezone <name>', 'of its times, such as Europe/Berlin')
    .option('--json', 'all that it says, as data')
    .addHelpText(
      'after',
      examples('tally digest preview "weekly for team search"', 'tally digest preview "daily for everything" --json'),
    )
    .action(async (words, options) => (await import('../digest.ts')).previewDigest(words, options, terminal))

  digest
    .command('send-test')
    .description('send one now, to one person alone')
    .argument('<id>', 'as in the list: tally digest list')
    .option('--to <email>', 'who gets it (whoever set it)')
    .addHelpText('after', examples('tally digest send-test k7p2 --to ada@example.com'))
    .action(async (id, options) => (await import('../send-test.ts')).sendTest(id, options, terminal))

  for (const [verb, what] of [
    ['pause', 'it sends nothing until it is resumed'],
    ['resume', 'a digest that was paused, or whose place was mended'],
    ['remove', 'for good'],
  ] as const)
    digest
      .command(verb)
      .description(what)
      .argument('<id>', 'as in the list: tally digest list')
      .addHelpText('after', examples(`tally digest ${verb} k7p2`))
      .action(async (id) => {
        const { pauseDigest, resumeDigest, removeDigest } = await import('../digest.ts')
        await { pause: pauseDigest, resume: resumeDigest, remove: removeDigest }[verb](id, terminal)
      })
}
