import type { Exchange, Playground } from './playground.ts'

/** A message of Tally's as it went over the wire. */
export interface SentMessage {
  readonly conversationId: string
  readonly messageId: string
  readonly body: unknown
}

/** New messages that the Playground took, in order. */
export const sent = (playground: Playground): readonly SentMessage[] => playground.recorded().flatMap(newMessage)

const NEW_MESSAGE = /\/v3\/conversations\/([^/]+)\/activities/

function newMessage({ direction, request, response }: Exchange): SentMessage[] {
  const [, conversation] = NEW_MESSAGE.exec(request.url ?? '') ?? []
  const isNew = direction.startsWith('User Application') && request.method === 'POST' && response?.statusCode === 201
  if (!isNew || conversation === undefined) return []
  const { id } = response.body as { readonly id: string }
  return [{ conversationId: decodeURIComponent(conversation), messageId: id, body: request.body }]
}

/** What the last button of this label carries, in the newest card that holds these words. */
export function dataOf(playground: Playground, label: string, words: string): unknown {
  const bodies = playground.recorded().flatMap(({ request, response }) => [request.body, response?.body])
  const card = bodies.findLast((body) => JSON.stringify(body ?? null).includes(words))
  return [...buttons(card)].findLast(({ title }) => title === label)?.data
}

interface Action {
  readonly type: 'Action.Execute'
  readonly title: string
  readonly data: unknown
}

function* buttons(value: unknown): Generator<Action> {
  if (typeof value !== 'object' || value === null) return
  if (isAction(value)) yield value
  for (const inner of Object.values(value)) yield* buttons(inner)
}

const isAction = (value: object): value is Action =>
  'type' in value && value.type === 'Action.Execute' && 'data' in value
