/** What connects Microsoft Teams. */
export interface MsteamsConfig {
  /** Absent in local development: nobody is authenticated, and only this machine is spoken with. */
  readonly app?: {
    readonly id: string
    readonly type: AppType
    readonly password?: string
    readonly tenantId?: string
  }
  /** Where Graph is, in the clouds that have their own. */
  readonly graphUrl?: string
}

export type AppType = (typeof APP_TYPES)[number]
export const APP_TYPES = ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'] as const

type Env = Readonly<Record<string, string | undefined>>

const isLocal = (env: Env) => env.TALLY_MSTEAMS_LOCAL === 'on'

export function toMsteams(env: Env, type: AppType): MsteamsConfig | undefined {
  const graph = env.MICROSOFT_GRAPH_URL === undefined ? {} : { graphUrl: env.MICROSOFT_GRAPH_URL }
  if (isLocal(env)) return graph
  const { MICROSOFT_APP_ID: id, MICROSOFT_APP_PASSWORD: password, MICROSOFT_APP_TENANT_ID: tenantId } = env
  if (id === undefined) return undefined
  const secret = password === undefined ? {} : { password }
  return { ...graph, app: { id, type, ...secret, ...(tenantId === undefined ? {} : { tenantId }) } }
}

/** Where Tally listens: nobody else's machine may reach a Teams that authenticates nobody. */
export const hostFor = (env: Env): string | undefined => env.HOST ?? (isLocal(env) ? '127.0.0.1' : undefined)

/** What of it does not belong together, each with its remedy and without a value. */
export function msteamsFaults(env: Env): readonly string[] {
  return [
    ...['MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID']
      .filter((name) => env[name] && !env.MICROSOFT_APP_ID)
      .map((name) => `${name} is set without MICROSOFT_APP_ID. Set both, or neither.`),
    ...(isLocal(env) ? localFaults(env) : env.MICROSOFT_APP_ID ? appFaults(env) : []),
    ...graphFaults(env),
  ]
}

function localFaults(env: Env): readonly string[] {
  const faults: string[] = []
  if (env.MICROSOFT_APP_ID)
    faults.push(
      'TALLY_MSTEAMS_LOCAL=on authenticates nobody, and MICROSOFT_APP_ID is a real bot. Unset TALLY_MSTEAMS_LOCAL, or the app id to develop locally.',
    )
  if (env.HOST && !isLoopback(env.HOST))
    faults.push(
      'HOST can be reached by other machines, and TALLY_MSTEAMS_LOCAL=on authenticates nobody. Set HOST to 127.0.0.1, or unset it.',
    )
  return faults
}

function appFaults(env: Env): readonly string[] {
  const type = env.MICROSOFT_APP_TYPE ?? 'SingleTenant'
  const faults: string[] = []
  if (!env.MICROSOFT_APP_TENANT_ID)
    faults.push(
      'MICROSOFT_APP_TENANT_ID is missing: it says whose people are answered. Copy it from the Azure portal → Microsoft Entra ID → Overview.',
    )
  if (type === 'UserAssignedMSI' && env.MICROSOFT_APP_PASSWORD)
    faults.push(
      'MICROSOFT_APP_PASSWORD is set, and MICROSOFT_APP_TYPE=UserAssignedMSI has none. Unset it, or set the type to SingleTenant.',
    )
  if (type !== 'UserAssignedMSI' && !env.MICROSOFT_APP_PASSWORD)
    faults.push(
      `MICROSOFT_APP_PASSWORD is missing. Make one: Azure portal → App registrations → your bot → Certificates & secrets, and copy its value.${
        type === 'MultiTenant'
          ? ' New multi-tenant bots cannot be created since July 31, 2025: for a new one set MICROSOFT_APP_TYPE=SingleTenant.'
          : ''
      }`,
    )
  return faults
}

function graphFaults(env: Env): readonly string[] {
  const text = env.MICROSOFT_GRAPH_URL
  if (!text || !URL.canParse(text)) return []
  const { protocol, hostname } = new URL(text)
  if (protocol === 'https:' || (isLocal(env) && isLoopback(hostname))) return []
  return [
    'MICROSOFT_GRAPH_URL must begin with https://, for a token is sent there; http:// is only for this machine and with TALLY_MSTEAMS_LOCAL=on.',
  ]
}

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)
