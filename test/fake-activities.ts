import { BOT, CHANNEL, GROUP_CHAT, type Json, personalOf, TEAM, TENANT } from './fake-tenant.ts'

// Activities as Microsoft Teams sends them, key by key as the recorded ones; who delivers them adds the serviceUrl.

export interface Somebody {
  /** `29:…` */
  readonly user: string
  readonly name?: string
  readonly aadObjectId?: string
  readonly tenant?: string
  /** IANA name, from their client. */
  readonly timezone?: string
  /** Of the activity; a new one by default. */
  readonly id?: string
}

/** Where it is said: `personal` unless a channel or group chat is named. */
export type Place =
  | { readonly in: 'personal'; readonly conversation?: string }
  | { readonly in: 'groupChat'; readonly conversation?: string }
  /** `thread` is the root's id; a message without one is a root itself. */
  | { readonly in: 'channel'; readonly conversation?: string; readonly thread?: string; readonly team?: string }

export const PERSONAL: Place = { in: 'personal' }
export const GROUP: Place = { in: 'groupChat' }
export const channel = (thread?: string): Place => ({ in: 'channel', ...(thread === undefined ? {} : { thread }) })

let serial = 0
const nextId = () => String(1_795_000_000_000 + ++serial)

const TAG = '<at>Tally</at>'

/** Somebody writes to Tally in its own chat. */
export const personal = (text: string, who: Somebody): Json => message(text, PERSONAL, who)

/** Somebody mentions Tally; `tagged` is absent from the entity where a client leaves it out. */
export function mention(text: string, place: Place, who: Somebody & { readonly withoutEntityText?: boolean }): Json {
  const entity = { mentioned: { id: BOT, name: 'Tally' }, type: 'mention' }
  const tagged = who.withoutEntityText === true ? entity : { ...entity, text: TAG }
  const html = `<p><span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0">Tally</span>&nbsp;${text}</p>`
  return {
    ...message(`${TAG} ${text}`, place, who, [tagged]),
    // Not a file: every client sends what was written as HTML too.
    attachments: [{ contentType: 'text/html', content: html }],
  }
}

/** Somebody writes where Tally reads along, and mentions nobody. */
export function message(text: string, place: Place, who: Somebody, entities: readonly Json[] = []): Json {
  const id = who.id ?? nextId()
  return {
    text,
    textFormat: 'plain',
    ...envelope('message', place, { ...who, id }, id),
    entities: [...entities, clientInfo(who)],
  }
}

export interface Pressed {
  /** The message that carries the button. */
  readonly on?: string
  /** Of an Action.Execute or Action.Submit; inputs stand beside what the button says by itself. */
  readonly data: Json
  readonly verb?: string
  readonly trigger?: 'manual' | 'automatic'
  /** Only `channelData.legacy` names the message, as in recorded ones. */
  readonly legacy?: boolean
}

/** A button of a card pressed (Action.Execute). */
export const execute = (pressed: Pressed, place: Place, who: Somebody): Json => ({
  name: 'adaptiveCard/action',
  ...press('invoke', pressed, place, who),
  value: {
    action: { type: 'Action.Execute', title: 'Button', verb: pressed.verb ?? 'tally', data: pressed.data },
    trigger: pressed.trigger ?? 'manual',
  },
})

/** The same from a client that knows Action.Submit only. */
export const submit = (pressed: Pressed, place: Place, who: Somebody): Json => ({
  ...press('message', pressed, place, who),
  value: pressed.data,
})

function press(type: string, { on, legacy }: Pressed, place: Place, who: Somebody): Json {
  const id = `f:${who.id ?? nextId()}`
  const { channelData, ...rest } = envelope(type, place, { ...who, id }, on)
  const source = { source: { name: 'message' } }
  if (on === undefined) return { ...rest, channelData: { ...channelData, ...source } }
  const named = { ...rest, channelData: { ...channelData, ...source, legacy: { replyToId: `1:${on}` } } }
  return legacy === true ? named : { ...named, replyToId: on }
}

