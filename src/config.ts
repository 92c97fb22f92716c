import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { APP_TYPES, hostFor, type MsteamsConfig, msteamsFaults, toMsteams } from './config/msteams.ts'
import { Fault } from './errors.ts'

/** Everything that can be set from outside. No configuration at all is a valid one: embedded database, demo company. */
export interface Config {
  /** Absent: an embedded PostgreSQL in `folder`. */
  readonly databaseUrl?: string
  /** Where the views of `spend` are, if not in the database of `databaseUrl`. */
  readonly spendDatabaseUrl?: string
  /** Holds the embedded database. */
  readonly folder: string
  readonly slack?: SlackConfig
  readonly msteams?: MsteamsConfig
  /** A model to ask what an unclear question may mean; off unless set. */
  readonly model?: ModelConfig
  readonly host?: string
  readonly port: number
  /** Of an asker whose platform does not tell. */
  readonly timezone: string
  readonly currency: string
  readonly visibility: Visibility
  /** Absent: made once and kept in the database. */
  readonly signingKey?: string
  /** A file that says otherwise when something is idle, and how people are told: docs/nudge-rules.md. */
  readonly rulesFile?: string
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly production: boolean
}

export type Visibility = 'everyone' | 'own-teams'

export interface SlackConfig {
  readonly botToken: string
  /** Requests come over HTTP. */
  readonly signingSecret?: string
  /** Socket Mode: Tally connects to Slack. */
  readonly appToken?: string
  readonly apiUrl?: string
}

export interface ModelConfig {
  readonly url: string
  readonly name: string
  readonly key?: string
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

// A value is never part of a message here: it may be a secret in the wrong place.
const url = (protocols: readonly string[], remedy: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), remedy)
const postgresUrl = url(
  ['postgres:', 'postgresql:'],
  'is not a PostgreSQL address. Write it as postgres://user:password@host:5432/database',
)
const starting = (prefix: string, what: string, where: string) =>
  z.string().startsWith(prefix, `is not ${what}: those start with ${prefix}. Copy it from ${where}`)
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, `must be one of: ${values.join(', ')}`)
const isTimezone = (name: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

const VARIABLES = z.object({
  DATABASE_URL: postgresUrl.optional(),
  SPEND_DATABASE_URL: postgresUrl.optional(),
  TALLY_FOLDER: z.string().optional(),
  HOST: z.string().optional(),
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65535, 'must be a port, 0 to 65535 (0 takes any)')
    .default('3000'),
  SLACK_BOT_TOKEN: starting('xoxb-', 'a bot token', 'api.slack.com/apps → your app → OAuth & Permissions').optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(16, 'is too short. Copy it from api.slack.com/apps → Basic Information')
    .optional(),
  SLACK_APP_TOKEN: starting('xapp-', 'an app-level token', 'api.slack.com/apps → Basic Information').optional(),
  SLACK_API_URL: url(['https:', 'http:'], 'is not an address. Slack’s own is https://slack.com/api/').optional(),
  MICROSOFT_APP_ID: z.guid('is not an app id. Copy it from the Azure portal → your bot → Configuration').optional(),
  MICROSOFT_APP_PASSWORD: z
    .string()
    .refine(
      (text) => !z.guid().safeParse(text).success,
      'is the id of a secret. Copy its value, which the Azure portal shows once: App registrations → Certificates & secrets',
    )
    .optional(),
  MICROSOFT_APP_TENANT_ID: z
    .guid('is not a tenant id. Copy it from the Azure portal → Microsoft Entra ID → Overview')
    .optional(),
  MICROSOFT_APP_TYPE: oneOf(APP_TYPES).default('SingleTenant'),
  MICROSOFT_GRAPH_URL: url(
    ['https:', 'http:'],
    'is not an address. Microsoft’s own is https://graph.microsoft.com/v1.0',
  ).optional(),
  TALLY_MSTEAMS_LOCAL: oneOf(['on', 'off']).default('off'),
  TALLY_TIMEZONE: z.string().refine(isTimezone, 'is not a time zone. Write it as Europe/Berlin or UTC').default('UTC'),
  TALLY_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is not a currency. Write three capitals, such as USD or EUR')
    .default('USD'),
  TALLY_VISIBILITY: oneOf(['everyone', 'own-teams']).default('everyone'),
  TALLY_MODEL_URL: url(
    ['https:', 'http:'],
    'is not an address. Write that of an OpenAI-compatible server up to /v1, such as http://localhost:11434/v1',
  ).optional(),
  TALLY_MODEL: z.string().max(200).optional(),
  TALLY_MODEL_KEY: z.string().optional(),
  TALLY_SIGNING_KEY: z
    .string()
    .min(32, 'is too short: 32 characters or more. Make one: openssl rand -hex 32')
    .optional(),
  TALLY_RULES: z.string().optional(),
  LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  NODE_ENV: z.string().optional(),
})
type Variables = z.infer<typeof VARIABLES>

