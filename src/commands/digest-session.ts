import type { Config } from '../config.ts'
import type { OpenDatabase } from '../db/open.ts'
import { compose } from '../digests/compose.ts'
import type { Digest } from '../digests/digest.ts'
import { findSubscription } from '../digests/store.ts'
import type { Subscription } from '../digests/subscription.ts'
import { Fault } from '../errors.ts'
import { loadRules } from '../nudges/rules-file.ts'
import { type AskDeps, asking } from '../spend/deps.ts'
import type { Terminal } from './terminal.ts'

export async function known({ own }: OpenDatabase, id: string): Promise<Subscription> {
  const subscription = await findSubscription(own.db, id.toLowerCase())
  if (subscription === undefined) throw new Fault(`There is no digest ${id}.`, 'See them: npx tally digest list')
  return subscription
}

export function askDeps(
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

export async function composed(deps: AskDeps, asked: Parameters<typeof compose>[1][number]): Promise<Digest> {
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
