import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Card, plain } from '../src/cards/card.ts'
import type { Form } from '../src/cards/form.ts'
import type { Destination, Handle, Inbound, Reply } from '../src/platform.ts'
import type { Ability, Chat, Chatting, Fault, Person, Seen } from './platforms/chat.ts'
import { memory } from './platforms/memory.ts'
import { msteams } from './platforms/msteams.ts'
import { slack } from './platforms/slack.ts'

// One contract: whatever a chat is, the core finds this in it. No platform is named below this line.

const words = (text: string): Card => ({ blocks: [{ kind: 'text', text: [plain(text)] }] })
const says = (text: string, more: Partial<Reply> = {}): Reply => ({
  card: words(text),
  audience: 'conversation',
  place: 'new',
  key: `key of ${text}`,
  ...more,
})
const WITH_BUTTONS: Card = {
  blocks: [
    { kind: 'headline', text: '$1,204' },
    {
      kind: 'actions',
      buttons: [{ label: 'Show how', token: 'spend.how.1.sig' }],
      selects: [
        {
          label: 'Period',
          options: [
            { label: 'Last week', token: 'spend.week.1.sig' },
            { label: 'Last month', token: 'spend.month.1.sig' },
          ],
        },
      ],
    },
  ],
}
const FORM: Form = {
  title: 'New digest',
  submit: 'Save',
  token: 'digest.new.sig',
  fields: [
    { kind: 'text', name: 'name', label: 'Name', value: 'Search' },
    {
      kind: 'choice',
      name: 'rhythm',
      label: 'How often',
      options: [
        { label: 'Every day', value: 'daily' },
        { label: 'Every week', value: 'weekly' },
      ],
      value: 'weekly',
    },
    {
      kind: 'choices',
      name: 'teams',
      label: 'Teams',
      options: ['search', 'vision', 'a,b'].map((team) => ({ label: team, value: team })),
      values: ['search'],
      optional: true,
    },
    { kind: 'time', name: 'at', label: 'At', value: '09:00' },
    { kind: 'date', name: 'from', label: 'From', optional: true },
  ],
}

