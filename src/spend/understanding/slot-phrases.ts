import { DIMENSION_WORDS } from './lexicon.ts'
import { CLASS } from './symbols.ts'

// Patterns of the slots that are more than a list of words: group by, exclusion, limits, amounts, comparisons.
// They run on a sheet: every token between single spaces (see phrase.ts).

const { dimension: D, many: MANY, one: ONE, name: N, period: P, unit: U } = CLASS
const re = (source: string): RegExp => new RegExp(`${source}(?= )`, 'g')
// "2.000" and "1,5" are other numbers to other readers: not read at all.
const NUMBER = '(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.(?!\\d{3}(?!\\d))\\d+)?)(k|m|mm|bn|b|mio)?'
const MONEY = `(?:[$€£] )?${NUMBER}(?: (k|thousand|m|million|billion))?(?: (?:usd|eur|gbp|dollars|dollar|euros|euro|bucks|[$€£]))?`
const OTHER = `(?! (?:%|percent|pct|days?|weeks?|months?|quarters?|years?|hours?|x|times|${U}|${D}))`
const DIMENSION_WORD = Object.values(DIMENSION_WORDS).flat(2).join('|')
const AND = '(?: ,)?(?: and| &| x| then| \\+| \\/|(?: and)? (?:then )?by| and per| per)?'
const SPLIT =
  'broken|break|breaking|split|splitting|divided|grouped|group|grouping|segmented|sliced|slice|sorted|itemised|itemized|distributed|cut|sliced|aggregated|drilled|drill|ordered|organised|organized'

