import { type Command, Option } from 'commander'
import type { Terminal } from '../terminal.ts'
import { examples } from './wording.ts'

/** What a chat must be told of Tally. */
export function manifestCommands(program: Command, terminal: Terminal): void {
  const manifest = program.command('manifest').description('what a chat must be told of Tally')

  manifest
    .command('msteams')
    .description('write the app package for Microsoft Teams: a zip to upload, docs/msteams.md')
    .requiredOption('--app-id <id>', 'of the bot: Azure portal → your bot → Configuration')
    .option('--name <text>', 'what the app is called (Tally)')
    .option('--out <file>', 'where to write it (tally-msteams.zip)')
    .option('--force', 'also over a file that is there')
    .option('--history', 'ask to read channels as well: what Teams does not confirm is looked for, not sent again')
    .option('--release <version>', 'higher for each change that you upload (1.0.0)')
    .option('--developer <name>', 'who runs it, as people see it (Tally)')
    .option('--website <url>', 'of whoever runs it')
    .option('--privacy <url>', 'the privacy statement (the website)')
    .option('--terms <url>', 'the terms of use (the website)')
    .addOption(new Option('--json', 'print the manifest, write nothing').conflicts(['out', 'force']))
    .addHelpText(
      'after',
      examples(
        'tally manifest msteams --app-id 6f9619ff-8b86-4011-b42d-00c04fc964ff',
        'tally manifest msteams --app-id 6f9619ff-8b86-4011-b42d-00c04fc964ff --name "Tally for Contoso" --history',
      ),
    )
    .action(async (options) => (await import('../manifest.ts')).msteamsManifest(options, terminal))
}
