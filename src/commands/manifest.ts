import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { projectFolder } from '../config.ts'
import { Fault } from '../errors.ts'
import { manifest } from '../msteams/manifest.ts'
import type { Terminal } from './terminal.ts'

export interface MsteamsOptions {
  readonly appId: string
  readonly name?: string
  readonly release?: string
  readonly developer?: string
  readonly website?: string
  readonly privacy?: string
  readonly terms?: string
  readonly history?: boolean
  readonly out?: string
  readonly force?: boolean
  readonly json?: boolean
}

/** The app package of Microsoft Teams: the manifest and two icons; the same options give the same bytes. */
export async function msteamsManifest(options: MsteamsOptions, terminal: Terminal): Promise<void> {
  const { website = NOBODYS, out = 'tally-msteams.zip' } = options
  const made = manifest({
    appId: appIdOf(options.appId),
    name: atMost(30, '--name', options.name ?? 'Tally'),
    version: versionOf(options.release ?? '1.0.0'),
    developer: {
      name: atMost(32, '--developer', options.developer ?? 'Tally'),
      websiteUrl: addressOf('--website', website),
      privacyUrl: addressOf('--privacy', options.privacy ?? website),
      termsOfUseUrl: addressOf('--terms', options.terms ?? website),
    },
    history: options.history ?? false,
  })
  const text = `${JSON.stringify(made, null, 2)}\n`
  if (options.json) return terminal.say(text.trimEnd())
  await write(out, await packed(text), options.force ?? false)
  terminal.say(`${out}: ${made.name.short} ${made.version} for Microsoft Teams, of bot ${made.id}.`)
  terminal.say('Upload it in the Teams admin center → Teams apps → Manage apps → Upload new app: docs/msteams.md')
  if (options.website === undefined)
    terminal.say(`Its page will name ${NOBODYS} as the website of whoever runs it; say yours: --website URL`)
}

/** Teams asks for one. */
const NOBODYS = 'https://example.com'

async function packed(text: string): Promise<Uint8Array> {
  const icon = (name: string) => readFile(join(projectFolder(), 'assets/msteams', name))
  const files = {
    'manifest.json': strToU8(text),
    'color.png': await icon('color.png'),
    'outline.png': await icon('outline.png'),
  }
  // The oldest day that a zip can name, in whichever zone: two packages differ only where the app does.
  return zipSync(files, { mtime: new Date(1980, 0, 1), level: 9 })
}

async function write(file: string, bytes: Uint8Array, force: boolean): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: force ? 'w' : 'wx' })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new Fault(`${file} is there already.`, 'Write over it: --force, or elsewhere: --out FILE', { cause })
    throw new Fault(`${file} cannot be written (${code ?? 'no reason given'}).`, 'Choose another: --out FILE', {
      cause,
    })
  }
}

function appIdOf(written: string): string {
  const id = written.trim().toLowerCase()
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id
  throw new Fault(
    `${written} is no app id: those are written as 6f9619ff-8b86-4011-b42d-00c04fc964ff.`,
    'Copy it from the Azure portal → your bot → Configuration → Microsoft App ID',
  )
}

function versionOf(written: string): string {
  if (/^[1-9]\d{0,5}(\.\d{1,6}){2}$/.test(written)) return written
  throw new Fault(`${written} is no version that Teams takes.`, 'Write three numbers, such as --release 1.0.1')
}

function atMost(length: number, option: string, text: string): string {
  const trimmed = text.trim()
  if (trimmed.length > 0 && trimmed.length <= length) return trimmed
  throw new Fault(`${option} takes 1 to ${length} characters.`, `Write it shorter: ${option} TEXT`)
}

function addressOf(option: string, text: string): string {
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return text
  throw new Fault(`${option} is no address that Teams takes.`, `Write it in full: ${option} https://…`)
}
