import type { ModelName } from './models.ts'

/** One project asking one model for something, sized by what it costs at list price on an ordinary day now. */
export interface TokenPlan {
  readonly project?: string
  readonly team?: string
  readonly model: ModelName
  readonly via: 'bedrock' | 'openai' | 'anthropic' | 'azureOpenai' | 'vertexModels'
  readonly dollars: number
  readonly environment: string
  readonly workloadType: string
  /** Tokens of an average request, and which part of the context comes from the cache. */
  readonly context: number
  readonly output: number
  readonly cached: number
  readonly customers?: readonly string[]
  /** First and last day, counted back from today. */
  readonly since?: number
  readonly until?: number
  readonly currency?: 'EUR'
}

// Shapes of a request: a chat carries its history, a classifier answers in a word, an agent rereads its tools, an embedding says nothing.
const CHAT = { context: 2400, output: 320, cached: 0.35 }
const CLASSIFY = { context: 1150, output: 28, cached: 0.2 }
const AGENT = { context: 14000, output: 700, cached: 0.62 }
const CODE = { context: 6200, output: 240, cached: 0.55 }
const DOCUMENT = { context: 9000, output: 520, cached: 0.25 }
const REASON = { context: 1800, output: 1400, cached: 0.1 }
const EMBED = { context: 480, output: 0, cached: 0 }

type Shape = typeof CHAT
type More = Partial<Pick<TokenPlan, 'environment' | 'workloadType' | 'customers' | 'since' | 'until' | 'currency'>>

const plan = (
  project: string,
  via: TokenPlan['via'],
  model: ModelName,
  dollars: number,
  shape: Shape,
  more: More = {},
): TokenPlan => ({
  project,
  via,
  model,
  dollars,
  environment: 'production',
  workloadType: 'inference',
  ...shape,
  ...more,
})

const EMBEDDING = { workloadType: 'embedding' }
const EVALUATION = { workloadType: 'evaluation', environment: 'development' }
const BATCH = { workloadType: 'batch-inference' }
const STAGING = { environment: 'staging' }
const DEVELOPMENT = { environment: 'development' }

const HELPDESK = ['Acme Corp', 'Globex', 'Hooli', 'Stark Industries', 'Wayne Foods']
const DOCFLOW = ['Acme Corp', 'Initech', 'Umbrella Health', 'Hooli', 'Massive Dynamic', 'Northwind']
const VOICE = ['Globex', 'Cyberdyne', 'Vandelay']
const IDENTITY = ['Wonka', 'Soylent', 'Pied Piper', 'Cyberdyne']

