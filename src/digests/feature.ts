import type { Card } from '../cards/card.ts'
import { plain } from '../cards/card.ts'
import { type Form, filledIn } from '../cards/form.ts'
import { claimForAMinute } from '../db/delivery.ts'
import type { Feature, Turn } from '../feature.ts'
import { isAdmin } from '../people/asker.ts'
import { seesNothing, sightOf } from '../people/sight.ts'
import type { FormValues, Reply } from '../platform.ts'
import type { AskDeps } from '../spend/deps.ts'
import { idOf } from '../spend/store.ts'
import { type DigestSigns, digestCard } from './card.ts'
import { digestForm } from './chat/form.ts'
import { readForm } from './chat/form-values.ts'
import { listCard } from './chat/list-card.ts'
import { entriesFor } from './chat/listing.ts'
import { asTold, moreOf } from './chat/more.ts'
import { mayManage, mayRead, whyNotSet } from './chat/permissions.ts'
import { hereOf, isInWorkspace, meOf, setterOf } from './chat/places.ts'
import { helpCard, mistakesCard, removeCard, removedCard, savedCard, stateCard } from './chat/saved-card.ts'
import { changeDigest, type Saved, setDigest } from './chat/saving.ts'
import { scopeRecord } from './chat/scope-record.ts'
import { compose } from './compose.ts'
import { askedNow } from './composing/asked-now.ts'
import { findSubscription, pauseSubscription, removeSubscription, resumeSubscription } from './store.ts'
import type { Subscription } from './subscription.ts'
import type { Draft, Mistake } from './words/draft.ts'
import { commandWords, slotWords } from './words/said.ts'
import { namesOf, type ScopeNames } from './words/scope-names.ts'
import { type Act, readDraft, readSaid } from './words/words.ts'

export interface DigestFeatureDeps {
  readonly asking: AskDeps
  readonly signs: DigestSigns
  /** Composes a test; absent: as the digests themselves. */
  readonly compose?: typeof compose
}

