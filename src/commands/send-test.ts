import { randomUUID } from 'node:crypto'
import { plain } from '../cards/card.ts'
import { signingKey } from '../db/open.ts'
import { digestCard } from '../digests/card.ts'
import { askedNow } from '../digests/composing/asked-now.ts'
import { Fault } from '../errors.ts'
import { enqueue } from '../outbox/enqueue.ts'
import { outboxRunner } from '../outbox/runner.ts'
import { sightOf } from '../people/sight.ts'
import { findPerson } from '../people/store.ts'
import type { Sender } from '../platform.ts'
import { signToken } from '../token.ts'
import { chat, quietLog } from './chat.ts'
import { askDeps, composed, known } from './digest-session.ts'
import { senderOf } from './sender.ts'
import { withMigrated } from './session.ts'
import type { Terminal } from './terminal.ts'

/** Composed now, for the person who gets it; goes the way of all messages that must arrive, at once. */
export async function sendTest(id: string, options: { readonly to?: string }, terminal: Terminal): Promise<void> {
  await withMigrated(terminal, async (database, config) => {
    const subscription = await known(database, id)
    const { platform: name, workspaceId } = subscription.place
    const { courier } = await chat(name, config, database, terminal)
    const { own } = database
    const deps = askDeps(database, config, terminal, terminal.now())
    const to =
      options.to === undefined
        ? undefined
        : await senderOf(options.to, { platform: name, workspace: workspaceId }, database, config, terminal)
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
      couriers: new Map([[name, courier]]),
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
