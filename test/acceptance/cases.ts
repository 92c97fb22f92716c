import type { Client } from './browser.ts'
import { COLLEAGUE, OWNER, PLACES } from './company.ts'
import { answered, becomes, must, postAnswered, shows, spentLastMonth } from './expectations.ts'
import type { Playground } from './playground.ts'
import type { Company, Tally } from './service.ts'
import { dataOf, type SentMessage, sent } from './wire.ts'

export interface Seat {
  readonly playground: Playground
  readonly client: Client
}

export interface Stage {
  readonly company: Company
  readonly tally: Tally
  /** Anna, whose are two idle resources. */
  readonly owner: Seat
  readonly stranger: Seat
}

const PERSONAL = 'Personal Chat'
const CHANNEL = `${PLACES.team} - ${PLACES.channel}`
// The job that looks for due digests beats every 15 seconds, and composing one takes some more.
const DIGEST_MS = 90_000

/** In the order of a conversation: a follow-up goes on from what was asked before it. Each rejects with what is wrong. */
export const CASES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'a question is answered with the number of the ledger, and shows how': async ({ company, owner: { client } }) => {
    await client.goTo(PERSONAL)
    const answer = await answered(client, 'team search cost last month', [await spentLastMonth(company, 'search')])
    await client.picture('ask', answer)
    const before = await client.cards()
    await client.press(answer, 'Show how')
    const how = await client.card(['How this was worked out', 'select billing_currency'], before)
    await client.picture('show-how', how)
  },

  'an answer has its table and its chart': async ({ owner: { client, playground } }) => {
    const table = await answered(client, 'spend by team last month', ['chatbot', 'recommendations', 'Unallocated', '%'])
    await client.picture('table', table)
    const chart = await answered(client, 'daily cost of team search last month', ['$'])
    must(lastBody(playground).includes('"type":"Chart.'), 'no native chart was sent')
    await chart.locator('svg path').first().waitFor()
    await client.picture('chart', chart)
  },

  'an unclear question is asked back, and answered in its place': async ({ company, owner: { client } }) => {
    const asked = await answered(client, 'search cost last month', ['Which', 'do you mean?'])
    await client.picture('clarify-asked', asked)
    await client.press(asked, 'team search')
    await shows(asked, await spentLastMonth(company, 'search'))
    await client.picture('clarify-answered', asked)
  },

  'a follow-up goes on from the answer before it': async ({ company, owner: { client } }) => {
    const card = await answered(client, 'and vision?', [await spentLastMonth(company, 'vision'), 'vision'])
    await client.picture('follow-up', card)
  },

  'a mention in a channel is answered in its thread, where it goes on': async ({
    company,
    owner: { client, playground },
  }) => {
    await client.goTo(CHANNEL)
    const answer = await postAnswered(client, 'team search cost last month', [await spentLastMonth(company, 'search')])
    await client.picture('channel-mention', answer)
    const before = await client.cards()
    await client.reply(answer, 'by project')
    const reply = await client.card(['image.search', 'semantic-cache'], before)
    await client.picture('channel-thread', reply)
    const places = sent(playground)
      .slice(-2)
      .map(({ conversationId }) => conversationId)
    must(/;messageid=/.test(places[0] ?? '') && places[0] === places[1], `not in one thread: ${places.join(', ')}`)
  },

  'a file is text rows in a channel': async ({ owner: { client } }) => {
    const before = await client.cards()
    const answer = await client.card(['semantic-cache'])
    await client.press(answer, 'CSV')
    const rows = await client.card([/search,|,search/, 'semantic-cache'], before)
    await client.picture('csv-rows', rows)
  },

  'a mention in a group chat is answered there': async ({ company, owner: { client } }) => {
    await client.goTo(PLACES.groupChat)
    const before = await client.cards()
    await client.mention('team vision cost last month')
    await client.picture('group-chat', await client.card([await spentLastMonth(company, 'vision')], before))
  },

  'a digest is subscribed to and arrives by itself': async ({ tally, owner: { client } }) => {
    await client.goTo(PERSONAL)
    const set = await answered(client, 'digest weekly mon 09:00 for team search to me wait 0h', ['every Monday'])
    await client.picture('digest-set', set)
    const before = await client.cards()
    await tally.makeDue(OWNER.id)
    const digest = await client.card(['search', /last week|week of|Nov|Dec|Jan|week/i, '$'], before, DIGEST_MS)
    await client.picture('digest', digest)
  },

  'a nudge arrives by itself; acknowledged and snoozed where it stands': async ({
    company,
    tally,
    owner: { client },
  }) => {
    const before = await client.cards()
    await tally.nudge()
    const nudge = await client.card(['2 idle resources of yours', 'ranker-canary-2', 'nb-anna-dev'], before, DIGEST_MS)
    await client.picture('nudge', nudge)
    await client.press(nudge, 'Acknowledge')
    await shows(nudge, 'Acknowledged by')
    await becomes(company, 'ranker-canary-2', 'acknowledged')
    await client.picture('nudge-acknowledged', nudge)
    await client.choose(nudge, '3 days', 1)
    await shows(nudge, 'Snoozed')
    await becomes(company, 'nb-anna-dev', 'snoozed')
    await client.picture('nudge-snoozed', nudge)
    must((await client.cards()) === before + 1, 'a press posted a card of its own')
  },

  'a form is filled in: made exempt, told in its place and on the nudge': async ({ company, owner: { client } }) => {
    const nudge = await client.card(['ranker-canary-2', 'nb-anna-dev'])
    const before = await client.cards()
    await client.press(nudge, 'Exempt…')
    const form = await client.card(['Why is it not waste?'], before)
    await client.picture('form', form)
    await form.getByRole('textbox').first().fill('Warm standby for the launch')
    await client.press(form, 'Make exempt')
    await shows(nudge, 'Exempt')
    await becomes(company, 'ranker-canary-2', 'exempt')
    await client.picture('form-sent', form)
  },

  'a colleague cannot press what is not theirs': async ({ company, owner: { playground } }) => {
    const messages = sent(playground)
    const inGroup = must(messages.findLast(isIn('group')), 'nothing was sent to the group chat')
    const data = must(dataOf(playground, 'Undo', 'nb-anna-dev'), 'no nudge offered Undo')
    const said = JSON.stringify(await playground.invoke({ ...inGroup, userId: COLLEAGUE.id, data }))
    must(said.includes('application/vnd.microsoft.activity.message'), `a colleague was answered with ${said}`)
    must(!/nb-anna-dev|ranker/.test(said), `a colleague was shown the nudge: ${said}`)
    await becomes(company, 'nb-anna-dev', 'snoozed')
    // The very same of the owner does what it says.
    const own = must(messages.findLast(isIn('personal')), 'nothing was sent to the owner')
    await playground.invoke({ ...own, userId: OWNER.id, data })
    await becomes(company, 'nb-anna-dev', 'open')
  },

  'a stranger is told nothing': async ({ company, stranger: { client, playground } }) => {
    await client.goTo(PERSONAL)
    await client.write('team search cost last month')
    await client.page.getByText('I only answer members of the organisation').first().waitFor()
    await client.picture('stranger')
    const number = await spentLastMonth(company, 'search')
    must(!JSON.stringify(playground.recorded()).includes(number), 'a stranger was told the number')
  },
}

const lastBody = (playground: Playground): string => JSON.stringify(sent(playground).at(-1)?.body ?? null)

const isIn =
  (place: string) =>
  ({ conversationId }: SentMessage): boolean =>
    conversationId.includes(place)
