import { Command, InvalidArgumentError, Option } from 'commander'
import type { Terminal } from './terminal.ts'

/** Every command, as a person meets it. Its code is imported when it runs, so that --help is instant. */
export function program(terminal: Terminal): Command {
  const program = new Command('tally')
    .description('Answers about AI spend, right to the cent: in Slack, and here.')
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
    .action(async (words, options) => (await import('./ask.ts')).ask(words, options, terminal))

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
    .action(async (options) => (await import('./understand.ts')).understand(options, terminal))

  const load = program.command('import').description('load a file')

  load
    .command('focus')
    .description('load FOCUS exports (1.0 to 1.4): CSV, CSV.gz or Parquet')
    .argument('<files...>', 'one delivery: together they replace every day that they contain')
    .requiredOption('--source <name>', 'what to call where this comes from, such as aws-focus')
    .addOption(
      new Option('--kind <kind>', 'a bill, or a gateway’s estimate of the same money').choices(['ledger', 'meter']),
    )
    .addOption(
      new Option(
        '--effective <column>',
        'billed: take billed cost as effective cost, where the export leaves it at zero',
      ).choices(['effective', 'billed']),
    )
    .option('--complete-after <hours>', 'how long this source keeps changing a day', wholeNumber)
    .option('--mapping <file>', 'how tags become teams and services become cost areas; docs/mapping.md')
    .option('--json', 'the summary as JSON')
    .addHelpText('after', examples('tally import focus november.csv.gz --source aws-focus'))
    .action(async (files, options) => (await import('./import-focus.ts')).importFocus(files, options, terminal))

  const TABLES = {
    people: 'who asks: email, name, role, teams',
    units: 'requests, documents, images …: the denominators that a bill does not carry',
    telemetry: 'how busy each resource was, by the hour',
    budgets: 'budgets by month',
    'training-runs': 'training runs with their GPU hours and cost',
    quality: 'quality scores by project, model and day',
    value: 'business value that somebody stated, by month',
  } as const

  for (const [kind, what] of Object.entries(TABLES) as [keyof typeof TABLES, string][]) {
    load
      .command(kind)
      .description(`load a CSV or CSV.gz of ${what}`)
      .argument('<file>', 'its header names the columns; docs/spend-contract.md')
      .option('--mapping <file>', 'how names are spelled; docs/mapping.md')
      .option('--json', 'the summary as JSON')
      .addHelpText('after', examples(`tally import ${kind} ${kind}.csv`))
      .action(async (file, options) => {
        const { importPeople, importTable } = await import('./import-table.ts')
        await (kind === 'people' ? importPeople(file, options, terminal) : importTable(kind, file, options, terminal))
      })
  }

  const sources = program
    .command('sources')
    .description('what was loaded, and how complete it is')
    .option('--json', 'the same as JSON')
    .action(async (options) => (await import('./sources.ts')).sources(options, terminal))

  sources
    .command('close')
    .description('a month is invoiced: its days no longer wait for anything')
    .argument('<name>', 'the source, such as aws-focus')
    .argument('<month>', 'such as 2026-10')
    .action(async (name, month) => (await import('./sources.ts')).closeSource(name, month, terminal))

  const planned = program
    .command('planned')
    .description('spend that was announced: told as planned and not as unusual')
    .option('--json', 'the same as JSON')
    .action(async (options) => (await import('./planned.ts')).planned(options, terminal))

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
    .action(async (reason, options) => (await import('./planned.ts')).addPlanned(reason, options, terminal))

  planned
    .command('remove')
    .description('it was not: what it explained is unusual again')
    .argument('<id>', 'as in the list: tally planned')
    .requiredOption('--as <email>', 'who says so')
    .action(async (id, options) => (await import('./planned.ts')).removePlanned(id, options, terminal))

  const digest = program
    .command('digest')
    .description('reports on a rhythm: which there are, a new one, how one would look')

  digest
    .command('list')
    .description('every digest with its last run, its next one and what went wrong')
    .option('--json', 'the same as JSON')
    .addHelpText('after', examples('tally digest list', 'tally digest list --json'))
    .action(async (options) => (await import('./digest.ts')).listDigests(options, terminal))

  digest
    .command('add')
    .description('set up a digest, as it is written in chat')
    .argument('<words...>', 'what, when and where; in quotes')
    .requiredOption('--as <email>', 'whose digest it is: it shows what this person may see')
    .option('--channel <id>', 'where it goes, such as C0123456789; without it, write: to me')
    .option('--workspace <id>', 'of the channel, such as T0123456789, where the person is in several')
    .option('--user <id>', 'who the person is there, such as U0123456789, where Tally cannot find out')
    .option('--timezone <name>', 'of its times, such as Europe/Berlin, unless the words say one')
    .addHelpText(
      'after',
      examples(
        'tally digest add "weekly wed 09:00 for team search" --channel C0123456789 --as ada@example.com',
        'tally digest add "daily 8:30 for everything to me" --as ada@example.com --timezone Europe/Paris',
      ),
    )
    .action(async (words, options) => (await import('./digest.ts')).addDigest(words, options, terminal))

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
    .action(async (words, options) => (await import('./digest.ts')).previewDigest(words, options, terminal))

  digest
    .command('send-test')
    .description('send one now, to one person alone')
    .argument('<id>', 'as in the list: tally digest list')
    .option('--to <email>', 'who gets it (whoever set it)')
    .addHelpText('after', examples('tally digest send-test k7p2 --to ada@example.com'))
    .action(async (id, options) => (await import('./digest.ts')).sendTest(id, options, terminal))

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
        const { pauseDigest, resumeDigest, removeDigest } = await import('./digest.ts')
        await { pause: pauseDigest, resume: resumeDigest, remove: removeDigest }[verb](id, terminal)
      })

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
    .action(async (options) => (await import('./nudge.ts')).runNudges(options, terminal))

  nudge
    .command('list')
    .description('every nudge that is not settled, and what nobody can judge')
    .option('--json', 'the same as JSON')
    .addHelpText('after', examples('tally nudge list', 'tally nudge list --json'))
    .action(async (options) => (await import('./nudge.ts')).listNudges(options, terminal))

  nudge
    .command('confirm')
    .description('what the first run would send looks right: from now on owners are told')
    .requiredOption('--as <email>', 'who says so: an administrator')
    .addHelpText('after', examples('tally nudge confirm --as ada@example.com'))
    .action(async (options) => (await import('./nudge.ts')).confirm(options, terminal))

  nudge
    .command('rules')
    .description('when a resource is held to be idle, and how often people are told')
    .option('--json', 'the same as JSON')
    .addHelpText('after', examples('tally nudge rules'))
    .action(async (options) => (await import('./nudge.ts')).nudgeRules(options, terminal))

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
    .action(async (options) => (await import('./demo.ts')).demo(options, terminal))

  const alias = program.command('alias').description('your own words for the names in the data')

  alias
    .command('list')
    .description('what was taught, by whom, and what of it is not read')
    .option('--json', 'the same as JSON')
    .action(async (options) => (await import('./alias.ts')).listAliases(options, terminal))

  alias
    .command('add')
    .description('from now on a word means a name, for everyone')
    .argument('<word>', 'what people write, such as prod2')
    .argument('<dimension>', 'what the name is, such as environment')
    .argument('<name>', 'the name as it stands in the data, such as production')
    .option('--as <email>', 'who teaches it')
    .addHelpText('after', examples('tally alias add prod2 environment production'))
    .action(async (word, dimension, name, options) =>
      (await import('./alias.ts')).addAlias(word, dimension, name, options, terminal),
    )

  alias
    .command('remove')
    .description('a word means nothing of its own any more')
    .argument('<word>', 'such as prod2')
    .argument('[dimension]', 'only as a name of this, such as environment')
    .action(async (word, dimension) => (await import('./alias.ts')).removeAlias(word, dimension, terminal))

  program
    .command('words')
    .description('words that people asked with and that were not understood, most asked first')
    .option('--json', 'the same as JSON')
    .action(async (options) => (await import('./words.ts')).words(options, terminal))

  program
    .command('migrate')
    .description('bring the database up to date')
    .action(async () => (await import('./migrate.ts')).migrate(terminal))

  program
    .command('doctor')
    .description('check configuration, database, Slack, and say what to do')
    .option('--json', 'the findings as JSON')
    .action(async (options) => (await import('./doctor.ts')).doctor(options, terminal))

  return program
}

function examples(...commands: readonly string[]): string {
  return `\n${commands.length === 1 ? 'Example' : 'Examples'}:\n${commands.map((command) => `  npx ${command}`).join('\n')}`
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Write a whole number.')
  return Number(text)
}
