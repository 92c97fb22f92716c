import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import type { Fault } from '../src/errors.ts'

const ID = '6f9619ff-8b86-4011-b42d-00c04fc964ff'
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' }

function faultOf(env: Record<string, string>): Fault {
  try {
    readConfig(env)
  } catch (error) {
    return error as Fault
  }
  throw new Error('no fault')
}

it('needs nothing', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    port: 3000,
    timezone: 'UTC',
    currency: 'USD',
    visibility: 'everyone',
    logLevel: 'info',
  })
  expect(config.folder).toMatch(/[\\/]\.tally$/)
  expect(config).not.toHaveProperty('databaseUrl')
  expect(config).not.toHaveProperty('slack')
})

it('takes an empty variable as one that is not set', () => {
  expect(readConfig({ DATABASE_URL: '', SLACK_BOT_TOKEN: ' ', TALLY_VISIBILITY: '' })).toEqual(readConfig({}))
})

it('reads everything', () => {
  const config = readConfig({
    ...SLACK,
    DATABASE_URL: 'postgres://tally@db/tally',
    SPEND_DATABASE_URL: 'postgresql://reader@warehouse/spend',
    TALLY_FOLDER: '/srv/tally',
    HOST: '127.0.0.1',
    PORT: '8080',
    SLACK_API_URL: 'https://slack-gov.com/api/',
    MICROSOFT_APP_ID: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
    MICROSOFT_APP_PASSWORD: 'secret',
    MICROSOFT_APP_TENANT_ID: '6f9619ff-8b86-4011-b42d-00c04fc964fe',
    MICROSOFT_APP_TYPE: 'MultiTenant',
    MICROSOFT_GRAPH_URL: 'https://graph.microsoft.us/v1.0',
    TALLY_TIMEZONE: 'Asia/Kolkata',
    TALLY_CURRENCY: 'EUR',
    TALLY_VISIBILITY: 'own-teams',
    TALLY_SIGNING_KEY: 'k'.repeat(32),
    LOG_LEVEL: 'debug',
    NODE_ENV: 'production',
  })
  expect(config).toEqual({
    databaseUrl: 'postgres://tally@db/tally',
    spendDatabaseUrl: 'postgresql://reader@warehouse/spend',
    folder: '/srv/tally',
    host: '127.0.0.1',
    port: 8080,
    slack: {
      botToken: SLACK.SLACK_BOT_TOKEN,
      signingSecret: SLACK.SLACK_SIGNING_SECRET,
      apiUrl: 'https://slack-gov.com/api/',
    },
    msteams: {
      app: {
        id: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
        type: 'MultiTenant',
        password: 'secret',
        tenantId: '6f9619ff-8b86-4011-b42d-00c04fc964fe',
      },
      graphUrl: 'https://graph.microsoft.us/v1.0',
    },
    timezone: 'Asia/Kolkata',
    currency: 'EUR',
    visibility: 'own-teams',
    signingKey: 'k'.repeat(32),
    logLevel: 'debug',
    production: true,
  })
})

it('tells everything wrong at once, each with its remedy', () => {
  const { message } = faultOf({
    DATABASE_URL: 'mysql://db',
    PORT: '70000',
    TALLY_TIMEZONE: 'Moon/Base',
    TALLY_CURRENCY: 'dollars',
    TALLY_VISIBILITY: 'all',
    TALLY_SIGNING_KEY: 'short',
    SLACK_APP_TOKEN: 'xapp-1',
  })
  expect(message).toBe(`The configuration has 7 faults:
  DATABASE_URL is not a PostgreSQL address. Write it as postgres://user:password@host:5432/database.
  PORT must be a port, 0 to 65535 (0 takes any).
  TALLY_TIMEZONE is not a time zone. Write it as Europe/Berlin or UTC.
  TALLY_CURRENCY is not a currency. Write three capitals, such as USD or EUR.
  TALLY_VISIBILITY must be one of: everyone, own-teams.
  TALLY_SIGNING_KEY is too short: 32 characters or more. Make one: openssl rand -hex 32.
  SLACK_APP_TOKEN is set without SLACK_BOT_TOKEN. Set both, or neither.`)
})

it.each([
  ['DATABASE_URL', 'hunter2'],
  ['SLACK_BOT_TOKEN', 'xoxp-hunter2'],
  ['SLACK_SIGNING_SECRET', 'hunter2'],
  ['SLACK_APP_TOKEN', 'hunter2'],
  ['MICROSOFT_APP_ID', 'hunter2'],
  ['MICROSOFT_APP_PASSWORD', 'hunter2'],
  ['MICROSOFT_APP_TENANT_ID', 'hunter2'],
  ['MICROSOFT_APP_TYPE', 'hunter2'],
  ['MICROSOFT_GRAPH_URL', 'http://hunter2/'],
  ['TALLY_MSTEAMS_LOCAL', 'hunter2'],
  ['TALLY_SIGNING_KEY', 'hunter2'],
  ['LOG_LEVEL', 'hunter2'],
])('never repeats a value: %s', (name, value) => {
  const { message, remedy } = faultOf({ [name]: value })
  expect(message).toContain(name)
  expect(message + remedy).not.toContain('hunter2')
})

