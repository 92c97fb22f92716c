import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { program } from '../src/commands/program.ts'
import { readConfig } from '../src/config.ts'
import type { Fault } from '../src/errors.ts'

const path = (name: string) => new URL(`../${name}`, import.meta.url)
const read = (name: string) => readFileSync(path(name), 'utf8')
const README = read('README.md')

it('says why each dependency is here, and of none that is gone', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'))
  const used = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
  const explained = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name]) => name)
  expect(explained.toSorted()).toEqual(used.toSorted())
})

it('has the two commands on the first screen of the README, each one line', () => {
  const [install = '', test = ''] = ['npm ci && npm start', 'npm ci && npm test']
  const screen = README.split('\n').slice(0, 20)
  expect(screen).toContain(install)
  expect(screen).toContain(test)
})

it('explains every setting in the README', () => {
  let known = ''
  try {
    readConfig({ TALLY_NONE: '1' })
  } catch (error) {
    known = (error as Fault).message
  }
  const settings = [...known.matchAll(/TALLY_[A-Z_]+/g)].map(([name]) => name).filter((name) => name !== 'TALLY_NONE')
  expect(settings.length).toBeGreaterThan(4)
  const others = ['DATABASE_URL', 'SPEND_DATABASE_URL', 'HOST', 'PORT', 'LOG_LEVEL', 'NODE_ENV']
  const chats = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_API_URL', 'MICROSOFT_APP_ID']
  const teams = ['MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID', 'MICROSOFT_APP_TYPE', 'MICROSOFT_GRAPH_URL']
  for (const name of [...settings, ...others, ...chats, ...teams]) expect(README).toContain(`\`${name}\``)
})

it('names only commands and files that are there', () => {
  const names = ['README.md', ...readdirSync(path('docs')).map((name) => `docs/${name}`)]
  const terminal = {
    env: {},
    now: () => new Date(0),
    say() {},
    warn() {},
    interactive: false,
    width: 80,
    colour: false,
  }
  const commands = program(terminal).commands.map((command) => command.name())
  for (const name of names) {
    for (const [, command] of read(name).matchAll(/npx tally ([a-z]+)/g)) expect(commands, name).toContain(command)
    for (const [, file = ''] of read(name).matchAll(/\]\(((?!https?:)[^)#]+)[^)]*\)/g))
      expect(existsSync(new URL(file, path(name))), `${file} in ${name}`).toBe(true)
  }
})

it('copies into the image only what is there, and ignores no more than that', () => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  )
  const allowed = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, name]) => name)
  expect([...new Set(copied)].sort()).toEqual(allowed.toSorted())
  for (const name of copied) expect(existsSync(path(name)), name).toBe(true)
})

it('keeps the project’s own files free of the machine they were written on', () => {
  for (const name of ['README.md', 'CHANGELOG.md', 'Dockerfile', 'compose.yml', 'package-lock.json', '.npmrc'])
    expect(read(name), name).not.toMatch(/\/work\/|\/root\/|\/tmp\/|registry\./)
})
