import { afterEach, describe, expect, it, vi } from 'vitest'
import { plainText } from '../../src/cards/plain-text.ts'
import { pace } from '../../src/chat/pace.ts'
import { files } from '../../src/msteams/files.ts'
import { toActivity } from '../../src/msteams/message.ts'
import { rowsCard } from '../../src/msteams/rows-card.ts'
import type { Inbound, Reply } from '../../src/platform.ts'
import {
  channel,
  execute,
  fileConsent,
  GROUP,
  GROUP_CHAT,
  type Json,
  PERSONAL,
  personalOf,
  wordsOf,
} from '../fake-msteams.ts'
import { ANA, asked, inWords, PRIVATE, PUBLIC, readIn, type Serving, serving } from './turns.ts'

let open: Serving | undefined
afterEach(async () => {
  await open?.service.close()
  open = undefined
})

const PERSONAL_CHAT = personalOf(ANA.user)
const FILE = { name: 'spend-2026-11.csv', content: '\uFEFFteam,cost\r\nsearch,1204.50\r\n"a ""b""\nc",2.00\r\n' }
const WITH_FILE: Reply = { ...PUBLIC, card: inWords('3 rows, exact figures.'), file: FILE }
const press = (place: typeof PERSONAL) => execute({ data: { token: 'spend.csv.1.sig' }, on: '17' }, place, ANA)

type Attachment = {
  readonly contentType: string
  readonly name: string
  readonly content: Json
  readonly contentUrl?: string
}
const attachment = (activity: Json | undefined) => (activity?.attachments as readonly Attachment[] | undefined)?.[0]

/** Ana presses for the file in her personal chat, and is asked. */
async function offered(heard: Inbound[] = []) {
  open = await serving(async (inbound) => {
    heard.push(inbound)
    return inbound.kind === 'asked' ? PUBLIC : WITH_FILE
  })
  const { fake } = open.service
  await open.take(asked())
  await open.take(press(PERSONAL))
  const consent = fake.said(PERSONAL_CHAT)[1]
  const about = { on: consent?.id ?? '', context: attachment(consent?.activity)?.content.acceptContext }
  return { fake, about, consent, serving: open }
}