/** Somebody allows or declines that a file is put into their OneDrive. */
export const fileConsent = (
  answer: {
    readonly action: 'accept' | 'decline'
    readonly context: unknown
    readonly uploadUrl?: string
    readonly name?: string
  },
  who: Somebody & { readonly on?: string },
): Json => {
  const { action, context, uploadUrl, name = 'figures.csv' } = answer
  const uploadInfo = {
    contentUrl: `https://example-my.sharepoint.com/personal/${name}`,
    name,
    uploadUrl,
    uniqueId: 'fake-file',
    fileType: 'csv',
  }
  return {
    name: 'fileConsent/invoke',
    ...envelope('invoke', PERSONAL, { ...who, id: `f:${who.id ?? nextId()}` }, undefined),
    ...(who.on === undefined ? {} : { replyToId: who.on }),
    value: { type: 'fileUpload', action, context, ...(action === 'accept' ? { uploadInfo } : {}) },
  }
}

/** The app was installed or removed. */
export const installed = (action: 'add' | 'remove', place: Place, who: Somebody): Json => {
  const { channelData, ...rest } = envelope('installationUpdate', place, { ...who, id: who.id ?? `f:${nextId()}` })
  const selected = { settings: { selectedChannel: { id: conversationOf(place, who) } }, source: { name: 'message' } }
  return { ...rest, action, entities: [clientInfo(who)], channelData: { ...channelData, ...selected } }
}

/** Somebody came into the conversation: Tally itself by default. */
export const membersAdded = (place: Place, who: Somebody, ids: readonly string[] = [BOT]): Json => {
  const { channelData, ...rest } = envelope('conversationUpdate', place, { ...who, id: who.id ?? `f:${nextId()}` })
  const event = place.in === 'channel' ? { eventType: 'teamMemberAdded' } : {}
  return { ...rest, membersAdded: ids.map((id) => ({ id })), channelData: { ...channelData, ...event } }
}

/** Somebody likes a message. */
export const reaction = (on: string, place: Place, who: Somebody): Json => ({
  ...envelope('messageReaction', place, { ...who, id: who.id ?? nextId() }, on),
  reactionsAdded: [{ type: 'like' }],
  replyToId: on,
})

function conversationOf(place: Place, { user }: Somebody): string {
  switch (place.in) {
    case 'personal':
      return place.conversation ?? personalOf(user)
    case 'groupChat':
      return place.conversation ?? GROUP_CHAT
    case 'channel':
      return place.conversation ?? CHANNEL
  }
}

function envelope(type: string, place: Place, who: Somebody & { readonly id: string }, root?: string) {
  const { user, name = 'Test User', aadObjectId, tenant = TENANT, timezone = 'Europe/Paris' } = who
  const id = conversationOf(place, who)
  const threadId = place.in === 'channel' ? (place.thread ?? root) : undefined
  const team = place.in === 'channel' ? (place.team ?? TEAM.id) : undefined
  return {
    type,
    timestamp: '2026-11-23T09:00:00.0000000Z',
    localTimestamp: '2026-11-23T10:00:00.0000000+01:00',
    id: who.id,
    channelId: 'msteams',
    from: { id: user, name, ...(aadObjectId === undefined ? {} : { aadObjectId }) },
    conversation: {
      ...(place.in === 'personal' ? {} : { isGroup: true }),
      conversationType: place.in,
      tenantId: tenant,
      id: threadId === undefined ? id : `${id};messageid=${threadId}`,
    },
    recipient: { id: BOT, name: 'Tally' },
    channelData: {
      ...(team === undefined
        ? {}
        : { teamsChannelId: id, teamsTeamId: team, channel: { id }, team: { id: team, ...group(type, team) } }),
      tenant: { id: tenant },
    } as Json,
    locale: 'en-US',
    localTimezone: timezone,
  }
}

