import { randomUUID } from 'node:crypto'
import type { Card } from '../cards/card.ts'
import { plain } from '../cards/card.ts'
import { terminal as terminalText } from '../cards/terminal.ts'
import type { Config } from '../config.ts'
import type { OpenDatabase } from '../db/open.ts'
import { signingKey } from '../db/open.ts'
import { digestCard, moreCard } from '../digests/card.ts'
import { listCard, nextWords } from '../digests/chat/list-card.ts'
import { mistakesCard, savedCard } from '../digests/chat/saved-card.ts'
import { setDigest } from '../digests/chat/saving.ts'
import { compose } from '../digests/compose.ts'
import { askedNow } from '../digests/composing/asked-now.ts'
import type { Digest } from '../digests/digest.ts'
import {
  findSubscription,
  lastRuns,
  listSubscriptions,
  pauseSubscription,
  removeSubscription,
  resumeSubscription,
} from '../digests/store.ts'
import type { Subscription } from '../digests/subscription.ts'
import type { Draft } from '../digests/words/draft.ts'
import { scopeWords } from '../digests/words/said.ts'
import { namesOf } from '../digests/words/scope-names.ts'
import { readDraft } from '../digests/words/words.ts'
import { Fault } from '../errors.ts'
import { loadRules } from '../nudges/rules-file.ts'
import { enqueue } from '../outbox/enqueue.ts'
import { outboxRunner } from '../outbox/runner.ts'
import { accountsOf } from '../people/accounts.ts'
import { sightOf } from '../people/sight.ts'
import { findPerson } from '../people/store.ts'
import type { Sender } from '../platform.ts'
import { type AskDeps, asking } from '../spend/deps.ts'
import { signToken } from '../token.ts'
import { chat, quietLog } from './chat.ts'
import { instantOf } from './instant.ts'
import { withMigrated } from './session.ts'
import { Failed, type Terminal } from './terminal.ts'

export async function listDigests(options: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async ({ own }) => {
    const subscriptions = await listSubscriptions(own.db)
    const runs = await lastRuns(
      own.db,
      subscriptions.map(({ id }) => id),
    )
    if (options.json) {
      const all = subscriptions.map((subscription) => ({ ...subscription, lastRun: runs.get(subscription.id) ?? null }))
      return terminal.say(JSON.stringify(all, null, 2))
    }
    const entries = subscriptions.map((subscription) => ({
      subscription,
      run: runs.get(subscription.id),
      mayManage: true,
    }))
    say(listCard(entries, { near: [], all: true, most: entries.length }), terminal)
  })
}

export interface AddOptions {
  readonly channel?: string
  readonly workspace?: string
  readonly user?: string
  readonly as: string
  readonly timezone?: string
}

export async function addDigest(words: readonly string[], options: AddOptions, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async (database, config) => {
    const deps = askDeps(database, config, terminal, terminal.now())
    const draft = await draftOf(deps, words, options, config, terminal)
    if (draft.where !== 'me' && options.channel === undefined)
      throw new Fault(
        'It is not said where the digest goes.',
        'Add the channel: --channel C0123456789, or write: to me',
      )
    const { email, person } = await asker(deps, options.as)
    const sender = await senderOf(database, config, terminal, email, options)
    const { platform, workspaceId, userId } = sender
    const me = { platform, workspaceId, kind: 'person', id: userId } as const
    const here = { platform, workspaceId, kind: 'conversation', id: options.channel ?? '' } as const
    const saved = await setDigest(deps, { asker: { key: email, email, person }, here, me }, draft)
    switch (saved.kind) {
      case 'refused':
        throw new Fault(saved.reason, 'Set it as somebody else: --as EMAIL')
      case 'mistaken':
        return refuse(mistakesCard(saved.mistakes), terminal)
      case 'gone':
        throw new Fault('The digest was removed meanwhile.', 'Set it again.')
      case 'saved':
      case 'already': {
        const { subscription, outlook, told } = saved
        return say(
          savedCard(subscription, outlook, { near: [], told, kind: saved.kind === 'saved' ? 'set' : 'already' }),
          terminal,
        )
      }
    }
  })
}

