import { type Json, list, object, string } from '../chat/json.ts'

export interface Said {
  /** As the person wrote it, on one line: our mention gone, everybody else's as their name. */
  readonly text: string
  /** We were spoken to. */
  readonly mentioned: boolean
}

/**
 * The words of a message. Teams' own `removeRecipientMention` leaves the tag where the entity has no text, and takes it away
 * wherever it stands; here each of our mentions goes once.
 */
export function readText(activity: Json): Said {
  const us = string(object(activity.recipient).id)
  const ours = list(activity.entities)
    .map(object)
    .filter(({ type, mentioned }) => type === 'mention' && us !== undefined && object(mentioned).id === us)
  const text = ours.reduce(without, string(activity.text) ?? '')
  return { text: asWritten(text), mentioned: ours.length > 0 }
}

function without(text: string, mention: Json): string {
  const told = string(mention.text)
  if (told !== undefined && text.includes(told)) return text.replace(told, () => ' ')
  const name = string(object(mention.mentioned).name)
  return name === undefined
    ? text
    : text.replace(AT, (tag, named: string) => (asWritten(named) === asWritten(name) ? ' ' : tag))
}

// <at>Ana</at>, <at id="0">Ana</at>
const AT = /<at(?:\s[^<>]*)?>([^<>]*)<\/at>/g

const asWritten = (text: string): string => decoded(text.replace(AT, '$1')).replace(/\s+/g, ' ').trim()

/** Each entity once: "&amp;lt;" was "&lt;", not "<". */
const decoded = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi,
    (entity, decimal?: string, hex?: string, name?: string) =>
      name === undefined
        ? character(Number.parseInt(decimal ?? hex ?? '', decimal ? 10 : 16))
        : (NAMED[name] ?? entity),
  )

const character = (point: number): string => (point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : ' ')

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
