import type { Card } from '../cards/card.ts'
import { terminal as terminalText } from '../cards/terminal.ts'
import { readConfig } from '../config.ts'
import { dry } from '../db/dry.ts'
import type { OpenDatabase } from '../db/open.ts'
import { Fault } from '../errors.ts'
import { type Bundle, MOST_SHOWN, type PlannedMessage } from '../nudges/bundle.ts'
import { nudgeCards } from '../nudges/card.ts'
import { confirmNudges, isConfirmed } from '../nudges/confirmed.ts'
import { detect } from '../nudges/detect.ts'
import { dryRun } from '../nudges/dry-run.ts'
import { findNudges, lastActs, unknownResources } from '../nudges/listing.ts'
import { rulesCard } from '../nudges/rules-card.ts'
import { loadRules } from '../nudges/rules-file.ts'
import { sweepNudges } from '../nudges/sweep.ts'
import { type Listed, nudgesTable } from '../nudges/table-card.ts'
import { type Lookup, namesOf } from '../people/look-for.ts'
import { findPerson } from '../people/store.ts'
import { asking } from '../spend/deps.ts'
import { connected, quietLog } from './chat.ts'
import { instantOf } from './instant.ts'
import { withMigrated } from './session.ts'
import type { Terminal } from './terminal.ts'

export interface RunOptions {
  readonly dryRun?: boolean
  readonly at?: string
  readonly json?: boolean
}

/** Looks for what is idle and prints what each owner would be sent, and takes every trace of it back. */
export async function runNudges(options: RunOptions, terminal: Terminal): Promise<void> {
  if (options.dryRun !== true)
    throw new Fault(
      'Nudges are sent by the service, in the working hours of whoever gets them.',
      'See what it would send: npx tally nudge run --dry-run. Let it send: npx tally nudge confirm --as EMAIL',
    )
  const at = options.at === undefined ? terminal.now() : instantOf(options.at)
  await withMigrated(terminal, async (database, config) => {
    const { own, spend } = database
    const { idle: rules, manners: said } = loadRules(config.rulesFile)
    const manners = { ...said, timezone: config.timezone }
    const cards = nudgeCards({ sign: (payload) => payload, rules, timezone: manners.timezone })
    const deps = asking({
      own: own.db,
      spend: spend.db,
      spendPool: spend.pool,
      visibility: config.visibility,
      now: () => at,
      idleRules: rules,
      onError: (error) => terminal.warn(`Warning: ${String(error)}`),
    })
    const chats = await connected(config, database, terminal)
    const platforms = chats.length === 0 ? [EVERYBODY] : chats
    const planned = await dry(own.pool, async (db) => {
      const look = (now: Date) => detect(deps, rules, now)
      const swept = await sweepNudges({ db, cards, platforms, log: quietLog(terminal), look }, at)
      const run = await dryRun(db, { manners, now: at, on: namesOf(chats) })
      const bundles = []
      for (const message of run.messages) bundles.push({ message, bundle: await bundleOf(db, message, at) })
      return { swept, run, bundles }
    })
    const { swept, run, bundles } = planned
    if (options.json)
      return terminal.say(
        JSON.stringify({ ...run, ownerless: swept?.ownerless ?? 0, confirmed: await isConfirmed(own.db) }, null, 2),
      )
    for (const { message, bundle } of bundles) {
      terminal.say(`To ${message.owner}, on ${message.day}:\n`)
      say(bundleCard(cards.bundle(bundle)), terminal)
      terminal.say('')
    }
    if (run.unreachable.length > 0) terminal.say(`Nobody can write to: ${run.unreachable.join(', ')}.`)
    if ((swept?.ownerless ?? 0) > 0)
      terminal.say(
        `${swept?.ownerless} resources have nobody at all to be told: name administrators (npx tally import people FILE).`,
      )
    if (chats.length === 0)
      terminal.say('No chat is connected: this is as if everybody who is named could be written to.')
    terminal.say(
      `${bundles.length === 0 ? 'Nothing would be sent' : `${bundles.length} ${bundles.length === 1 ? 'message' : 'messages'} would be sent`}. Nothing was sent, and nothing was kept.`,
    )
    if (!(await isConfirmed(own.db)))
      terminal.say('Nobody is nudged until somebody confirms: npx tally nudge confirm --as EMAIL')
  })
}

/** Buttons cannot be pressed here. */
const bundleCard = ({ blocks }: Card): Card => ({ blocks: blocks.filter(({ kind }) => kind !== 'actions') })

/** Where no chat can be asked. */
const EVERYBODY: Lookup = {
  name: 'slack',
  findUser: async (email) => ({ platform: 'slack', workspaceId: 'dry-run', userId: email }),
}

async function bundleOf(
  db: OpenDatabase['own']['db'],
  { owner, items, open, day }: PlannedMessage,
  now: Date,
): Promise<Bundle> {
  const shown = items.slice(0, MOST_SHOWN)
  const acts = await lastActs(
    db,
    shown.map(({ id }) => id),
  )
  const before = await db
    .selectFrom('tally.nudge_message')
    .select('message_key')
    .where('recipient', '=', owner)
    .where('outcome', '=', 'sent')
    .limit(1)
    .execute()
  return {
    messageKey: `dry:${owner}:${day}`,
    kind: shown.some(({ notices }) => notices.count > 0) ? 'reminder' : 'first',
    owner,
    firstContact: before.length === 0,
    items: shown.map((nudge) => ({ nudge, lastAct: acts.get(nudge.id) ?? null })),
    open,
    hidden: items.length - shown.length,
    now,
  }
}

export async function listNudges(options: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    const [nudges, unknown] = [await findNudges(own.db, {}), await unknownResources(own.db)]
    if (options.json) return terminal.say(JSON.stringify({ nudges, unknown }, null, 2))
    const listed: Listed = { nudges, unknown, confirmed: await isConfirmed(own.db) }
    say(nudgesTable(listed), terminal)
  })
}

/** The first run of an installation waits for an administrator. */
export async function confirm(options: { readonly as: string }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    const person = await findPerson(own.db, options.as)
    if (person?.role !== 'admin')
      throw new Fault(
        `${options.as} is no administrator, and only those confirm.`,
        'Confirm as one of them: --as EMAIL. Who they are: npx tally import people FILE, role admin.',
      )
    const first = await confirmNudges(own.db, person.email, terminal.now())
    terminal.say(
      first
        ? 'Confirmed: owners of idle resources are told from now on, in their working hours.'
        : 'It was confirmed before: owners are told already.',
    )
  })
}

export async function nudgeRules(options: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  const { idle, manners } = loadRules(readConfig(terminal.env).rulesFile)
  const { politeness, working } = manners
  if (options.json)
    return terminal.say(
      JSON.stringify({ ...idle, politeness, working: { ...working, holidays: [...working.holidays] } }, null, 2),
    )
  say(rulesCard(idle, manners), terminal)
}

const say = (card: Card, terminal: Terminal) => terminal.say(terminalText(card, terminal).trimEnd())
