import { expect, it } from 'vitest'
import { closedWords } from '../../src/msteams/closed-words.ts'

it.each([
  ['BotNotInConversationRoster', /not added there.*Add me/],
  ['not installed there', /not added there.*Add me/],
  ['ConversationNotFound', /gone, or I was removed.*choose another/],
  ['BotDisabledByAdmin', /administrator of Microsoft Teams.*allowed/],
  ['SomethingNew', /takes nothing from me \(SomethingNew\)/],
])('says in words what %s means of a conversation and what to do', (code, words) => {
  expect(closedWords(code, false)).toMatch(words)
})

it.each([
  ['ForbiddenOperationException', /not installed.*Have me installed/],
  ['MessageWritesBlocked', /removed or blocked me.*add me again/],
  ['x', /\(x\)/],
])('says in words what %s means of a person and what to do', (code, words) => {
  expect(closedWords(code, true)).toMatch(words)
})
