import type { Dimension, Grain, Unit } from '../question.ts'

// What words mean, as data: a new synonym is a word here and a line in a test. See phrase.ts for the notation.
// Long on purpose: one place to see which words are taken already.

/** Words for a dimension: [one, many]. Longer ones are matched first. */
export const DIMENSION_WORDS: Readonly<Record<Dimension, readonly (readonly [string, string])[]>> = {
  team: [
    ['team', 'teams'],
    ['squad', 'squads'],
  ],
  project: [
    ['project', 'projects'],
    ['proj', 'projs'],
  ],
  environment: [
    ['environment', 'environments'],
    ['env', 'envs'],
  ],
  model_name: [
    ['model', 'models'],
    ['model name', 'model names'],
    ['llm', 'llms'],
    ['llm model', 'llm models'],
    ['ai model', 'ai models'],
  ],
  workload_type: [
    ['workload', 'workloads'],
    ['workload type', 'workload types'],
    ['type of workload', 'types of workload'],
  ],
  business_unit: [
    ['business unit', 'business units'],
    ['bu', 'bus'],
    ['division', 'divisions'],
  ],
  owner: [
    ['owner', 'owners'],
    ['person', 'people'],
  ],
  cost_center: [
    ['cost center', 'cost centers'],
    ['cost centre', 'cost centres'],
    ['costcenter', 'costcenters'],
    ['cc', 'ccs'],
  ],
  product: [['product', 'products']],
  customer: [
    ['customer', 'customers'],
    ['client', 'clients'],
  ],
  service: [['service', 'services']],
  cost_area: [
    ['cost area', 'cost areas'],
    ['area', 'areas'],
    ['category', 'categories'],
    ['cost category', 'cost categories'],
    ['spend category', 'spend categories'],
    ['area of cost', 'areas of cost'],
  ],
  provider: [
    ['provider', 'providers'],
    ['cloud provider', 'cloud providers'],
    ['service provider', 'service providers'],
    ['vendor', 'vendors'],
  ],
  region: [
    ['region', 'regions'],
    ['location', 'locations'],
  ],
  resource: [
    ['resource', 'resources'],
    ['resource type', 'resource types'],
    ['instance', 'instances'],
    ['instance type', 'instance types'],
  ],
}

/** What is counted; `inference` and `training run` are workloads too, so they count only after "per", "how many", …. */
export const UNIT_WORDS: Readonly<Record<Unit, readonly string[]>> = {
  token: ['token', 'tokens'],
  request: [
    'api request',
    'api requests',
    'api call',
    'api calls',
    'request',
    'requests',
    'call',
    'calls',
    'query',
    'queries',
    'prompt',
    'prompts',
  ],
  gpu_hour: ['gpuhour', 'gpuhours', 'gpu hour', 'gpu hours'],
  user: ['active user', 'active users', 'user', 'users'],
  inference: ['inference', 'inferences'],
  training_run: ['training run', 'training runs'],
  image: ['image', 'images'],
  document: ['document', 'documents', 'doc', 'docs'],
  prediction: ['prediction', 'predictions'],
  customer: [],
}

export const GRAIN_WORDS: Readonly<Record<Grain, readonly string[]>> = {
  day: [
    'daily',
    'day by day',
    'per day',
    'by day',
    'by the day',
    'each day',
    'every day',
    'a day',
    'on a daily basis',
    'by date',
  ],
  week: [
    'weekly',
    'week by week',
    'per week',
    'by week',
    'by the week',
    'each week',
    'every week',
    'a week',
    'on a weekly basis',
  ],
  month: [
    'monthly',
    'month by month',
    'per month',
    'by month',
    'by the month',
    'each month',
    'every month',
    'a month',
    'on a monthly basis',
  ],
  quarter: [
    'quarterly',
    'quarter by quarter',
    'per quarter',
    'by quarter',
    'each quarter',
    'every quarter',
    'a quarter',
  ],
}

const COST = 'cost|costs|spend|spending|spent|bill|expenses|expense|burn|expenditure|outlay|charges'
const SUPERLATIVE = 'most|highest|largest|biggest'
const ROSE =
  'increase|increased|increasing|rise|rose|risen|rising|grow|grew|grown|growing|jump|jumped|spike|spiked|climb|climbed|surge|surged|go|went|gone|going|change|changed|changing|drop|dropped|fall|fell|fallen|decrease|decreased|decreasing|decline|declined|shrink|shrunk|move|moved'
