import { afterEach, describe, expect, it, vi } from 'vitest'
import { plain } from '../../src/cards/card.ts'
import type { Form } from '../../src/cards/form.ts'
import type { Handle, Inbound, Reply } from '../../src/platform.ts'
import type { SlackOptions } from '../../src/slack/slack.ts'
import { type FakeSlack, mention, press, slashCommand, submitForm } from '../fake-slack.ts'
import { type Service, service } from './service.ts'

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
      options: ['search', 'vision', 'ads'].map((team) => ({ label: team, value: team })),
      values: ['search'],
      optional: true,
    },
    { kind: 'time', name: 'at', label: 'At', value: '09:00' },
    { kind: 'date', name: 'from', label: 'From', optional: true },
    { kind: 'person', name: 'for', label: 'For', optional: true },
  ],
}
const say = (text: string): Reply => ({
  card: { blocks: [{ kind: 'text', text: [plain(text)] }] },
  audience: 'asker',
  place: 'new',
  key: `key of ${text}`,
})
const OFFER: Reply = { ...say('Write “digest weekly” instead.'), form: FORM }

let open: Service
afterEach(() => open.close())
const heard: Inbound[] = []
/** Offers the form for whatever is asked or pressed, and says so to what is sent. */
const serve = async (
  submitted: Handle = async () => say('Saved.'),
  options: Partial<SlackOptions> = {},
  prepare?: (fake: FakeSlack) => void,
) => {
  heard.length = 0
  const handle: Handle = async (inbound, platform) => {
    heard.push(inbound)
    return inbound.kind === 'submitted' ? submitted(inbound, platform) : OFFER
  }
  open = await service(handle, options, prepare)
}
const openByCommand = async (channel = 'C1') => {
  await open.post(slashCommand('digest', { user: 'U1', channel, responseUrl: open.fake.responseUrl() }))
  await open.fake.called('views.open')
  return view()
}
const view = () => {
  const found = open.fake.views.at(-1)
  if (found === undefined) throw new Error('no form is open')
  return found
}
const U1 = { user: 'U1' }
const idle = () => open.platform.stop(1000)
const said = () =>
  open.fake.calls
    .filter(({ method }) => /^(chat\.|response_url|conversations\.open)/.test(method))
    .map(({ method, args }) => [method, args.channel ?? args.users, args.text])

describe('a form', () => {
  it('opens by a command instead of the card', async () => {
    await serve()
    const shown = await openByCommand()
    expect(shown).toMatchObject({
      type: 'modal',
      callback_id: 'tally',
      title: { text: 'New digest' },
      submit: { text: 'Save' },
    })
    expect(open.fake.of('views.open')[0]?.args.trigger_id).toMatch(/\.fake$/)
    await idle()
    expect(said()).toEqual([])
  })

  it('opens by a press, and knows where that was', async () => {
    await serve()
    await open.post(press('edit.7.sig', { user: 'U1', channel: 'C7', messageTs: '17.5', thread: '17.1' }))
    await open.fake.called('views.open')
    await open.post(submitForm(view(), {}, U1))
    await open.fake.called('chat.postEphemeral')
    expect(heard[1]).toMatchObject({
      kind: 'submitted',
      where: { conversationId: 'C7', threadId: '17.1', direct: false },
    })
    // Into the thread, where others wrote already.
    expect(open.fake.of('chat.postEphemeral')[0]?.args).toMatchObject({ channel: 'C7', thread_ts: '17.1' })
  })

  it('brings back what was filled in, by the fields’ names', async () => {
    await serve()
    const shown = await openByCommand()
    const filled = { name: 'Search & <co>', rhythm: 'daily', teams: ['vision', 'ads'], at: '17:30' }
    const response = await open.post(submitForm(shown, { ...filled, from: '2026-12-01', for: 'U2' }, U1))
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(heard[1]).toMatchObject({
      kind: 'submitted',
      from: { platform: 'slack', workspaceId: 'T111', userId: 'U1' },
      where: { platform: 'slack', workspaceId: 'T111', conversationId: 'C1', direct: false },
      token: 'digest.new.sig',
      values: {
        name: ['Search & <co>'],
        rhythm: ['daily'],
        teams: ['vision', 'ads'],
        at: ['17:30'],
        from: ['2026-12-01'],
        for: ['U2'],
      },
    })
    await open.fake.called('chat.postEphemeral')
    expect(said()).toEqual([['chat.postEphemeral', 'C1', 'Saved.']])
  })

  it('brings back what it showed where nothing was changed, and empty lists for empty fields', async () => {
    await serve()
    await open.post(submitForm(await openByCommand(), { name: '', teams: [] }, U1))
    expect(heard[1]).toMatchObject({
      values: { name: [], rhythm: ['weekly'], teams: [], at: ['09:00'], from: [], for: [] },
    })
  })

  it.each(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_arguments'])(
    'is replaced by the card where Slack opens none (%s)',
    async (error) => {
      await serve()
      open.fake.fail('views.open', { kind: 'error', error })
      await open.post(slashCommand('digest', { user: 'U1', responseUrl: open.fake.responseUrl() }))
      await open.fake.called('response_url')
      expect(said()).toEqual([['response_url', undefined, 'Write “digest weekly” instead.']])
      expect(open.fake.of('views.open')).toHaveLength(1)
    },
  )

  it('is replaced by the card where nothing opens one: a mention', async () => {
    await serve()
    await open.post(mention('digest', U1))
    await open.fake.called('chat.postEphemeral')
    expect(open.fake.of('views.open')).toEqual([])
  })
})

