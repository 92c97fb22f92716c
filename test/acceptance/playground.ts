import { execFile } from 'node:child_process'
import { readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stringify } from 'yaml'
import { child, freePort } from './child.ts'
import type { Closing } from './closing.ts'
import { PLACES, type User } from './company.ts'
import { until } from './until.ts'

// Microsoft's licence allows to evaluate with it and not to pass it on, so it is fetched by whoever runs this and kept by npm.
const PLAYGROUND = '@microsoft/m365agentsplayground@0.2.28'
const FETCH_MS = 120_000

/** The program of Microsoft 365 Agents Playground, fetched into npm's own cache. It is started with node: npx would leave it alive. */
export async function fetchPlayground(
  folder: string,
): Promise<{ readonly path: string } | { readonly missing: string }> {
  const args = [
    '--yes',
    '--prefer-offline',
    '--fetch-retries=0',
    '--loglevel=error',
    '-p',
    PLAYGROUND,
    '-c',
    'command -v agentsplayground',
  ]
  try {
    const { stdout } = await promisify(execFile)('npx', args, { cwd: folder, timeout: FETCH_MS })
    return { path: realpathSync(stdout.trim()) }
  } catch (error) {
    const said = String(error).match(/(?<=^npm (?:error|ERR!) ).*/gm) ?? [String(error)]
    const why = said.find((line) => line.includes('reason:')) ?? said.join(' ')
    return { missing: `npx could not fetch Microsoft 365 Agents Playground (${why})` }
  }
}

export interface PlaygroundOptions {
  readonly closing: Closing
  readonly program: string
  /** For its configuration and its recording. */
  readonly folder: string
  readonly endpoint: string
  readonly name: string
  /** Who sits before it. */
  readonly user: User
  readonly users: readonly User[]
}

/** Teams as the Playground plays it: a client in the browser, and the service that a bot talks to. */
export interface Playground {
  readonly url: string
  /** All that went over the wire so far, in order. */
  recorded(): readonly Exchange[]
  /** Presses a button as the Playground's client does; what the bot answers. */
  invoke(press: Press): Promise<unknown>
}

export interface Press {
  readonly conversationId: string
  readonly messageId: string
  readonly userId: string
  readonly data: unknown
}

export interface Exchange {
  readonly direction: string
  readonly request: { readonly method?: string; readonly url?: string; readonly body?: unknown }
  readonly response?: { readonly statusCode?: number; readonly body?: unknown }
}

export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { closing, program, folder, endpoint, name, user, users } = options
  const port = await freePort()
  const url = `http://localhost:${port}`
  const config = join(folder, `${name}.yml`)
  const recording = join(folder, `${name}.log`)
  writeFileSync(config, stringify(configuration(name, user, users)))
  const running = child([program, '-e', endpoint, '-c', 'msteams', '--dt', '--er', '-p', String(port)], {
    closing,
    cwd: folder,
    env: {
      TEAMSAPPTESTER_BROWSER: 'none',
      TEAMS_APP_TEST_TOOL_CONFIG_PATH: config,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, `${name}-playground.log`),
      M365_AGENTS_PLAYGROUND_RECORDING_FILE: recording,
    },
  })
  const post = async (path: string, body: object) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`The Playground answered ${response.status} to ${path}: ${text.slice(0, 500)}`)
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  }
  const playground: Playground = {
    url,
    recorded: () =>
      readFileSync(recording, 'utf8')
        .split(/^---$/m)
        .filter((part) => part.trim() !== '')
        .map((part) => JSON.parse(part) as Exchange),
    invoke: ({ conversationId, messageId, userId, data }) =>
      post('/_conversation/v1/invoke', {
        name: 'adaptiveCard/action',
        from: { id: userId },
        conversation: { id: conversationId },
        replyToId: messageId,
        value: { action: { type: 'Action.Execute', verb: 'tally', data } },
      }),
  }
  await until('the Playground', () =>
    running.exitCode() === undefined
      ? fetch(`${url}/_debug/ping`).then(
          () => playground,
          () => undefined,
        )
      : Promise.reject(new Error(`The Playground ended: ${running.output().slice(-2000)}`)),
  )
  return playground
}

/** Conversations of their own for each Playground, as the bot knows one place for each. */
function configuration(name: string, user: User, users: readonly User[]): object {
  return {
    version: '0.1.1',
    tenantId: PLACES.tenantId,
    bot: { id: PLACES.botId, name: PLACES.botName },
    currentUser: account(user),
    users: users.filter(({ id }) => id !== user.id).map(account),
    personalChat: { id: `${name}-personal-chat` },
    groupChat: { id: `${name}-group-chat`, name: PLACES.groupChat },
    team: {
      id: `${name}-team`,
      name: PLACES.team,
      aadGroupId: '00000000-0000-0000-0000-000000000031',
      channels: [{ id: `${name}-channel`, name: PLACES.channel }],
    },
  }
}

const account = ({ id, email, name, principal, objectId }: User) => ({
  id,
  name,
  userPrincipleName: principal ?? email,
  aadObjectId: objectId,
  givenName: name.split(' ')[0],
  surname: name.split(' ').at(-1),
  email,
})
