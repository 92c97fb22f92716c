import { type Nano, nano } from './money.ts'

/** List prices of one token. */
export interface Model {
  readonly input: Nano
  readonly output: Nano
  readonly cacheRead?: Nano
  readonly cacheWrite?: Nano
}

// As the providers publish them: dollars for a million tokens.
const perMillion = (input: number, output: number, cacheRead?: number, cacheWrite?: number): Model => ({
  input: nano(input / 1e6),
  output: nano(output / 1e6),
  ...(cacheRead === undefined ? {} : { cacheRead: nano(cacheRead / 1e6) }),
  ...(cacheWrite === undefined ? {} : { cacheWrite: nano(cacheWrite / 1e6) }),
})

export const MODELS = {
  'claude-sonnet-4-5': perMillion(3, 15, 0.3, 3.75),
  'claude-opus-4-5': perMillion(5, 25, 0.5, 6.25),
  'claude-opus-4-1': perMillion(15, 75, 1.5, 18.75),
  'claude-haiku-4-5': perMillion(1, 5, 0.1, 1.25),
  'claude-3-5-haiku': perMillion(0.8, 4, 0.08, 1),
  'gpt-4o': perMillion(2.5, 10, 1.25),
  'gpt-4o-mini': perMillion(0.15, 0.6, 0.075),
  'gpt-4.1': perMillion(2, 8, 0.5),
  'gpt-4.1-mini': perMillion(0.4, 1.6, 0.1),
  'gpt-4.1-nano': perMillion(0.1, 0.4, 0.025),
  'gpt-5': perMillion(1.25, 10, 0.125),
  'gpt-5-mini': perMillion(0.25, 2, 0.025),
  o3: perMillion(2, 8, 0.5),
  'o3-mini': perMillion(1.1, 4.4, 0.55),
  'o4-mini': perMillion(1.1, 4.4, 0.275),
  'gemini-2.5-pro': perMillion(1.25, 10, 0.125),
  'gemini-2.5-flash': perMillion(0.3, 2.5, 0.03),
  'gemini-2.0-flash': perMillion(0.1, 0.4, 0.025),
  'gemini-1.5-pro': perMillion(1.25, 5),
  'llama-3.1-8b-instruct': perMillion(0.22, 0.22),
  'llama-3.1-70b-instruct': perMillion(0.72, 0.72),
  'llama-3.3-70b-instruct': perMillion(0.72, 0.72),
  'llama-4-maverick': perMillion(0.24, 0.97),
  'mistral-large': perMillion(2, 6),
  'mistral-small': perMillion(0.1, 0.3),
  'mixtral-8x7b': perMillion(0.45, 0.7),
  codestral: perMillion(0.3, 0.9),
  'deepseek-r1': perMillion(1.35, 5.4),
  'deepseek-v3': perMillion(0.58, 1.68),
  'qwen3-235b': perMillion(0.22, 0.88),
  'command-r': perMillion(0.5, 1.5),
  'command-r-plus': perMillion(3, 15),
  'titan-embed-text-v2': perMillion(0.02, 0),
  'nova-pro': perMillion(0.8, 3.2, 0.2),
  'nova-lite': perMillion(0.06, 0.24, 0.015),
  'text-embedding-3-small': perMillion(0.02, 0),
  'text-embedding-3-large': perMillion(0.13, 0),
} as const satisfies Record<string, Model>

export type ModelName = keyof typeof MODELS

/** Models the company runs on machines of its own: paid for by the hour. */
export type OwnModelName = ModelName | 'qwen2.5-72b-instruct' | 'whisper-large-v3' | 'stable-diffusion-xl'
