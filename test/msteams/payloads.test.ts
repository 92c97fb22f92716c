import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { plain } from '../../src/cards/card.ts'
import { object } from '../../src/chat/json.ts'
import type { Inbound } from '../../src/platform.ts'
import { hasShared, sharedJson, sharedPath, WITHOUT_SHARED } from '../cards/shared.ts'
import { type Json, TENANT, wordsOf } from '../fake-msteams.ts'
import { memoryKept } from './memory-kept.ts'
import { service } from './service.ts'

// Activities as Microsoft Teams and the Playground really sent them, through the real service.

type Outcome = {
  readonly status: number
  /** What the core heard, and how. */
  readonly heard: string
  /** What Tally said, in how many messages and edits of messages. */
  readonly said: number
  /** Where the conversation is reached, is known afterwards. */
  readonly noticed: boolean
}

const outcome = (heard: string, said: number, noticed = true, status = 200): Outcome => ({
  status,
  heard,
  said,
  noticed,
})
const ANSWERED = (heard: string) => outcome(heard, 1)
/** Heard, and nobody is waiting for a word. */
const IGNORED = outcome('', 0)
const GREETED = outcome('', 1)

const EXPECTED: Readonly<Record<string, Outcome>> = {
  'docs-installationUpdate-add-channel.json': GREETED,
  'playground-conversationUpdate-channel.json': IGNORED,
  'playground-conversationUpdate-groupChat.json': IGNORED,
  'playground-conversationUpdate-personal.json': ANSWERED('opened'),
  'playground-installationUpdate-channel.json': GREETED,
  'playground-installationUpdate-groupChat.json': GREETED,
  'playground-installationUpdate-personal.json': ANSWERED('opened'),
  // A button that is not of this bot: a toast and nothing else.
  'playground-invoke-adaptiveCard_action-channel.json': outcome('', 0),
  'playground-invoke-composeExtension_query-personal.json': outcome('', 0),
  'playground-message-channel-mention.json': ANSWERED('mention nudge'),
  'playground-message-groupChat-mention.json': ANSWERED('mention table'),
  'playground-message-personal-value.json': IGNORED,
  'playground-message-personal.json': ANSWERED('direct update'),
  'recorded-vercel-actions-reactions-action.json': IGNORED,
  'recorded-vercel-actions-reactions-mention.json': ANSWERED('mention Test'),
  'recorded-vercel-actions-reactions-reaction.json': IGNORED,
  'recorded-vercel-channel-channel_post_action.json': IGNORED,
  'recorded-vercel-channel-mention.json': ANSWERED('mention Hey'),
  'recorded-vercel-dm-dmMessage.json': ANSWERED('direct Hey'),
  // Written in a thread, to nobody of ours.
  'recorded-vercel-dm-dmRequest.json': IGNORED,
  'recorded-vercel-dm-mention.json': ANSWERED('mention Hey'),
  'recorded-vercel-root-followUp.json': IGNORED,
  // Without the words of the mention, without its kind of conversation, without the object id of who wrote.
  'recorded-vercel-root-mention.json': ANSWERED('mention Hey'),
  'recorded-vercel-streaming-aiMention.json': ANSWERED('mention AI What is love?'),
  'recorded-vercel-streaming-followUp.json': IGNORED,
  'shape-conversationUpdate-personal-membersAdded.json': ANSWERED('opened'),
  'shape-conversationUpdate-teamMemberAdded-bot.json': IGNORED,
  'shape-conversationUpdate-teamMemberRemoved-bot.json': outcome('', 0, false),
  'shape-installationUpdate-add-channel.json': GREETED,
}

const FILES = hasShared
  ? readdirSync(sharedPath('teams-payloads')).filter((name) => name.endsWith('.json') && name !== 'INDEX.json')
  : []

describe.skipIf(!hasShared)(`a recorded activity (${WITHOUT_SHARED})`, () => {
  it('has an expectation for each file', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual([...FILES].sort())
  })

  it.each(Object.entries(EXPECTED))('%s', async (file, expected) => {
    expect(await replayed(file)).toEqual(expected)
  })
})

/** The activity with our tenant and the fake's address, as Teams would sign it for us. */
async function replayed(file: string): Promise<Outcome> {
  const heard: string[] = []
  const kept = memoryKept()
  const open = await service(
    async (inbound) => {
      heard.push(wordOf(inbound))
      return {
        card: { blocks: [{ kind: 'text', text: [plain('An answer.')] }] },
        audience: 'conversation',
        place: 'new',
        key: inbound.requestId,
      }
    },
    { kept },
  )
  try {
    const { serviceUrl: _, ...activity } = ours(sharedJson(`teams-payloads/${file}`) as Json)
    const { from, conversation } = activity
    const user = String(object(from).id)
    open.fake.users.set(user, { id: user, email: 'somebody@example.com' })
    const response = await open.post(activity)
    await response.arrayBuffer()
    await open.platform.stop(5000)
    expect(open.logged()).not.toMatch(/failed|could not|rror/)
    expect(open.fake.posts.map(({ activity }) => wordsOf(activity)).join()).not.toContain('went wrong')
    const [conversationId = ''] = String(object(conversation).id).split(';')
    const said = [...open.fake.of('send'), ...open.fake.of('update')].length
    const reached = (await kept.rosters()).some((one) => one.conversationId === conversationId)
    const personal = (await kept.personal(TENANT, user))?.conversationId === conversationId
    return { status: response.status, heard: heard.join(), said, noticed: reached || personal }
  } finally {
    await open.close()
  }
}

const wordOf = (inbound: Inbound) => (inbound.kind === 'asked' ? `${inbound.way} ${inbound.text}`.trim() : inbound.kind)

function ours(activity: Json): Json {
  const { channelData, conversation } = activity
  return {
    ...activity,
    channelData: { ...object(channelData), tenant: { id: TENANT } },
    conversation: { ...object(conversation), tenantId: TENANT },
  }
}
