import type { Refusal } from './reading.ts'

// What Tally refuses, as data. No pattern repeats a group that can match the same text twice: none can be slow.

/** Someone tells Tally how to answer, or speaks SQL. */
export const INSTRUCTIONS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass|skip|drop)\b.{0,40}\b(?:instructions?|prompts?|above|previous (?:messages?|rules?)|prior (?:messages?|rules?)|rules?|guidelines?|restrictions?|everything|filters?|safety|constraints?|what you were told|permissions?|training)\b(?! (?:cost|spend|workload))/,
  /\b(?:system|hidden|secret|initial|internal|original|developer) (?:prompts?|instructions?|messages?|rules?)\b/,
  /\byour (?:instructions?|prompts?|rules|guidelines|configuration|training data|source code)\b/,
  /\b(?:you are|you're|you will be|act like) (?:now|no longer|going to be|a|an|my|the|dan)\b(?! (?:help|great|good|star|bot))/,
  /\b(?:pretend|role ?-?play|jailbreak|jailbroken|developer mode|god mode|admin mode|dan mode|sudo|debug mode)\b/,
  /\bact as\b/,
  /\bfrom now on\b/,
  /\b(?:new|updated) (?:instructions?|rules?|system)\b/,
  /\b(?:answer|reply|respond|return|output|print)\b (?:(?:only|just|always|exactly|simply) )?(?:with |that |as )?(?:only |just )?(?:"|'|\$?\d|yes\b|no\b|ok\b|zero\b|nothing\b|the word|the text|the string|the number)/,
  /\b(?:say|tell (?:me|us|everyone|them|him|her)|write|claim|confirm|state|report|reply|respond|answer) that\b/,
  /\b(?:say|claim|pretend|confirm|report|tell (?:me|us|them|everyone|him|her|the \w+)) (?:that )?(?:the |our |my )?(?:total|costs?|spend|spending|budget|answer|number|result|bill) (?:is|was|are|were) (?!(?:on|in|for|over|under|going|up|down|this|last|too|so|higher|lower)\b)/,
  /\b(?:answer|result|response|reply|output) (?:must|has to|should|needs to|ought to) (?:be|say|read|equal|show)\b/,
  /^(?:please |now |just |then )*say\b/,
  /\bjust say\b|\bsay (?:yes|no|hello|hi|it|zero|\$?\d)|\brepeat (?:after|the|this|back|everything)\b/,
  /\b(?:no matter what|regardless of (?:the )?(?:data|truth|numbers|facts)|whatever the (?:data|numbers) (?:says?|said|shows?)|even if it (?:isn't|is not) true|make (?:up|the number|the answer))\b/,
  /\bmake (?:it|the numbers?|spend|cost|the total|the answer) (?:look|be|seem|show|zero|say)\b/,
  /\b(?:lie|fake|invent|fabricate|fudge|falsify|cook the)\b/,
  /\b(?:select|with)\b[^.?!]{1,60}\bfrom\b (?:[a-z_]+\.[a-z_]+|(?:users?|budgets?|costs?|spend|charges?|information_schema|pg_\w+|teams?|tables?|dual)\b)(?! (?:team|project))[^.?!]*(?:;|\bwhere\b|\blimit\b|\bgroup by\b|$|--)/,
  /\bselect (?:\*|count\s?\()/,
  /\b(?:drop|truncate|alter|create) (?:table|database|schema|view|index|role|user)\b/,
  /\bdelete from\b|\binsert into\b|\bunion (?:all )?select\b|\bupdate \w+ set\b/,
  /'\s?(?:or|and)\s?'?\d?'?\s?=|\bor 1\s?=\s?1\b|;\s?--|--\s?(?:drop|delete|select|insert|update|alter|truncate)?\s*$|\bxp_cmdshell\b|\bpg_sleep\b|\binformation_schema\b/,
  /(?<!training )\b(?:run|execute|exec|eval)\b.{0,20}\b(?:sql|query|code|script|command(?![ -]r\b)|shell|python|bash)\b/,
  /<\s?script|javascript:|\{\{|\$\{|\brm -rf\b/,
  /\[(?:system|inst|admin)\]|\bbegin system\b|\bend of (?:prompt|instructions)\b|<\|/,
  /^(?:system|assistant|developer|admin)\s?:/,
]

const POLITE =
  "^(?:[^a-z0-9]|(?:please|pls|plz|hey|hi|hello|ok|okay|so|now|then|and|also|tally|bot|kindly|just|go ahead and|go and|let us|let's|lets|i want you to|i'd like you to|i would like you to|i need you to|you should|you must|you need to|we need to|can you|could you|would you|will you|can we|could we|can i|may i|i want to|i'd like to|i need to|help me|want you to|immediately|quickly|for me|next)\\b)*"

const VERBS =
  'stop|shut ?-?down|shutdown|kill|terminate|delete|destroy|wipe|purge|turn ?-?off|turn on|switch off|switch on|power (?:off|down)|scale (?:down|up|in|out|the|back)|resize|right ?-?size|buy|purchase|order (?:more|new|some|another|a|an|\\d+)|cancel|provision|deploy|redeploy|restart|reboot|launch|spin (?:up|down)|pause|suspend|resume|disable|enable|upgrade|downgrade|uninstall|install|cache (?:the|our|all|it|everything|every)|migrate (?:us|everything|all|them|the company|our (?:data|stack|infrastructure|workloads))|transfer|refund|reimburse|grant|revoke|rename|approve|reject|assign|reassign|invite|hire|fire|book|reserve|commit to|renew|sign up|subscribe|unsubscribe|decommission|clean ?up|archive|migrate to|merge|push|roll ?back|block|unblock|ban|throttle|snooze|acknowledge|escalate|negotiate|wire'

/** Orders to do something in the world. Tally reads. */
export const ACTIONS: readonly RegExp[] = [
  new RegExp(`${POLITE} ?(?:${VERBS})\\b(?! (?:storage|tier|volumes?|costs?|spend|spending|usage|rates?)\\b)`),
  /(?:;|\.|,|\band\b|\bthen\b|\balso\b|\bplease\b) ?(?:then |please |also |and )*(?:stop|shut ?-?down|kill|terminate|delete|destroy|wipe|purge|turn off|switch off|buy|purchase|cancel|disable|restart|scale down|resize)\b(?! (?:date|rate))/,
  new RegExp(
    `${POLITE} ?(?:increase|raise|lower|reduce|change|set|update|double|triple|halve|extend|adjust|cut|bump|move|edit|modify|create|add|delete|remove|reset|give|allocate|shift|transfer|top up|freeze|lift)\\b.{0,60}\\b(?:budgets?|limits?|quotas?|caps?|thresholds?)\\b`,
  ),
  new RegExp(
    `${POLITE} ?(?:create|open|file|raise|log|submit|write|make|start|cut)\\b.{0,20}\\b(?:tickets?|issues?|jiras?|incidents?|pull requests?|prs?|cases?|tasks?|requests? for|purchase orders?|pos?|channels?|accounts?|clusters?|vms?|reservations?|alerts?|alarms?|reminders?|users?|webhooks?)\\b`,
  ),
  new RegExp(
    `${POLITE} ?(?:send|email|e-mail|mail|message|dm|ping|text|forward|post|share(?! of)|publish|slack|page|call|notify)\\b(?! me (?:the|our|a|my|all|last|this|spend|cost)\\b.{0,40}\\b(?:cost|spend|numbers?|figures?|total)\\b).{0,60}\\b(?:to|me|it|this|them|him|her|everyone|team|channel|owner|owners|about|an?|that|the)\\b`,
  ),
  new RegExp(`${POLITE} ?(?:ask|instruct|urge) (?!(?:me|you|us) )(?:[^ ]+ ){1,3}?(?:to|for)\\b`),
  // Tally reads what was spent; it lowers nothing and says of nothing whose it is.
  /^(?:please |pls |now |just |kindly )*(?:lower|decrease|minimi[sz]e|optimi[sz]e|improve|bring down|push down) (?:the|our|my|all|costs?|spend|spending|bills?)\b(?!.*\b(?:quality|model)\b)/,
  /^(?:please |pls |now |just |kindly )*make (?!(?:it|that|this) (?:top|by|per|a|last)\b).{1,40}\b(?:cheaper|smaller|less expensive|go down|cost less)\b/,
  /^(?:please |pls |can you |could you |now |just |kindly )*(?:change|set|assign|update|modify|edit|switch|rename|fix|correct)\b(?! (?:in|of|by|from|since|over|to)\b).{0,60}\b(?:owners?|tags?|labels?|names?|cost cent(?:er|re)s?|costs?|spend|prices?|rates?|totals?|numbers?)\b.{0,60}\bto\b/,
  new RegExp(`${POLITE} ?(?:remind|alert|warn|schedule|snooze|page|wake)\\b`),
  new RegExp(
    `${POLITE} ?(?:pay|charge|invoice|bill) (?:the|our|this|that|my|them|him|her|it|a|an|customer|team|acme)\\b`,
  ),
  new RegExp(
    `${POLITE} ?(?:tag|label|retag|relabel|reallocate|allocate|attribute) (?:the|all|these|this|those|every|our|untagged|it|them|resources?)\\b`,
  ),
  new RegExp(`${POLITE} ?set (?:up|the|a|an|our|my|team|project)\\b`),
  /\b(?:and|then) (?:email|send|post|forward|share) (?:it|this|them|the (?:report|result|numbers?)) (?:to|in|with)\b/,
]

/** Subjects that are not AI or cloud cost. */
export const TOPICS: readonly (readonly [Refusal, RegExp])[] = [
  [
    'secrets',
    /\b(?:passwords?|passwd|api[ -]?keys?|access[ -]?keys?|secret keys?|private keys?|secrets?|credentials?|connection strings?|bearer|auth tokens?|access tokens?|bot tokens?|oauth|ssh|env(?:ironment)? (?:vars?|variables?)|\.env|service account keys?|certificates?|encryption keys?|signing keys?|tokens? of the bot|database (?:url|password))\b/,
  ],
  [
    'secrets',
    /\bprompts?\b(?! (?:tokens?|caching))|\b(?:chat|conversation|message|completion|response)s? (?:logs?|history|contents?|texts?|transcripts?)\b|\btranscripts?\b|\bsource code\b/,
  ],
  [
    'secrets',
    /\b(?:other|another|different|rival|competing) (?:tenants?|compan(?:y|ies)|organi[sz]ations?|orgs?|workspaces?|customers of yours|firms?)\b|\bcompetitors?\b|\bcompetition\b|\b(?:google|microsoft|meta|apple|netflix|uber)'s (?:spend|bill|cost|ai)/,
  ],
  // What people typed is theirs, and who may see what is not up for talk.
  [
    'secrets',
    /\b(?<!\b(?:our|my|this|own) )tenants?\b|\braw (?:requests?|responses?|logs?|messages?|inputs?|outputs?|payloads?)\b|\bwhat (?:do|does|did|are|were|have) (?:our |the |my )?(?:users?|people|customers?|clients?|employees|they) (?:been )?(?:ask|asks|asked|asking|say|says|said|saying|type|typed|typing|write|wrote|writing|enter|entered|entering)\b|\b(?:customer|user|client)(?:s|s'|'s)? (?:records|messages|conversations|chats|emails|e-mails)\b|(?:\bnot|n't) (?:allowed|permitted|authori[sz]ed|supposed) to\b|\beven (?:if|though) i(?:'m| am| have| do)? ?(?:not|no|n't)\b/,
  ],
  ['personal', /\bla(?:y|id|ying) (?:[a-z]+ )?off\b/],
  // Who pays us is income.
  ['business_figures', /\b(?:pay|pays|paid|paying|owe|owes|owed|owing) us\b/],
  [
    'performance',
    /\b(?:more|most|less|least) (?:accurate|reliable|capable|intelligent|clever|creative|precise|trustworthy)\b/,
  ],
  [
    'performance',
    /\bhow (?:good|smart|clever|capable|intelligent|reliable|creative|safe|secure) (?:is|are|was|were)(?: the| our)?\s+[\ue000-\ue0ff](?!\s+(?:tag|tagging|allocation|coverage))/,
  ],
  [
    'performance',
    /^\W*(?:is|are)(?: the| our)?\s+[\ue000-\ue0ff]\s+(?:service |api )?(?:down|offline|up and running|unavailable|working|broken)\b(?: again| today| now| currently)?\W*$/,
  ],
  ['off_topic', /\bwho (?:made|built|created|wrote|trained|developed|develops|owns|runs|pays for) you\b/],
  [
    'personal',
    /\b(?:salary|salaries|earns?|earned|earning|(?:best|highest|lowest|better|most)[ -]paid|paid the (?:most|least)|paychecks?|payroll|wages?|compensation|bonus(?:es)?|headcount|head count|hr|home address(?:es)?|addresses|phone(?: numbers?)?|birthdays?|date of birth|performance reviews?|vacations?|holidays?|sick (?:days?|leave)|(?:days?|time) off|personal (?:data|details|info|information|email)|hire dates?|(?:should|can|could) (?:i|we) (?:fire|hire)|hired|fired|laid off|layoffs?|ssn|social security|passports?|age of|how old|religion|gender|married|resumes?|cvs?|employees?|manager of|who manages|reports to|promotion|promoted|overtime|working hours)\b/,
  ],
  [
    'personal',
    /\bwho(?:'s| is| are| works?| worked| sits?)\b(?: all)? (?:on|in|for|at)\s+(?:the\s+)?(?:(?:teams?|squads?)\b|[\ue000-\ue0ff]\s+(?:teams?|squads?)\b)|\bhow many (?:people|persons|engineers|developers|devs|staff|scientists) (?:are|is|do we have|does|do they have|work|sit|belong|in|on)\b|\bwho (?:leads|heads|manages|is the (?:lead|head|manager))\b/,
  ],
  [
    'business_figures',
    /\bhow many (?:new )?(?:customers?|clients?|users?|deals?|accounts?) (?:did|do|have|has|will) (?:we|they) (?:win|won|sign|signed|acquire|acquired|gain|gained|lose|lost|churn|churned|add|added|close|closed|onboard)|\b(?:revenues?|margins?|profits?|profitab(?:le|ility)|ebitda|arr|mrr|sales|income|valuation|stock price|share price|earnings|turnover|gmv|bookings|cash ?flow|runway|funding|p&l|ltv|cac|net loss|market share|conversion rates?|churn rates?|nps)\b/,
  ],
  [
    'performance',
    /\b(?:latenc(?:y|ies)|throughput|uptime|downtime|availability|error rates?|errors|response times?|benchmarks?|accurac(?:y|ies)|hallucinat(?:e|es|ion|ions|ing)|slas?|slos?|outages?|incidents?|p9[059]|p99|tokens per second|tps|rps|qps|speed|faster|slow|slower|slowest|fast|quality|smarter|smartest|f1|bleu|eval scores?|failing|failed|down right now|is down|crash(?:ed|es|ing)?|which is better|better model|who is better|is better)\b/,
  ],
  // "Is gpt-5 better than claude?" is no question of cost; what one is better for may be.
  [
    'performance',
    /[\ue000-\ue0ff]\s+(?:really |much |any )?(?:better|worse|smarter|stronger|superior)\s+(?:than|to|or)\s(?!.*\bfor\b)/,
  ],
  [
    'off_topic',
    /\b(?:weather|jokes?|poems?|songs?|lyrics|recipes?|cook|cooking|pasta|pizza|lunch|dinner|breakfast|restaurants?|coffee|translate|essay|haiku|story|stories|homework|capital of|president|prime minister|football|soccer|basketball|baseball|tennis|olympics|world cup|movies?|films?|netflix show|tv|news|horoscope|bitcoin|crypto|ethereum|stocks?|shares|lottery|dating|girlfriend|boyfriend|wife|husband|kids?|dogs?|cats?|flights?|hotels?|train tickets?|tickets? to|uber|taxi|cars?|tesla|house|houses|mortgage|rent|groceries|iphone|laptops?|gas prices?|petrol|eggs?|milk|beer|wine|python|javascript|code (?:for|to|that)|write (?:me )?(?:a|an|some)|function|regex|algorithm|debug|compile|unit tests?|docker|git|linux|excel|what time|time is it|what day|the date|timezone|meaning of life|universe|god|religion|politics|election|vote|history of (?:the )?(?:world|rome|europe)|math|equation|square root|\d+ ?[+*×x] ?\d+|who are you|are you (?:human|sentient|real|alive|chatgpt|an ai)|how are you|your name|feel|love|hate|marry|best (?:book|movie|place|way to)|recommend a|definition|define|dictionary|spell|synonym|medical|doctor|symptoms?|legal advice|lawyer|diet|workout|gym|yoga|travel|birthday|gift|party|game|games|chess|sudoku|riddle|trivia|population|how tall|mountain|planet|moon|mars|space|ocean|animal)\b/,
  ],
]