it.each([
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_BOT_TOKEN is alone/],
  [{ SLACK_SIGNING_SECRET: SLACK.SLACK_SIGNING_SECRET }, /SLACK_SIGNING_SECRET is set without SLACK_BOT_TOKEN/],
  [{ MICROSOFT_APP_PASSWORD: 'secret' }, /MICROSOFT_APP_PASSWORD is set without MICROSOFT_APP_ID/],
  [{ TALLY_VISBILITY: 'own-teams' }, /TALLY_VISBILITY is no setting of Tally/],
])('tells what does not belong together: %o', (env, told) => {
  expect(faultOf(env as Record<string, string>).message).toMatch(told)
})

it('finds Socket Mode enough without a signing secret', () => {
  expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack).toEqual({
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
  })
})

describe('Microsoft Teams', () => {
  const APP = { MICROSOFT_APP_ID: ID, MICROSOFT_APP_TENANT_ID: ID }
  const TYPE = 'MICROSOFT_APP_TYPE'

  it('is a single-tenant bot with its secret, or a managed identity without one', () => {
    expect(readConfig({ ...APP, MICROSOFT_APP_PASSWORD: 'secret' }).msteams).toEqual({
      app: { id: ID, type: 'SingleTenant', password: 'secret', tenantId: ID },
    })
    expect(readConfig({ ...APP, [TYPE]: 'UserAssignedMSI' }).msteams).toEqual({
      app: { id: ID, type: 'UserAssignedMSI', tenantId: ID },
    })
    expect(readConfig({}).msteams).toBeUndefined()
  })

  it('has no bot in local development, and is reached from this machine alone', () => {
    expect(readConfig({ TALLY_MSTEAMS_LOCAL: 'on' })).toMatchObject({ msteams: {}, host: '127.0.0.1' })
    expect(readConfig({ TALLY_MSTEAMS_LOCAL: 'on' }).msteams).not.toHaveProperty('app')
    for (const host of ['localhost', '127.0.0.2', '::1'])
      expect(readConfig({ TALLY_MSTEAMS_LOCAL: 'on', HOST: host }).host).toBe(host)
    expect(readConfig({ TALLY_MSTEAMS_LOCAL: 'off' })).toEqual(readConfig({}))
    const graph = { MICROSOFT_GRAPH_URL: 'http://127.0.0.1:9/v1.0' }
    expect(readConfig({ TALLY_MSTEAMS_LOCAL: 'on', ...graph }).msteams).toEqual({ graphUrl: graph.MICROSOFT_GRAPH_URL })
  })

  it.each([
    [{ ...APP }, ['MICROSOFT_APP_PASSWORD is missing']],
    [{ MICROSOFT_APP_ID: ID }, ['MICROSOFT_APP_TENANT_ID is missing', 'MICROSOFT_APP_PASSWORD is missing']],
    [{ ...APP, [TYPE]: 'MultiTenant' }, [/PASSWORD is missing.+cannot be created since July 31, 2025/]],
    [{ ...APP, [TYPE]: 'UserAssignedMSI', MICROSOFT_APP_PASSWORD: 's' }, [/UserAssignedMSI has none\. Unset it/]],
    [{ ...APP, MICROSOFT_APP_PASSWORD: ID }, ['MICROSOFT_APP_PASSWORD is the id of a secret. Copy its value']],
    [{ MICROSOFT_APP_TENANT_ID: ID }, ['MICROSOFT_APP_TENANT_ID is set without MICROSOFT_APP_ID']],
    [{ TALLY_MSTEAMS_LOCAL: 'on', MICROSOFT_APP_ID: ID }, [/authenticates nobody.+Unset TALLY_MSTEAMS_LOCAL/]],
    [{ TALLY_MSTEAMS_LOCAL: 'on', HOST: '0.0.0.0' }, [/^ {2}HOST can be reached.+Set HOST to 127\.0\.0\.1/m]],
    [{ TALLY_MSTEAMS_LOCAL: 'on', HOST: '10.0.0.127' }, ['HOST can be reached by other machines']],
    [{ TALLY_MSTEAMS_LOCAL: 'on', MICROSOFT_GRAPH_URL: 'http://graph/' }, ['GRAPH_URL must begin with https://']],
    [{ MICROSOFT_GRAPH_URL: 'http://127.0.0.1/' }, ['MICROSOFT_GRAPH_URL must begin with https://']],
    [{ MICROSOFT_GRAPH_URL: 'graph' }, ['MICROSOFT_GRAPH_URL is not an address']],
  ])('tells at once what is wrong with %o', (env, told) => {
    const { message } = faultOf(env as Record<string, string>)
    expect(message).toContain(told.length === 1 ? 'has a fault:' : `has ${told.length} faults:`)
    for (const each of told) expect(message).toMatch(each instanceof RegExp ? each : RegExp(each))
    expect(message).not.toContain(ID)
  })
})