export const PATTERNS = {
  /** by team, per team and service, split by service, broken down by, for each, across */
  groupBy: re(
    `(?: (?:${SPLIT}|breakdown|sum|view|shown|show|separated|separate)(?: (?:it|this|that|them|those|these|spend|cost|costs|everything))?(?: (?:down|out|up))?)?(?: (?:by|per|across|among|amongst|for each|for every|for all|in each|of each|from each|to each|by each|between|along|into|for every single|on each|with each|on a per|at the|on|over all))(?: (?:the|all|our|its|their|different|various|every|each|individual|single|my|of))* (${D})(?: (?:level|basis|name|names))?((?:${AND}(?: the)? ${D})*)`,
  ),
  groupList: new RegExp(D, 'g'),
  /** each team; every team's */
  each: re(
    ` (?:each|every|all|any|individual|list|listing|which of|which of the|different|various|our different)(?: of)?(?: the| our)* (${D})`,
  ),
  /** team breakdown, model wise, service split */
  breakdownOf: re(
    ` (?:a |the )?(${D}) (?:breakdown|split|wise|level|distribution|comparison by|mix|shares?|view|ranking)`,
  ),
  ofBreakdown: re(` (?:a |the )?(?:breakdown|distribution|split|mix)(?: of| over| into)(?: the| our| all)* (${MANY})`),
  which: re(
    ` (?:which|what|whose)(?: (?:of|are|is|were|was|the|our|all|other|single|kind of|specific))* (${D})(?! ${N})(?:((?:${AND}|(?: or)?)(?: which)? ${D})*)`,
  ),
  which1: re(
    ` (?:which|what)(?: one)?(?: (?:is|was|are|were|the|our|of))*(?: (\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty))? (${D})(?! ${N})`,
  ),
  breakdown: re(
    ` (?:where (?:is|does|did|do|are|was|has|have)(?: all)?(?: of)?(?: the| our| all| my)* (?:money|budget|cost|costs|spend|spending|cash|dollars|\\$\\$)(?: (?:is|has|been|being))* (?:go|going|gone|went|spent|coming from|come from|flow|flowing)(?: to)?|where (?:did|does|do|are|is|was|were|have|has) (?:we|it|everything|all that|all of it)(?: all)?(?: been)? (?:spend|spending|spent|go|going)(?: (?:it|money|our money|the money|it all))?(?: on)?|what(?: all)? (?:are|were|did|do|have|is|was) (?:we|i|they|you)(?: been)? (?:spending|spend|spent|paying|pay|paid)(?: (?:money|it|all|our money|this money))* (?:on|for)(?!(?: [a-z]+){0,2} (?:${N}|${D}|${U}))|what (?:makes|made) up|what does(?: the| our)* (?:bill|spend|cost) consist of|what is(?: in|on) (?:the|our) bill|cost composition|composition of|(?:a |the )?(?:cost |spend )?(?:breakdown|split|distribution)(?: of)?|(?:broken|break|breaking)(?: (?:it|this|that|the cost|spend|everything|costs))? down|(?:cost |spend |spending )?(?:drivers?)|what(?: is| are) driving)`,
  ),
  /** no cost center, without an owner, missing team tag */
  missing: re(
    ` (?:has |had |have |having |with |is |are |was |were |that |which |there )*(?:no|without|missing|lacking|lacks|lack|w\\/o|without any)(?: (?:a|an|any|assigned|the|valid))* (${D})(?! ${N})(?: (?:tag|tags|label|labels|assigned|set|attribute|value|attached|information))*`,
  ),
  notTo: re(
    ` (?:not|isn't|wasn't|aren't|can't|couldn't|never|un)(?: (?:been|be|yet))? ?(?:tagged|allocated|assigned|attributed|mapped)(?: (?:to|with|by|for))(?: (?:a|an|any|the|some))* (${D})`,
  ),
  noneOf: re(`(?: where| with)?(?: (${ONE}))? (?:=|is|:)? ?\\( none \\)(?: (${ONE}))?`),
  /** excluding infra and growth; not X; everything but X */
  exclude: re(
    `(?:^(?: (?:and|now|then|please|ok|just|also|can you|could you))*(?: (?:drop|dropping|remove|removing|filter out|take out|no|hide))|(?: ,| but| and| or| if we| while| when)* ?(?:(?:everything|anything|all|anyone|everyone|all of it|total|spend|cost) but|(?<!same |same , )but(?= (?:the )?(?:${D} )?${N})|(?<=(?:,|with|and|but) )no|(?:everything |anything |all |anyone |everyone )?(?:excluding|excludes|exclude|excl(?: \\.)?|excl|except for|except|excepting|without|w\\/o|w \\/ o|minus|less|other than|apart from|aside from|besides|leaving out|leave out|leaves out|ignoring|ignore|skipping|skip|omitting|omit|not counting|not including|don't count|don't include|do not include|do not count|not|not from|not in|not on|not for|non|outside|outside of|barring|removing|dropping|filtering out|taking out|net of)))(?: (?:the|for|of|in|on|from|any|all|our|team|teams|project|by|costs? of|spend of|spend on|${D}))*((?: (?:${D} )?${N})(?:(?:(?: ,| and| or| nor| &| \\+| \\/)+(?: (?:the|also|for|${D}))* ${N}))*(?: ${D})?)`,
  ),
  /** the difference in cost between A and B */
  difference: re(` (?:difference|delta|gap|change|differ|differs)(?: [^ ]+){0,4}? between`),
  excluded: re(
    `((?: (?:${D} )?${N})(?:(?: ,| and| or| &)+ ${N})*)(?: ${D})? (?:is |are |being )?(?:excluded|left out|removed|omitted|filtered out|taken out)`,
  ),
  top: re(
    ` (?:the )?(?:top|first|biggest|largest|highest|bottom|lowest|smallest|cheapest|costliest|priciest|greatest|worst|main)(?: most expensive| cheapest| least expensive| costliest| spending| cost| highest| biggest)? (\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)(?= )`,
  ),
  /** projects over 2k */
  having: re(
    ` (?:(?:that|where|with|having|and|are|is|was|were|have|has|had|did|do|does|we|spend|spent|spending|spends|cost|costs|costing|exceeded|a|any|total|totals|bill|of|burned|burning|burn|paid|pay|it|amounts|amounting|come|came|comes|to|in|at|run|ran) )*?(at or above|at or over|over|above|more than|greater than|larger than|higher than|bigger than|exceeds|exceeding|exceeded|exceed|north of|upwards of|beyond|> =|>|≥|at least|no less than|not less than|minimum of|a minimum of|min|under|below|less than|fewer than|lower than|smaller than|cheaper than|south of|< =|<|≤|at most|no more than|not more than|up to|maximum of|a maximum of|max)(?: (?:of|a|the))?${' '}${MONEY}${OTHER}`,
  ),
  /** 2k or more, 2k+ */
  havingAfter: re(
    ` ${MONEY} (?:(or more|or higher|or above|and up|and above|\\+|plus)|(or less|or lower|or below|and below|or under))`,
  ),
  versus: re(
    ` (?<! (?:budgets?|value|quality|actuals?|forecast|score) )(?:vs|vs \\.|versus|v|against|compared (?:to|with|against)|compare (?:to|with|against)|compares (?:to|with|against)|comparing (?:to|with)|comparison (?:to|with)|relative to|in comparison (?:to|with)|as opposed to|as compared to|(?<!other )than|stack up against|rather than|next to)(?: (?:the|that of|those of|what|we|had|spent|spend|in|for|on|it|was|were|is|did|to|how much|a|all|of))*(?= (?:${P}|${N}|(?:${DIMENSION_WORD}) ${N}|same|\\d+ (?:days|weeks|months) (?:before|prior|earlier)|week|month|quarter|year|day|previous|prior|preceding|one|period|last))`,
  ),
  /** How explain() puts the earlier side: no word that could also set names against each other. */
  beside: re(` set beside(?: on)? (${P})`),
  /** "up on last month": what it is held against; "up on friday" is when. */
  upOn: re(` (?<=(?: up| down| higher| lower) )(?:on|from|over) (${P})`),
  same: re(
    ` (?:the |at the |for the |in the |with the |to the |on the )?same (day|days|weekday|week|month|quarter|period|time|timeframe|time frame|span|window|dates|point|stretch|half)(?: (?:of|in|from|the|a|one|for|during|point|previous))* (?:(${P})|(?:(week|month|quarter|year) (?:earlier|before|prior|ago)))`,
  ),
  yearEarlier: re(` (?:a|one|1|the) (day|week|month|quarter|year) (?:earlier|before|prior|previously)(?: that| it)?`),
  before: re(
    ` (?:the )?(?:(?:same )?(?:day|days|week|month|quarter|year|weekend|period|one|ones|half|time|span|\\d+ days|\\d+ weeks|\\d+ months) (?:before|prior|preceding|earlier|immediately before|just before)(?: (?:that|it|this|then))?(?: one)?|(?:previous|prior|preceding|earlier|last) (?:period|one|ones|span|window|timeframe|time frame|time period)|before that)`,
  ),
  overOver: re(
    ` (?:(wow|week (?:over|on) week|w\\/w|w \\/ w|weekly change|week to week)|(mom|month (?:over|on) month|m\\/m|m \\/ m|monthly change|month to month)|(qoq|quarter (?:over|on) quarter|q\\/q|q \\/ q)|(yoy|year (?:over|on) year|y\\/y|y \\/ y|annual change)|(dod|day (?:over|on) day|d\\/d))(?: (?:change|changes|growth|comparison|increase|difference|delta))?`,
  ),
  whichOne: re(
    ` (?:which one|which of (?:them|these|those|the two|the three)|which is|which|who)(?: (?:is|was|are|were|has|does|did|do|costs?|cost|spends?|spent|one|the|us))* (?:more|less|higher|lower|bigger|cheaper|more expensive|less expensive|the cheapest|most|the most|pricier|costlier)`,
  ),
} as const

/** Plain words of these patterns, for the spelling. */
export const SLOT_WORDS: readonly string[] = [
  ...new Set(
    Object.values(PATTERNS).flatMap(
      ({ source }) => source.replace(/\\u[0-9a-f]{4}|\\[a-z]/g, ' ').match(/[a-z]{3,}/g) ?? [],
    ),
  ),
  'spender',
  'spenders',
  'driver',
  'drivers',
  'usd',
]

export const FOLLOW_UP_WORDS: readonly string[] =
  'and what about how also same again instead only just now then again ditto likewise too as well why so'.split(' ')
