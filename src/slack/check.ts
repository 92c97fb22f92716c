import { pace } from '../chat/pace.ts'
import { api } from './api.ts'
import { introduction } from './identity.ts'
import { METHODS, OPTIONAL_SCOPES } from './methods.ts'

export interface TokenCheck {
  readonly workspaceId: string | undefined
  /** What manifest.yml asks for and this token was not given. */
  readonly missingScopes: readonly string[]
  /** What manifest.yml asks for as well, and everything works without. */
  readonly missingOptionalScopes: readonly string[]
}

// What is heard rather than called.
const HEARD = ['app_mentions:read', 'commands', 'im:history']

/** Asks Slack whom the token speaks for; rejects with a Fault where Slack does not know it or cannot be reached. */
export async function checkToken(options: {
  readonly botToken: string
  readonly apiUrl?: string
  readonly now: () => Date
}): Promise<TokenCheck> {
  const { botToken, now, apiUrl = 'https://slack.com/api/' } = options
  const quiet = { debug: drop, info: drop, warn: drop, error: drop }
  const client = api({
    botToken,
    apiUrl,
    timeoutMs: 5000,
    pace: pace({ now, signal: new AbortController().signal }),
    log: quiet,
    onError: drop,
  })
  const { workspaceId, scopes } = await introduction(client).ask()
  const needed = new Set([...HEARD, ...Object.values(METHODS).flatMap(({ scope }) => scope ?? [])])
  const missing = (asked: Iterable<string>) => [...asked].filter((scope) => !scopes.has(scope)).sort()
  return { workspaceId, missingScopes: missing(needed), missingOptionalScopes: missing(OPTIONAL_SCOPES) }
}

const drop = () => undefined
