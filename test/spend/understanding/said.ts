import { expect, it } from 'vitest'
import { addDays } from '../../../src/civil-date.ts'
import type { Dimension, Period, Question, Scope } from '../../../src/spend/question.ts'
import { type Catalogue, nameIndex } from '../../../src/spend/understanding/name-index.ts'
import type { Option, Reading } from '../../../src/spend/understanding/reading.ts'
import { type Setting, understand } from '../../../src/spend/understanding/understand.ts'

/** The names of the demo company, as far as these tests need them. */
export const CATALOGUE: Catalogue = {
  values: {
    team: [
      'search',
      'recommendations',
      'fraud',
      'vision',
      'speech',
      'ml-platform',
      'data-eng',
      'chatbot',
      'ads ranking',
      'growth',
      'support-ai',
      'risk',
      'nlp-core',
      'customer success',
      'infra',
      'r&d',
      'today',
      'pricing',
      'trust & safety',
      'robotics',
      'gen.ai',
      'content/moderation',
      'mobile',
      'analytics',
      'legal ops',
    ],
    project: [
      'search',
      'atlas',
      'atlas-2',
      'nova-chat',
      'orion',
      'fraud-scoring',
      'kestrel',
      'doc-qa',
      'checkout assistant',
      'smart-reply',
      'voice-bot',
      'lumen',
      'image.search',
      'feature_store',
      'ticket-triage',
      'translation/eu',
      'meeting-notes',
      'recsys-v3',
      'demand-forecast',
      'support-copilot',
      'black friday',
      'anomaly-watch',
      'embeddings-refresh',
    ],
    environment: ['production', 'staging', 'development', 'sandbox'],
    model_name: [
      'claude-sonnet-4-5',
      'claude-opus-4-5',
      'claude-opus-4-1',
      'claude-haiku-4-5',
      'claude-3-5-haiku',
      'gpt-4o',
      'gpt-4o-mini',
      'gpt-4.1',
      'gpt-4.1-mini',
      'gpt-5',
      'gpt-5-mini',
      'o3',
      'o3-mini',
      'gemini-2.5-pro',
      'gemini-2.5-flash',
      'gemini-2.0-flash',
      'llama-3.1-8b-instruct',
      'llama-3.1-70b-instruct',
      'llama-3.3-70b-instruct',
      'mistral-large',
      'mistral-small',
      'codestral',
      'deepseek-r1',
      'qwen2.5-72b-instruct',
      'qwen3-235b',
      'command-r',
      'command-r-plus',
      'nova-pro',
      'nova-lite',
      'text-embedding-3-small',
      'text-embedding-3-large',
      'whisper-large-v3',
    ],
    workload_type: [
      'training',
      'fine-tuning',
      'inference',
      'embedding',
      'batch-inference',
      'notebook',
      'evaluation',
      'data-prep',
    ],
    business_unit: ['Consumer', 'Enterprise', 'Payments', 'Corporate IT', 'Research', 'Media'],
    owner: [
      'anna.kowalski@example.com',
      'anna.berg@example.com',
      'ben.carter@example.com',
      'karim.haddad@example.com',
      'zoe.evans@example.com',
      'vera.costa@example.com',
    ],
    cost_center: ['CC-1001', 'CC-1002', 'CC-2026', 'CC-4100'],
    service: [
      'Amazon Bedrock',
      'Amazon SageMaker',
      'Amazon EC2',
      'Amazon S3',
      'Amazon EKS',
      'AWS Lambda',
      'Amazon OpenSearch',
      'Vertex AI',
      'GKE',
      'BigQuery',
      'Cloud Storage',
      'Azure OpenAI',
      'Azure Machine Learning',
      'Azure Blob Storage',
      'OpenAI',
      'Anthropic',
      'Pinecone',
      'Snowflake',
      'Weights & Biases',
      'Datadog',
    ],
    cost_area: [
      'Compute',
      'Storage',
      'Networking',
      'Managed AI Services',
      'Model Usage',
      'Data Pipelines',
      'Vector Databases',
      'Monitoring',
      'Governance',
    ],
    provider: ['aws', 'gcp', 'azure', 'openai', 'anthropic', 'pinecone', 'snowflake', 'wandb', 'datadog'],
    region: ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'us-central1', 'westeurope', 'swedencentral'],
    resource: [
      'gpu',
      'cpu',
      'tpu',
      'endpoint',
      'nat-gateway',
      'p5.48xlarge',
      'chat-endpoint-prod',
      'nb-anna-dev',
      'train-job-881',
    ],
    product: ['Storefront', 'PayGuard', 'VoiceDesk', 'AdStudio', 'Helpdesk', 'DocFlow', 'Newsroom', 'Fleet'],
    customer: ['Acme Corp', 'Globex', 'Umbrella Health', 'Wayne Foods', 'Lumen', 'Pied Piper', 'Northwind'],
  },
  aliases: {
    environment: {
      prod: 'production',
      live: 'production',
      stage: 'staging',
      stg: 'staging',
      dev: 'development',
      test: 'sandbox',
    },
    service: {
      bedrock: 'Amazon Bedrock',
      sagemaker: 'Amazon SageMaker',
      ec2: 'Amazon EC2',
      s3: 'Amazon S3',
      eks: 'Amazon EKS',
      lambda: 'AWS Lambda',
      opensearch: 'Amazon OpenSearch',
      vertex: 'Vertex AI',
      bq: 'BigQuery',
      'azure ml': 'Azure Machine Learning',
      wandb: 'Weights & Biases',
      'w&b': 'Weights & Biases',
    },
    cost_area: {
      'vector db': 'Vector Databases',
      'vector dbs': 'Vector Databases',
      network: 'Networking',
      observability: 'Monitoring',
      etl: 'Data Pipelines',
      'managed ai': 'Managed AI Services',
    },
    provider: { amazon: 'aws', 'google cloud': 'gcp', google: 'gcp', microsoft: 'azure' },
    workload_type: {
      finetuning: 'fine-tuning',
      'fine tuning': 'fine-tuning',
      serving: 'inference',
      notebooks: 'notebook',
      embeddings: 'embedding',
      batch: 'batch-inference',
      evals: 'evaluation',
    },
    resource: { gpus: 'gpu', cpus: 'cpu', tpus: 'tpu', endpoints: 'endpoint', 'nat gateways': 'nat-gateway' },
    business_unit: { 'corp it': 'Corporate IT' },
  },
}

