import { holds } from './said.ts'

// Narrower questions about hours, bills, owners and worth.

holds('reads telemetry gaps', [
  ['which resources have no telemetry', 'idle | by resource | #telemetry_gaps'],
  ['where is telemetry missing', 'idle | #telemetry_gaps'],
  ['gpus without telemetry', 'idle | resource=gpu | #telemetry_gaps'],
  ['telemetry coverage by team', 'idle | by team | #telemetry_gaps'],
  ["which endpoints can't be judged idle", 'idle | resource=endpoint | #telemetry_gaps'],
  ['what do we spend on resources that lack telemetry', 'idle | by resource | #telemetry_gaps'],
  ["resources that don't report metrics", 'idle | by resource | #telemetry_gaps'],
  [
    'telemetry gaps in production last week',
    'idle | environment=production | 2026-11-16..2026-11-22 | #telemetry_gaps',
  ],
  ['for which gpus is there no telemetry', 'idle | resource=gpu | #telemetry_gaps'],
  ['missing telemetry by project', 'idle | by project | #telemetry_gaps'],
  ['how much spend cannot be judged for idleness', 'idle | #telemetry_gaps'],
  ['which notebooks lack telemetry', 'idle | workload_type=notebook | #telemetry_gaps'],
])

holds('reads utilisation', [
  ['gpu utilisation last week', 'idle | resource=gpu | 2026-11-16..2026-11-22 | #utilisation'],
  ['how busy are our gpus', 'idle | resource=gpu | #utilisation'],
  ['what share of paid gpu hours was used', 'idle | resource=gpu | #utilisation'],
  ['gpu utilization by team in october', 'idle | resource=gpu | by team | 2026-10-01..2026-10-31 | #utilisation'],
  ['how well utilised are the gpus of team vision', 'idle | resource=gpu | team=vision | #utilisation'],
  ['utilisation per resource', 'idle | by resource | #utilisation'],
  ['how efficiently do we use our gpus', 'idle | resource=gpu | #utilisation'],
  ['average gpu utilization this month', 'idle | resource=gpu | 2026-11-01..2026-11-23 | #utilisation'],
  ['what percentage of gpu hours did any work', 'idle | resource=gpu | #utilisation'],
  ['endpoint utilisation by project', 'idle | resource=endpoint | by project | #utilisation'],
  ['gpu efficiency by region', 'idle | resource=gpu | by region | #utilisation'],
  [
    'how busy were gpus in us-east-1 last month',
    'idle | region=us-east-1 | resource=gpu | 2026-10-01..2026-10-31 | #utilisation',
  ],
])

holds('reads off hours', [
  ['what do gpus idle at night cost us', 'idle | resource=gpu | #off_hours'],
  ['idle hours on weekends by team', 'idle | by team | #off_hours'],
  ['gpus left running overnight last week', 'idle | resource=gpu | 2026-11-16..2026-11-22 | #off_hours'],
  ['how much do we waste outside business hours', 'idle | #off_hours'],
  ['notebooks idle at nights and weekends', 'idle | workload_type=notebook | #off_hours'],
  ['idle gpu hours at night in staging', 'idle | environment=staging | resource=gpu | #off_hours'],
  ['idle off-hours by project', 'idle | by project | #off_hours'],
  ['how many gpu hours were idle on weekends in october', 'idle | resource=gpu | 2026-10-01..2026-10-31 | #off_hours'],
  ['what sits idle over weekends', 'idle | #off_hours'],
  ['unused resources after hours', 'idle | #off_hours'],
  ['waste during nights and weekends for team vision', 'idle | team=vision | #off_hours'],
  ['paid but unused at night', 'idle | #off_hours'],
])

