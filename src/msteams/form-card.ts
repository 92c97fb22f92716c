import type { Form } from '../cards/form.ts'
import type { Json } from '../chat/json.ts'
import type { Conversation, FormValues } from '../platform.ts'

export interface FormSetting {
  /** Where it was opened from: what is sent is about that. */
  readonly where: Conversation
  /** What is wrong, by field; the fields keep what was filled in. */
  readonly mistakes?: Readonly<Record<string, string>>
}

/** A form as a card with inputs; its one button sends it. */
export function toFormActivity(_form: Form, _setting: FormSetting): Json {
  throw new Error('to be built')
}

/** What a filled-in form brings; undefined if it is not ours. */
export interface Submission {
  readonly token: string
  readonly values: FormValues
  /** Absent where it was opened in the conversation that it was sent from. */
  readonly conversationId?: string
  readonly threadId?: string
  readonly direct?: boolean
}

/** Of the data of an Action.Execute or an Action.Submit. */
export function readSubmission(_data: Json): Submission | undefined {
  throw new Error('to be built')
}
