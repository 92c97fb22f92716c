import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

// Which part of the house may import from which, and why. Everything else is a mistake in where something lives.
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  errors: [], // what everybody may throw
  'civil-date': [], // days without a zone or a clock
  token: [], // opaque to all but the feature that wrote it
  cards: [], // means the same on every platform, knows no feature
  platform: ['cards'], // all that the core knows of any chat
  feature: ['people', 'platform'], // what a feature is to the bot
  outbox: ['cards', 'platform', 'db', 'errors', 'log', 'metrics'], // messages that must arrive; knows nobody who sends them
  digests: [
    'cards',
    'platform',
    'feature',
    'people',
    'outbox',
    'spend',
    'budgets',
    'nudges',
    'db',
    'errors',
    'token',
    'civil-date',
    'log',
  ],
  alerts: ['cards', 'platform', 'people', 'outbox', 'digests', 'spend', 'budgets', 'db', 'errors', 'civil-date', 'log'], // goes where digests go
  db: ['errors', 'migrations'], // knows PostgreSQL, knows no feature
  migrations: [], // must run for ever, whatever becomes of the code
  people: ['cards', 'platform', 'db', 'errors', 'ledger'], // a list of people is a file like the ledger's
  ledger: ['db', 'errors'], // what was spent; knows nobody who asks
  budgets: ['db', 'errors', 'civil-date'], // how forecasts and anomalies are found; knows no question
  nudges: ['cards', 'platform', 'feature', 'people', 'outbox', 'spend', 'db', 'errors', 'token', 'civil-date', 'log'], // whom to tell of what is idle; of its folder, spend knows only how that is judged
  spend: ['cards', 'platform', 'people', 'db', 'errors', 'token', 'civil-date', 'budgets', 'nudges'], // of platform, what a thread is called
  demo: ['ledger', 'people', 'db', 'errors', 'spend', 'civil-date'], // makes a company's files, then goes through the front door
  bot: ['cards', 'platform', 'feature', 'people', 'spend', 'db', 'errors', 'token'],
  chat: ['cards', 'platform', 'errors'], // what every platform needs; knows none of them
  slack: ['chat', 'cards', 'platform', 'errors'], // knows Slack, knows no feature
  msteams: ['chat', 'cards', 'platform', 'errors'], // the same for Microsoft Teams
  'msteams-kept': ['msteams', 'db'], // what Microsoft Teams wants kept, in the database: neither knows the other
  playground: ['cards', 'platform', 'errors'], // and for the local page
  jobs: [
    'ledger',
    'people',
    'budgets',
    'spend',
    'digests',
    'nudges',
    'alerts',
    'outbox',
    'db',
    'errors',
    'civil-date',
    'log',
    'metrics',
  ], // when, not how
  config: ['errors', 'people'], // people say what visibility is
  log: [],
  metrics: [],
  http: ['errors'], // one server; what speaks through it is handed in
}
// Puts everything together, so may see everything; nothing below may see it.
const ROOF = ['main', 'chats', 'cli', 'commands', 'doctor']

