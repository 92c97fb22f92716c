import type { FocusName, Intent, Unit } from '../question.ts'

// What says that a narrower question is meant, as data: see phrase.ts for the notation.

export interface FocusWords {
  /** The intent that comes with it. */
  readonly intent: Intent
  /** What is counted beside it. */
  readonly unit?: Unit
  /** Any of these phrases; where there are two lists, one of each. */
  readonly words: readonly (readonly string[])[]
  /** Beside the focus these say nothing more. */
  readonly beside: readonly string[]
  /** Units that say nothing more beside it. */
  readonly units?: readonly Unit[]
}

const FORECASTS =
  'forecast|forecasts|forecasted|prediction|predictions|projection|projections|estimate|estimates|outlook'
const FAILED = 'failed|failing|fail|cancelled|canceled|aborted|crashed|unsuccessful|interrupted'
const DEAREST = 'costliest|priciest|dearest|cheapest|biggest|largest|highest|top'
const PREMIUM = 'premium|expensive|costly|big|large|top|frontier|flagship|pricey|powerful|priciest|costliest|dearest'
const RECORDS = 'days|day|numbers|figures|amounts|costs|spend|data|bills|charges'
const CHANGED = 'changed|moved|corrected|revised|adjusted|change|move|rewritten'
const AT_WORK = 'did|doing|do|does|was|were|is|are|that|any|actual|real|useful|spent'

/** In this order: the first whose words stand in the question is meant. */
export const FOCUS_WORDS: Readonly<
  Record<Exclude<FocusName, 'cache_what_if' | 'share' | 'new_names' | 'ownership'>, FocusWords>