/** The group of a team comes with updates, not with messages. */
const group = (type: string, team: string) =>
  type.endsWith('Update') && team === TEAM.id ? { aadGroupId: TEAM.groupId, name: TEAM.name } : {}

const clientInfo = ({ timezone = 'Europe/Paris' }: Somebody) => ({
  locale: 'en-US',
  country: 'FR',
  platform: 'Web',
  timezone,
  type: 'clientInfo',
})

/** Every button of a card, and every option of its selects: what it reads, what is sent when it is pressed. */
export function buttonsIn(card: unknown): readonly (readonly [label: string, data: Json])[] {
  if (Array.isArray(card)) return card.flatMap(buttonsIn)
  if (typeof card !== 'object' || card === null) return []
  const { type, title, data, fallback: _, ...rest } = card as Json
  const own = type === 'Action.Execute' || type === 'Action.Submit' ? [[String(title), data as Json] as const] : []
  return [...own, ...Object.values(rest).flatMap(buttonsIn)]
}

/** What the button that reads so says. */
export function dataOf(card: unknown, label: string): Json {
  const all = buttonsIn(card)
  const found = all.find(([title]) => title === label)
  if (found === undefined)
    throw new Error(`No button reads "${label}", but: ${all.map(([title]) => title).join(' · ')}`)
  return found[1]
}

/** What choosing this option of a select says. */
export function chosen(card: unknown, label: string): Json {
  const inputs = elements(card).filter(({ type }) => type === 'Input.ChoiceSet')
  for (const { id, choices } of inputs) {
    const found = (choices as { title: string; value: string }[]).find(({ title }) => title === label)
    const data = buttonsIn(card).find(([, said]) => said.select === id)?.[1]
    if (found !== undefined && data !== undefined) return { ...data, [String(id)]: found.value }
  }
  throw new Error(`No option reads "${label}".`)
}

/** A form sent: `values` by the fields' names, all others as the card shows them. */
export function filled(
  card: unknown,
  values: Readonly<Record<string, string | readonly string[]>>,
  send: string,
): Json {
  const inputs = elements(card).filter(({ type }) => String(type).startsWith('Input.'))
  const nameOf = (id: unknown) => Object.keys(values).find((name) => id === name || String(id).endsWith(`:${name}`))
  const unknown = Object.keys(values).filter((name) => !inputs.some(({ id }) => nameOf(id) === name))
  if (unknown.length > 0)
    throw new Error(`The form has no field ${unknown.join(', ')}, but: ${inputs.map(({ id }) => id).join(' · ')}`)
  const said = inputs.map(({ id, value, choices }) => {
    const given = values[nameOf(id) ?? '']
    if (given === undefined) return [String(id), value ?? ''] as const
    const options = choices as readonly { title: string; value: string }[] | undefined
    const chosen = [given].flat().filter((one) => options === undefined || one !== '')
    return [String(id), chosen.map((one) => (options === undefined ? one : optionOf(options, one))).join(',')] as const
  })
  return { ...dataOf(card, send), ...Object.fromEntries(said) }
}

/** By what it says or by its value. */
function optionOf(options: readonly { readonly title: string; readonly value: string }[], wanted: string): string {
  const found = options.find(({ title, value }) => value === wanted || title === wanted)
  if (found === undefined) throw new Error(`Nothing to choose is ${wanted}, but: ${options.map(({ title }) => title)}`)
  return found.value
}

/** Every element of a card, at any depth. */
export function elements(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(elements)
  if (typeof value !== 'object' || value === null) return []
  return [value as Json, ...Object.values(value).flatMap(elements)]
}

/** All that a card says, one text a line. */
export const wordsOf = (card: unknown): string =>
  elements(card)
    .flatMap(({ text, title, value, label, errorMessage, type }) =>
      type === 'Action.Submit' ? [] : [text, title, label, value, errorMessage],
    )
    .filter((said) => typeof said === 'string')
    .join('\n')