/** The configuration that `env` describes, or one Fault that tells everything wrong with it and never a value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // Compose files and shells hand over empty strings where nothing is set.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const read = VARIABLES.safeParse(given)
  const faults = [
    ...misspelled(given),
    ...(read.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}.`) ?? []),
    ...contradictions(given),
  ]
  if (!read.success || faults.length > 0) {
    throw new Fault(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
      'Change or unset these environment variables; README.md, “Configuration”, lists them all.',
    )
  }
  return toConfig(read.data)
}

function toConfig(v: Variables): Config {
  const msteams = toMsteams(v, v.MICROSOFT_APP_TYPE)
  return {
    folder: resolve(v.TALLY_FOLDER ?? join(projectFolder(), '.tally')),
    port: Number(v.PORT),
    timezone: v.TALLY_TIMEZONE,
    currency: v.TALLY_CURRENCY,
    visibility: v.TALLY_VISIBILITY,
    logLevel: v.LOG_LEVEL,
    production: v.NODE_ENV === 'production',
    ...given({ databaseUrl: v.DATABASE_URL, spendDatabaseUrl: v.SPEND_DATABASE_URL }),
    ...given({ host: hostFor(v), signingKey: v.TALLY_SIGNING_KEY, rulesFile: v.TALLY_RULES }),
    ...(v.SLACK_BOT_TOKEN === undefined
      ? {}
      : {
          slack: {
            botToken: v.SLACK_BOT_TOKEN,
            ...given({ signingSecret: v.SLACK_SIGNING_SECRET, appToken: v.SLACK_APP_TOKEN, apiUrl: v.SLACK_API_URL }),
          },
        }),
    ...(v.TALLY_MODEL_URL === undefined || v.TALLY_MODEL === undefined
      ? {}
      : { model: { url: v.TALLY_MODEL_URL, name: v.TALLY_MODEL, ...given({ key: v.TALLY_MODEL_KEY }) } }),
    ...(msteams === undefined ? {} : { msteams }),
  }
}

/** Without the members that are undefined. */
function given<T extends Record<string, string | undefined>>(members: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string
  }
}

// A misspelled TALLY_VISIBILITY would show everybody everything, so our own prefix is not for others.
const misspelled = (env: Record<string, unknown>) =>
  Object.keys(env)
    .filter((name) => name.startsWith('TALLY_') && !(name in VARIABLES.shape))
    .map(
      (name) =>
        `${name} is no setting of Tally. There are ${Object.keys(VARIABLES.shape)
          .filter((known) => known.startsWith('TALLY_'))
          .join(', ')}.`,
    )

function contradictions(env: Record<string, string | undefined>): readonly string[] {
  const faults: string[] = []
  if (env.SLACK_BOT_TOKEN && !env.SLACK_SIGNING_SECRET && !env.SLACK_APP_TOKEN)
    faults.push(
      'SLACK_BOT_TOKEN is alone. Set SLACK_SIGNING_SECRET as well (Slack calls Tally) or SLACK_APP_TOKEN (Socket Mode: Tally calls Slack).',
    )
  for (const name of ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'])
    if (env[name] && !env.SLACK_BOT_TOKEN) faults.push(`${name} is set without SLACK_BOT_TOKEN. Set both, or neither.`)
  faults.push(...msteamsFaults(env))
  if (Boolean(env.TALLY_MODEL_URL) !== Boolean(env.TALLY_MODEL))
    faults.push('TALLY_MODEL_URL and TALLY_MODEL belong together. Set both, or neither.')
  if (env.TALLY_MODEL_KEY && !env.TALLY_MODEL_URL)
    faults.push('TALLY_MODEL_KEY is set without TALLY_MODEL_URL. Set both, or neither.')
  return faults
}

/** Where package.json is, so that every `npx tally` of a checkout finds the same embedded database. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}