const MOVED = ROSE.replace('go|went|gone|going|', '').replace('|move|moved', '')

/** Intents and measures by their words. Read in the order of slots.ts, each phrase leaving the sheet once understood. */
export const PHRASES = {
  value: [
    'business value vs|versus|against|compared|relative to? the? cost|costs|spend',
    'business value and cost|costs',
    'business value of|from|for',
    'business value',
    'no|without|missing|lack|lacks|lacking any|a? stated|business? value|values',
    'stated|recorded|reported|known value|values',
    'value vs|versus|against cost|costs|spend',
    'value for|per money|dollar|cost',
    'value compared to cost|costs',
    'value and cost',
    'cost vs|versus|against value',
    'cost vs|versus|against business value',
    'worth its|the|their|our|what cost|costs|money|spend|price|it|we|expense',
    'worth it',
    'worth the|what cost|costs|money|spend|we spend|pay',
    'worth what we spend|pay on|for? it?',
    'worth what it|they cost|costs',
    'worth it',
    'worth paying for',
    'worth',
    'roi',
    'return on investment|spend|cost|ai?',
    'return on ai? investment|spend|cost|money',
    'return on our|the investment|spend|cost|money',
    'return on',
    'returns on',
    'paying off',
    'pay off',
    'pays off',
    'value do|did|are|does we|it get|getting|bring|deliver|from|for',
  ],
  /** Revenue beside cost is a value; alone it is none of our business. */
  revenue: [
    "percentage|share|percent|part|fraction|proportion|% of the|our|its? <name>? 's? revenue|revenues|sales that? is|are|was|were|goes|go|does|do? to|for|into?",
    "cost|costs|spend|spending as|in a? share|percentage|percent|part|fraction|proportion|%|ratio of the|our|its? <name>? 's? revenue|revenues|sales",
  ],
  modelFit: [
    'right model|models',
    'right llm',
    'better|best|ideal|suited|suitable|good for the|our|a? <name>',
    'which|what model|models|llm should|could|can we|i use|choose|pick|take for?',
    'best model|llm',
    'best fitting|suited model|models',
    'best value model',
    'better model',
    'cheaper model|models|llm|alternative|option',
    'less expensive model|models',
    'smaller model|models',
    'model fit',
    'appropriate model',
    'overkill',
    'quality per dollar|cost|euro|$|usd',
    'quality score|scores? per dollar|cost|$',
    'quality for the|our|its money|price|cost',
    'quality vs|versus|against|relative cost|price|spend',
    'quality to cost',
    'quality and cost',
    'cost vs|versus|against quality',
    'cost and quality',
    'cost per quality point',
    'score|scores per dollar|cost|$',
    'performance per dollar',
    'bang for the|our buck',
    'for the|our money|price',
    'what happens|happened|happen to|with the|our? quality',
    'what would happen to|with the|our? quality',
    'score|scores|scoring|scored well|high|good|best? enough?',
    'good enough',
  ],
  fitGoal: [
    'without losing|sacrificing|hurting|reducing|loss|dropping|lowering|affecting|degrading|compromising of|in|on? the|any? quality',
    'without a? quality loss|drop',
    'without a? drop|loss in|of quality',
    'at|with|keeping|for the? same|equal quality',
    'while keeping|maintaining the|our? quality',
    'and keep the? quality',
  ],
  fitVerb: [
    'can|could|should we reduce|cut|lower|save on|the|our? <unit> cost|costs|spend|bill|usage',
    'reduce|cut|lower|save on|the|our? <unit> cost|costs|spend|bill|usage',
    'reduce|cut|lower|save on|the|our? cost|costs|spend|spending|bill|usage',
    'spend less',
  ],
  untagged: [
    'untagged|unallocated|unattributed|unassigned|unlabeled|unlabelled <many>',
    'untagged|unallocated|unattributed|unassigned|unlabeled|unlabelled',
    'not tagged|allocated|attributed|assigned|labeled|labelled',
    "isn't|aren't|wasn't tagged|allocated|attributed|assigned|labeled|labelled",
    'tag|tags|tagging|allocation|attribution|label|labeling|labelling coverage|compliance|quality|rate|hygiene',
    'coverage of tags|tagging|allocation|labels|attribution',
    'tagged vs|versus|and|or|against untagged',
    'allocated vs|versus|and|or|against unallocated',
    'is|are|was|were properly|correctly|fully? tagged|allocated|attributed',
    'share|percentage|percent|fraction|part|% of the|our? cost|costs|spend|spending is|was|that tagged|allocated|attributed',
    'how much is|was tagged|allocated|attributed',
    'how well tagged|allocated|attributed',
    'coverage',
    'tagged',
    'allocated',
    'attributed',
    'no owner tag',
    'missing tags|tag|labels',
    'without any|a? tags|tag|labels',
    'no tags|tag|labels',
  ],
  idle: [
    'idle|unused|underutilised|underutilized|underused|idling|orphaned <many>',
    'idle|unused|underutilised|underutilized|underused|idling|unutilised|unutilized|orphaned|abandoned',
    'idle|unused waste|cost|costs|spend|capacity',
    'under utilised|utilized|used',
    'not being? used|utilised|utilized',
    'not in use',
    'had|have|has|having|got|get|getting|received|receive|with|see|saw? no|zero|0|without any|single? <request>',
    'had|have|has|having|got|get|getting|received|receive|with|see|saw? no|zero|0|without any? traffic|activity|load|sessions|users',
    'waste|wasted|wasting|wasteful',
    'sitting|standing|lying|sits|sit|stands|stand idle|around|unused|there',
    'doing nothing',
    'nobody uses|using',
    'no one uses|using',
  ],
  anomaly: [
    'anomaly|anomalies|anomalous|abnormal|abnormally|unusual|unusually|strange|weird|odd|suspicious|unexpected|unexpectedly|outlier|outliers|irregular|irregularities',
    'out of the ordinary',
    'spike|spikes',
    'surprise|surprises|surprising',
    'anything wrong|off|funny',
    'unusually high|low',
    'irregularity',
  ],
  onBudget: [
    'budget|budgets vs|versus|against|compared to? actual|actuals|spend|cost|consumption',
    'actual|actuals|spend|cost|costs|spending vs|versus|against|compared to|with? the|our|its|their? budget|budgets',
    'stay|stays|staying|remain|remains|keep|keeping|come|coming|finish|end|land|go|going|get|run|running|stick|sticking|still? over|under|within|above|below|on|in|inside|beyond|past|to the|its|their|our|my|this? budget|budgets',
    'bust|busting|overshoot|overshooting|burst|breach|breaching|breached|cross|crossing|surpass|respect|keep the|its|their|our|my|this? budget|budgets',
    'over|under|within|above|below|on|to|against|of|in|exceed|exceeds|exceeded|exceeding|inside|beyond|past|from the|its|their|our|my|this? budget|budgets',
    'budget|budgets left|remaining|status|burn|burndown|used|consumed|usage|utilisation|utilization|consumption|health|tracking|overview|report|situation|overrun|overruns|gap|variance|spent|limit|progress|check|room|position',
    'remaining|left|available|unspent|unused budget|budgets',
    'left|remaining in|of|from|on the|its|their|our|my budget|budgets',
    'over budget',
    'blow|blowing|blown|blew|break|broke|breaking|bust|hit|hitting|reach|reached|meet|meeting the|its|their|our? budget|budgets',
    'budget|budgets',
    'budgeted',
    'overspent|overspending|overspend',
    'headroom',
  ],
  onTrack: ['on|off track', 'on course', 'on pace', 'tracking'],
  forecast: [
    'forecast|forecasts|forecasted|forecasting|predict|predicted|prediction|predictions|projected|projection|projections|estimate|estimated|outlook|extrapolate|extrapolated',
    'run rate',
    'runrate',
    'expected|likely|going|projected|predicted|set|estimated|forecast to be? cost|spend|pay|burn|land|reach|hit|end',
    'expected|projected|predicted cost|costs|spend|spending',
    "will|shall|'ll|we'll we|i|it|they|be? likely|probably? spend|cost|pay|burn|land|reach|hit|end|be|spending|total|look",
    'will <name> and|or? <name>? likely|probably? spend|cost|pay|burn|land|reach|hit|end|be|total',
    'will the? <name>? <one>? the? cost|spend|bill|spending be|reach|end|land|hit|total|look',
    'will the? <one> <name> likely? spend|cost|pay|burn|land|reach|hit|end|be|total',
    'will the? <name> <one> likely? spend|cost|pay|burn|land|reach|hit|end|be|total',
    'where will|do we|it|spend|costs|they? land|end|finish|stand|be|come|arrive up|out?',
    'where will|does|do the|our? <name> cost|costs|spend|bill|spending? land|end|finish|stand|be|come up|out?',
    'where will|do we|it|spend|costs|they?',
    'will',
    'expect to spend|pay',
    'expect',
    'expected',
    'land|end|finish up? at|on|in|by',
    'end up',
    'at this|the current rate|pace|speed',
    'heading for|to|towards?',
    'plan|planning to spend',
  ],
  why: [
    'why did|does|do|is|are|was|were|has|have|had',
    "why 's",
    'why',
    'how come',
    'what drove|drives|caused|causes|explains|triggered|pushed|made the|this|that|our|a|an?',
    'what all? is|are|was|were|has|have|had been? driving|causing|behind|pushing|triggering|driven|caused|triggered|pushed the|this|that|our|a?',
    'what is|are|was|were responsible for the|this|that|our|a?',
    "what 's driving|causing|behind|pushing|triggering the|this|that|our|a?",
    'what happened to|with|on|in the|our?',
    'what happened',
    'what led to the|this|that|our?',
    'what contributed to|most to? the|this|that|our?',
    "what 's|is|was up|wrong|going with|on with?",
    'reason|reasons for|behind|of the|this|that|our|a?',
    'reason|reasons',
    'cause|causes of|for|behind the|this|that|our|a?',
    'root cause|causes of|for|behind|analysis? the|this|that|our?',
    'explain|explains me? the|this|that|our|me|why|to?',
    'explain',
    'explanation|explanations for|of|behind? the|this|that|our?',
    'where did|does the|this|that increase|jump|rise|growth|spike|drop|change come from',
    'where is|was|are the|this increase|jump|rise|growth|spike|drop|change coming from',
    'driver|drivers of|behind the|this|our|that? increase|rise|jump|growth|drop|change|spike|decrease|surge',
  ],
  /** Beside a change word of another intent they say nothing more. */
  change: [
    `did|has|have|is|are|was|were|do|does we|it|they? ${ROSE} up|down`,
    `did|has|have|is|are|was|were|do|does we|it|they? ${MOVED}`,
    `${ROSE} up|down|higher|lower`,
    MOVED,
    'gone|went|going|go up|down',
    'up|down from|since|on',
    'goes up|down',
    'how much more|less|higher|lower',
    'more|less|higher|lower|cheaper expensive? than',
    'up or down',
    'is|are|was|were|has|have|been|gone? up|down',
    'increases|rises|changes|drops|jumps|growth|delta|difference|decreases|declines|reduction|uptick|drift|mover|movers|riser|risers|gainer|gainers',
    'higher|lower',
    'better or worse',
    'worse or better',
    'improved|improving|worsened|worsening',
    'moved|shifted',
    'get|gets|getting|become|becoming|became|got|gotten|turned more|less expensive|costly',
    'get|gets|getting|become|becoming|became|got|gotten cheaper|bigger|larger|smaller|worse|better|pricier',
    'more|less expensive|costly?',
    'cheaper|pricier|costlier',
    'most change|increase|growth',
    'growing',
  ],
  compare: ['compare|compares|comparing|comparison|compared'],
  trend: [
    'trend|trends|trending|trended|history|timeline|evolution|evolve|evolved|evolving|curve|trajectory|historical|timeseries|progression',
    'time series',
    'over time',
    'develop|developed|developing|development over|in? time?',
    'how has|have|did <name> developed|evolved|develop|evolve',
  ],
  chart: [
    'as|in|with|on a|an? line|bar|pie? chart|graph|plot|diagram|charts|graphs|graphic',
    'draw|plot|show|make|give|render me|us? a|the? line|bar|pie? chart|graph|plot|diagram|charts|graphs of|for|with?',
    'a|the? line|bar|pie? chart|graph|plot|diagram|charts|graphs of|for|with?',
    'draw|plot|chart|graph|visualise|visualize|visualisation|visualization|plotted|charted|graphed|charts|graphs|diagram',
    'draw me|us?',
  ],
  billed: [
    'billed cost|costs|amount|amounts|spend|charges?',
    'invoiced cost|costs|amount|amounts|spend?',
    'invoice|invoices cost|costs|amount|amounts|total|totals?',
    'billed|invoiced|invoice|invoices',
    'invoice|invoiced|billing|billed basis',
    'chargeback|chargebacks',
    'charge back',
  ],
  list: [
    'list price|prices|cost|costs|spend',
    'at list',
    'undiscounted cost|costs|spend|price|prices?',
    'before|without|excluding|ignoring|pre the|any|all|our? discount|discounts',
    'on demand list? price|prices',
  ],
  effective: ['showback|showbacks', 'show back', 'effective cost|costs|spend', 'amortised|amortized cost|costs|spend?'],
  cost: [
    'how much did|does|do|have|has|is|are|was|were we|it|they|i? cost|costs|spend|spent|spending|pay|paid|paying|burn|burned|burnt',
    'cost|costs|costing|costed|spend|spends|spending|spent|pay|pays|paid|paying|bill|bills|burn|burned|burnt|burning|expense|expenses|expenditure|expenditures|money|dollars|charge|charges|charged|$$|$$$|outlay',
    'cloud spend|cost',
    'how much',
    'go through',
    'total|totals|overall|tot|ttl',
    'spendings',
    'price tag',
    'damage',
    'price|prices',
    'how expensive|costly|pricey',
    'expensive|costly',
  ],
} as const satisfies Record<string, readonly string[]>

