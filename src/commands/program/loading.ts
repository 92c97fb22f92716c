import { type Command, Option } from 'commander'
import type { Terminal } from '../terminal.ts'
import { examples, wholeNumber } from './wording.ts'

/** What is loaded, and how complete it is. */
export function loadingCommands(program: Command, terminal: Terminal): void {
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
    .action(async (files, options) => (await import('../import-focus.ts')).importFocus(files, options, terminal))

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
        const { importPeople, importTable } = await import('../import-table.ts')
        await (kind === 'people' ? importPeople(file, options, terminal) : importTable(kind, file, options, terminal))
      })
  }

  const sources = program
    .command('sources')
    .description('what was loaded, and how complete it is')
    .option('--json', 'the same as JSON')
    .action(async (options) => (await import('../sources.ts')).sources(options, terminal))

  sources
    .command('close')
    .description('a month is invoiced: its days no longer wait for anything')
    .argument('<name>', 'the source, such as aws-focus')
    .argument('<month>', 'such as 2026-10')
    .action(async (name, month) => (await import('../sources.ts')).closeSource(name, month, terminal))
}
