import type { Flag } from './flags.ts'
import { lexicon } from './matchers.ts'
import type { Mention } from './names.ts'
import { has, type Sheet, stands, take } from './sheet.ts'

const toModel = (names: string): RegExp =>
  new RegExp(
    ` (?:what if|should we|could we|can we|would it|does it make sense to|how much would it|if|consider|is it worth|would)?(?: (?:we|i|they|it|would|to|were|be|save|cost))* ?(?:switch|switched|switching|move|moved|moving|migrate|migrated|migrating|swap|swapped|swapping|replace|replaced|replacing|change|changed|changing|shift|shifted|route|routed|use|used|using|run|ran|running|put|go with|went with)(?: [^ ]+){0,8}? (?:to|with|by|on|onto|over to|for|in|instead of|from)? ?(?=(?:the )?[${names}] )`,
    'g',
  )

/** Switching something to a model is a question about the right model. */
export function readFit(s: Sheet, mentions: readonly Mention[], flags: Set<Flag>): void {
  const found = [has(s, lexicon.fitGoal) && has(s, lexicon.fitVerb), has(s, lexicon.modelFit)].includes(true)
  if (found) flags.add('model_fit')
  const models = mentions
    .flatMap((mention, at) =>
      mention.candidates.some((name) => name.dimension === 'model_name') ? [String.fromCharCode(0xe000 + at)] : [],
    )
    .join('')
  if (models === '') return
  const hypothetical =
    / (?:what if|what happens if|should we|could we|can we|would it|if we|does it make sense|consider)(?= )/g
  const moves = new RegExp(
    ` (?:switch|switched|switching|move|moved|moving|migrate|migrated|migrating|swap|swapped|swapping|replace|replaced|replacing)(?= )(?:[^?.!]*?) (?:to|with|by|onto|over to|for|from)(?: (?:the|using))?(?= [${models}] )`,
    'g',
  )
  const match = moves.exec(s.text)
  const uses =
    / (?:switch|use|used|using|run|ran|running|put|go|went|change|changed|changing|shift|shifted|route|routed)(?= )/g
  // "would haiku be cheaper for doc-qa"
  const instead = new RegExp(
    ` (?:would|could|might|can)(?: (?:the|a|using))* ([${models}])(?: (?:be|do|work|suffice|cost|save))+(?: (?:us|me))?(?: (?:cheaper|less|better|enough|good|fine|well|as well|money|more))*(?= )`,
    'g',
  )
  if (take(s, instead) !== undefined) flags.add('model_fit')
  if (match !== null || (stands(s, hypothetical) && toModel(models).test(s.text) && stands(s, uses))) {
    flags.add('model_fit')
    has(s, hypothetical)
    has(
      s,
      / (?:what if|what happens|should|could|would|if|instead of|instead|switch|switched|switching|move|moved|moving|migrate|migrated|migrating|swap|swapped|swapping|replace|replaced|replacing|change|changed|changing|shift|shifted|route|routed|save|savings|put|over|onto)(?= )/g,
    )
  }
}