> = {
  nudge_savings: {
    intent: 'idle',
    words: [
      ['nudge|nudges|nudged|nudging|reminding'],
      ['save|saves|saved|saving|savings', 'cut|cuts|spare|spared|avoid|avoided'],
    ],
    beside: [
      'nudge|nudges|nudged|nudging',
      'save|saves|saved|saving|savings|cut|cuts|spare|spared|avoid|avoided|verified|verify|realised|realized|proven|actual',
      'thanks to',
      'because|out of',
      'how much|many',
      'money|waste|people|through|bring|brought',
      'so far',
      'idle resources?',
    ],
  },
  gateway: {
    intent: 'coverage',
    words: [
      [
        'gateway|gateways|litellm',
        'meter|meters|metered vs|versus|and|against|agree|match|with the? bill|bills|billed|invoice|invoices|ledger',
      ],
    ],
    beside: [
      'agree|agrees|agreement|match|matches|matching|differ|differs|difference|differences|deviate|deviates|reconcile|reconciled|reconciles|reconciliation|gap|gaps|off|consistent|mismatch|discrepancy|drift',
      'line up',
      'between|far|close|from',
      'bill|bills|billed|billing|invoice|invoices|invoiced|actual|actuals|estimate|estimates|estimated|report|reports|reported|says|said|correct|right|wrong|trust|logged|recorded|numbers|log|logs|meter|meters|metered',
      "provider|vendor|provider's cost|costs|bill|bills|invoice|invoices|charges|charged|amount|billed|numbers",
      'vs|versus|against|compare|compared|comparing|comparison|to|with',
      'how far|close|near|well',
      'what cost|costs|spend|we|did|do? paid|pay|were|charged|billed?',
      'providers charge|charged|bill|billed us?',
    ],
  },
  failed_runs: {
    intent: 'spend',
    words: [
      [
        `${FAILED} and|or|,|/|&? ${FAILED}? <anyrun>`,
        `<anyrun> that|which|who? have|has|had|were|was|got|ever|did|are|is? ${FAILED}`,
        '<anyrun> failures|failure',
      ],
    ],
    beside: [`and|or|,? ${FAILED}`, 'lost|went|thrown|gone|sunk to|into|on|away|in?', 'before they|it finished'],
  },
  training_runs: {
    intent: 'top',
    unit: 'training_run',
    words: [
      [
        `#? most|least expensive|costly|pricey single|individual? <anyrun>`,
        `#? ${DEAREST} single|individual? <anyrun>`,
        `${DEAREST} # <anyrun>`,
        'top|first|biggest|largest # most|least? expensive|costly? <anyrun>',
        'which|what single|individual|one|#? <anyrun>',
        '<run> by|ordered|ranked|sorted by? cost|costs|spend|price|size|money',
        '<run> in order of cost|costs|spend|price|size',
        'rank|ranking|ranked of? all|the|our? <run>',
        'list of? all|the|our|every|each|single|individual? <run>',
        'single|individual <run> by cost|spend',
      ],
    ],
    beside: ['list|single|individual', 'by cost|spend|price'],
  },
  tokens_per_request: {
    intent: 'trend',
    unit: 'token',
    words: [
      [
        'input? <token> per|a|each <request>',
        'input|context length|size|lengths|sizes per <request>?',
        'input per <request>',
        '<request> length|lengths|size|sizes',
        'length|size of the|our|a|an|each? average|typical? <request>',
        'how long|big|large are|is|were|have|do|has the|our|an? average|typical? <request>',
        '<request> get|gets|getting|got|gotten|become|becoming|became|grow|growing|grown|been|are|is|were|stay ever? longer|shorter|bigger|larger|smaller|in length|size?',
        '<request> longer|shorter',
        'longer|shorter <request>',
        'average|typical|mean <request> length|size',
      ],
    ],
    beside: [
      'input? <token> per|a|each <request>',
      'getting|become|becoming|grown|growing|grew|get|are longer|shorter|bigger|larger|smaller',
      'longer|shorter|average|avg|mean|typical',
      'input',
      '<request> length|size|lengths|sizes',
    ],
    units: ['token', 'request'],
  },
  token_direction: {
    intent: 'spend',
    words: [
      [
        'input|output|prompt|completion <token>? or|and|vs|versus|against|,|/|&|than|compared to|with? output|input|completion|completions <token>?',
        'input , cache|cached and|or|,? output <token>?',
        'input , output and|or|, cache|cached <token>?',
        'by|per the? <token>? direction|directions',
        '<token> direction|directions',
        'by|per <token> type|types|kind|kinds',
        'input|output|completion|cached <token> cost|costs|costing|spend|spending|money|bill',
        'cost|costs|spend|spending|money|spent|pay|paid|paying of|for|on|by|in|goes? to? input|output|completion|cached <token>',
      ],
    ],
    beside: [
      'input|output|completion|cached|cache <token>? reads|read?',
      'cached|cache',
      '<token> money|cost|costs|spend|spending|bill',
      'direction|directions',
      'where does|do|is|did|has all? the|our? <token>? money|cost|costs|spend|spending|bill|budget going|go|goes|gone|went?',
    ],
    units: ['token'],
  },
  cache: {
    intent: 'model_fit',
    words: [['cache|cached|caching|caches', 'prompt caching|cache']],
    beside: [
      'prompt|hit|hits|rate|ratio|rates|share|percent|percentage|proportion|part|fraction|%|read|reads|efficiency|usage|utilisation|utilization|performance',
      'save|saves|saved|saving|savings|benefit|gain|help|helped|reuse|reused',
      'served|answered|taken|input|inputs|prompts|well|effective|often|good|big|high|effectively|works|working|work|on',
      'thanks to',
      'list price|prices',
    ],
    units: ['token', 'request'],
  },
  short_prompts: {
    intent: 'model_fit',
    words: [
      [
        'short|small|tiny|brief|shorter|little|simple|trivial <request>',
        'short|small|tiny|brief inputs|questions|texts|messages',
      ],
    ],
    beside: [
      `to|on|with|at|for|through|by|using|used? a|an|the|our? most? ${PREMIUM} model|models|llm|llms`,
      'premium|flagship|frontier|short|small|tiny',
      'hit|hits|hitting|send|sends|sending|sent|go|goes|going|using|handle|handled|answer|answered|waste|wasting|spend|spending|put|for',
    ],
    units: ['token', 'request'],
  },
  forecast_accuracy: {
    intent: 'forecast',
    words: [
      [FORECASTS, 'we|you|it|tally forecast|predict|project'],
      [
        'how accurate|accurately|good|reliable|precise|precisely|close|exact|right|wrong|near|well|far off?',
        'accurate|accuracy|reliable|reliability|precise|precision|error|errors|bias|deviation|deviations|deviate|deviated|miss|missed|misses|off|right|wrong|correct|true',
        'vs|versus|against|compared to|with? the|our|its? actual|actuals|reality|outcome|spend|what cost|happened|came?',
        'actual|actuals|reality|outcome vs|versus|against|compared to|with?',
        'actuals',
        'track record',
      ],
    ],
    beside: [
      `${FORECASTS}`,
      'come|came|turn|turned|get|got|been|far|did|out|close|enough|past|earlier|previous|prior',
      'by? how much|far|often',
      'actual|actuals|reality|vs|versus|against',
      'accuracy|error|errors',
    ],
  },
  restatements: {
    intent: 'spend',
    words: [
      [
        'restated|restatement|restatements|restate|restating|restates',
        `retroactive|retroactively|late ${CHANGED}|changes|corrections|adjustments?`,
        'corrections|changes|adjustments to past|earlier|reported|previous|closed|already|old reported?',
        `reported|past|old|previous|earlier|closed|published ${RECORDS} that|which|have|has|were|was|did|got|been|later? been|were|was? ${CHANGED}`,
        `${RECORDS} that|which|have|has|were|was|did|got|been? been|were|was|already|reported? ${CHANGED} after|afterwards|later|retroactively|since|behind`,
        `${CHANGED} after the? fact|being|they|we|it|reporting|closing were|was|had|reported|been? reported|published|closed?`,
        `which|what days|day|numbers|figures were|was|have|has|got|did been? ${CHANGED}`,
      ],
    ],
    beside: [
      'got|get|already|reported|previously|afterwards|later|retroactively|past|old|earlier|hindsight|after',
      `${RECORDS} were|was|got|have|has? been?`,
      `${CHANGED}`,
      'by how much',
      'which|what|any days|day|numbers|figures',
      'how many days',
      'fact',
    ],
  },
  telemetry_gaps: {
    intent: 'idle',
    words: [
      [
        'no|lack|lacks|lacking|missing|without|incomplete|insufficient|poor|little|not enough|any|have|has|any? telemetry|metrics|measurements',
        'telemetry gap|gaps|missing|coverage|holes|incomplete|is|are missing|lacking|absent?',
        "don't|doesn't|not|never report|reports|send|sends|have|has|get|reporting|sending any|us|enough? telemetry|metrics",
        "can't|cannot|unable|can not|nobody|impossible to|can|we|be|you|tell|say? judge|judged|assess|assessed idle|idleness|whether|if?",
        'cannot|can|not|be|never judged',
        'unknown idleness|activity|usage',
      ],
    ],
    beside: [
      "telemetry|metrics|measurements|gaps|gap|judge|judged|judging|assess|assessed|tell|told|where|idleness|idle|blind|spots|unknown|so|cannot|can't|not|whether|if|we|for|lack|missing|no|because|due to?",
    ],
  },
  off_hours: {
    intent: 'idle',
    words: [['off|offhours hours', 'offhours']],
    beside: [
      'paid|left|kept|on|sitting|running|hours|hour|wasted|waste|wasting|at|during|used|burn|burned',
      'how many|much',
      'doing nothing',
    ],
    units: ['gpu_hour'],
  },
  utilisation: {
    intent: 'idle',
    words: [
      [
        'utilisation|utilization|utilised|utilized efficiency|rate|level?',
        'how busy|efficiently|effectively',
        `share|percentage|percent|part|fraction|proportion|% of the|our|all|those? paid? <name>? paid? <hour>`,
        `paid <name>? <hour> <name>? ${AT_WORK}? work|worked|used|busy?`,
        `<hour> <name>? ${AT_WORK} work|worked|used|busy`,
        'gpu? efficiency',
      ],
    ],
    beside: [
      `${AT_WORK}? work|worked|busy|used`,
      'efficiency|rate|level|average|avg|mean|share|percentage|percent|part|fraction|proportion|%|of|paid|hours|time|capacity|well|high|low|good|hour',
      'how busy|well|efficiently|effectively|high|low|much|many',
    ],
    units: ['gpu_hour'],
  },
  savings_rate: {
    intent: 'spend',
    words: [
      [
        'effective? savings|saving|discount rate|rates|level|ratio|percentage',
        'effective discount|savings|saving',
        'esr',
        'save|saved|saves|saving|savings|discount|discounts against|vs|versus|over|off|on|from|compared|relative|below|under to|with? the? list|on demand|undiscounted price|prices|cost|costs|rates?',
        'discount|discounts do|did|are|have|does we|us get|got|getting|gotten|receive|have|enjoy',
        'discounts|discount from|by|with|of our|the? provider|vendor|service',
        'below|under|beneath list|on|undiscounted demand? price|prices|cost|costs?',
        'less|cheaper than list|on demand? price|prices|cost?',
        'save|saved|saving|savings with|through|by|from|thanks our|the|to? commitments|discounts|commitment|reservations|reserved|savings plans|plan|instances|negotiated?',
        'how big|large|high is|are|was|were our|the? discount|discounts',
        'commitments|discounts|reservations|commitment|reserved|negotiated savings|instances|plans|prices? save|saved|saving|saves us?',
        'average|our|total|overall discount|discounts',
        'save|saved|saving|savings against|vs|versus list',
      ],
    ],
    beside: [
      'list|on|undiscounted demand? price|prices|cost|costs|rates',
      'effective|average|against|vs|versus|compared|relative|rate|save|saved|savings|saving|discount|discounts|big|high|low|large|percentage|percent|%',
      'how much|big|high|large',
    ],
  },
  cost_above_value: {
    intent: 'value',
    words: [
      [
        'cost|costs|costing|spend|spends more than the|their|its|they|it|that|stated|what|are|is|we|business? stated|business|they|it|are|is? value|worth|bring|brings|deliver|delivers|earn|earns|return|returns|generate|generates|state',
        'cost|costs|spend is|are|was|were|that|which? exceed|exceeds|exceeding|exceeded|outweigh|outweighs|above|over|higher|greater|larger|bigger|beyond than|the|their|its|stated? the|their|its|stated|business? business|stated? value',
        'value is|was|that|are? below|under|less|lower|smaller than|the|their|its? the|their|its|what? they|it|we? cost|costs|spend',
        'worth less than the|their|its|they|we|what|it? they|it|we? cost|costs|spend|pay',
        "not|isn't|aren't|wasn't really|actually? worth the|their|its|it|what? they|it|we? cost|costs|money|spend|price?",
        "not|don't|doesn't|aren't|isn't pay|paying|pays off",
        'negative roi|return|value|returns',
        'roi below|under|less than? #|zero|0|100?',
        'lose|losing|loses|lost money',
        'above|over|exceed|exceeds|exceeding|exceeded the|its|their|our? stated value',
        'higher|greater|more|larger|bigger than the|its|their|our? stated value|worth',
        'above|over|exceed|exceeds|exceeding|exceeded its|their value',
        'higher|greater|larger|bigger than its|their value',
      ],
    ],
    beside: ['business value', 'state|stated|value|worth', 'they|it state|states|bring|brings', 'where is|are|do|does'],
  },
}
