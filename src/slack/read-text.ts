/** Slack's escaped text as the person wrote it: entities undone, autolinks as their words, the bot's own mention gone. */
export function readText(text: string, botUserId?: string): string {
  const words = text.replace(ENTITY, (_, kind: string, target: string, label: string | undefined) => {
    if (kind === '@' && (target === botUserId || botUserId === undefined)) return ' '
    if (label !== undefined) return kind === '#' ? `#${label}` : label
    return kind === 'mailto:' ? target : `${kind}${target}`
  })
  // Ampersands last, or "&amp;lt;" would turn into "<".
  return words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim()
}

// <@U1>, <@U1|ana>, <#C1|general>, <!here>, <https://search.ai|search.ai>, <mailto:a@b.c|a@b.c>. Everything else is only text.
const ENTITY = /<([@#!]|https?:\/\/|mailto:)([^<>|]*)(?:\|([^<>]*))?>/g
