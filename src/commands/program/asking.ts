import { type Command, Option } from 'commander'
import type { Terminal } from '../terminal.ts'
import { examples } from './wording.ts'

/** Questions: answered, or only read. */
export function askingCommands(program: Command, terminal: Terminal): void {
  program
    .command('ask')
    .description('ask a question about spend, as in chat')
    .argument('<text...>', 'the question; in quotes, if it has characters that the shell reads')
    .option('--as <email>', 'ask as this person: needed where everyone sees only their own teams')
    .option('--now <instant>', 'ask as if it were this moment, such as 2026-11-23T10:00:00Z')
    .option('--timezone <name>', 'the asker’s own zone: decides which day today is, such as Europe/Berlin')
    .addOption(
      new Option('--json', 'exact figures, the query and where they come from; groups as on a card').conflicts('csv'),
    )
    .option('--csv', 'every group and its exact figures, as a file for spreadsheets')
    .addHelpText(
      'after',
      examples(
        'tally ask "team search GPU cost this week"',
        'tally ask "top 5 models last month" --json',
        'tally ask "spend by project last month" --csv > projects.csv',
        'tally ask --as ada@example.com "spend by project last 30 days"',
      ),
    )
    .action(async (words, options) => (await import('../ask.ts')).ask(words, options, terminal))

  program
    .command('understand')
    .description('read questions without answering them: one JSON line in, one out; needs no database')
    .requiredOption('--catalogue <file>', 'the names that a question may use, as JSON')
    .option('--json', 'what it always prints')
    .addHelpText(
      'after',
      `\nEach line in:  {"id": 1, "text": "team search cost last month", "today": "2026-11-23"}
Each line out: {"id": 1, "query": {"intent": "spend", …}}
${examples('tally understand --catalogue names.json < questions.jsonl > readings.jsonl')}`,
    )
    .action(async (options) => (await import('../understand.ts')).understand(options, terminal))
}
