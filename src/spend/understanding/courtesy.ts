// What people say around a question: whom it is for, how sorry they are to ask, how they thank. None of it is asked.

const WHO =
  '(?:(?:the|our|my|your) )?(?:(?:new|whole|external) )?(?:cfo|cto|cio|ceo|coo|boss|bosses|manager|director|vp|head of [a-z]+|finance|finops|accounting|controller|controlling|procurement|leadership|management|auditors?|investors?|board|exec(?:utive)?s?|someone|somebody|everyone|a colleague)(?: (?:team|people|folks|department))?'
const OCCASION =
  "(?:(?:monthly|weekly|quarterly|yearly|annual|upcoming|next|today's|tomorrow's|this morning's|budget|cost|finops|finance|board|exec(?:utive)?|leadership|steering|management|qbr|all ?hands|month[- ]end|quarter[- ]end|year[- ]end|status|planning|audit) )*(?:deck|slides?|slide deck|presentation|meeting|review|close|closing|report|reporting|memo|newsletter|update|qbr|audit|call|town hall|all ?hands|board|spreadsheet|standup|stand-up|retro|one-pager|briefing)"
const ASKS =
  "(?:wants?|needs?|would like|'d like|asked me|is asking|are asking|asks|keeps asking|wondered|wonders|is wondering|has asked|was asking)"

/** Each leaves nothing, or the word that holds the rest together. */
const COURTESIES: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:i(?:'m| am) |we(?:'re| are) )?(?:so |very |really )?sorry (?:to|for) (?:bother|bothering|disturb|interrupt|ask|asking|trouble)(?:ing)?(?: you)?(?: again| with this)?,?(?: but\b)?/g,
    ' ',
  ],
  [/^(?:hi |hey |hello )?(?:sorry|apologies|excuse me|pardon|my apologies)\b[ ,!.:]*(?:but\b)?/g, ' '],
  [
    /\bi? ?hope (?:you(?:'re| are)|this finds you|all is|everything is|you had)(?: all| both)? (?:well|good|fine|ok|great|a (?:good|nice|great) [a-z]+)\b[ ,.!]*/g,
    ' ',
  ],
  [/\b(?:could|can|may|might) (?:i|we) (?:please )?(?:trouble|bother|ask) you (?:for|to)\b/g, ' '],
  [/\bbe so (?:kind|good|nice) (?:as to|to|and)\b/g, ' '],
  [/\bdo me (?:a|the) favou?r (?:and|of|,)/g, ' '],
  // An order stays an order, however kindly it is put.
  [
    /\b(?:would|do) you mind (delet|terminat|purg|paus|resum|disabl|enabl|upgrad|resiz|purchas|remov|mov|creat|rais|increas|reduc|chang|updat|approv|escalat)ing\b/g,
    'please $1e',
  ],
  [
    /\b(?:would|do) you mind (?:(stop|shut|cut)[pt]|(turn|switch|order|buy|kill|cancel|restart|open|send|email|add))l?ing\b/g,
    'please $1$2',
  ],
  [/\b(?:would|do) you mind (?=[a-z]+ing\b)/g, ' '],
  [/\b(?:would|do) you mind\b\??/g, ' '],
  [
    /\bif (?:you (?:can|could|may|would|don't mind|have (?:a (?:minute|moment|second|sec)|time)|get a (?:chance|minute|moment))|(?:it is |it's |that's )?(?:at all )?(?:possible|ok|okay|not too much trouble))\b/g,
    ' ',
  ],
  [
    /\b(?:when|whenever) (?:you|u) (?:(?:get|have|find) (?:a |some )?(?:chance|minute|moment|second|sec|time)|can)\b/g,
    ' ',
  ],
  [
    /\b(?:i|we)(?:'d| would) (?:really |just )?(?:love|like|be (?:happy|glad|keen|curious|grateful|interested)|appreciate)(?: it)?(?: if you (?:could|can|would))? (?=(?:to )?(?:see|know|have|get|hear|understand|learn|tell|show|give|share)\b)/g,
    ' ',
  ],
  [
    /\b(?:wondering|wonder|wondered|curious|not sure|unsure|asking|see|check|know|tell me|tell us) (?:whether|if) (?=(?:you|someone|anyone|somebody|anybody|we) (?:could|can|might|would|may)\b)/g,
    ' ',
  ],
  [
    /\b(?:can|could|would|might|may) (?:someone|anyone|somebody|anybody)(?: here)?(?: please| kindly| perhaps)? (?=(?:tell|show|give|help|let|say|pull|share|explain|get|look)\b)/g,
    ' ',
  ],
  [/\b(?:do you have|have you got|got|is there|does anyone have)? ?any (?:idea|clue)(?: of| about| on)?\b/g, ' '],
  [
    /^((?:[a-z]+[ ,!.:]+){0,4}?)share (?:with (?:me|us) )?(?=(?:the|our|my|last|this|all|a|total|spend|costs?|how|what|month)\b)/g,
    '$1',
  ],
  [
    new RegExp(
      `\\b${WHO} ${ASKS}(?: me| us)?(?: to)?(?: (?:know|see|have|hear|understand|ask|get))?(?: (?:about|for|again))?\\b[:,]?`,
      'g',
    ),
    ' ',
  ],
  [
    new RegExp(`\\b(?:for|in|into|before|ahead of) (?:the|our|my|a|an|today's|tomorrow's|this) ${OCCASION}\\b,?`, 'g'),
    ' ',
  ],
  [
    new RegExp(
      `\\b(?:i(?:'m| am)|we(?:'re| are))(?: just| currently| now)? (?:preparing|prepping|working on|putting together|finishing|doing|building|writing|drafting|updating|in) (?:the|our|my|a|an)? ?${OCCASION}\\b(?: and)?[:;,.]?(?: (?:so|i|we|need))*`,
      'g',
    ),
    ' ',
  ],
  [
    /[,.;-]? ?\b(?:thanks|thank you|thx|cheers|many thanks|thanks a (?:lot|ton|million|bunch))(?: (?:so|very) much)?(?: (?:in advance|a lot|mate|again|for your help|for the help))?\b/g,
    ' ',
  ],
  [/\b(?:(?:it|that)(?: would|'d) be )?(?:much|greatly|really) appreciated\b/g, ' '],
  [
    /[,.;?!-] ?(?:ta|tia|cheers|best|regards|(?:best|kind|many|warm) regards|no rush|no hurry|asap|fyi|btw|rough(?:ly)? is fine|ballpark(?: figure)?(?: is (?:fine|ok|enough))?)[ .!]*$/g,
    ' ',
  ],
  [
    /^(?:just |and )?(?:out of curiosity|for my (?:own )?(?:info|information|understanding)|fyi|btw|by the way|quick (?:one|question|q))\b[ ,:;-]*/g,
    ' ',
  ],
  [/\b(?:in|as) (?:a (?:table|list)|tabular (?:form|format))\b|\b(?:a )?table (?:of|with|showing|for) (?=\S)/g, ' '],
  [/\btelling (?:me|us)\b|\bletting (?:me|us) know\b|\b(?:showing|giving|sending|sharing with) (?:me|us)\b/g, ' '],
]

/** The question without what is said around it; where that is all, thanks are left. */
export function plainly(text: string): string {
  const rest = COURTESIES.reduce((plain, [pattern, words]) => plain.replace(pattern, words), text)
    .replace(/\s+/g, ' ')
    .trim()
  if (/[\p{L}\p{N}$]/u.test(rest)) return rest
  return /[\p{L}\p{N}$]/u.test(text) ? 'thanks' : text
}
