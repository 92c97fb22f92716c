import type { Card } from '../cards/card.ts'
import { terminal as terminalText } from '../cards/terminal.ts'
import type { Config } from '../config.ts'
import type { OpenDatabase } from '../db/open.ts'
import { digestCard, moreCard } from '../digests/card.ts'
import { listCard, nextWords } from '../digests/chat/list-card.ts'
import { mistakesCard, savedCard } from '../digests/chat/saved-card.ts'
import { setDigest } from '../digests/chat/saving.ts'
import { askedNow } from '../digests/composing/asked-now.ts'
import {
  lastRuns,
  listSubscriptions,
  pauseSubscription,
  removeSubscription,
  resumeSubscription,
} from '../digests/store.ts'
import type { Draft } from '../digests/words/draft.ts'
import { scopeWords } from '../digests/words/said.ts'
import { namesOf } from '../digests/words/scope-names.ts'
import { readDraft } from '../digests/words/words.ts'
import { Fault } from '../errors.ts'
import { sightOf } from '../people/sight.ts'
import { findPerson } from '../people/store.ts'
import type { PlatformName } from '../platform.ts'
import type { AskDeps } from '../spend/deps.ts'
import { askDeps, composed, known } from './digest-session.ts'
import { instantOf } from './instant.ts'
import { channelOf, platformOf, senderOf } from './sender.ts'
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
  readonly platform?: PlatformName
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
    const channel = options.channel === undefined ? undefined : channelOf(options.channel)
    const on = options.platform ?? (channel === undefined ? undefined : platformOf(channel))
    const { email, person } = await asker(deps, options.as)
    const sender = await senderOf(email, { ...options, ...(on && { platform: on }) }, database, config, terminal)
    const { platform, workspaceId, userId } = sender
    const me = { platform, workspaceId, kind: 'person', id: userId } as const
    const here = { platform, workspaceId, kind: 'conversation', id: channel ?? '' } as const
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

const say = (card: Card, terminal: Terminal) => terminal.say(terminalText(card, terminal).trimEnd())

function refuse(card: Card, terminal: Terminal): never {
  terminal.warn(terminalText(card, terminal).trimEnd())
  throw new Failed()
}