holds('reads gateway', [
  ['gateway vs bill last month', 'coverage | 2026-10-01..2026-10-31 | #gateway'],
  ['does litellm match what anthropic billed', 'coverage | service=Anthropic | #gateway'],
  ['how far is the gateway estimate from the invoice', 'coverage | #gateway'],
  ['compare the gateway with the provider bill by model', 'coverage | by model_name | #gateway'],
  ['gateway estimate against billed cost in october', 'coverage | 2026-10-01..2026-10-31 | #gateway'],
  ['do the gateway numbers agree with openai', 'coverage | service=OpenAI | #gateway'],
  ['litellm versus invoice by provider', 'coverage | by provider | #gateway'],
  ['gap between gateway and bill', 'coverage | #gateway'],
  ['is the gateway cost right', 'coverage | #gateway'],
  ['reconcile gateway and invoices for last month', 'coverage | 2026-10-01..2026-10-31 | #gateway'],
  ['difference between the gateway and the bills this quarter', 'coverage | 2026-10-01..2026-11-23 | #gateway'],
  ['what does the gateway say we spent last week', 'coverage | 2026-11-16..2026-11-22 | #gateway'],
])

holds('reads savings rate', [
  ['how much do we save against list price', 'spend | #savings_rate'],
  ['our effective discount last month', 'spend | 2026-10-01..2026-10-31 | #savings_rate'],
  ['savings rate by provider', 'spend | by provider | #savings_rate'],
  ['what discount do we get from aws', 'spend | provider=aws | #savings_rate'],
  ['discount rate on openai in Q3', 'spend | service=OpenAI | 2026-07-01..2026-09-30 | #savings_rate'],
  ['how much below list price do we pay', 'spend | #savings_rate'],
  ['savings versus list for team vision', 'spend | team=vision | #savings_rate'],
  ['how big is our discount on snowflake', 'spend | service=Snowflake | #savings_rate'],
  ['what did we save compared to on demand prices last month', 'spend | 2026-10-01..2026-10-31 | #savings_rate'],
  ['effective savings rate per service', 'spend | by service | #savings_rate'],
  ['how much did commitments save us this year', 'spend | 2026-01-01..2026-11-23 | #savings_rate'],
  ['average discount by provider this quarter', 'spend | by provider | 2026-10-01..2026-11-23 | #savings_rate'],
])

holds('reads share', [
  ['what percentage of our spend goes to anthropic', 'spend | service=Anthropic | #share'],
  ['gpu share of total cost last month', 'spend | resource=gpu | 2026-10-01..2026-10-31 | #share'],
  ['how much of our bill is production in percent', 'spend | environment=production | #share'],
  ['what fraction of cost is inference', 'spend | workload_type=inference | #share'],
  [
    'what proportion of vision spend is gpu in october',
    'spend | resource=gpu | team=vision | 2026-10-01..2026-10-31 | #share',
  ],
  [
    'storage as a percentage of total spend this quarter',
    'spend | cost_area=Storage | 2026-10-01..2026-11-23 | #share',
  ],
  ['percent of spend on gpt-4o', 'spend | model_name=gpt-4o | #share'],
  ['what share of the bill does team search have', 'spend | team=search | #share'],
  ['which part of our cost is training', 'spend | workload_type=training | #share'],
  ['what % of spend is aws', 'spend | provider=aws | #share'],
  ['share of sandbox in our costs last week', 'spend | environment=sandbox | 2026-11-16..2026-11-22 | #share'],
  ['how large a share of spend is Acme Corp', 'spend | customer=Acme Corp | #share'],
])

