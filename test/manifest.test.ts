import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { METHODS, OPTIONAL_SCOPES } from '../src/slack/methods.ts'
import { SLACK_PATH } from '../src/slack/receiver.ts'

const ROOT = join(import.meta.dirname, '..')
const manifest = parse(readFileSync(join(ROOT, 'manifest.yml'), 'utf8'))
const sources = readdirSync(join(ROOT, 'src/slack'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(ROOT, 'src/slack', name), 'utf8'))
  .join('\n')
const inSources = (pattern: RegExp) => [...new Set([...sources.matchAll(pattern)].map(([, name = '']) => name))].sort()

// What Slack asks for before it sends an event; what is read of `message` is told by its channel type.
const SCOPE_OF_EVENT: Record<string, string | undefined> = {
  app_home_opened: undefined,
  app_mention: 'app_mentions:read',
  'message.im': 'im:history',
}

describe('the manifest asks for what the code uses, and for nothing else', () => {
  const commands = inSources(/\.command\('(\/[^']+)'/g)
  const events = [
    ...inSources(/\.event\('([^']+)'/g),
    ...(sources.includes('app.message(')
      ? inSources(/channel_type !== '([a-z]+)'/g).map((type) => `message.${type}`)
      : []),
  ].sort()
  const called = inSources(/\b(?:call|once|request|send)\(\s*'([a-z]+\.[A-Za-z.]+)'/g)

  it('commands', () => {
    expect(commands.length).toBeGreaterThan(0)
    expect(manifest.features.slash_commands.map((each: { command: string }) => each.command)).toEqual(commands)
  })

  it('events', () => {
    expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(events)
    expect(Object.keys(SCOPE_OF_EVENT).sort()).toEqual(events)
  })

  it('interactivity', () => {
    for (const listens of ['app.action(', 'app.view('])
      expect(manifest.settings.interactivity.is_enabled).toBe(sources.includes(listens))
    // Nothing else that Slack would have to be told of.
    expect(sources).not.toMatch(/app\.(shortcut|options|function|assistant)\(/)
    expect(manifest.features).not.toHaveProperty('shortcuts')
  })

  it('methods', () => {
    expect(Object.keys(METHODS).sort()).toEqual(called)
  })

  it('scopes', () => {
    const needed = new Set([
      ...Object.values(METHODS).flatMap(({ scope }) => scope ?? []),
      ...events.map((event) => SCOPE_OF_EVENT[event]).filter((scope) => scope !== undefined),
      ...(commands.length > 0 ? ['commands'] : []),
    ])
    expect(manifest.oauth_config.scopes).toEqual({ bot: [...needed].sort(), bot_optional: OPTIONAL_SCOPES })
  })

  it('addresses', () => {
    const addresses = [...JSON.stringify(manifest).matchAll(/https:\/\/[^"]+/g)].map(
      ([address]) => new URL(address).pathname,
    )
    expect(new Set(addresses)).toEqual(new Set([SLACK_PATH]))
    expect(addresses).toHaveLength(3)
  })
})

const SCHEMA = join(ROOT, '../shared/data/slack-manifest-schema/manifest.schema.2.0.0.json')

it.skipIf(!existsSync(SCHEMA))('the manifest is valid by Slack’s own schema (skipped without ../shared/data)', () => {
  const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(
    JSON.parse(readFileSync(SCHEMA, 'utf8')),
  )
  expect(validate(manifest) ? [] : validate.errors).toEqual([])
  expect(validate({ ...manifest, features: { slash_commands: [{ command: 'no slash' }] } })).toBe(false)
})