describe.each<[string, Chatting]>([slack, msteams, memory].map((each) => [each.name, each]))('%s', (_, chatting) => {
  let chat: Chat
  const heard: Inbound[] = []
  afterEach(() => chat.close())

  async function open(reply: (inbound: Inbound, times: number) => Reply | undefined | Promise<Reply | undefined>) {
    heard.length = 0
    const handle: Handle = async (inbound) => {
      heard.push(inbound)
      return reply(inbound, heard.length)
    }
    chat = await chatting.open(handle)
  }
  const sees = (person: Person, text: string) => chat.seenBy(person).find((seen) => seen.text.includes(text))
  const soon = async (person: Person, text: string): Promise<Seen> => {
    const found = await vi.waitFor(() => sees(person, text) ?? Promise.reject(new Error(`${person} sees no "${text}"`)))
    return found
  }
  /** Nothing is under way any more. */
  const done = () => chat.platform.stop(5000)
  const ask = (text: string, by: Person = 'ana', place: 'direct' | 'channel' = 'channel') =>
    chat.write({ by, in: place, text })
  /** What a platform cannot is said, not left out. */
  const able = (ability: Ability, promise: string, test: () => Promise<void>) => {
    const why = chatting.cannot[ability]
    it.skipIf(why !== undefined)(why === undefined ? promise : `${promise}: cannot, for ${why}`, test)
  }

  describe('what is written', () => {
    it('in the channel is heard as a mention, and answered in its thread for everybody', async () => {
      await open(() => says('An answer.'))
      await ask('team search GPU cost')
      const seen = await soon('ana', 'An answer.')
      expect(heard).toMatchObject([
        { kind: 'asked', way: 'mention', text: 'team search GPU cost', from: chat.sender('ana') },
      ])
      const { where } = heard[0] as Inbound
      expect(where).toMatchObject({ conversationId: chat.channel.conversationId, direct: false })
      expect(where.threadId).toBeDefined()
      expect(seen.where).toMatchObject({
        conversationId: where.conversationId,
        threadId: where.threadId,
        direct: false,
      })
      expect(sees('ben', 'An answer.')).toBeDefined()
    })

    it('next in the same thread comes from the same place', async () => {
      await open((_, times) => says(`Answer ${times}.`))
      await ask('cost this week')
      await soon('ana', 'Answer 1.')
      const where = heard[0]?.where
      await chat.write({ by: 'ben', in: 'channel', text: 'and last week?', thread: where?.threadId ?? '' })
      const seen = await soon('ana', 'Answer 2.')
      expect(heard[1]).toMatchObject({ from: chat.sender('ben'), where, text: 'and last week?' })
      expect(seen.where.threadId).toBe(where?.threadId)
    })

    it('directly is answered there, and nobody else reads it', async () => {
      await open(() => says('An answer.', { audience: 'asker' }))
      await ask('cost this week', 'ana', 'direct')
      const seen = await soon('ana', 'An answer.')
      expect(heard).toMatchObject([{ kind: 'asked', way: 'direct', where: { direct: true } }])
      expect(seen.where).toMatchObject({ conversationId: heard[0]?.where.conversationId, direct: true })
      await done()
      expect(chat.seenBy('ben')).toEqual([])
    })

    able('command', 'as a command is heard as one', async () => {
      await open(() => says('An answer.', { audience: 'asker' }))
      await chat.command('cost this week', 'ana')
      await soon('ana', 'An answer.')
      expect(heard).toMatchObject([{ kind: 'asked', way: 'command', text: 'cost this week' }])
      expect(chat.seenBy('ben')).toEqual([])
    })

    it('arrives twice and is heard once', async () => {
      await open(() => says('An answer.'))
      for (let times = 0; times < 2; times += 1)
        await chat.write({ by: 'ana', in: 'channel', text: 'cost', id: '100001' })
      await done()
      expect(heard).toHaveLength(1)
      expect(chat.seenBy('ben').filter(({ text }) => text.includes('An answer.'))).toHaveLength(1)
    })

    it('by a stranger is politely turned away, and not heard', async () => {
      await open(() => says('$1,204'))
      await ask('cost this week', 'eve')
      await soon('eve', 'I only answer members')
      await done()
      expect(heard).toEqual([])
      expect(sees('eve', '1,204')).toBeUndefined()
    })

    it('with names that look like marks is text', async () => {
      await open(() => says('An answer.'))
      const text = 'cost of <!channel> & [x](y) *now*'
      await ask(text, 'ana', 'direct')
      await soon('ana', 'An answer.')
      expect(heard).toMatchObject([{ text }])
    })

    it('and fails is answered in words that tell nothing of it', async () => {
      await open(() => Promise.reject(new Error('secret of the inside')))
      await ask('cost this week')
      const seen = await soon('ana', 'Something went wrong')
      expect(seen.text).not.toContain('secret')
    })
  })

  describe('a press', () => {
    /** A card in the channel, as Ana asked for it. */
    async function card(reply: (inbound: Inbound) => Reply | undefined): Promise<Seen> {
      await open((inbound) => (inbound.kind === 'pressed' ? reply(inbound) : says('', { card: WITH_BUTTONS })))
      await ask('cost this week')
      return soon('ben', '$1,204')
    }

    it('brings the token, the place and who pressed', async () => {
      await chat_press('Show how', 'spend.how.1.sig')
    })
    it('on an option brings the token of that option', async () => {
      await chat_press('Last month', 'spend.month.1.sig')
    })
    async function chat_press(label: string, token: string) {
      const on = await card(() => says('Heard.'))
      await chat.press(label, on, 'ben')
      await soon('ben', 'Heard.')
      expect(heard[1]).toMatchObject({
        kind: 'pressed',
        token,
        from: chat.sender('ben'),
        where: heard[0]?.where,
        private: false,
      })
    }

    it('replaces the card in its place, for everybody', async () => {
      const on = await card(() => says('Acknowledged.', { place: 'original' }))
      const before = chat.seenBy('ana').length
      await chat.press('Show how', on, 'ben')
      for (const person of ['ana', 'ben'] as const) await soon(person, 'Acknowledged.')
      await done()
      expect(sees('ana', '$1,204')).toBeUndefined()
      expect(sees('ben', '$1,204')).toBeUndefined()
      expect(chat.seenBy('ana')).toHaveLength(before)
    })

    it('answered for who pressed alone is read by nobody else', async () => {
      const on = await card(() => says('Only for you.', { audience: 'asker' }))
      const before = chat.seenBy('ana').length
      await chat.press('Show how', on, 'ben')
      await soon('ben', 'Only for you.')
      await done()
      expect(chat.seenBy('ana')).toHaveLength(before)
      expect(sees('ana', '$1,204')).toBeDefined()
    })

    it('answered for who pressed alone with more than a few words is read by nobody else', async () => {
      const table: Card = {
        blocks: [
          { kind: 'headline', text: '$777' },
          { kind: 'code', text: 'select secret' },
        ],
      }
      const on = await card(() => says('', { card: table, audience: 'asker', place: 'original' }))
      await chat.press('Show how', on, 'ben')
      await soon('ben', 'select secret')
      await done()
      expect(sees('ana', 'secret')).toBeUndefined()
      expect(sees('ana', '$777')).toBeUndefined()
    })

    it('by a stranger is not heard, and shows nothing', async () => {
      const on = await card(() => says('For members.', { audience: 'asker' }))
      await chat.press('Show how', on, 'eve')
      await soon('eve', 'I only answer members')
      await done()
      expect(heard.map(({ kind }) => kind)).toEqual(['asked'])
    })
  })

  describe('a form', () => {
    /** Ana presses, and the form is before her. */
    async function opened(submitted: (inbound: Inbound, times: number) => Reply) {
      await open((inbound, times) => {
        if (inbound.kind === 'submitted') return submitted(inbound, times)
        return inbound.kind === 'pressed'
          ? says('Write “digest weekly” instead.', { form: FORM, audience: 'asker' })
          : says('', { card: WITH_BUTTONS })
      })
      await ask('cost this week')
      await chat.press('Show how', await soon('ana', '$1,204'), 'ana')
      await vi.waitFor(() => expect(chat.formOf('ana')).toContain('New digest'))
    }
    const SENT = { name: 'Search & <co>', rhythm: 'daily', teams: ['vision', 'a,b'], at: '17:30', from: '2026-12-01' }

    it('brings back by name what was filled in', async () => {
      await opened(() => says('Saved.', { audience: 'asker' }))
      await chat.sendForm(SENT, 'ana')
      await soon('ana', 'Saved.')
      expect(heard[2]).toMatchObject({
        kind: 'submitted',
        from: chat.sender('ana'),
        where: { conversationId: chat.channel.conversationId },
        token: 'digest.new.sig',
        values: {
          name: ['Search & <co>'],
          rhythm: ['daily'],
          teams: ['vision', 'a,b'],
          at: ['17:30'],
          from: ['2026-12-01'],
        },
      })
      await done()
      expect(sees('ben', 'Saved.')).toBeUndefined()
    })

    it('stays with what is wrong in it, and is sent again', async () => {
      await opened((_, times) =>
        times === 3
          ? says('There is a digest of that name.', {
              audience: 'asker',
              form: FORM,
              mistakes: { name: 'There is a digest of that name.' },
            })
          : says('Saved.', { audience: 'asker' }),
      )
      await chat.sendForm(SENT, 'ana')
      await vi.waitFor(() => expect(chat.formOf('ana')).toContain('There is a digest of that name.'))
      await chat.sendForm({ ...SENT, name: 'Vision' }, 'ana')
      await soon('ana', 'Saved.')
      expect(heard.slice(2).map((each) => each.kind === 'submitted' && each.values.name)).toEqual([
        ['Search & <co>'],
        ['Vision'],
      ])
    })

    it('that is empty brings empty lists', async () => {
      await opened(() => says('Saved.', { audience: 'asker' }))
      await chat.sendForm({ teams: [], from: '' }, 'ana')
      await soon('ana', 'Saved.')
      expect(heard[2]).toMatchObject({ values: { name: ['Search'], rhythm: ['weekly'], at: ['09:00'] } })
      const { values } = heard[2] as Extract<Inbound, { kind: 'submitted' }>
      expect([values.teams ?? [], values.from ?? []]).toEqual([[], []])
    })

    able('form after a question', 'opens after a question', async () => {
      await open(() => says('Write “digest weekly” instead.', { form: FORM }))
      await ask('digest', 'ana', 'direct')
      await vi.waitFor(() => expect(chat.formOf('ana')).toContain('New digest'))
    })

    it('that cannot open is words instead', async () => {
      await open(() => says('Write “digest weekly” instead.', { form: FORM }))
      await ask('digest')
      await done()
      const opens = chatting.cannot['form after a question'] === undefined
      expect(opens ? chat.formOf('ana') : sees('ana', 'digest weekly')?.text).toMatch(/New digest|digest weekly/)
    })
  })

  describe('a card', () => {
    it('with names of other people’s making is only text', async () => {
      const hostile = 'a <!channel> <@UANA> <at>all</at> [click](https://evil.example) *b* _c_'
      await open(() =>
        says('', {
          card: {
            blocks: [
              { kind: 'headline', text: hostile },
              { kind: 'text', text: [plain(hostile)] },
              { kind: 'facts', facts: [{ label: hostile, value: [plain(hostile)] }] },
              {
                kind: 'table',
                caption: hostile,
                columns: [{ title: hostile, align: 'left' }],
                rows: [[{ text: hostile }]],
              },
            ],
          },
        }),
      )
      await ask('cost by team')
      const seen = await soon('ana', '<!channel>')
      expect(chat.actsOn(seen.raw)).toEqual([])
      expect(seen.text).toContain('[click](https://evil.example)')
    })

    it('far too large arrives all the same, and says that there is more', async () => {
      const rows = Array.from({ length: 3000 }, (_, i) => [{ text: `resource-${i}-${'x'.repeat(80)}` }])
      const table = {
        kind: 'table',
        caption: 'By resource',
        columns: [{ title: 'Resource', align: 'left' }],
        rows,
      } as const
      await open(() => says('', { card: { blocks: [{ kind: 'headline', text: '$9,999' }, table] } }))
      await ask('cost by resource')
      const seen = await soon('ana', '$9,999')
      expect(JSON.stringify(seen.raw)).toContain('resource-0-')
    })
  })

  describe('people', () => {
    it('are known by their email, and found by it', async () => {
      await open(() => says('An answer.'))
      await ask('cost this week')
      await soon('ana', 'An answer.')
      expect(await chat.platform.profile(chat.sender('ana'))).toMatchObject({
        email: 'ana@example.com',
        timezone: 'Europe/Paris',
      })
      expect(await chat.platform.findUser('ANA@example.com')).toEqual(chat.sender('ana'))
      expect(await chat.platform.findUser('nobody@example.com')).toBeUndefined()
    })
  })

  describe('of its own accord', () => {
    it('posts, changes what it posted, and opens a conversation with one person', async () => {
      await open(() => undefined)
      const posted = await chat.platform.post(chat.channel, words('First.'), 'key 1')
      expect(sees('ben', 'First.')).toBeDefined()
      if (posted.kind !== 'sent') throw new Error(posted.reason)
      expect(await chat.platform.update(posted.message, words('Second.'))).toMatchObject({ kind: 'sent' })
      expect([sees('ben', 'First.'), sees('ben', 'Second.')]).toEqual([undefined, expect.anything()])

      const { workspaceId, userId } = chat.sender('ben')
      const direct = await chat.platform.openDirect(workspaceId, userId)
      expect(direct).toMatchObject({ direct: true, workspaceId, platform: chatting.name })
      expect(await chat.platform.openDirect(workspaceId, userId)).toEqual(direct)
      await chat.platform.post(direct, words('For Ben.'), 'key 2')
      expect([sees('ben', 'For Ben.'), sees('ana', 'For Ben.')]).toEqual([expect.anything(), undefined])
    })
  })

  describe('the courier', () => {
    const HERE = (): Destination => ({ kind: 'conversation', where: chat.channel })
    const BEN = (): Destination => ({ kind: 'person', who: chat.sender('ben') })
    const standing = () => chat.seenBy('ben').filter(({ text }) => text.includes('A digest.')).length
    const since = () => new Date(Date.now() - 60_000)
    const post = (to = HERE()) => chat.platform.courier.post(to, words('A digest.'), 'digest 7')

    it.each<[string, () => Destination]>([
      ['a conversation', HERE],
      ['one person', BEN],
    ])('brings it to %s, and changes it there', async (_, to) => {
      await open(() => undefined)
      const sent = await post(to())
      expect([sent.kind, standing()]).toEqual(['sent', 1])
      if (sent.kind !== 'sent') return
      expect(await chat.platform.courier.update(sent.message, words('Corrected.'))).toMatchObject({ kind: 'sent' })
      expect([standing(), sees('ben', 'Corrected.')]).toEqual([0, expect.anything()])
    })

    it.each<[Fault, string, number]>([
      ['limited', 'limited', 0],
      ['lost', 'unknown', 1],
      ['lost before', 'unknown', 0],
      ['closed', 'closed', 0],
      ['refused', 'refused', 0],
      ['not now', 'not_now', 0],
    ])('after a fault that is “%s” says “%s”, and sends nothing twice by itself', async (fault, kind, stands) => {
      await open(() => undefined)
      chat.fault(fault)
      expect((await post()).kind).toBe(kind)
      expect(standing()).toBe(stands)
      // What is refused for its looks may be tried in words; whatever may have arrived, never.
      if (fault !== 'refused') expect(chat.sends()).toBe(1)
    })

    it('finds by its key what stands there, and nothing else', async () => {
      await open(() => undefined)
      await chat.platform.courier.post(HERE(), words('Another.'), 'digest 6')
      expect(await chat.platform.courier.find(HERE(), 'digest 7', since())).toEqual({ kind: 'absent' })
      chat.fault('lost')
      await post()
      const found = await chat.platform.courier.find(HERE(), 'digest 7', since())
      expect(found).toMatchObject({ kind: 'there' })
      if (found.kind === 'there')
        expect(await chat.platform.courier.update(found.message, words('Found.'))).toMatchObject({ kind: 'sent' })
      expect([standing(), sees('ben', 'Found.')]).toEqual([0, expect.anything()])
    })

    able('find in a direct conversation', 'finds it in a direct conversation too', async () => {
      await open(() => undefined)
      chat.fault('lost')
      await post(BEN())
      expect(await chat.platform.courier.find(BEN(), 'digest 7', since())).toMatchObject({ kind: 'there' })
    })

    it('never says that something is absent where it cannot look', async () => {
      await open(() => undefined)
      await post(BEN())
      const { kind } = await chat.platform.courier.find(BEN(), 'digest 7', since())
      const looks = chatting.cannot['find in a direct conversation'] === undefined
      expect(kind).toBe(looks ? 'there' : 'nobody can tell')
    })
  })

  describe('stopping', () => {
    it('waits for the answer that is under way', async () => {
      let release = () => {}
      const held = new Promise<void>((free) => {
        release = free
      })
      await open(async () => {
        await held
        return says('A late answer.')
      })
      // A chat in memory has nobody that acknowledges.
      const asking = ask('cost this week')
      await vi.waitFor(() => expect(heard).toHaveLength(1))
      const stopped = done()
      release()
      await Promise.all([asking, stopped])
      expect(sees('ana', 'A late answer.')).toBeDefined()
    })
  })
})
