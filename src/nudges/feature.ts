import { type Card, code, plain } from '../cards/card.ts'
import { instant } from '../cards/format.ts'
import type { Feature, Turn } from '../feature.ts'
import { actorOf } from './actor.ts'
import type { Actor } from './authorise.ts'
import { confirmNudges } from './confirmed.ts'
import { muteNudges } from './mute.ts'
import { readPressed } from './payload.ts'
import { aside, instead, inWords, NOTHING } from './replies.ts'
import { settle, settleForm, settleLater } from './settle.ts'
import { type ShownDeps, shownCard, showOverview } from './shown.ts'
import { readSaid } from './words.ts'

const DAY_MS = 86_400_000

/** Nudges in a chat: settled from the message itself, listed, muted. Whoever writes or presses is authorised each time. */
export function nudgeFeature(deps: ShownDeps): Feature {
  const { db, now } = deps

  return {
    name: 'nudge',

    async hear(turn, text) {
      const said = readSaid(text)
      if (said === undefined) return undefined
      const actor = await actorOf(db, turn.asker)
      switch (said.kind) {
        case 'nudges':
          return aside(turn, await (oversees(actor) ? showOverview(deps, actor) : mine(turn, actor)))
        case 'mine':
          return aside(turn, await mine(turn, actor))
        case 'overview':
          return aside(turn, oversees(actor) ? await showOverview(deps, actor) : NOT_OVERSEEN)
        case 'mute':
          return aside(turn, await mute(turn, actor, said.days))
        case 'unmute':
          return aside(turn, await mute(turn, actor, null))
        case 'confirm':
          return aside(turn, await confirm(actor))
        case 'help':
          return aside(turn, HELP)
      }
    },

    async press(turn, payload) {
      const pressed = readPressed(payload)
      if (pressed === undefined) return undefined
      const actor = await actorOf(db, turn.asker)
      switch (pressed.kind) {
        case 'confirm':
          return aside(turn, await confirm(actor))
        case 'view':
          return aside(turn, (await shownCard(deps, turn, actor, pressed.view)) ?? NOTHING)
        case 'turn':
          return instead(turn, (await shownCard(deps, turn, actor, pressed.view)) ?? NOTHING)
        case 'act':
          return settle(deps, turn, actor, pressed)
      }
    },

    async submit(turn, payload, values) {
      const pressed = readPressed(payload)
      if (pressed?.kind !== 'act') return undefined
      return settleForm(deps, turn, await actorOf(db, turn.asker), pressed, values)
    },

    async expired(turn, payload) {
      const pressed = readPressed(payload)
      const actor = await actorOf(db, turn.asker)
      const told = pressed?.kind === 'act' ? await settleLater(deps, turn, actor, pressed) : undefined
      return told ?? aside(turn, await mine(turn, actor))
    },
  }

  async function mine(turn: Turn, actor: Actor): Promise<Card> {
    if (actor.email === undefined) return UNKNOWN_TO_US
    return (await shownCard(deps, turn, actor, { kind: 'mine', page: 0 })) ?? NOTHING
  }

  async function mute({ timezone }: Turn, { email }: Actor, days: number | null): Promise<Card> {
    if (email === undefined) return UNKNOWN_TO_US
    const until = await muteNudges(db, email, days === null ? null : new Date(now().getTime() + days * DAY_MS), now())
    if (until === null) return inWords('I tell you of idle resources again, in one message a working day at most.')
    return {
      blocks: [
        {
          kind: 'text',
          text: [
            plain(
              `I tell you of no idle resource until ${instant(until, timezone)}. What is open stays open and still costs. To hear again: `,
            ),
            code('nudges unmute'),
          ],
        },
      ],
    }
  }

  async function confirm({ admin, email }: Actor): Promise<Card> {
    if (!admin || email === undefined) return ADMINS_ONLY
    return inWords(
      (await confirmNudges(db, email, now()))
        ? 'Confirmed: from now on owners are told of idle resources, in their working hours, in one message a day at most.'
        : 'This was confirmed before: owners are told already.',
    )
  }
}

const oversees = ({ admin, leads }: Actor): boolean => admin || leads.size > 0

const NOT_OVERSEEN = inWords(
  'The overview is for those who lead a team and for administrators of Tally. Yours: nudges mine',
)
const ADMINS_ONLY = inWords('Only an administrator of Tally can confirm that owners are told. Ask one of them.')
const UNKNOWN_TO_US = inWords(
  'Your profile has no email here, so I cannot tell what is yours. Ask an administrator of Tally.',
)
const HELP: Card = {
  blocks: [
    {
      kind: 'text',
      text: [
        code('nudges'),
        plain(' shows what is idle, '),
        code('nudges mine'),
        plain(' what is yours of it, '),
        code('nudges overview'),
        plain(' all teams that you look after.\n'),
        code('nudges mute 7 days'),
        plain(' quiets all of yours for a while, 30 days at most; '),
        code('nudges unmute'),
        plain(' ends that.'),
      ],
    },
  ],
}
