import { type Json, object, string } from '../chat/json.ts'
import { Fault } from '../errors.ts'
import type { Profile, Sender } from '../platform.ts'
import type { Address, Gateway } from './gateway.ts'
import { personIn, referenceOf, zoneOf } from './noticed.ts'
import type { Kept, Member, Reference } from './reference.ts'
import { profileOf, readMember, toldBy } from './roster.ts'

/** A stranger is a guest of another company, or nobody that Teams knows: no spend is theirs to see. */
export type Who =
  | { readonly kind: 'member'; readonly profile: Profile }
  | { readonly kind: 'stranger'; readonly profile: Profile }

export interface People {
  /** Keeps what an activity tells: where its conversation is reached, who wrote and from which zone. */
  notice(activity: Json): Promise<void>
  /** Rejects where Teams does not say: then nobody can tell what this person may see. */
  who(sender: Sender): Promise<Who>
  /** From the rosters of where Tally is installed; undefined where nobody there has this email. Rejects where one does not say. */
  find(email: string): Promise<Sender | undefined>
}

export interface PeopleOptions {
  readonly gateway: Pick<Gateway, 'member' | 'members'>
  readonly kept: Kept
  readonly now: () => Date
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Forgotten, somebody is only looked for elsewhere. */
const MOST_SEEN = 10_000
/** A team has at most 25,000 members, and a page at least 500: more is no roster. */
const MOST_PAGES = 60

/** Where somebody was seen last, and what only their client tells. */
interface Seen {
  readonly reference: Reference
  readonly name?: string
  readonly timezone?: string
}

/** Who people are, asked of the rosters once a day; who has an email, once an hour, for somebody may have joined. */
export function people({ gateway, kept, now }: PeopleOptions): People {
  const seen = new Map<string, Seen>()
  const asking = new Map<string, Promise<Who>>()
  const walkedAt = new Map<string, number>()
  let walking: Promise<boolean> | undefined

  async function notice(activity: Json): Promise<void> {
    const reference = referenceOf(activity)
    if (reference === undefined) return
    await kept.remember(reference, now())
    const sender = personIn(activity)
    if (sender === undefined) return
    const before = seen.get(keyOf(sender))
    const name = string(object(activity.from).name)
    const timezone = zoneOf(activity) ?? before?.timezone
    seen.delete(keyOf(sender))
    seen.set(keyOf(sender), {
      reference,
      ...(name === undefined ? {} : { name }),
      ...(timezone === undefined ? {} : { timezone }),
    })
    const oldest = seen.keys().next()
    if (seen.size > MOST_SEEN && !oldest.done) seen.delete(oldest.value)
    if (timezone === undefined || timezone === before?.timezone) return
    const known = await kept.member(sender.workspaceId, sender.userId)
    if (known !== undefined && known.timezone !== timezone)
      await kept.saveMembers([{ ...known, timezone }], known.seenAt)
  }

  const isFresh = (member: { readonly seenAt: Date } | undefined): boolean =>
    member !== undefined && now().getTime() - member.seenAt.getTime() < DAY_MS

  async function who(sender: Sender): Promise<Who> {
    const known = await kept.member(sender.workspaceId, sender.userId)
    if (known !== undefined && isFresh(known)) return whoIs(known)
    const key = keyOf(sender)
    const underWay = asking.get(key)
    if (underWay !== undefined) return underWay
    const asked = ask(sender).finally(() => asking.delete(key))
    asking.set(key, asked)
    return asked
  }

  /** Of the conversation in which they wrote, of its team, and of their own chat: whichever knows them first. */
  async function ask(sender: Sender): Promise<Who> {
    const { workspaceId, userId } = sender
    const here = seen.get(keyOf(sender))
    const own = await kept.personal(workspaceId, userId)
    const addresses = [here?.reference, own].flatMap((reference) =>
      reference === undefined ? [] : rostersOf(reference),
    )
    let someoneSaid = false
    for (const address of distinct(addresses)) {
      const told = toldBy(await gateway.member(address, userId))
      if (told.kind === 'absent') someoneSaid = true
      const member = told.kind === 'told' ? readMember(told.value, workspaceId) : undefined
      if (member === undefined) continue
      const whole: Member = { ...member, userId, ...(here?.timezone === undefined ? {} : { timezone: here.timezone }) }
      await kept.saveMembers([whole], now())
      return whoIs((await kept.member(workspaceId, userId)) ?? whole)
    }
    if (someoneSaid) return { kind: 'stranger', profile: { displayName: here?.name ?? userId } }
    throw silent('who somebody is')
  }

  async function find(email: string): Promise<Sender | undefined> {
    const known = await kept.memberByEmail(email)
    if (known !== undefined && isFresh(known)) return senderOfMember(known)
    // In their own chat they are asked for alone, and in no team they may be.
    const own = known && (await kept.personal(known.tenantId, known.userId))
    if (known !== undefined && own !== undefined) await who(senderOfMember(known)).catch(() => undefined)
    const renewed = own && (await kept.memberByEmail(email))
    if (renewed !== undefined && isFresh(renewed)) return senderOfMember(renewed)

    walking ??= walk().finally(() => {
      walking = undefined
    })
    const everyoneSaid = await walking
    const found = await kept.memberByEmail(email)
    if (found !== undefined && isFresh(found)) return senderOfMember(found)
    if (!everyoneSaid) throw silent('who has an email address')
    return undefined
  }

  /** Reads every roster that was not read within the hour; whether all of them said who is in them. */
  async function walk(): Promise<boolean> {
    let everyoneSaid = true
    for (const reference of await kept.rosters()) {
      const key = JSON.stringify([reference.tenantId, rosterId(reference)])
      if (now().getTime() - (walkedAt.get(key) ?? Number.NEGATIVE_INFINITY) < HOUR_MS) continue
      if (await read(reference)) walkedAt.set(key, now().getTime())
      else everyoneSaid = false
    }
    return everyoneSaid
  }

  async function read(reference: Reference): Promise<boolean> {
    const { tenantId, conversationId, serviceUrl } = reference
    const address = { serviceUrl, conversationId: rosterId(reference) }
    let continuation: string | undefined
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const told = toldBy(await gateway.members(address, continuation))
      if (told.kind === 'gone') await kept.forget(tenantId, conversationId)
      if (told.kind !== 'told') return told.kind !== 'silent'
      const { members, next } = told.value
      await kept.saveMembers(
        members.flatMap((member) => readMember(member, tenantId) ?? []),
        now(),
      )
      if (next === undefined) return true
      continuation = next
    }
    return false
  }

  return { notice, who, find }
}

const keyOf = ({ workspaceId, userId }: Sender): string => JSON.stringify([workspaceId, userId])

const senderOfMember = ({ tenantId, userId }: Member): Sender => ({
  platform: 'msteams',
  workspaceId: tenantId,
  userId,
})

const whoIs = (member: Member): Who =>
  member.guest
    ? { kind: 'stranger', profile: { displayName: member.displayName } }
    : { kind: 'member', profile: profileOf(member) }

/** A channel's people are its team's. */
const rosterId = ({ teamId, conversationId }: Reference): string => teamId ?? conversationId

/** A shared channel has people who are not in its team. */
const rostersOf = (reference: Reference): readonly Address[] =>
  [reference.conversationId, rosterId(reference)].map((conversationId) => ({
    serviceUrl: reference.serviceUrl,
    conversationId,
  }))

const distinct = (addresses: readonly Address[]): readonly Address[] => [
  ...new Map(addresses.map((address) => [address.conversationId, address])).values(),
]

const silent = (what: string): Fault =>
  new Fault(
    `Microsoft Teams did not say ${what}.`,
    'Ask again; if it persists, check that Tally is still installed where it is asked.',
  )
