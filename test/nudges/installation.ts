import { pino } from 'pino'
import { type Card, plain } from '../../src/cards/card.ts'
import type { Connection } from '../../src/db/connect.ts'
import type { Bundle } from '../../src/nudges/bundle.ts'
import type { Found, FoundResource } from '../../src/nudges/found.ts'
import type { Verdict } from '../../src/nudges/idle.ts'
import { findNudges } from '../../src/nudges/listing.ts'
import { MANNERS } from '../../src/nudges/manners.ts'
import { NO_NOTICES, type Nudge, transition } from '../../src/nudges/nudge.ts'
import type { SendDeps } from '../../src/nudges/send.ts'
import type { Logged } from '../../src/nudges/stored.ts'
import type { SweepDeps } from '../../src/nudges/sweep.ts'

const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** A Monday, ten o'clock in Paris. */
export const MONDAY = new Date('2026-11-23T09:00:00Z')
export const at = (ms: number) => new Date(MONDAY.getTime() + ms)
export const hours = (count: number) => count * HOUR

const EVIDENCE = {
  windowHours: 168,
  coverage: 1,
  peaks: { gpuUtilMax: 1, cpuUtilMax: null, requests: null, activeSessions: null },
  blipHours: 0,
  lastActivityAt: null,
} as unknown as Verdict['evidence']

export const verdicts: Readonly<Record<Verdict['kind'], Verdict>> = {
  idle: { kind: 'idle', evidence: EVIDENCE, sinceAt: at(-10 * DAY), sinceAtLeast: false },
  watch: { kind: 'watch', evidence: EVIDENCE, sinceAt: at(-1 * DAY) },
  busy: { kind: 'busy', evidence: EVIDENCE },
  unknown: { kind: 'unknown', evidence: EVIDENCE, reason: 'too_little' },
}

export const found = (
  resourceId: string,
  kind: Verdict['kind'],
  {
    perDay = '100',
    tag = null,
    ...more
  }: Partial<Omit<FoundResource, 'perDay'>> & { perDay?: string; tag?: string | null } = {},
): FoundResource => ({
  resourceId,
  name: `name of ${resourceId}`,
  resourceClass: 'gpu',
  team: 'search',
  project: null,
  environment: null,
  clues: { resourceTag: tag, workload: null, project: null },
  rule: { kind: 'gpu', version: 'test' },
  verdict: verdicts[kind],
  perDay: [{ currency: 'USD', amount: perDay }],
  wasted: [{ currency: 'USD', amount: '1000' }],
  ...more,
})

/** The cards as text: whose, of what kind, and what of each resource. */
const bundleCard = (bundle: Bundle): Card => ({
  blocks: [
    {
      kind: 'headline',
      text: `${bundle.kind} for ${bundle.owner}${bundle.firstContact ? ', for the first time' : ''}`,
    },
    ...bundle.items.map(({ nudge, lastAct }) => ({
      kind: 'text' as const,
      text: [plain(`${nudge.resourceId} ${nudge.state.kind}${lastAct === null ? '' : ` by ${lastAct.actor}`}`)],
    })),
    { kind: 'note', text: [plain(`open ${bundle.open.count}, hidden ${bundle.hidden}`)] },
  ],
})

