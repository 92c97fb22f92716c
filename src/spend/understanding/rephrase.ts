import { plainly } from './courtesy.ts'

// Words that would be taken for a name, a period or another subject where they stand, said so that they are not.
const REPHRASED: readonly (readonly [RegExp, string])[] = [
  // "up to" a day is an end, not a rise.
  [
    /\bup (?:to|until|till) (?=(?!date\b|now\b|par\b|speed\b)[a-z]|\d{4}-\d|\d{1,2}(?:st|nd|rd|th)\b|\d{1,2} [a-z]{3})/g,
    'until ',
  ],
  // "this month than last": last month.
  [
    /\b(?:this|current) (week|month|quarter|year)\b(.*?)\b(than|vs|versus|against|compared (?:to|with)) (?:the )?(last|previous)(?= ?[?.!,]| ?$)/g,
    'this $1$2$3 $4 $1',
  ],
  // Nights and weekends are hours of every week, not days.
  [
    /\b(?:at |on |during |over )?(?:the )?(?:nights?(?:,? and(?: at| on)?|,? or|,|\/| ?&) ?(?:the )?weekends?|weekends?(?:,? and(?: at| on)?|,? or|,|\/| ?&) ?(?:the )?nights?)\b/g,
    ' off hours ',
  ],
  [
    /\b(?:outside|out of|beyond|after)(?: of)? (?:the )?(?:normal |regular |usual )?(?:business|working|office|work) hours\b/g,
    ' off hours ',
  ],
  [
    /\b(?:overnight|at night|off[- ]hours?|after hours|out of hours|on weekends|at weekends|over weekends)\b/g,
    ' off hours ',
  ],
  [/\b(by|per|each|which|across|every) gpu (?:models?|types?|skus?|class(?:es)?|kinds?)\b/g, '$1 instance type on gpu'],
  // Every answer says how complete it is.
  [
    /[,;.]? ?(?:\band )?\b(?:is|are) (?:that|the|this|those|these|it|they) ?(?:numbers?|figures?|data|totals?|amounts?|value)? ?(?:already |yet |really )?(?:complete|final|up to date|settled|provisional|fresh)\b(?: yet| already)?/g,
    '',
  ],
  // "Do the job" is no part of a job's name.
  [/\b(?:do|does|doing) (?:the|this|that) (?:same )?job\b/g, 'be good enough'],
  // How long something has been idle, and for how long it was watched.
  [
    /\b(idle|unused|underused|underutili[sz]ed|doing nothing|no (?:requests|calls|traffic|activity))((?: [a-z]+){0,3}?) (?:for|since)(?: (?:more than|over|at least|longer than|the last|the past|last|past))? (?=(?:\d{1,3}|a|one|two|three|four|five|six|seven|ten) (?:days?|weeks?|months?)\b)/g,
    '$1$2 in the last ',
  ],
  [/\b(\d{1,3} (?:days|weeks)) of (?:evidence|telemetry|data|history)\b/g, 'last $1'],
  [
    /\b(price|cost|rate|pay|paid) (?:per|an|for an|by the) (?:gpu )?hour\b(?:(?=.*\bgpu\b)|(?<=\bgpu\b.*))/g,
    '$1 per gpu hour',
  ],
  [
    /\b(failed|cancell?ed|aborted|crashed|unsuccessful) (?:model )?trainings?\b(?! (?:runs?|jobs?))/g,
    '$1 training runs',
  ],
  [/\btraining failures?\b/g, 'failed training runs'],
  [/\b(?:add|adds|adding|creating|causing|generating|producing)(?: to)?(?: the| our| any| much)? (?=waste\b)/g, ''],
]

// Kinds of things that are counted, and are names or other subjects elsewhere.
const COUNTED =
  '(?:(?:active |end |paying )?(?:customer|client|user)s?|(?:api |inference )?(?:request|call)s?|prompts?|inferences?|predictions?|documents?|docs?|(?:generated )?(?:image|picture)s?|(?:million |1m |1k )?tokens?|gpu[ -]?hours?|training (?:run|job)s?)'
const SEVERAL = `${COUNTED}(?:(?:,? (?:and|or)|,| ?&| ?/) ?(?:per |of )?(?:(?:a|an|one|each) )?${COUNTED})+`
/** "The cost per customer, document and image" is one question about what one of each costs. */
const EVERY_UNIT: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      `\\b(?:(?:unit|average) )?(?:costs?|price|spend) (?:per|for|of) (?:(?:a|an|one|each|every) )?${SEVERAL}\\b`,
      'g',
    ),
    'every unit cost',
  ],
  [new RegExp(`\\b(?:do|does) (?:a|an|one|each) (?:single )?${SEVERAL} costs?\\b`, 'g'), 'is every unit cost'],
]

export function rephrase(text: string): string {
  return [...EVERY_UNIT, ...REPHRASED].reduce((plain, [pattern, words]) => plain.replace(pattern, words), plainly(text))
}
