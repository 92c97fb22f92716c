import { randomUUID } from 'node:crypto'
import { oneLine } from '../cards/visible.ts'
import type { Claim } from '../chat/first-time.ts'
import { firstTime } from '../chat/first-time.ts'
import type { Log } from '../chat/log.ts'
import type { Delivered } from '../chat/observe.ts'
import { takenOnce } from '../chat/taken-once.ts'
import type { Handle, Inbound, Platform, Reply } from '../platform.ts'
import type { AnswerForm, Mistakes } from './answer-form.ts'
import type { Api } from './api.ts'
import type { Arrival } from './arrival.ts'
import type { Files } from './files.ts'
import type { Messages } from './messages.ts'
import { openForm } from './open-form.ts'
import type { People } from './people.ts'
import { readArrival } from './read.ts'
import { deliver, inWords, type Ways } from './reply.ts'
import type { Respond } from './response-url.ts'

export interface TurnOptions {
  readonly handle: Handle
  readonly platform: Platform
  readonly api: Pick<Api, 'once'>
  readonly people: People
  readonly messages: Messages
  readonly files: Files
  readonly respondBy: (url: string | undefined) => Respond | undefined
  readonly botUserId: () => string | undefined
  readonly claim: Claim
  readonly log: Log
  /** Aborted when Tally stops: whoever waits by then is told instead of answered. */
  readonly signal: AbortSignal
  /** How long one question may take. */
  readonly patienceMs: number
  readonly onDuplicate: () => void
  readonly onAnswered: (kind: Inbound['kind'], delivered: Delivered, seconds: number) => void
}

/** One turn of a conversation: what arrived is read, handled once and answered, in any case with words. */
export function turn(options: TurnOptions): (body: unknown, answerForm?: AnswerForm) => Promise<void> {
  const { handle, platform, api, people, messages, files, respondBy, log, signal } = options
  const ways: Ways = {
    messages,
    files,
    openDirect: platform.openDirect,
    openForm: (arrival, form) => openForm(api, arrival, form),
  }
  const formOnce = takenOnce<Thought>((thought) => mistakesOf(thought) !== undefined)
  const isFirst = firstTime(options.claim, log)

  async function think({ inbound, deliveryKeys }: Arrival): Promise<Thought> {
    if (!(await isFirst(deliveryKeys))) return { kind: 'heard before' }
    try {
      const who = await people.who(inbound.from.userId)
      return { kind: 'reply', reply: who.kind === 'member' ? await handle(inbound, platform) : turnAway(inbound) }
    } catch (error) {
      log.error({ err: error, requestId: inbound.requestId }, 'slack request failed')
      return { kind: 'reply', reply: sorry(inbound) }
    }
  }

  /** What was thought, or words instead of it: nobody waits in vain for a database that hangs or a Tally that stops. */
  async function inTime(inbound: Inbound, thought: Promise<Thought>): Promise<Thought> {
    let settle = () => {}
    const cut = new Promise<Thought>((done) => {
      const give = (text: string) => () => {
        log.warn({ requestId: inbound.requestId }, 'slack request given up')
        done({ kind: 'reply', reply: instead(inbound, text) })
      }
      const stop = give(STOPPING)
      const timer = setTimeout(give(TOO_LONG), options.patienceMs)
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
      settle = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', stop)
      }
    })
    try {
      return await Promise.race([thought, cut])
    } finally {
      settle()
    }
  }

  async function tell(arrival: Arrival, reply: Reply | undefined): Promise<Delivered> {
    if (reply === undefined) return 'delivered'
    const { inbound } = arrival
    const respond = respondBy(arrival.responseUrl)
    try {
      return await deliver(arrival, reply, ways, respond)
    } catch (error) {
      log.error({ err: error, requestId: inbound.requestId }, 'slack answer could not be written')
      return await deliver(arrival, sorry(inbound), ways, respond)
    }
  }

  /** What is thought of a form that is sent is told to Slack as well, while the form stands open. */
  async function thinkOfForm(
    arrival: Arrival & Required<Pick<Arrival, 'form'>>,
    answerForm: AnswerForm,
  ): Promise<Thought | { readonly kind: 'told in the form' }> {
    const { inbound, form } = arrival
    const { answer, first } = await formOnce(form.id, () => inTime(inbound, think(arrival)))
    const mistakes = mistakesOf(answer)
    const inTheForm = await answerForm(mistakes && ofFields(mistakes, form.fields))
    if (!first) return { kind: 'heard before' }
    return mistakes !== undefined && inTheForm ? { kind: 'told in the form' } : answer
  }

  return async (body, answerForm = nobodyWaits) => {
    const requestId = randomUUID()
    const botUserId = options.botUserId()
    const arrival = readArrival(body, { requestId, ...(botUserId === undefined ? {} : { botUserId }) })
    if (arrival === undefined) return
    const startedAt = performance.now()
    const { form, inbound } = arrival
    const thought = await (form === undefined
      ? inTime(inbound, think(arrival))
      : thinkOfForm({ ...arrival, form }, answerForm))
    if (thought.kind === 'heard before') {
      log.info({ requestId }, 'slack delivered this before')
      options.onDuplicate()
      return
    }
    const { kind } = inbound
    const delivered = thought.kind === 'reply' ? await tell(arrival, thought.reply) : 'delivered'
    const seconds = (performance.now() - startedAt) / 1000
    options.onAnswered(kind, delivered, seconds)
    log.info({ requestId, kind, delivered, seconds: Number(seconds.toFixed(3)) }, 'slack answered')
  }
}

const nobodyWaits: AnswerForm = async () => false

function mistakesOf(thought: Thought): Mistakes | undefined {
  const mistakes = thought.kind === 'reply' ? thought.reply?.mistakes : undefined
  return mistakes !== undefined && Object.keys(mistakes).length > 0 ? mistakes : undefined
}

/** Slack refuses mistakes in fields that the form does not show; they stand at its first. */
function ofFields(mistakes: Mistakes, fields: readonly string[]): Mistakes | undefined {
  const told = new Map<string, string>()
  for (const [name, text] of Object.entries(mistakes)) {
    const field = fields.includes(name) ? name : fields[0]
    if (field === undefined) return undefined
    told.set(field, [told.get(field), oneLine(text)].filter((each) => each !== undefined).join(' '))
  }
  return Object.fromEntries(told)
}

type Thought =
  | { readonly kind: 'heard before' }
  /** Undefined where nothing is to be said. */
  | { readonly kind: 'reply'; readonly reply: Reply | undefined }

const turnAway = (inbound: Inbound): Reply | undefined =>
  instead(inbound, 'I only answer members of the workspace that I was installed in.')

const sorry = (inbound: Inbound): Reply =>
  inWordsOnly(
    inbound,
    `Something went wrong on my side, so there is no answer. Please try again; if it stays so, tell whoever runs Tally: ${inbound.requestId}`,
  )

/** Whoever only looks in is not spoken to. */
const instead = (inbound: Inbound, text: string): Reply | undefined =>
  inbound.kind === 'opened' ? undefined : inWordsOnly(inbound, text)

const inWordsOnly = ({ requestId }: Inbound, text: string): Reply => ({
  card: inWords(text),
  audience: 'asker',
  place: 'new',
  key: requestId,
})

const STOPPING = 'Tally is restarting, so your question has no answer yet. Please ask it again in a moment.'
const TOO_LONG = 'That took too long, so there is no answer. Please ask again, perhaps for a shorter period.'