describe('what is wrong in a form', () => {
  const checked: Handle = async (inbound) =>
    inbound.kind === 'submitted' && inbound.values.name?.[0] === 'taken'
      ? { ...say('That name is taken.'), mistakes: { name: 'That name is\ntaken.' }, form: FORM }
      : say('Saved.')

  it('is said in it, and nowhere else; put right, it is taken', async () => {
    await serve(checked)
    const shown = await openByCommand()
    const wrong = await open.post(submitForm(shown, { name: 'taken' }, U1))
    expect(await wrong.json()).toEqual({ response_action: 'errors', errors: { name: 'That name is taken.' } })
    // Sent again as it is, it is looked at again.
    const still = await open.post(submitForm(shown, { name: 'taken' }, U1))
    expect(await still.json()).toMatchObject({ response_action: 'errors' })
    const right = await open.post(submitForm(shown, { name: 'free' }, U1))
    expect(await right.text()).toBe('')
    await open.fake.called('chat.postEphemeral')
    expect(said()).toEqual([['chat.postEphemeral', 'C1', 'Saved.']])
  })

  it('stands at the first field where it is about none that is shown', async () => {
    await serve(async () => ({ ...say('No.'), mistakes: { at: 'Too early.', scope: 'Not yours.', name: 'Too long.' } }))
    const response = await open.post(submitForm(await openByCommand(), {}, U1))
    expect(await response.json()).toEqual({
      response_action: 'errors',
      errors: { at: 'Too early.', name: 'Not yours. Too long.' },
    })
  })

  it('is said afterwards by the card where Slack could not wait for it', async () => {
    let release = () => {}
    const slow = new Promise<void>((done) => {
      release = done
    })
    await serve(
      async (inbound, platform) => {
        await slow
        return checked(inbound, platform)
      },
      { formPatienceMs: 10 },
    )
    const response = await open.post(submitForm(await openByCommand(), { name: 'taken' }, U1))
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(said()).toEqual([])
    release()
    await open.fake.called('chat.postEphemeral')
    expect(said()).toEqual([['chat.postEphemeral', 'C1', 'That name is taken.']])
    // No second form: it could not say what is wrong.
    expect(open.fake.of('views.open')).toHaveLength(1)
  })
})