holds('reads new names', [
  ['any new models this week', 'spend | by model_name | 2026-11-23 | vs 2026-11-16..2026-11-22 | #new_names'],
  [
    'which projects are new this month',
    'spend | by project | 2026-11-01..2026-11-23 | vs 2026-10-01..2026-10-31 | #new_names',
  ],
  ['new services last month', 'spend | by service | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30 | #new_names'],
  [
    'which customers appeared in october',
    'spend | by customer | 2026-10-01..2026-10-31 | vs 2026-09-01..2026-09-30 | #new_names',
  ],
  [
    'what models did we start using this month',
    'spend | by model_name | 2026-11-01..2026-11-23 | vs 2026-10-01..2026-10-31 | #new_names',
  ],
  [
    'list new resources of team vision this week',
    'spend | team=vision | by resource | 2026-11-23 | vs 2026-11-16..2026-11-22 | #new_names',
  ],
  [
    'new projects since last week',
    'spend | by project | 2026-11-16..2026-11-23 | vs 2026-11-08..2026-11-15 | #new_names',
  ],
  [
    'which services showed up this quarter',
    'spend | by service | 2026-10-01..2026-11-23 | vs 2026-07-01..2026-09-30 | #new_names',
  ],
  [
    'are there new providers this year',
    'spend | by provider | 2026-01-01..2026-11-23 | vs 2025-01-01..2025-12-31 | #new_names',
  ],
  ['new teams', 'spend | by team | vs 2026-10-01..2026-10-31 | #new_names'],
  [
    'which new models cost us money last week',
    'spend | by model_name | 2026-11-16..2026-11-22 | vs 2026-11-09..2026-11-15 | #new_names',
  ],
  [
    'new models in production this month',
    'spend | environment=production | by model_name | 2026-11-01..2026-11-23 | vs 2026-10-01..2026-10-31 | #new_names',
  ],
])

holds('reads ownership', [
  ['who owns nova-chat', 'spend | project=nova-chat | by team,owner,business_unit,cost_center | #ownership'],
  ['which team owns kestrel', 'spend | project=kestrel | by team,owner,business_unit,cost_center | #ownership'],
  [
    'which cost center is charged for atlas',
    'spend | project=atlas | by team,owner,business_unit,cost_center | #ownership',
  ],
  [
    'who should be charged for chat-endpoint-prod',
    'spend | resource=chat-endpoint-prod | by team,owner,business_unit,cost_center | #ownership',
  ],
  ['owner of doc-qa', 'spend | project=doc-qa | by team,owner,business_unit,cost_center | #ownership'],
  [
    'who is responsible for voice-bot',
    'spend | project=voice-bot | by team,owner,business_unit,cost_center | #ownership',
  ],
  [
    'which business unit pays for fraud-scoring',
    'spend | project=fraud-scoring | by team,owner,business_unit,cost_center | #ownership',
  ],
  [
    'to which team does train-job-881 belong',
    'spend | resource=train-job-881 | by team,owner,business_unit,cost_center | #ownership',
  ],
  ['who pays for smart-reply', 'spend | project=smart-reply | by team,owner,business_unit,cost_center | #ownership'],
  ['whose project is orion', 'spend | project=orion | by team,owner,business_unit,cost_center | #ownership'],
  ['who is accountable for the recsys-v3 workload', 'clarify entity project=recsys-v3 model_name=whisper-large-v3'],
  [
    'what is the cost center of meeting-notes',
    'spend | project=meeting-notes | by team,owner,business_unit,cost_center | #ownership',
  ],
  [
    'who do I contact for support-copilot',
    'spend | project=support-copilot | by team,owner,business_unit,cost_center | #ownership',
  ],
])

holds('reads cost above value', [
  ['which projects cost more than they bring in', 'value | by project | #cost_above_value'],
  ['products whose cost exceeds their value', 'value | by product | #cost_above_value'],
  ['where is cost higher than value', 'value | by project | #cost_above_value'],
  [
    'which teams cost more than their stated value in october',
    'value | by team | 2026-10-01..2026-10-31 | #cost_above_value',
  ],
  ['projects that are not worth their cost', 'value | by project | #cost_above_value'],
  ['which products lose money', 'value | by product | #cost_above_value'],
  ['does Helpdesk cost more than it is worth', 'value | product=Helpdesk | #cost_above_value'],
  ['projects with negative roi last month', 'value | by project | 2026-10-01..2026-10-31 | #cost_above_value'],
  ['which customers are worth less than they cost', 'value | by customer | #cost_above_value'],
  ['what costs more than its value', 'value | by project | #cost_above_value'],
  ['which products do not pay off', 'value | by product | #cost_above_value'],
  ['is the cost of atlas above its stated value', 'value | project=atlas | #cost_above_value'],
])
