import { expect, it } from 'vitest'
import { closedWords } from '../../src/slack/closed-words.ts'

it.each([
  ['is_archived', /archived.*Unarchive it/],
  ['channel_not_found', /gone, or I was removed.*Invite me/],
  ['not_in_channel', /not in this channel. Invite me/],
  ['restricted_action_read_only_channel', /Only some people may post.*Allow me/],
  ['something_new', /takes nothing from me \(something_new\)/],
])('says in words what %s means of a channel and what to do', (code, words) => {
  expect(closedWords(code, false)).toMatch(words)
})

it('says of a person that they cannot be reached', () => {
  expect(closedWords('user_disabled', true)).toContain('switched off')
  expect(closedWords('x', true)).toContain('(x)')
})