export function installation({ db }: Pick<Connection, 'db'>) {
  let resources: readonly FoundResource[] = []
  let partial = false
  const there = new Map<string, string>()
  const looked: string[] = []
  const deps: SweepDeps & SendDeps = {
    db,
    platforms: [],
    log: pino({ level: 'silent' }),
    manners: { ...MANNERS, timezone: 'Europe/Paris' },
    cards: {
      bundle: bundleCard,
      dryRun: ({ messages }) => ({
        blocks: messages.map(({ owner, items }) => ({
          kind: 'text' as const,
          text: [plain(`${owner}: ${items.map(({ resourceId }) => resourceId).join(', ')}`)],
        })),
      }),
    },
    look: async (now): Promise<Found> => ({ asOf: now, resources, partial }),
  }
  return {
    deps,
    /** With a chat where people may be looked for. */
    withChat: {
      ...deps,
      platforms: [
        {
          name: 'slack' as const,
          findUser: async (email: string) => {
            looked.push(email)
            const userId = there.get(email)
            return userId === undefined ? undefined : { platform: 'slack' as const, workspaceId: 'T1', userId }
          },
        },
      ],
    },
    looked,
    inChat: (email: string, userId: string) => there.set(email, userId),
    sees: (...seen: readonly FoundResource[]) => {
      resources = seen
      partial = false
    },
    seesPartly: (...seen: readonly FoundResource[]) => {
      resources = seen
      partial = true
    },
    /** Somebody who wrote to Tally once. */
    async knows(name: string, { timezone = 'Europe/Paris', role = 'member' as 'admin' | 'member', leads = '' } = {}) {
      const email = `${name}@example.com`
      await db.insertInto('tally.person').values({ email, display_name: name, role }).execute()
      if (leads !== '') await db.insertInto('tally.person_team').values({ email, team: leads, leads: true }).execute()
      await db
        .insertInto('tally.account')
        .values({
          platform: 'slack',
          workspace_id: 'T1',
          user_id: `U${name}`,
          email,
          display_name: name,
          timezone,
          seen_at: at(0),
        })
        .execute()
    },
    async closes(name: string) {
      const lane = { platform: 'slack', workspace_id: 'T1', place_kind: 'person' as const, place_id: `U${name}` }
      const closed = { closed_at: at(0), closed_reason: 'user_disabled' }
      await db
        .insertInto('tally.lane')
        .values({ ...lane, ...closed })
        .onConflict((conflict) =>
          conflict.columns(['platform', 'workspace_id', 'place_kind', 'place_id']).doUpdateSet(closed),
        )
        .execute()
    },
    /** All that is in the outbox becomes this. */
    async becomes(status: 'sent' | 'dead' | 'held', now: Date) {
      await db
        .updateTable('tally.outbox')
        .set(
          status === 'sent'
            ? { status, sent_at: now, sent_conversation_id: 'D1', sent_message_id: '1.1' }
            : { status, last_error: 'test' },
        )
        .where('status', '=', 'pending')
        .execute()
    },
    /** What the outbox holds, in order: key, to whom, and the card's lines. */
    async outbox() {
      const rows = await db.selectFrom('tally.outbox').selectAll().orderBy('outbox_id').execute()
      return rows.map(({ message_key, place_id, replaces, card, not_before, status }) => ({
        key: message_key,
        to: place_id,
        replaces,
        status,
        notBefore: not_before,
        lines: linesOf(card as Card),
      }))
    },
    async states() {
      const nudges = await findNudges(db, {
        kinds: ['watch', 'open', 'acknowledged', 'snoozed', 'exempt', 'resolved'],
      })
      return Object.fromEntries(nudges.map(({ resourceId, state }) => [resourceId, state.kind]))
    },
    async nudge(resourceId: string) {
      const all = await findNudges(db, { kinds: ['watch', 'open', 'acknowledged', 'snoozed', 'exempt', 'resolved'] })
      const nudge = all.findLast((each) => each.resourceId === resourceId)
      if (nudge === undefined) throw new Error(`There is no nudge of ${resourceId}.`)
      return nudge
    },
    async forgetAll() {
      for (const table of [
        'tally.nudge_message',
        'tally.nudge',
        'tally.nudge_owner',
        'tally.nudge_unknown',
        'tally.outbox',
        'tally.lane',
        'tally.account',
        'tally.person',
        'tally.setting',
        'tally.subscription',
      ] as const)
        await db.deleteFrom(table).execute()
      looked.length = 0
      there.clear()
      resources = []
    },
  }
}

const linesOf = (card: Card): readonly string[] =>
  card.blocks.map((block) =>
    block.kind === 'headline'
      ? block.text
      : block.kind === 'text' || block.kind === 'note'
        ? block.text.map((span) => span.text).join('')
        : block.kind,
  )

/** What a log alone says that a nudge is. */
export function replay({ id, resourceId }: Nudge, [first, ...rest]: readonly Logged[]): Nudge {
  if (first?.event.kind !== 'began') throw new Error('A log begins with its beginning.')
  const { at: since, owner, perDay } = first.event
  const began = { id, resourceId, owner, perDay, notices: NO_NOTICES, undo: null }
  return rest.reduce<Nudge>((nudge, { event }) => (event.kind === 'began' ? nudge : transition(nudge, event)), {
    ...began,
    state: { kind: 'watch', since },
  })
}