export const TOKEN_PLANS: readonly TokenPlan[] = [
  plan('nova-chat', 'anthropic', 'claude-sonnet-4-5', 1650, CHAT),
  plan('nova-chat', 'anthropic', 'claude-opus-4-5', 560, AGENT),
  plan('nova-chat', 'anthropic', 'claude-haiku-4-5', 340, CHAT),
  plan('nova-chat', 'anthropic', 'claude-haiku-4-5', 38, CHAT, STAGING),
  plan('nova-chat', 'openai', 'gpt-5', 410, CHAT, { since: 250 }),
  plan('nova-chat', 'openai', 'gpt-4o', 190, CHAT),
  plan('checkout assistant', 'openai', 'gpt-5-mini', 260, CHAT, { since: 210 }),
  plan('checkout assistant', 'openai', 'gpt-4.1', 150, CHAT),
  plan('checkout assistant', 'openai', 'gpt-4.1', 22, CHAT, DEVELOPMENT),
  plan('search', 'bedrock', 'claude-haiku-4-5', 330, CLASSIFY),
  plan('search', 'bedrock', 'claude-haiku-4-5', 24, CLASSIFY, STAGING),
  plan('search', 'bedrock', 'titan-embed-text-v2', 34, EMBED, EMBEDDING),
  plan('image.search', 'vertexModels', 'gemini-2.5-flash', 140, CLASSIFY),
  plan('semantic-cache', 'openai', 'text-embedding-3-small', 14, EMBED, EMBEDDING),
  plan('embeddings-refresh', 'openai', 'text-embedding-3-large', 78, EMBED, EMBEDDING),
  plan('embeddings-refresh', 'bedrock', 'titan-embed-text-v2', 46, EMBED, EMBEDDING),
  plan('catalog-enrich', 'vertexModels', 'gemini-2.5-flash', 270, DOCUMENT, BATCH),
  plan('catalog-enrich', 'vertexModels', 'gemini-2.0-flash', 62, DOCUMENT, { ...BATCH, until: 20 }),
  plan('kestrel', 'bedrock', 'nova-pro', 125, CLASSIFY),
  plan('kestrel', 'bedrock', 'nova-lite', 38, CLASSIFY),
  plan('anomaly-watch', 'bedrock', 'nova-lite', 30, CLASSIFY),
  plan('kyc-ocr', 'azureOpenai', 'gpt-4o', 310, DOCUMENT, { customers: IDENTITY }),
  plan('kyc-ocr', 'vertexModels', 'gemini-1.5-pro', 26, DOCUMENT),
  plan('meeting-notes', 'azureOpenai', 'gpt-4o', 230, DOCUMENT),
  plan('meeting-notes', 'azureOpenai', 'gpt-4.1-mini', 60, DOCUMENT),
  plan('voice-bot', 'openai', 'gpt-4o-mini', 165, CHAT, { customers: VOICE }),
  plan('ticket-triage', 'bedrock', 'claude-haiku-4-5', 120, CLASSIFY, { until: 17 }),
  plan('ticket-triage', 'bedrock', 'claude-sonnet-4-5', 360, CLASSIFY, { since: 16 }),
  plan('support-copilot', 'anthropic', 'claude-sonnet-4-5', 690, CHAT, { customers: HELPDESK }),
  plan('support-copilot', 'anthropic', 'claude-opus-4-1', 120, REASON),
  plan('smart-reply', 'openai', 'gpt-4o', 250, CHAT, { customers: HELPDESK }),
  plan('smart-reply', 'openai', 'gpt-4.1-mini', 120, CHAT),
  plan('smart-reply', 'openai', 'gpt-4.1-nano', 26, CLASSIFY),
  plan('translation/eu', 'azureOpenai', 'gpt-4o', 84, CHAT, { customers: ['Northwind'], currency: 'EUR' }),
  plan('translation/eu', 'azureOpenai', 'gpt-4.1-mini', 31, CHAT, { currency: 'EUR' }),
  plan('sentiment', 'openai', 'gpt-4o-mini', 80, CLASSIFY),
  plan('sentiment', 'bedrock', 'mistral-large', 44, CLASSIFY),
  plan('rag-bench', 'bedrock', 'command-r', 17, CHAT, EVALUATION),
  plan('rag-bench', 'bedrock', 'command-r-plus', 48, CHAT, EVALUATION),
  plan('rag-bench', 'bedrock', 'llama-3.1-70b-instruct', 15, CHAT, EVALUATION),
  plan('doc-qa', 'anthropic', 'claude-sonnet-4-5', 470, DOCUMENT, { customers: DOCFLOW }),
  plan('doc-qa', 'anthropic', 'claude-3-5-haiku', 66, DOCUMENT, { until: 95 }),
  plan('doc-qa', 'anthropic', 'claude-haiku-4-5', 82, DOCUMENT, { since: 110 }),
  plan('doc-qa', 'openai', 'text-embedding-3-large', 30, EMBED, EMBEDDING),
  plan('contract-review', 'azureOpenai', 'gpt-4.1', 135, DOCUMENT, {
    customers: ['Stark Industries', 'Umbrella Health'],
  }),
  plan('contract-review', 'azureOpenai', 'o3', 95, REASON),
  plan('contract-review', 'bedrock', 'claude-opus-4-1', 150, DOCUMENT),
  plan('eval-harness', 'openai', 'o3-mini', 24, REASON, EVALUATION),
  plan('eval-harness', 'openai', 'o4-mini', 38, REASON, EVALUATION),
  plan('eval-harness', 'openai', 'gpt-4o-mini', 12, CHAT, EVALUATION),
  plan('eval-harness', 'bedrock', 'deepseek-r1', 33, REASON, EVALUATION),
  plan('eval-harness', 'bedrock', 'llama-4-maverick', 19, CHAT, EVALUATION),
  plan('eval-harness', 'bedrock', 'llama-3.3-70b-instruct', 9, CHAT, EVALUATION),
  plan('eval-harness', 'bedrock', 'mixtral-8x7b', 6, CHAT, EVALUATION),
  plan('eval-harness', 'bedrock', 'mistral-small', 5, CHAT, EVALUATION),
  plan('eval-harness', 'azureOpenai', 'deepseek-v3', 16, CHAT, EVALUATION),
  plan('eval-harness', 'vertexModels', 'gemini-2.5-pro', 42, REASON, EVALUATION),
  plan('agent-studio', 'bedrock', 'claude-opus-4-5', 330, AGENT),
  plan('agent-studio', 'bedrock', 'claude-opus-4-5', 60, AGENT, DEVELOPMENT),
  plan('agent-studio', 'vertexModels', 'gemini-2.5-pro', 230, AGENT),
  plan('code copilot', 'anthropic', 'claude-sonnet-4-5', 1240, CODE),
  plan('code copilot', 'openai', 'gpt-5', 220, CODE, { since: 180 }),
  plan('code copilot', 'openai', 'o3', 75, REASON),
  plan('code copilot', 'vertexModels', 'codestral', 64, CODE),
  plan('labeling-tool', 'openai', 'gpt-4o-mini', 130, CLASSIFY),
  plan('labeling-tool', 'openai', 'gpt-4.1-nano', 64, CLASSIFY),
  plan('pii-redactor', 'bedrock', 'llama-3.1-8b-instruct', 48, CLASSIFY),
  plan('pii-redactor', 'bedrock', 'nova-lite', 43, CLASSIFY),
  plan('ad-copy', 'openai', 'gpt-4.1', 140, CHAT),
  plan('ad-copy', 'openai', 'gpt-4o', 60, CHAT, STAGING),
  plan('black friday', 'bedrock', 'claude-haiku-4-5', 190, CLASSIFY),
  plan('atlas', 'bedrock', 'nova-pro', 85, CLASSIFY),
  plan('onboarding-bot', 'vertexModels', 'gemini-2.5-flash', 100, CHAT),
  plan('demand-forecast', 'vertexModels', 'gemini-2.5-pro', 48, REASON),
  plan('demand-forecast', 'azureOpenai', 'o4-mini', 32, REASON),
  plan('churn-model', 'azureOpenai', 'gpt-4.1-mini', 21, CLASSIFY, BATCH),
  plan('price-optimizer', 'azureOpenai', 'gpt-5-mini', 55, REASON),
  plan('warehouse-robotics', 'openai', 'gpt-5-mini', 24, CHAT),
  plan('orion', 'anthropic', 'claude-opus-4-5', 175, REASON, EVALUATION),
  plan('atlas-2', 'bedrock', 'qwen3-235b', 420, REASON, { ...BATCH, since: 11 }),
  plan('lumen', 'vertexModels', 'gemini-2.5-pro', 140, DOCUMENT, { customers: ['Lumen'] }),
  plan('lumen', 'vertexModels', 'gemini-2.5-flash', 28, DOCUMENT, DEVELOPMENT),
  plan('feature_store', 'bedrock', 'titan-embed-text-v2', 12, EMBED, EMBEDDING),
  plan('recsys-v3', 'openai', 'text-embedding-3-large', 52, EMBED, EMBEDDING),
]
