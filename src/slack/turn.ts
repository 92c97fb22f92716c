import { randomUUID } from 'node:crypto'
import { oneLine } from '../cards/visible.ts'
import type { Claim } from '../chat/first-time.ts'
import type { Log } from '../chat/log.ts'
import type { Observe } from '../chat/observe.ts'
import { takenOnce } from '../chat/taken-once.ts'
import { type Mistakes, mistakesOf, type Thought, turns } from '../chat/turn.ts'
import type { Handle, Platform } from '../platform.ts'
import type { AnswerForm } from './answer-form.ts'
import type { Api } from './api.ts'
import type { Arrival } from './arrival.ts'
import type { Files } from './files.ts'
import type { Messages } from './messages.ts'
import { openForm } from './open-form.ts'
import type { People } from './people.ts'
import { readArrival } from './read.ts'
import { deliver, type Ways } from './reply.ts'
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
  readonly observe: Partial<Observe>
}

/** One turn of a conversation in Slack: what arrived is read, handled once and answered, in any case with words. */
export function turn(options: TurnOptions): (body: unknown, answerForm?: AnswerForm) => Promise<void> {
  const { api, people, messages, files, respondBy } = options
  const ways: Ways = {
    messages,
    files,
    openDirect: options.platform.openDirect,
    openForm: (arrival, form) => openForm(api, arrival, form),
  }
  const formOnce = takenOnce<Thought>((thought) => mistakesOf(thought) !== undefined)
  const { think, tell } = turns({
    ...options,
    isMember: async ({ userId }) => (await people.who(userId)).kind === 'member',
    turnedAway: 'I only answer members of the workspace that I was installed in.',
    audience: () => 'asker',
  })

  /** What is thought of a form that is sent is told to Slack as well, while the form stands open. */
  async function thinkOfForm(
    { inbound, deliveryKeys, form }: Arrival & Required<Pick<Arrival, 'form'>>,
    answerForm: AnswerForm,
  ): Promise<Thought> {
    const { answer, first } = await formOnce(form.id, () => think(inbound, deliveryKeys))
    const mistakes = mistakesOf(answer)
    const inTheForm = await answerForm(mistakes && ofFields(mistakes, form.fields))
    if (!first) return { kind: 'heard before' }
    return mistakes !== undefined && inTheForm ? TOLD : answer
  }

  return async (body, answerForm = nobodyWaits) => {
    const requestId = randomUUID()
    const botUserId = options.botUserId()
    const arrival = readArrival(body, { requestId, ...(botUserId === undefined ? {} : { botUserId }) })
    if (arrival === undefined) return
    const startedAt = performance.now()
    const { form, inbound, deliveryKeys } = arrival
    const thought = await (form === undefined
      ? think(inbound, deliveryKeys)
      : thinkOfForm({ ...arrival, form }, answerForm))
    await tell(inbound, thought, startedAt, (reply) => deliver(arrival, reply, ways, respondBy(arrival.responseUrl)))
  }
}

const nobodyWaits: AnswerForm = async () => false

/** It stands in the form already. */
const TOLD: Thought = { kind: 'reply', reply: undefined }

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
