import type { Charge, Line, Scene } from './charge.ts'
import { random, wobble } from './random.ts'
import { METER } from './services.ts'

// What goes to the providers past the gateway: editors and benchmarks with keys of their own, and the clouds' own models.
const PAST_THE_GATEWAY = new Set(['code copilot', 'eval-harness', 'rag-bench', 'orion'])
const PROVIDERS = new Set(['Amazon Bedrock', 'OpenAI', 'Anthropic'])

/** The gateway came later than the company. */
export const GATEWAY_DAYS = 150

const seen = new WeakMap<Line, Line>()

/** The gateway's estimate of a charge: list prices, its own count of tokens, and only the tags it knows. */
export function estimate(scene: Scene, charge: Charge): Charge | undefined {
  const { line, day } = charge
  const { allocation } = line
  if (
    day < scene.asOf - GATEWAY_DAYS ||
    line.unit !== 'Tokens' ||
    !PROVIDERS.has(line.service.name) ||
    allocation === undefined
  )
    return undefined
  if (PAST_THE_GATEWAY.has(allocation.project ?? '')) return undefined
  const metered = seen.get(line) ?? toMetered(line)
  seen.set(line, metered)
  const tokens = charge.quantity / 1000
  const counted = Math.round(
    tokens * wobble(random(scene.seed, `${line.skuMeter}${allocation.project}${allocation.modelName}@${day}`), 0.012),
  )
  const list = counted * line.unitPrice
  return { ...charge, line: metered, quantity: counted * 1000, list, contracted: list, effective: list, billed: list }
}

function toMetered(line: Line): Line {
  const { team, project, environment, workloadType, modelName, customer } = line.allocation ?? {}
  const { region: _, ...rest } = line
  return {
    ...rest,
    service: { ...line.service, source: METER, contracted: 100 },
    allocation: {
      ...(team === undefined ? {} : { team }),
      ...(project === undefined ? {} : { project }),
      ...(environment === undefined ? {} : { environment }),
      ...(workloadType === undefined ? {} : { workloadType }),
      ...(modelName === undefined ? {} : { modelName }),
      ...(customer === undefined ? {} : { customer }),
    },
  }
}
