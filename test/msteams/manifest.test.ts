import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import draft04 from 'ajv-draft-04'
import { unzipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { run } from '../../src/commands/run.ts'
import { manifest } from '../../src/msteams/manifest.ts'
import { sharedJson, sharedPath, WITHOUT_SHARED } from '../cards/shared.ts'

const ID = '6f9619ff-8b86-4011-b42d-00c04fc964ff'
const folder = mkdtempSync(join(tmpdir(), 'tally-manifest-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string) => join(folder, name)

async function made(args: readonly string[]) {
  const said = { out: '', err: '' }
  const code = await run(['manifest', 'msteams', ...args], {
    env: {},
    now: () => new Date(0),
    say: (text) => {
      said.out += `${text}\n`
    },
    warn: (text) => {
      said.err += `${text}\n`
    },
    interactive: false,
    width: 100,
    colour: false,
  })
  return { code, ...said }
}

const packed = (name: string) => unzipSync(readFileSync(file(name)))
const read = (name: string) => JSON.parse(Buffer.from(packed(name)['manifest.json'] ?? []).toString('utf8'))

const TRUECOLOUR_WITH_ALPHA = 6

/** Width, height and colour type, from the header of a PNG. */
function picture(bytes: Uint8Array | undefined) {
  const png = Buffer.from(bytes ?? [])
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  return [png.readUInt32BE(16), png.readUInt32BE(20), png.readUInt8(25)]
}

describe('tally manifest msteams', () => {
  it('writes one zip with the manifest and both icons at its root, the same bytes each time', async () => {
    const { code, out, err } = await made(['--app-id', ID.toUpperCase(), '--out', file('a.zip')])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('Upload it in the Teams admin center')
    expect(out).toContain('--website URL')
    const files = packed('a.zip')
    expect(Object.keys(files)).toEqual(['manifest.json', 'color.png', 'outline.png'])
    expect(picture(files['color.png'])).toEqual([192, 192, TRUECOLOUR_WITH_ALPHA])
    expect(picture(files['outline.png'])).toEqual([32, 32, TRUECOLOUR_WITH_ALPHA])
    await made(['--app-id', ID, '--out', file('b.zip')])
    expect(readFileSync(file('b.zip')).equals(readFileSync(file('a.zip')))).toBe(true)
  })

  it('is of the bot, in chats, group chats and channels, and gives files', async () => {
    await made(['--app-id', ID, '--out', file('bot.zip')])
    const { id, bots, icons, validDomains, ...others } = read('bot.zip')
    expect(id).toBe(ID)
    expect(bots).toHaveLength(1)
    expect(bots[0]).toMatchObject({
      botId: ID,
      scopes: ['personal', 'team', 'groupChat'],
      supportsFiles: true,
      isNotificationOnly: false,
    })
    expect(icons).toEqual({ color: 'color.png', outline: 'outline.png' })
    expect(validDomains).toEqual([])
    expect(others).not.toHaveProperty('authorization')
    expect(others).not.toHaveProperty('webApplicationInfo')
  })

  it('asks to read channels only where it is told so, and never to read chats', async () => {
    const { out } = await made(['--app-id', ID, '--history', '--json'])
    const { webApplicationInfo, authorization } = JSON.parse(out)
    expect(webApplicationInfo.id).toBe(ID)
    expect(authorization.permissions.resourceSpecific).toEqual([
      { name: 'ChannelMessage.Read.Group', type: 'Application' },
    ])
  })

  it('says who runs it', async () => {
    const urls = ['--website', 'https://contoso.example', '--privacy', 'https://contoso.example/privacy']
    const options = ['--name', 'Tally for Contoso', '--developer', 'Contoso', '--release', '1.2.0', ...urls]
    const { out } = await made(['--app-id', ID, '--json', ...options])
    expect(JSON.parse(out)).toMatchObject({
      version: '1.2.0',
      name: { short: 'Tally for Contoso' },
      developer: {
        name: 'Contoso',
        websiteUrl: 'https://contoso.example',
        privacyUrl: 'https://contoso.example/privacy',
        termsOfUseUrl: 'https://contoso.example',
      },
    })
  })

  it('writes over nothing unless it is told so', async () => {
    await made(['--app-id', ID, '--out', file('old.zip')])
    const again = await made(['--app-id', ID, '--out', file('old.zip'), '--name', 'Other'])
    expect(again).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/is there already\.\n→ .*--force/) })
    expect(read('old.zip').name.short).toBe('Tally')
    expect((await made(['--app-id', ID, '--out', file('old.zip'), '--name', 'Other', '--force'])).code).toBe(0)
    expect(read('old.zip').name.short).toBe('Other')
  })

  it.each([
    [['--app-id', 'tally'], /tally is no app id.*\n→ Copy it from the Azure portal/],
    [[], /--app-id/],
    [['--app-id', ID, '--name', 'x'.repeat(31)], /--name takes 1 to 30 characters\.\n→ /],
    [['--app-id', ID, '--website', 'http://contoso.example'], /--website is no address.*\n→ .*https/],
    [['--app-id', ID, '--release', 'next'], /no version that Teams takes\.\n→ .*1\.0\.1/],
    [['--app-id', ID, '--out', join(folder, 'nowhere', 'a.zip')], /cannot be written \(ENOENT\)\.\n→ /],
  ])('%o fails with what to do', async (args, told) => {
    const { code, out, err } = await made(args)
    expect(code).not.toBe(0)
    expect(out).toBe('')
    expect(err).toMatch(told)
    expect(existsSync('tally-msteams.zip')).toBe(false)
  })
})

const developer = { name: 'x', websiteUrl: 'https://x', privacyUrl: 'https://x', termsOfUseUrl: 'https://x' }
const any = (history: boolean) => manifest({ appId: ID, name: 'Tally', version: '1.0.0', developer, history })

describe('its texts', () => {
  const { name, description, bots } = any(false)
  const commands = bots.flatMap(({ commandLists }) => commandLists).flatMap((list) => list.commands)

  it('fit into what Teams takes', () => {
    expect(name.full.length).toBeLessThanOrEqual(100)
    expect(description.short.length).toBeLessThanOrEqual(80)
    expect(description.full.length).toBeLessThanOrEqual(4000)
    expect(commands.length).toBeLessThanOrEqual(10)
    for (const { title, description } of commands) {
      expect(title.length, title).toBeLessThanOrEqual(32)
      expect(description.length, title).toBeLessThanOrEqual(128)
    }
  })
})

const schema = 'teams-manifest-v1.19.schema.json'
it.skipIf(!existsSync(sharedPath(schema)))(`is valid by Microsoft’s own schema (${WITHOUT_SHARED})`, () => {
  const validate = new draft04.default({ strict: false, validateSchema: false, validateFormats: false }).compile(
    sharedJson(schema) as object,
  )
  for (const history of [true, false]) expect(validate(any(history)) ? [] : validate.errors).toEqual([])
  expect(validate({ ...any(false), bots: [{ botId: ID, scopes: ['everywhere'] }] })).toBe(false)
  expect(validate({ ...any(false), surprise: true })).toBe(false)
})