export interface PreviewOptions {
  readonly at?: string
  readonly as?: string
  readonly timezone?: string
  readonly json?: boolean
}

/** What a digest would say, without any chat: nothing is set up and nothing is sent. */
export async function previewDigest(
  words: readonly string[],
  options: PreviewOptions,
  terminal: Terminal,
): Promise<void> {
  const at = options.at === undefined ? terminal.now() : instantOf(options.at)
  await withMigrated(terminal, async (database, config) => {
    const deps = askDeps(database, config, terminal, at)
    const draft = await draftOf(deps, words, options, config, terminal)
    const sight = sightOf(await personOf(deps, options.as), config.visibility)
    const asked = await askedNow(deps, { ...draft, id: 'preview' }, sight, at)
    const digest = await composed(deps, asked)
    if (options.json) return terminal.say(JSON.stringify(digest, null, 2))
    say(digestCard(digest), terminal)
    terminal.say('')
    say(moreCard(digest), terminal)
  })
}

/** Composed now, for the person who gets it; goes the way of all messages that must arrive, at once. */
export async function sendTest(id: string, options: { readonly to?: string }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async (database, config) => {
    const subscription = await known(database, id)
    const platform = await chat(config, database, terminal)
    const { own } = database
    const deps = askDeps(database, config, terminal, terminal.now())
    const { platform: name, workspaceId } = subscription.place
    const to =
      options.to === undefined
        ? undefined
        : await senderOf(database, config, terminal, options.to, { workspace: workspaceId })
    const sender: Sender = to ?? { platform: name, workspaceId, userId: subscription.createdByUser }
    const person = await findPerson(own.db, options.to ?? subscription.createdBy)
    const digest = await composed(
      deps,
      await askedNow(deps, subscription, sightOf(person, config.visibility), terminal.now()),
    )
    const signing = config.signingKey ?? (await signingKey(own.db))
    const sign = (feature: string) => (payload: string) => signToken(signing, feature, payload)
    const { blocks } = digestCard(digest, { spend: sign('spend'), digest: sign('digest') })
    const note = plain(`A test of digest ${id}, which only you get.`)
    const key = `test:${id}:${randomUUID()}`
    await enqueue(own.db, [
      {
        key,
        to: { kind: 'person', who: sender },
        card: { blocks: [...blocks, { kind: 'note', text: [note] }] },
        urgent: true,
      },
    ])
    const runner = outboxRunner({
      db: own.db,
      pool: own.pool,
      couriers: new Map([[platform.name, platform.courier]]),
      log: quietLog(terminal),
    })
    await runner.runOnce()
    const sent = await own.db
      .selectFrom('tally.outbox')
      .select(['status', 'last_error'])
      .where('message_key', '=', key)
      .executeTakeFirst()
    if (sent?.status === 'sent') return terminal.say(`Sent to ${options.to ?? subscription.createdBy}.`)
    throw new Fault(
      `The test is not sent: ${sent?.last_error ?? 'nothing could be sent yet'}.`,
      'It stays in the outbox and is tried again while Tally runs: npx tally start',
    )
  })
}

export async function pauseDigest(id: string, terminal: Terminal): Promise<void> {
  await changed(id, terminal, (database) => pauseSubscription(database.own.db, id, BY, terminal.now()))
}

export async function resumeDigest(id: string, terminal: Terminal): Promise<void> {
  await changed(id, terminal, (database) => resumeSubscription(database.own.db, id, BY, terminal.now()))
}

export async function removeDigest(id: string, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async (database) => {
    const { scope } = await known(database, id)
    await removeSubscription(database.own.db, id)
    terminal.say(`Removed: the digest of ${scopeWords(scope)}.`)
  })
}

