import { object, string } from '../chat/json.ts'
import { Fault } from '../errors.ts'
import { gateway, type Trust } from './gateway.ts'
import type { App } from './msteams.ts'

/** Asks Microsoft for the token that every answer needs; rejects with a Fault that says which setting keeps it from us. */
export async function checkApp({ app, trust }: { readonly app: App; readonly trust?: Trust }): Promise<void> {
  let why: unknown
  const quiet = { debug: drop, info: drop, warn: drop, error: ({ err }: { err?: unknown }) => (why = err) }
  const { token } = gateway({ app, log: quiet, timeoutMs: 10_000, ...(trust === undefined ? {} : { trust }) })
  const answer = await token('https://api.botframework.com')
  if (answer.kind === 'ok') return
  const code = codeOf(why)
  throw new Fault(
    `Microsoft gives Tally no token${code === undefined ? '' : ` (${code})`}.`,
    app.type === 'UserAssignedMSI'
      ? 'A managed identity has tokens only on the machines in Azure that it is assigned to: run Tally there.'
      : ((code && REMEDIES[code]) ?? LOOK_AGAIN),
    { cause: why },
  )
}

/** Entra's own codes stand only in its messages; whatever else they say stays out. */
function codeOf(error: unknown): string | undefined {
  const { message, errorCode } = object(error instanceof Error ? { ...error, message: error.message } : error)
  return /AADSTS\d+/.exec(string(message) ?? '')?.[0] ?? string(errorCode)
}

const LOOK_AGAIN =
  'Check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD, MICROSOFT_APP_TENANT_ID, and the way out to login.microsoftonline.com.'

// learn.microsoft.com/entra/identity-platform/reference-error-codes
const REMEDIES: Readonly<Record<string, string>> = {
  network_error: 'Nobody answers at login.microsoftonline.com: check the way out, and the proxy.',
  AADSTS7000215:
    'MICROSOFT_APP_PASSWORD is no secret of this app: copy the value of a client secret (not its id) from App registrations → Certificates & secrets.',
  AADSTS7000222:
    'The client secret has expired: make a new one in App registrations → Certificates & secrets, and set MICROSOFT_APP_PASSWORD.',
  AADSTS700016: 'MICROSOFT_APP_ID is no app of MICROSOFT_APP_TENANT_ID: copy both from the same app registration.',
  AADSTS90002: 'MICROSOFT_APP_TENANT_ID is no tenant: copy it from the Azure portal → Microsoft Entra ID → Overview.',
}

const drop = () => undefined
