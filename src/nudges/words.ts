/** What somebody writes about nudges. */
export type Said =
  | { readonly kind: 'nudges' }
  | { readonly kind: 'mine' }
  | { readonly kind: 'overview' }
  | { readonly kind: 'mute'; readonly days: number }
  | { readonly kind: 'unmute' }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'help' }

const MUTE_DAYS = 30

/** Undefined for whatever is a question: "what did nudges save this quarter". */
export function readSaid(text: string): Said | undefined {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/[.!?]+$/, '')
    .replaceAll(/\s+/g, ' ')
  const rest = /^(?:my )?(?:nudges?)(?: (.*))?$/.exec(words)
  if (rest === null) return undefined
  const said = rest[1] ?? ''
  const mute = /^mute(?: (?:for )?(\d{1,2}) ?(d|days?|w|weeks?))?$/.exec(said)
  if (mute !== null) {
    const days = mute[1] === undefined ? MUTE_DAYS : Number(mute[1]) * (mute[2]?.startsWith('w') ? 7 : 1)
    return days < 1 ? { kind: 'help' } : { kind: 'mute', days: Math.min(days, MUTE_DAYS) }
  }
  switch (said) {
    case '':
    case 'list':
      return words.startsWith('my ') ? { kind: 'mine' } : { kind: 'nudges' }
    case 'mine':
    case 'me':
      return { kind: 'mine' }
    case 'all':
    case 'overview':
    case 'teams':
    case 'by team':
      return { kind: 'overview' }
    case 'unmute':
      return { kind: 'unmute' }
    case 'confirm':
      return { kind: 'confirm' }
    case 'help':
      return { kind: 'help' }
    default:
      return undefined
  }
}