const BY = 'command line'

async function changed(
  id: string,
  terminal: Terminal,
  change: (database: OpenDatabase) => Promise<void>,
): Promise<void> {
  await withMigrated(terminal, async (database) => {
    await known(database, id)
    await change(database)
    const now = await known(database, id)
    terminal.say(`Digest of ${scopeWords(now.scope)}: ${nextWords(now)}`)
  })
}

async function known({ own }: OpenDatabase, id: string): Promise<Subscription> {
  const subscription = await findSubscription(own.db, id.toLowerCase())
  if (subscription === undefined) throw new Fault(`There is no digest ${id}.`, 'See them: npx tally digest list')
  return subscription
}

function askDeps(
  { own, spend }: OpenDatabase,
  { visibility, rulesFile }: Config,
  terminal: Terminal,
  now: Date,
): AskDeps {
  return asking({
    own: own.db,
    spend: spend.db,
    spendPool: spend.pool,
    visibility,
    now: () => now,
    idleRules: loadRules(rulesFile).idle,
    onError: (error) => terminal.warn(`Warning: an answer could not be kept: ${String(error)}`),
  })
}

async function composed(deps: AskDeps, asked: Parameters<typeof compose>[1][number]): Promise<Digest> {
  try {
    for await (const each of compose(deps, [asked])) {
      if (each.kind === 'failed') throw each.error
      return each.digest
    }
    throw new Error('The digest was not composed.')
  } finally {
    await deps.later.drained()
  }
}

async function draftOf(
  deps: AskDeps,
  words: readonly string[],
  options: { readonly as?: string; readonly timezone?: string },
  config: Config,
  terminal: Terminal,
): Promise<Draft> {
  const person = await personOf(deps, options.as)
  const names = await namesOf(deps, sightOf(person, deps.visibility))
  const text = words.join(' ').replace(/^\s*digest\s+/i, '')
  const draft = readDraft(text, { names, ownTeams: person?.teams ?? [], timezone: options.timezone ?? config.timezone })
  return 'mistakes' in draft ? refuse(mistakesCard(draft.mistakes), terminal) : draft.value
}

async function personOf({ own, visibility }: AskDeps, email: string | undefined) {
  if (email === undefined && visibility === 'own-teams')
    throw new Fault('Everyone sees only their own teams here, and nobody is asking.', 'Say who: --as you@example.com')
  return findPerson(own, email)
}

async function asker({ own }: AskDeps, as: string) {
  const email = as.trim().toLowerCase()
  return { email, person: await findPerson(own, email) }
}

/** Who this is on the platform: as they were last seen, else as the platform knows their email. */
async function senderOf(
  database: OpenDatabase,
  config: Config,
  terminal: Terminal,
  email: string,
  { workspace, user }: { readonly workspace?: string; readonly user?: string },
): Promise<Sender> {
  if (workspace !== undefined && user !== undefined) return { platform: 'slack', workspaceId: workspace, userId: user }
  const accounts = await accountsOf(database.own.db, email, 'slack')
  const seen = accounts.find(({ workspaceId }) => workspace === undefined || workspaceId === workspace)
  if (seen !== undefined) return { platform: seen.platform, workspaceId: seen.workspaceId, userId: seen.userId }
  const found = config.slack === undefined ? undefined : await (await chat(config, database, terminal)).findUser(email)
  if (found !== undefined && (workspace === undefined || found.workspaceId === workspace)) return found
  throw new Fault(
    `I do not know who ${email} is on Slack.`,
    'They write to Tally there once; or say it: --workspace T0123456789 --user U0123456789',
  )
}

const say = (card: Card, terminal: Terminal) => terminal.say(terminalText(card, terminal).trimEnd())

function refuse(card: Card, terminal: Terminal): never {
  terminal.warn(terminalText(card, terminal).trimEnd())
  throw new Failed()
}