describe('a file in a personal chat', () => {
  it('is offered first, and the offer carries nothing but the token', async () => {
    const { consent } = await offered()
    expect(attachment(consent?.activity)).toEqual({
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: FILE.name,
      content: {
        description: '3 rows, exact figures.',
        sizeInBytes: Buffer.byteLength(FILE.content),
        acceptContext: { token: 'spend.csv.1.sig' },
        declineContext: { token: 'spend.csv.1.sig' },
      },
    })
    expect(JSON.stringify(consent?.activity)).not.toContain('1204')
  })

  it('is made again for whoever accepts, uploaded whole and shown', async () => {
    const heard: Inbound[] = []
    const { fake, about, serving } = await offered(heard)
    const taken = await serving.take(
      fileConsent(
        { action: 'accept', context: about.context, uploadUrl: fake.uploadUrl(FILE.name), name: FILE.name },
        { ...ANA, on: about.on },
      ),
    )
    expect(taken).toMatchObject({ status: 200, delivered: 'delivered' })
    expect(heard.at(-1)).toMatchObject({
      kind: 'pressed',
      token: 'spend.csv.1.sig',
      again: true,
      from: { userId: ANA.user },
    })
    expect(fake.files.get(FILE.name)).toBe(FILE.content)
    const [, closed, shown] = fake.said(PERSONAL_CHAT)
    expect(attachment(shown?.activity)).toEqual({
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      contentUrl: `https://example-my.sharepoint.com/personal/${FILE.name}`,
      name: FILE.name,
      content: { uniqueId: 'fake-file', fileType: 'csv' },
    })
    // The question is gone; what the file is about stands there instead.
    expect(wordsOf(closed?.activity)).toContain('3 rows, exact figures.')
  })

  it('is not written when they decline', async () => {
    const { fake, about, serving } = await offered()
    const response = await serving.service.post(
      fileConsent({ action: 'decline', context: about.context }, { ...ANA, on: about.on }),
    )
    expect(response.status).toBe(200)
    await fake.called('update')
    await serving.service.platform.stop(1000)
    expect(readIn(serving.service, PERSONAL_CHAT)).toContain('No file was written.')
    expect(fake.of('upload')).toEqual([])
  })

  it('is uploaded once more when OneDrive was away, and given up with words', async () => {
    const { fake, about, serving } = await offered()
    const accept = () =>
      fileConsent(
        { action: 'accept', context: about.context, uploadUrl: fake.uploadUrl('x.csv') },
        { ...ANA, on: about.on },
      )
    fake.fail('upload', { kind: 'status', status: 503 }, { kind: 'cut', effect: false })
    expect((await serving.take(accept())).delivered).toBe('delivered')
    expect(fake.of('upload')).toHaveLength(3)
    fake.fail('upload', { kind: 'status', status: 403 })
    expect((await serving.take(accept())).delivered).toBe('failed')
    expect(fake.of('upload')).toHaveLength(4)
    expect(readIn(serving.service, PERSONAL_CHAT)).toContain('Your OneDrive did not take the file')
  })

  it('goes nowhere but to Microsoft', async () => {
    const { fake, about, serving } = await offered()
    const uploadUrl = 'https://sharepoint.com.example.org/upload'
    const { delivered } = await serving.take(fileConsent({ action: 'accept', context: about.context, uploadUrl }, ANA))
    expect(delivered).toBe('failed')
    expect(fake.of('upload')).toEqual([])
    expect(readIn(serving.service, PERSONAL_CHAT)).toContain('not one of Microsoft')
  })

  it('is not made when who accepts may not have it any more', async () => {
    const replies: Reply[] = [PUBLIC, WITH_FILE, { ...PRIVATE, card: inWords('You may not see that.') }]
    open = await serving(async () => replies.shift())
    const { fake } = open.service
    await open.take(asked())
    await open.take(press(PERSONAL))
    const context = attachment(fake.said(PERSONAL_CHAT)[1]?.activity)?.content.acceptContext
    await open.take(fileConsent({ action: 'accept', context, uploadUrl: fake.uploadUrl('x.csv') }, ANA))
    expect(fake.of('upload')).toEqual([])
    expect(readIn(open.service, PERSONAL_CHAT)).toContain('You may not see that.')
  })

  it('is text rows where Teams takes no offer', async () => {
    open = await serving(async ({ kind }) => (kind === 'asked' ? PUBLIC : WITH_FILE))
    await open.take(asked())
    open.service.fake.fail('send', { kind: 'error', error: 'BadArgument' })
    await open.take(press(PERSONAL))
    expect(readIn(open.service, PERSONAL_CHAT)).toContain('search,1204.50')
  })
})

it('that cannot be brought to its end takes nobody else along', async () => {
  const answered = () => {
    throw new Error('nobody counts')
  }
  open = await serving(async () => WITH_FILE, { observe: { answered } })
  const { service } = open
  const context = { token: 'spend.csv.1.sig' }
  const uploadUrl = service.fake.uploadUrl('spend')
  // What nobody catches ends the process.
  const lost: unknown[] = []
  const lose = (error: unknown) => void lost.push(error)
  process.on('unhandledRejection', lose)
  expect((await service.post(fileConsent({ action: 'accept', context, uploadUrl }, ANA))).status).toBe(200)
  await vi.waitFor(() => expect(service.logged()).toContain('could not be brought'))
  process.off('unhandledRejection', lose)
  expect(lost).toEqual([])
})