// A package that only one place knows can be replaced in that place.
const ONLY_IN: readonly { readonly packages: RegExp; readonly places: readonly RegExp[]; readonly why: string }[] = [
  { packages: /^@slack\//, places: [/^slack\//], why: 'only slack/ knows Slack' },
  {
    packages: /^bot(builder|framework)|^@microsoft\//,
    places: [/^msteams\/gateway\.ts$/],
    why: 'only the gateway knows Microsoft',
  },
  { packages: /^commander$/, places: [/^cli\.ts$/, /^commands\//], why: 'only the command line parses arguments' },
  { packages: /^cli-progress$/, places: [/^commands\//], why: 'only the command line draws' },
  { packages: /^pino$/, places: [/^log\.ts$/], why: 'everybody else is handed a log' },
  { packages: /^prom-client$/, places: [/^metrics\.ts$/], why: 'everybody else is handed the metrics' },
  {
    packages: /^zod$/,
    places: [/^config\.ts$/, /^ledger\//, /^people\//, /^spend\//, /^nudges\/rules-file\.ts$/],
    why: 'read at the edges',
  },
  { packages: /^node-cron$/, places: [/^jobs\/jobs\.ts$/], why: 'every rhythm on one screen' },
  { packages: /^croner$/, places: [/^digests\/due\.ts$/], why: 'only the slots of a subscription follow a zone' },
  {
    packages: /^yaml$/,
    places: [/^ledger\//, /^nudges\/rules-file\.ts$/],
    why: 'only what people write by hand is YAML',
  },
  { packages: /^@duckdb\//, places: [/^ledger\//], why: 'optional: reads Parquet and nothing else' },
  { packages: /^pg-copy-streams$/, places: [/^ledger\//], why: 'only the ledger loads in bulk' },
  { packages: /^node:child_process$/, places: [/^db\//], why: 'only the embedded database starts programs' },
  { packages: /^(node:)?https?$/, places: [/^http\.ts$/, /^(slack|msteams)\//], why: 'one server on one port' },
]

// What means the same on every platform, so that one more changes nothing in it: no name of one, whatever it is for.
const KNOWS_NO_PLATFORM =
  /^(spend|budgets|digests|nudges|alerts|people|cards|outbox|ledger|jobs|chat)\/|^(bot|feature|token)\.ts$/
const PLATFORM = /^([Ss]lack|[Mm]steams|[Pp]layground)$/

// Half a second and 80 MB, for those only who have Microsoft Teams: its types cost nothing.
const LATE = { packages: /^botbuilder$/, why: 'loaded when it is needed' }

const READS_OUTSIDE: readonly { readonly what: Outside; readonly places: readonly RegExp[]; readonly why: string }[] = [
  {
    what: 'process.env',
    places: [/^(main|cli|config)\.ts$/, /^db\/cluster\.ts$/],
    why: 'configuration is read once; the database server inherits the environment',
  },
  { what: 'the clock', places: [/^(main|cli|config)\.ts$/], why: '`now` is a parameter' },
]
type Outside = 'process.env' | 'the clock'

type Files = Readonly<Record<string, string>>

/** What breaks a rule: `file → what (why)`. File names are relative to src. */
function violations(files: Files): readonly string[] {
  return Object.entries(files).flatMap(([file, source]) => {
    const { reads, texts, names, loads } = seenIn(source)
    const imports = importsOf(source)
    return [
      ...imports.flatMap((name) => (name.startsWith('.') ? inside(file, name) : outside(file, name))),
      // A name in a variable is loaded as well as one in an import.
      ...texts.filter((name) => !imports.includes(name)).flatMap((name) => outside(file, name)),
      ...READS_OUTSIDE.filter(({ what, places }) => reads.has(what) && !allowed(places, file)).map(
        ({ what, why }) => `${file} → ${what} (${why})`,
      ),
      ...[...texts, ...names]
        .filter((name) => KNOWS_NO_PLATFORM.test(file) && PLATFORM.test(name))
        .map((name) => `${file} → ${name} (no platform has a name here)`),
      ...loads.filter((name) => LATE.packages.test(name)).map((name) => `${file} → ${name} (${LATE.why})`),
    ]
  })
}

function inside(file: string, name: string): readonly string[] {
  const target = posix.normalize(posix.join(posix.dirname(file), name))
  const [from, to] = [partOf(file), partOf(target)]
  if (from === to || ROOF.includes(from)) return []
  if (MAY_IMPORT[from] === undefined) return [`${file} → ${target} (${from} has no row in the table)`]
  return MAY_IMPORT[from].includes(to) ? [] : [`${file} → ${target} (${from} may not import ${to})`]
}

const outside = (file: string, name: string): readonly string[] =>
  ONLY_IN.filter(({ packages, places }) => packages.test(name) && !allowed(places, file)).map(
    ({ why }) => `${file} → ${name} (${why})`,
  )

const allowed = (places: readonly RegExp[], file: string) => places.some((place) => place.test(file))

/** The folder directly under src, or the file there: `cards/card.ts` is cards, `bot.ts` is bot, `../migrations/…` is migrations. */
const partOf = (file: string) => (file.replace(/^\.\.\//, '').split('/')[0] ?? '').replace(/\.\w+$/, '')

// Static, dynamic, of types, and exports from.
const importsOf = (source: string) =>
  ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName)

interface Seen {
  readonly reads: ReadonlySet<Outside>
  /** Every string, and every name, that the code writes; words in comments are none. */
  readonly texts: readonly string[]
  readonly names: readonly string[]
  /** What is imported at once, and not for its types alone. */
  readonly loads: readonly string[]
}

function seenIn(source: string): Seen {
  const reads = new Set<Outside>()
  const texts: string[] = []
  const names: string[] = []
  const loads: string[] = []
  const visit = (node: ts.Node): void => {
    const text = ts.isPropertyAccessExpression(node) ? node.getText() : ''
    if (text === 'process.env') reads.add('process.env')
    if (text === 'Date.now') reads.add('the clock')
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
      reads.add('the clock')
    if (ts.isStringLiteralLike(node)) texts.push(node.text)
    if (ts.isIdentifier(node)) names.push(node.text)
    const isTypeOnly =
      (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly === true) ||
      (ts.isExportDeclaration(node) && node.isTypeOnly)
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && !isTypeOnly) {
      const from = node.moduleSpecifier
      if (from !== undefined && ts.isStringLiteral(from)) loads.push(from.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true))
  return { reads, texts, names, loads }
}

describe('the house', () => {
  it('imports downward only, and reads the outside where the table says', () => {
    expect(violations(sources())).toEqual([])
  })

  it('has a row for every part of src, and no row for what is gone', () => {
    const parts = new Set(Object.keys(sources()).map(partOf))
    const known = [...Object.keys(MAY_IMPORT), ...ROOF]
    expect([...parts].filter((part) => !known.includes(part))).toEqual([])
    // These come with later issues and their place is settled already.
    const coming = ['playground', 'migrations']
    expect(known.filter((part) => !parts.has(part) && !coming.includes(part))).toEqual([])
  })
})

describe('botbuilder', () => {
  const FAMILY = /^bot(builder|framework)/

  it('stands in one file, in the project and in its tests', () => {
    const importing = ['src', 'migrations', 'test', 'bench'].flatMap((folder) =>
      Object.entries(sources(`../${folder}`)).flatMap(([file, source]) =>
        importsOf(source).some((name) => FAMILY.test(name)) ? [`${folder}/${file}`] : [],
      ),
    )
    expect(importing).toEqual(['src/msteams/gateway.ts'])
  })

  it('is one package of ours at one version, and nobody has to look away from it', () => {
    const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))
    const { dependencies, devDependencies, optionalDependencies } = read('package.json')
    const named = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(named.filter(([name]) => FAMILY.test(name) || name.startsWith('@microsoft/'))).toEqual([
      ['botbuilder', expect.stringMatching(/^\d+\.\d+\.\d+$/)],
    ])
    expect(JSON.stringify(read('knip.json'))).not.toMatch(/bot(builder|framework)/)
  })
})

// Each rule, broken once.
describe('a rule that is broken is seen', () => {
  it.each<[string, string, string]>([
    ['cards/card.ts', `import { ask } from '../spend/ask.ts'`, 'cards may not import spend'],
    ['cards/card.ts', `import type { Platform } from '../platform.ts'`, 'cards may not import platform'],
    ['slack/blocks.ts', `import { query } from '../spend/query.ts'`, 'slack may not import spend'],
    ['slack/people.ts', `export * from '../people/store.ts'`, 'slack may not import people'],
    ['msteams/adaptive-card.ts', `import { toBlocks } from '../slack/blocks.ts'`, 'msteams may not import slack'],
    ['spend/deep/ask.ts', `await import('../../slack/slack.ts')`, 'spend may not import slack'],
    ['ledger/import.ts', `import { person } from '../people/person.ts'`, 'ledger may not import people'],
    ['db/connect.ts', `import type { Question } from '../spend/question.ts'`, 'db may not import spend'],
    ['bot.ts', `import { start } from './slack/slack.ts'`, 'bot may not import slack'],
    ['people/store.ts', `import { start } from '../main.ts'`, 'people may not import main'],
    ['helpers/all.ts', `import { Fault } from '../errors.ts'`, 'helpers has no row in the table'],
    ['spend/ask.ts', `import { WebClient } from '@slack/web-api'`, 'only slack/ knows Slack'],
    ['msteams/card.ts', `import type { CardFactory } from 'botbuilder'`, 'only the gateway knows Microsoft'],
    ['msteams/files.ts', `const { CloudAdapter } = await import('botbuilder')`, 'only the gateway knows Microsoft'],
    [
      'msteams/files.ts',
      `const name = 'botframework-connector'; await import(name)`,
      'only the gateway knows Microsoft',
    ],
    ['chats.ts', `createRequire(import.meta.url)('botbuilder-core')`, 'only the gateway knows Microsoft'],
    ['msteams/inbound.ts', `export type { Activity } from 'botframework-schema'`, 'only the gateway knows Microsoft'],
    ['msteams/gateway.ts', `import { ActivityTypes } from 'botbuilder'`, 'loaded when it is needed'],
    ['msteams/gateway.ts', `import { type Activity } from 'botbuilder'`, 'loaded when it is needed'],
    ['nudges/send.ts', `if (where.platform === 'msteams') return`, 'no platform has a name here'],
    ['digests/card.ts', `const words = { slack: 'channel', other: 'chat' }`, 'no platform has a name here'],
    ['bot.ts', 'const name = `playground`', 'no platform has a name here'],
    [
      'people/accounts.ts',
      `const first = accounts.find(({ platform }) => platform === "Slack")`,
      'no platform has a name here',
    ],
    ['outbox/send.ts', `const paces = pace.msteams`, 'no platform has a name here'],
    ['spend/ask.ts', `import { pino } from 'pino'`, 'handed a log'],
    ['spend/ask.ts', `import { spawn } from 'node:child_process'`, 'starts programs'],
    ['spend/ask.ts', `const zone = process.env.TZ`, 'configuration is read once'],
    ['spend/ask.ts', `const now = new Date()`, '`now` is a parameter'],
    ['slack/pace.ts', `const now = Date.now()`, '`now` is a parameter'],
    ['slack/pace.ts', `const clock = Date.now`, '`now` is a parameter'],
  ])('%s: %s', (file, source, why) => {
    expect(violations({ [file]: source })).toEqual([expect.stringContaining(why)])
  })

  it('leaves alone what is allowed, and words in comments', () => {
    const fine = `import { Fault } from '../errors.ts' // not process.env, not new Date(), not slack
      /** As 'msteams' has it. */
      export const at = (text: string) => new Date(text) ?? 'process.env'`
    expect(violations({ 'spend/ask.ts': fine })).toEqual([])
    const late = `import type { Activity } from 'botbuilder'
      export const load = () => import('botbuilder')`
    expect(violations({ 'msteams/gateway.ts': late })).toEqual([])
  })
})

function sources(folder = '../src'): Files {
  const src = fileURLToPath(new URL(folder, import.meta.url))
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return Object.fromEntries(files.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(src, name), 'utf8')]))
}