export const SUPERLATIVES = {
  asc: [
    'least expensive|costly|money?',
    'least',
    'cheapest',
    'lowest cost|costs|spend|spending|bill?',
    'smallest',
    'bottom',
    'fewest',
    'minimum',
  ],
  desc: [
    'most expensive|costly|money|pricey?',
    'most',
    'costliest',
    'priciest',
    'dearest',
    `${SUPERLATIVE} ${COST}?`,
    'top',
    'greatest',
    'worst',
    'maximum',
    'fastest',
    'strongest',
    'steepest',
    'main|major',
    'rank|ranked|ranking|rankings',
  ],
} as const

/** Words that carry nothing: a question may hold any of them. Everything else must have been understood. */
export const NOISE: ReadonlySet<string> = new Set(
  `
  a an the this that these those of on in at for from to with by about into onto within during over across per via through
  and or then so also plus but as too
  i me my mine we us our ours you your yours it its they them their theirs he she his her
  is are was were be been being am 's 're 've 'd 'm s t
  do does did done doing have has had having can could would should might must shall
  what what's whats hows which how how's that's it's i'd i'm we're we've there there's here
  show tell give gives given get gets pull find see view look looking list display report fetch provide know want need like let let's lets check run
  calculate summarise summarize summary overview print bring say count break sum hand grab dig
  please pls plz thanks thank thx cheers kindly hi hello hey hiya yo dear bot tally morning afternoon evening good guys team's folks
  ok okay well now just only actually really quickly quick simply maybe perhaps currently exactly roughly approximately approx around about
  total totals overall altogether all whole entire entirely full combined every each any some across sum amount amounts figure figures number numbers
  data details detail info information stats statistics result results value's answer question questions one ones
  ai ml cloud it llm genai company organisation organization org business
  much many lot lots so out
  use used uses using generate generated process processed serve served produce produced train trained sent call called invoke invoked handle handled consume consumed consumes consuming burned make made makes run ran running runs incur incurred rack racked cause caused
  happen happened happening go goes going gone went come came coming look looks
  month's week's year's respectively separately individually each's
  chance possible able help understand curious wondering wonder interested hoping trying try
  ready asap soon today's side sides
  related attributable associated regarding concerning respect terms basis
  own self hosted blended eat eats eating ate create creates created creating
  anything something everything thing things stuff
  . , ; : ? ! ( ) [ ] - / & + = ~ … ¦ | " ' _ * # @ { } ^ \\
  `
    .trim()
    .split(/\s+/),
)