describe('a file elsewhere', () => {
  it.each([
    ['a group', GROUP],
    ['a channel', channel('1700')],
  ])('stands in %s as text rows', async (_, place) => {
    open = await serving(async ({ kind }) => (kind === 'asked' ? PUBLIC : WITH_FILE))
    await open.take(asked(place))
    const { body, service } = await open.take(press(place))
    expect(body).toMatchObject({ value: 'Answered below.' })
    const said = service.fake.posts.at(-1)
    expect(wordsOf(said?.activity)).toMatch(/3 rows, exact figures\.\n+team,cost\nsearch,1204\.50/)
  })

  it('for one person is offered in their personal chat', async () => {
    open = await serving(async ({ kind }) => (kind === 'asked' ? PUBLIC : { ...WITH_FILE, audience: 'asker' }))
    await open.take(asked(GROUP))
    await open.take(press(GROUP))
    const [consent] = open.service.fake.said(PERSONAL_CHAT)
    expect(attachment(consent?.activity)?.contentType).toBe('application/vnd.microsoft.teams.card.file.consent')
    expect(readIn(open.service, GROUP_CHAT)).not.toContain('1204.50')
  })
})

describe('text rows', () => {
  const csv = (rows: number, width = 10) =>
    ['team,cost', ...Array.from({ length: rows }, (_, i) => `team-${i}${'x'.repeat(width)},1.00`)].join('\n')
  const words = inWords('Rows.')
  const shown = (rows: number, width?: number) => plainText(rowsCard(words, { name: 'x', content: csv(rows, width) }))

  it('are all there while they fit', () => {
    expect(shown(40)).toContain('team-39')
    expect(shown(40)).not.toContain('not fit')
    expect(plainText(rowsCard(words, { name: 'x', content: 'team,cost' }))).toBe('Rows.\nteam,cost')
  })

  it('are counted where they do not, with the way to all of them', () => {
    expect(shown(1000)).toContain('team-58x')
    expect(shown(1000)).not.toContain('team-59x')
    expect(shown(1000)).toContain('941 more rows do not fit here. For all of them ask me the same in our personal chat')
    expect(shown(60)).toContain('1 more row does not fit')
  })

  it.each([
    [1000, 10],
    [1000, 500],
    [30, 20_000],
  ])('lose nothing in the card itself: %i of %i characters', (rows, width) => {
    const drawn = wordsOf(toActivity(rowsCard(words, { name: 'x', content: csv(rows, width) })))
    const inCard = drawn.match(/team\\?-\d+x/g)?.length ?? 0
    const told = Number(/([\d,]+) more rows/.exec(drawn)?.[1]?.replace(',', '') ?? 0)
    expect(inCard + told).toBe(rows)
    expect(drawn).not.toMatch(/… and \d+ more/)
  })

  it('count a quoted line break as no row', () => {
    expect(plainText(rowsCard(words, FILE))).toBe('Rows.\nteam,cost\nsearch,1204.50\n"a ""b"" c",2.00')
  })
})

describe('where bytes go', () => {
  const upload = async (uploadUrl: string) => {
    const signal = new AbortController().signal
    const waiting = pace({ now: () => new Date(0), signal, sleep: async () => {} })
    const sent = files({ pace: waiting, hosts: [], onError: () => {} })
    const content = 'x'.repeat(51 * 1024 * 1024)
    // Too large for any place, so none is asked: only whether it is trusted is told.
    return sent.upload({ uploadUrl, contentUrl: '', uniqueId: '', fileType: 'csv' }, { name: 'x', content })
  }

  it.each([
    'https://contoso-my.sharepoint.com/personal/upload?x=1',
    'https://contoso.sharepoint.us/upload',
    'https://contoso.sharepoint-mil.us/upload',
  ])('%s', async (url) => {
    expect(await upload(url)).toBe('too large')
  })

  it.each([
    'http://contoso.sharepoint.com/upload',
    'https://sharepoint.com.evil.example/upload',
    'https://evilsharepoint.com/upload',
    'https://contoso.sharepoint.com@evil.example/upload',
    'https://user:pass@contoso.sharepoint.com/upload',
    'https://contoso.sharepoint.com:8443/upload',
    'http://127.0.0.1:1/upload',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'nonsense',
  ])('never %s', async (url) => {
    expect(await upload(url)).toBe('not trusted')
  })
})
