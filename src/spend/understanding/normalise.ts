/**
 * Chat text as Slack and Microsoft Teams send it → plain lower-case words on one line. Markup, emoji, invisible and control
 * characters go; what remains is what a person would read aloud.
 */
export function normalise(text: string): string {
  return (
    text
      .slice(0, 12_000)
      // Slack: <@U1|name>, <!channel>, <#C1|spend>, <mailto:a@b|a@b>, <https://…|label>
      .replace(/<(?:@[UWB][^<>|]*|![^<>]*)(?:\|[^<>]*)?>/g, ' ')
      .replace(/<#[^<>|]*\|([^<>]*)>/g, ' $1 ')
      .replace(/<(?:mailto|https?|tel):[^<>|]*\|([^<>]*)>/gi, ' $1 ')
      .replace(/<(?:mailto:|tel:)([^<>|]*)>/gi, ' $1 ')
      .replace(/<https?:[^<>]*>/gi, ' ')
      // Teams: the mention of Tally itself, then tags
      .replace(/<at\b[^<>]*>[^<>]*<\/at>/gi, ' ')
      .replace(/<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/gi, ' ')
      .replace(/&(amp|lt|gt|nbsp|quot|apos|#\d{1,6}|#x[0-9a-f]{1,5});/gi, entity)
      .normalize('NFKC')
      // Soft hyphens, zero-width and bidirectional marks, byte order marks, variation selectors: invisible, so nothing.
      .replace(
        /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\u034f|[\ufe00-\ufe0f]/g,
        '',
      )
      .replace(/[\p{Cc}\p{Co}\p{Cn}\p{Cs}\s]+/gu, ' ')
      .replace(/[‘’‛ʼ´`]/g, (mark) => (mark === '`' ? ' ' : "'"))
      .replace(/[“”„«»"]/g, ' ')
      .replace(/[‐‑‒]/g, '-')
      .replace(/[–—―−]/g, ' - ')
      .replace(/(^|[\s,;(]):[a-z0-9_+'-]{1,50}(?:::[a-z0-9_-]{1,20})?:(?=$|[\s,;.!?)])/gi, '$1 ')
      .replace(/[\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]/gu, ' ')
      .replace(/(^|[\s(])[*_~]{1,3}(?=\S)/g, '$1')
      .replace(/([^\s*_~])[*_~]{1,3}(?=$|[\s.,;:!?)'])/g, '$1')
      .toLowerCase()
      .replace(/\bnon[ -]?(?=prod)|\bnon-(?=[a-z])/g, 'non ')
      .replace(/\s+/g, ' ')
      .replace(/^(?: ?>)+/, '')
      .trim()
  )
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', quot: '"', apos: "'" }

function entity(whole: string, name: string): string {
  const known = NAMED[name.toLowerCase()]
  if (known !== undefined) return known
  const code = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 31 && code < 0x11_0000 && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : whole
}