describe('a form that was sent', () => {
  it('is handled once: sent twice at once, again, and by another instance', async () => {
    let release = () => {}
    const slow = new Promise<void>((done) => {
      release = done
    })
    const duplicate = vi.fn()
    await serve(
      async () => {
        await slow
        return say('Saved.')
      },
      { observe: { duplicate } },
    )
    const shown = await openByCommand()
    const sent = submitForm(shown, {}, U1)
    const both = [open.post(sent), open.post(submitForm(shown, {}, U1))]
    await vi.waitFor(() => expect(heard).toHaveLength(2))
    release()
    for (const response of await Promise.all(both)) expect(await response.text()).toBe('')
    expect(await (await open.post(sent)).text()).toBe('')
    expect(await (await open.post(submitForm(shown, { name: 'other' }, U1))).text()).toBe('')
    await idle()
    expect(heard.filter(({ kind }) => kind === 'submitted')).toHaveLength(1)
    expect(duplicate).toHaveBeenCalledTimes(3)
    expect(said()).toEqual([['chat.postEphemeral', 'C1', 'Saved.']])
  })

  it('is not handled where another instance has it', async () => {
    await serve(undefined, { claim: async (key) => !key.startsWith('form:') })
    const response = await open.post(submitForm(await openByCommand(), {}, U1))
    expect(await response.text()).toBe('')
    await idle()
    expect(heard.map(({ kind }) => kind)).toEqual(['asked'])
  })

  it.each([
    ['a stranger', 'U5', { id: 'U5', team_id: 'T999', email: 'x@other.example' }],
    ['somebody who left', 'U6', { id: 'U6', deleted: true, email: 'u1@example.com' }],
  ])('is not heard from %s', async (_, user, known) => {
    await serve(undefined, {}, (fake) => void fake.users.set(user, known))
    const response = await open.post(submitForm(await openByCommand(), {}, { user }))
    expect(await response.text()).toBe('')
    await open.fake.called('chat.postEphemeral')
    expect(heard.map(({ kind }) => kind)).toEqual(['asked'])
    expect(open.fake.of('chat.postEphemeral')[0]?.args).toMatchObject({
      user,
      text: expect.stringContaining('only answer members'),
    })
  })

  it('is answered in a direct message where Tally may not speak to one person', async () => {
    await serve()
    const shown = await openByCommand('D9')
    open.fake.fail('chat.postEphemeral', { kind: 'error', error: 'channel_not_found' })
    await open.post(submitForm(shown, {}, U1))
    await open.fake.called('chat.postMessage')
    expect(said()).toEqual([
      ['chat.postEphemeral', 'D9', 'Saved.'],
      ['conversations.open', 'U1', undefined],
      ['chat.postMessage', 'DU1', 'Saved.'],
    ])
  })

  it('is answered to everybody where the reply is for everybody', async () => {
    await serve(async () => ({ ...say('A digest for all.'), audience: 'conversation' }))
    await open.post(submitForm(await openByCommand(), {}, U1))
    await open.fake.called('chat.postMessage')
    expect(said()).toEqual([['chat.postMessage', 'C1', 'A digest for all.']])
  })

  it('closes although handling it fails, and the person is told', async () => {
    await serve(() => Promise.reject(new Error('the ledger burns')))
    const response = await open.post(submitForm(await openByCommand(), {}, U1))
    expect(await response.text()).toBe('')
    await open.fake.called('chat.postEphemeral')
    expect(open.fake.of('chat.postEphemeral')[0]?.args.text).toContain('Something went wrong on my side')
  })

  it('stays open while Tally restarts: Slack lets the person send it again', async () => {
    await serve()
    const shown = await openByCommand()
    await idle()
    expect((await open.post(submitForm(shown, {}, U1))).status).toBe(503)
  })

  it('is none of ours without what we put into it', async () => {
    await serve()
    const shown = await openByCommand()
    for (const private_metadata of ['', 'nonsense', '{"token":7}']) {
      const response = await open.post(submitForm({ ...shown, private_metadata }, {}, U1))
      expect([response.status, await response.text()]).toEqual([200, ''])
    }
    expect(heard.map(({ kind }) => kind)).toEqual(['asked'])
  })
})
