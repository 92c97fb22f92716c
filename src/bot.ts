import { type Card, code, plain } from './cards/card.ts'
import type { Feature, Turn } from './feature.ts'
import { hourly, rememberAccount } from './people/accounts.ts'
import { type Asker, isAdmin } from './people/asker.ts'
import { findPersonBy } from './people/store.ts'
import type { Handle, Inbound, Platform, Reply, Sender } from './platform.ts'
import { type AskRequest, ask, type Outcome } from './spend/ask.ts'
import { outcomeCard } from './spend/card.ts'
import type { AskDeps } from './spend/deps.ts'
import { press } from './spend/press.ts'
import { idOf } from './spend/store.ts'
import { unknownWords, wordsCard } from './spend/unknown-words.ts'
import { readToken, signToken } from './token.ts'

export interface BotDeps {
  readonly asking: AskDeps
  readonly signingKey: string
  /** What Tally does besides answering: each hears only what is meant for it. */
  readonly features: readonly Feature[]
  /** Of an asker whose platform does not tell. */
  readonly timezone: string
  /** A fault while answering; the asker sees the request id. */
  readonly onError: (error: unknown, requestId: string) => void
  /** What came of a question, for counting. */
  readonly onAsked?: (outcome: Outcome) => void
}

/** What Tally does with what reaches it: asked → card, pressed → card, opened → card. */
export function bot(deps: BotDeps): Handle {
  const isDue = hourly()
  return async (inbound, platform) => {
    try {
      return await reply(deps, inbound, platform, isDue)
    } catch (error) {
      deps.onError(error, inbound.requestId)
      return { card: brokenCard(inbound.requestId), audience: 'asker', place: 'new', key: idOf(inbound.requestId) }
    }
  }
}

async function reply(
  deps: BotDeps,
  inbound: Inbound,
  platform: Platform,
  isDue: ReturnType<typeof hourly>,
): Promise<Reply | undefined> {
  const { asking, signingKey } = deps
  const { asker, timezone } = await identify(deps, platform, inbound.from, isDue)
  const sign = (payload: string) => signToken(signingKey, 'spend', payload)
  const turn = (isPrivate: boolean): Turn => ({
    from: inbound.from,
    asker,
    timezone,
    where: inbound.where,
    requestId: inbound.requestId,
    private: isPrivate,
    platform,
  })
  const featureOf = (name: string) => deps.features.find((feature) => feature.name === name)
  switch (inbound.kind) {
    case 'asked': {
      const { text, way, requestId, where } = inbound
      const ephemeral = way === 'command' && !where.direct
      for (const feature of deps.features) {
        const said = await feature.hear(turn(ephemeral || where.direct), readable(text))
        if (said !== undefined) return said
      }
      if (/^\s*words\s*$/i.test(text)) return { ...(await words(asking, asker)), key: idOf(requestId) }
      const request: AskRequest = { text: readable(text) || 'help', requestId, asker, timezone, thread: where }
      const outcome = await ask(asking, request)
      deps.onAsked?.(outcome)
      return {
        card: outcomeCard(outcome, { sign, shareable: ephemeral }),
        audience: ephemeral ? 'asker' : 'conversation',
        place: 'new',
        key: idOf(requestId),
      }
    }
    case 'pressed': {
      const token = readToken(signingKey, inbound.token, asking.now())
      const { where, requestId } = inbound
      const shown = inbound.private && !where.direct
      const feature = token && featureOf(token.feature)
      const pressed =
        token === undefined
          ? undefined
          : token.expired
            ? await feature?.expired?.(turn(shown), token.payload)
            : token.feature === 'spend'
              ? await press(
                  asking,
                  {
                    payload: token.payload,
                    presser: asker,
                    where,
                    requestId,
                    timezone,
                    private: shown,
                    again: inbound.again,
                  },
                  { sign },
                )
              : await feature?.press(turn(shown), token.payload)
      return pressed ?? { card: DEAD_BUTTON, audience: 'asker', place: 'new', key: idOf(requestId) }
    }
    case 'submitted': {
      const token = readToken(signingKey, inbound.token, asking.now())
      const feature = token && featureOf(token.feature)
      const submitted =
        token &&
        (token.expired
          ? await feature?.expired?.(turn(true), token.payload)
          : await feature?.submit(turn(true), token.payload, inbound.values))
      return submitted ?? { card: DEAD_BUTTON, audience: 'asker', place: 'new', key: idOf(inbound.requestId) }
    }
    case 'opened': {
      if (!(await isFirst(asking, inbound.from))) return undefined
      const outcome = await ask(asking, { text: 'help', requestId: inbound.requestId, asker, timezone })
      return { card: outcomeCard(outcome, { sign }), audience: 'asker', place: 'new', key: idOf(inbound.requestId) }
    }
  }
}

const MOST_WORDS = 50

/** What nobody understood, for an administrator's eyes: it may hold what others wrote. */
async function words({ own }: AskDeps, asker: Asker): Promise<Omit<Reply, 'key'>> {
  const card = isAdmin(asker) ? wordsCard(await unknownWords(own, MOST_WORDS)) : ADMINS_ONLY
  return { card, audience: 'asker', place: 'new' }
}

const ADMINS_ONLY: Card = {
  blocks: [
    {
      kind: 'text',
      text: [plain('The list of words that I do not know is for the administrators of Tally. Ask one of them.')],
    },
  ],
}

/** Known by email on every platform; who has none there is only what the platform calls them. */
async function identify(
  deps: BotDeps,
  platform: Platform,
  from: Sender,
  isDue: ReturnType<typeof hourly>,
): Promise<{ readonly asker: Asker; readonly timezone: string }> {
  const profile = await platform.profile(from)
  const { own, later, now } = deps.asking
  const person = await findPersonBy(own, profile)
  // To write to them later; nobody waits for it.
  if (isDue(from, now()))
    later.run(rememberAccount(own, from, person ? { ...profile, email: person.email } : profile, now()))
  const email = person?.email ?? profile.email
  const key = email ?? `${from.platform}:${from.workspaceId}:${from.userId}`
  return { asker: { key, email, person }, timezone: knownZone(profile.timezone) ?? deps.timezone }
}

/** Platforms tell every opening; a greeting is said once. */
async function isFirst({ own, now }: AskDeps, { platform, workspaceId, userId }: Sender): Promise<boolean> {
  const greeted = await own
    .insertInto('tally.setting')
    .values({ name: `greeted ${platform} ${workspaceId} ${userId}`, value: now().toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('name')
    .executeTakeFirst()
  return greeted !== undefined
}

function knownZone(timezone: string | undefined): string | undefined {
  if (timezone === undefined) return undefined
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
    return timezone
  } catch {
    // A platform may know zones that this machine does not; the installation's own is the honest fallback.
    return undefined
  }
}

/** Without what no database keeps and nobody sees: control characters, halves of characters. */
const readable = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim()

// Buttons live as long as their messages: longer than a signing key, longer than what they once did.
const DEAD_BUTTON: Card = {
  blocks: [{ kind: 'text', text: [plain('This button no longer works. Ask the question again.')] }],
}

const brokenCard = (requestId: string): Card => ({
  blocks: [
    {
      kind: 'text',
      text: [
        plain(
          'Something went wrong on my side, so I have no answer. Try again; if it goes on, tell an administrator of Tally this: ',
        ),
        code(requestId),
      ],
    },
  ],
})
