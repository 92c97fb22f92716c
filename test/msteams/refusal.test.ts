import { expect, it } from 'vitest'
import { type Doing, readRefusal } from '../../src/msteams/refusal.ts'

it.each([
  ['post', 404, 'NotFound', 'not_now'],
  ['update', 404, 'ActivityNotFoundInConversation', 'refused'],
  ['open', 404, 'ConversationNotFound', 'closed'],
  ['open', 400, 'BadArgument', 'not_now'],
  ['post', 405, 'SomethingNew', 'refused'],
  ['post', 400, '', 'not_now'],
  ['reply', 403, 'BotNotInConversationRoster', 'closed'],
] as const satisfies readonly (readonly [Doing, number, string, ReturnType<typeof readRefusal>])[])(
  '%s: %i %s is %s',
  (doing, status, error, read) => expect(readRefusal({ status, code: error }, doing)).toBe(read),
)