export const NAMES = nameIndex(CATALOGUE)
/** A Monday. */
export const TODAY = '2026-11-23'

export const setting = (more: Partial<Setting> = {}): Setting => ({ today: TODAY, names: NAMES, ...more })

/** What a text says, in one short line: the way tables of readings are written. */
export const said = (text: string, more: Partial<Setting> = {}): string => line(understand(text, setting(more)))

export function line(reading: Reading): string {
  switch (reading.kind) {
    case 'question':
      return questionLine(reading.question)
    case 'clarify':
      return ['clarify', reading.clarify.slot, ...reading.clarify.options.map(optionLine)].join(' ')
    case 'refuse':
      return 'refuse'
    case 'help':
      return 'help'
  }
}

function optionLine(option: Option): string {
  return option.kind === 'entity'
    ? `${option.dimension}=${option.value}`
    : option.kind === 'day'
      ? option.day
      : `"${option.text}"`
}

const OWN: Record<string, string> = {
  coverage: 'coverage',
  idle: 'waste',
  budget: 'budget',
  forecast: 'forecast',
  unit_cost: 'cost_per_unit',
}

export function questionLine(q: Question): string {
  return [
    q.intent,
    ...(q.measure === (OWN[q.intent] ?? 'effective_cost') ? [] : [q.measure]),
    ...(q.unit === null ? [] : [q.unit]),
    ...scopeLine(q.filters, ''),
    ...scopeLine(q.exclude, '-'),
    ...(q.groupBy.length === 0 ? [] : [`by ${q.groupBy.join(',')}`]),
    ...(q.limit === null ? [] : [`top ${q.limit}`]),
    ...(q.sort === 'asc' ? ['asc'] : []),
    ...(q.grain === null ? [] : [`per ${q.grain}`]),
    ...(q.having === null ? [] : [`${q.having.op}${q.having.value}`]),
    ...(q.chart ? ['chart'] : []),
    ...(q.periodDefaulted ? [] : [periodLine(q.period)]),
    ...(q.compare === null ? [] : [`vs ${periodLine(q.compare)}`]),
    ...(q.focus === undefined ? [] : [`#${q.focus.on}${q.focus.percent === undefined ? '' : ` ${q.focus.percent} %`}`]),
  ].join(' | ')
}

const scopeLine = (scope: Scope, sign: string): string[] =>
  Object.entries(scope)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([dimension, values]) => `${sign}${dimension as Dimension}=${values.toSorted().join('+')}`)

/** Both days inside. */
export const periodLine = ({ start, end }: Period): string => {
  const last = addDays(end, -1)
  return start === last ? start : `${start}..${last}`
}

/** Each text says what stands beside it; "clarify entity" alone leaves the options open. The third column is today. */
export function holds(title: string, table: readonly (readonly [string, string, string?])[]): void {
  it.each(table.map(([text, expected, today]) => [text, expected, today ?? TODAY] as const))(
    `${title}: %s`,
    (text, expected, today) => {
      const got = said(text, { today })
      expect(expected === 'clarify entity' ? got.slice(0, expected.length) : got).toBe(expected)
    },
  )
}