/** Digests in a chat: set, list, change, test. Whoever writes or presses is authorised each time. */
export function digestFeature(deps: DigestFeatureDeps): Feature {
  const { asking, signs } = deps
  const { own, now } = asking
  const sign = signs.digest

  return {
    name: 'digest',

    async hear(turn, text) {
      const said = readSaid(text)
      switch (said?.kind) {
        case undefined:
          return undefined
        case 'form':
          return intro(turn)
        case 'help':
          return aside(turn, helpCard(await example(turn), sign))
        case 'list':
          return aside(turn, await list(turn, said.all))
        case 'act':
          return said.id === undefined ? aside(turn, WHICH) : act(turn, said.act, said.id)
        case 'set': {
          const blind = whyBlind(turn)
          if (blind !== undefined) return aside(turn, message(blind))
          const names = await seen(turn)
          const ownTeams = turn.asker.person?.teams ?? []
          const draft = readDraft(said.text, { names, ownTeams, timezone: turn.timezone })
          if ('mistakes' in draft) return aside(turn, mistakesCard(draft.mistakes, sign))
          const saved = await setDigest(asking, setterOf(turn), draft.value)
          const reply = aside(turn, await outcome(turn, saved, 'set'))
          // Everybody who reads there will read the digest.
          const isOpen = saved.kind === 'saved' && saved.subscription.place.kind === 'conversation' && !turn.private
          return isOpen ? { ...reply, audience: 'conversation' } : reply
        }
      }
    },

    async press(turn, payload) {
      const [verb, id = '', detail = ''] = payload.split('.')
      switch (verb) {
        case 'new':
          return intro(turn)
        case 'more':
          return more(turn, id, detail)
        case 'removeyes':
          return managed(turn, id, async (subscription) => {
            await removeSubscription(own, id)
            const card = removedCard(subscription, commandWords(subscription, subscription.place.kind === 'person'))
            return { ...aside(turn, card), place: turn.private ? 'original' : 'new' }
          })
        case 'edit':
        case 'pause':
        case 'resume':
        case 'remove':
        case 'test':
          return act(turn, verb, id)
        default:
          return undefined
      }
    },

    async submit(turn, payload, values) {
      const [verb, id = ''] = payload.split('.')
      if (verb === 'new') {
        const save = (draft: Draft) => setDigest(asking, setterOf(turn), draft)
        return fill(turn, values, { save, how: 'set', form: () => newForm(turn) })
      }
      if (verb !== 'edit') return undefined
      return managed(turn, id, (before) => {
        const save = (draft: Draft) => changeDigest(asking, setterOf(turn), before, draft)
        return fill(turn, values, { save, how: 'changed', form: () => editForm(turn, before) })
      })
    },
  }

  async function act(turn: Turn, what: Act, id: string): Promise<Reply> {
    switch (what) {
      case 'edit':
        return managed(turn, id, async (subscription) => ({
          ...aside(turn, editCard(subscription)),
          form: await editForm(turn, subscription),
        }))
      case 'remove':
        return managed(turn, id, async (subscription) => aside(turn, removeCard(subscription, sign)))
      case 'pause':
        return managed(turn, id, async ({ state }) => {
          if (state.kind !== 'paused') await pauseSubscription(own, id, turn.asker.key, now())
          return aside(turn, await stateNow(id, state.kind === 'paused'))
        })
      case 'resume':
        return managed(turn, id, async ({ state }) => {
          if (state.kind !== 'active') await resumeSubscription(own, id, turn.asker.key, now())
          return aside(turn, await stateNow(id, state.kind === 'active'))
        })
      case 'test':
        return test(turn, id)
    }
  }

  async function stateNow(id: string, already: boolean): Promise<Card> {
    const subscription = await findSubscription(own, id)
    return subscription === undefined ? GONE : stateCard(subscription, already, sign)
  }

  /** Composed now, of what the presser may see, and shown to them alone. */
  async function test(turn: Turn, id: string): Promise<Reply> {
    return readable(turn, id, async (subscription) => {
      if (!(await claimForAMinute(own, turn.from.platform, `digest-test:${id}:${turn.asker.key}`, now())))
        return aside(turn, TESTED)
      const { schedule, nextSlotAt } = subscription
      const sight = sightOf(turn.asker.person, asking.visibility)
      const asked = await askedNow(asking, subscription, sight, now())
      for await (const composed of (deps.compose ?? compose)(asking, [asked])) {
        if (composed.kind === 'failed') throw composed.error
        const next =
          nextSlotAt === null ? 'It is paused.' : `The next one comes ${slotWords(nextSlotAt, schedule.timezone)}.`
        const { blocks } = digestCard(composed.digest, signs)
        const words = `A test, which only you see, of what is there now. ${next}`
        return aside(turn, { blocks: [...blocks, { kind: 'note', text: [plain(words)] }] })
      }
      throw new Error('A test digest was not composed.')
    })
  }

  async function more(turn: Turn, id: string, slot: string): Promise<Reply | undefined> {
    const about = (subscription: Subscription) => asTold(own, subscription, slot)
    return readable(
      turn,
      id,
      async (subscription) => aside(turn, (await moreOf(deps, subscription, turn.asker, slot)) ?? NO_MORE),
      about,
    )
  }

  async function fill(turn: Turn, values: FormValues, { save, how, form }: Filling): Promise<Reply> {
    const draft = readForm(values, {
      names: await seen(turn),
      timezone: turn.timezone,
      direct: turn.where.direct,
    })
    const saved: Saved = 'mistakes' in draft ? { kind: 'mistaken', mistakes: draft.mistakes } : await save(draft.value)
    const reply = aside(turn, await outcome(turn, saved, how))
    if (saved.kind !== 'mistaken' && saved.kind !== 'refused') return reply
    const mistakes = saved.kind === 'mistaken' ? byField(saved.mistakes) : { names: saved.reason }
    return { ...reply, mistakes, form: filledIn(await form(), values) }
  }

  async function outcome(turn: Turn, saved: Saved, how: 'set' | 'changed'): Promise<Card> {
    switch (saved.kind) {
      case 'mistaken':
        return mistakesCard(saved.mistakes, sign)
      case 'refused':
        return message(saved.reason)
      case 'gone':
        return GONE
      case 'saved':
      case 'already': {
        const { subscription, told } = saved
        const kind = saved.kind === 'already' ? 'already' : how
        return savedCard(subscription, saved.outlook, { near: [hereOf(turn), meOf(turn)], sign, told, kind })
      }
    }
  }

  async function list(turn: Turn, all: boolean): Promise<Card> {
    if (all && !isAdmin(turn.asker)) return ADMINS_ONLY
    return listCard(await entriesFor(asking, turn, all), { near: [hereOf(turn), meOf(turn)], sign, all })
  }

  /** Who sees nothing has nothing to set up, whatever they write. */
  function whyBlind({ asker }: Turn): string | undefined {
    const sight = sightOf(asker.person, asking.visibility)
    return seesNothing(sight) ? whyNotSet(null, sight, []) : undefined
  }

  async function intro(turn: Turn): Promise<Reply> {
    const blind = whyBlind(turn)
    if (blind !== undefined) return aside(turn, message(blind))
    return { ...aside(turn, await introCard(turn)), form: await newForm(turn) }
  }

  /** What to write, and what is set up here already. */
  async function introCard(turn: Turn): Promise<Card> {
    const help = helpCard(await example(turn), sign)
    const entries = await entriesFor(asking, turn, false)
    if (entries.length === 0) return help
    const listed = listCard(entries, { near: [hereOf(turn), meOf(turn)], sign, all: false })
    return { blocks: [...help.blocks, ...listed.blocks] }
  }

  /** Only what its reader may change; anybody else is told so, and nothing of it. */
  async function managed(turn: Turn, id: string, then: (subscription: Subscription) => Promise<Reply>): Promise<Reply> {
    const subscription = await findSubscription(own, id)
    if (subscription === undefined || !isInWorkspace(turn, subscription.place)) return aside(turn, GONE)
    return mayManage(subscription, turn.asker) ? then(subscription) : aside(turn, NOT_YOURS)
  }

  async function readable(
    turn: Turn,
    id: string,
    then: (subscription: Subscription) => Promise<Reply>,
    as: (subscription: Subscription) => Promise<Subscription> = async (subscription) => subscription,
  ): Promise<Reply> {
    const found = await findSubscription(own, id)
    if (found === undefined || !isInWorkspace(turn, found.place)) return aside(turn, GONE)
    const subscription = await as(found)
    const sight = sightOf(turn.asker.person, asking.visibility)
    const { teams } = sight.kind === 'everything' ? { teams: [] } : await scopeRecord(asking, subscription.scope)
    return mayRead(subscription, turn.asker, sight, teams) ? then(subscription) : aside(turn, NOT_SEEN)
  }

  function seen({ asker }: Turn): Promise<ScopeNames> {
    return namesOf(asking, sightOf(asker.person, asking.visibility))
  }

  async function example(turn: Turn): Promise<string> {
    const known = (await seen(turn)).all('team')
    const own = turn.asker.person?.teams.find((team) => known.includes(team))
    return `team ${own ?? known[0] ?? 'NAME'}`
  }

  async function newForm(turn: Turn) {
    const { timezone, where } = turn
    return digestForm({ names: await seen(turn), timezone, token: sign('new'), direct: where.direct })
  }

  async function editForm(turn: Turn, subscription: Subscription) {
    const { id, scope, sections, alerts, schedule, waitHours, quiet } = subscription
    const draft: Draft = { scope, sections, alerts, schedule, waitHours, quiet, where: 'place' }
    const { timezone, where } = turn
    return digestForm({
      names: await seen(turn),
      timezone,
      token: sign(`edit.${id}`),
      direct: where.direct,
      now: draft,
    })
  }

  function editCard(subscription: Subscription): Card {
    const command = commandWords(subscription, subscription.place.kind === 'person')
    return message(
      `No form opens here. Press “Change” in the list, or remove this one and write the new one, such as: ${command}`,
    )
  }
}

