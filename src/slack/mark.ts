import { type Json, object } from '../chat/json.ts'

/** Every message of ours carries its key where only apps look, so that it is known again when the answer to it was lost. */
export const mark = (key: string): object => ({ event_type: 'tally', event_payload: { k: key } })

export const isMarked = (key: string) => (message: Json) => {
  const { event_type, event_payload } = object(message.metadata)
  return event_type === 'tally' && object(event_payload).k === key
}
