import { NOISE } from './lexicon.ts'
import { phrases } from './phrase.ts'
import { type Sheet, stands } from './sheet.ts'

const PHRASES = phrases([
  'hi|hello|hey|hiya|howdy|yo|greetings|heya there|all|team|bot|tally|everyone|folks?',
  'good morning|afternoon|evening|day',
  'morning|afternoon|evening',
  'thanks|thank|thx|cheers|ta you? so? very? much|a? lot|again?',
  'thanks|thank|thx|cheers you? a lot',
  'great|nice|awesome|perfect|cool|super|brilliant|excellent|lovely job|work|bot|one?',
  'help me? out? please?',
  'what can|could|do|should i ask you? about|for|here?',
  'what can|could|do you do|answer|tell|show|help|understand|know me|us? about|with?',
  'what kind|kinds|sort|sorts|type|types of questions|question|things|stuff',
  'what questions|question can|do|could you|i answer|understand|ask|support|know|handle you?',
  'which questions can|do you|i answer|understand|ask',
  'what do you do|understand|know|support',
  'what are you',
  'what is this',
  'who are you',
  'what are your capabilities|features|commands|functions|skills',
  'how do|does|can|should|would i|you|this|it|one|we use|work|ask|start|begin you|this|it|questions|tally?',
  'how to use|ask|start|begin this|you|it|questions|tally?',
  'show|give me? some|an|a|few? example|examples questions|question?',
  'example|examples|commands|menu|usage|manual|docs|documentation|instructions|tutorial|faq|options|capabilities',
  'get|getting started',
  'can|could you help|assist me?',
  'i need|want help',
  'what else can|could you|i do|ask',
  'what data|information|numbers do|can|does you|it have|know|see|access|use',
  'are you there',
  'ping',
])

export const HELP = /^\W*help\b/

/** Greetings, thanks and questions about Tally itself, and nothing else. */
export function isHelp(s: Sheet): boolean {
  if (!stands(s, PHRASES)) return false
  PHRASES.lastIndex = 0
  const rest = s.text.replace(PHRASES, ' ').replace(PHRASES, ' ')
  return rest
    .split(' ')
    .every((token) => token === '' || (NOISE.has(token) && !/^(?:total|totals|overall|amount|amounts)$/.test(token)))
}