interface Filling {
  readonly save: (draft: Draft) => Promise<Saved>
  readonly how: 'set' | 'changed'
  /** As it was offered, to be filled in again. */
  readonly form: () => Promise<Form>
}

/** To whoever wrote or pressed, alone. */
const aside = ({ requestId, where }: Turn, card: Card): Reply => ({
  card,
  audience: where.direct ? 'conversation' : 'asker',
  place: 'new',
  key: idOf(requestId),
})

/** The first of each field: a form shows one a field. */
const byField = (mistakes: readonly Mistake[]): Readonly<Record<string, string>> =>
  Object.fromEntries(mistakes.toReversed().map(({ field, text }) => [field, text]))

const message = (text: string): Card => ({ blocks: [{ kind: 'text', text: [plain(text)] }] })
const GONE = message('There is no such digest here any more. See those that are set up: digest list')
const WHICH = message('Which one? See their ids with: digest list. Then write, for example: digest pause k7p2')
const NOT_YOURS = message(
  'Only whoever set this digest, the people of its team and the administrators of Tally may change it. Ask one of them.',
)
const NOT_SEEN = message('This is about spend that you may not see. Ask an administrator of Tally if you should.')
const NO_MORE = message('These details are no longer kept. Ask for the figures, for example: spend last week')
const TESTED = message('You asked for this test a moment ago: it is above.')
const ADMINS_ONLY = message('The list of all digests is for the administrators of Tally. Those here: digest list')
