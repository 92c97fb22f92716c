import { list, object, string } from '../chat/json.ts'
import { outbound } from './outbound.ts'

export interface Keys {
  /** Whether this key signs for Microsoft Teams. Rejects where Microsoft does not say. */
  speaksForTeams(keyId: string): Promise<boolean>
}

/**
 * The keys of the bot service. botbuilder checks for which channels a key may speak only where the key names any, and Microsoft
 * has keys that name none (MicrosoftDocs/bot-docs #2300): a token of Direct Line would pass for one of Teams.
 */
export function keys(openIdUrl: string, timeoutMs: number): Keys {
  let channels = new Map<string, readonly unknown[]>()
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  async function get(url: string) {
    const answer = await outbound({ method: 'GET', url, headers: {} }, AbortSignal.timeout(timeoutMs))
    if (answer.kind !== 'ok') throw new Error(`Microsoft does not tell its keys (${answer.kind})`)
    return answer.value
  }

  async function ask(): Promise<void> {
    const { keys: found } = await get(string((await get(openIdUrl)).jwks_uri) ?? '')
    channels = new Map(
      list(found).map((key) => [string(object(key).kid) ?? '', list(object(key).endorsements)] as const),
    )
    askedAt = performance.now()
  }

  return {
    speaksForTeams: async (keyId) => {
      const age = performance.now() - askedAt
      if (age > DAY_MS || (age > HOUR_MS && !channels.has(keyId))) {
        asking ??= ask().finally(() => {
          asking = undefined
        })
        await asking
      }
      return channels.get(keyId)?.includes('msteams') ?? false
    },
  }
}

// As botbuilder does: an unknown key is looked for once an hour, however often it is sent.
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
