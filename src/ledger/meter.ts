import { fits, type Mapping } from './mapping.ts'
import type { UnitScale } from './unit.ts'

interface Measured {
  readonly scale: UnitScale | undefined
  readonly resourceClass: string | undefined
  readonly instanceType: string | undefined
  readonly skuMeter: string | undefined
  readonly details: ReadonlyMap<string, string>
}

/** What was counted, in one spelling for all providers: tokens by direction, GPU instances by GPU. */
export function meterOf(mapping: Mapping, { scale, resourceClass, instanceType, skuMeter, details }: Measured) {
  const delivered = { meter: skuMeter, unit: scale?.unit, factor: scale?.factor ?? '1' }
  if (scale === undefined) return delivered
  if (scale.unit === 'Tokens') return { ...delivered, meter: tokenMeter(mapping, skuMeter, details) ?? skuMeter }
  if (scale.unit === 'GPU-Hours') return { ...delivered, meter: 'GPU-Hours' }
  if (scale.unit === 'Hours' && scale.factor === '1' && resourceClass === 'gpu') {
    const gpus =
      details.get('gpucount') ?? mapping.gpuCounts.find(({ match }) => fits(match, instanceType ?? ''))?.count
    // Without a count these stay hours of instances: a number of GPUs is not guessed.
    if (gpus !== undefined && /^\d{1,4}(\.\d{1,6})?$/.test(gpus) && Number(gpus) > 0)
      return { meter: 'GPU-Hours', unit: 'GPU-Hours', factor: gpus }
  }
  return delivered
}

function tokenMeter(mapping: Mapping, skuMeter: string | undefined, details: ReadonlyMap<string, string>) {
  const cache = details.get('tokencacheaction') ?? details.get('tokentype') ?? ''
  if (/read|hit/i.test(cache)) return 'CacheRead'
  if (/write|creat/i.test(cache)) return 'CacheWrite'
  const direction = details.get('tokendirection') ?? details.get('tokentype') ?? ''
  if (/^output$/i.test(direction)) return 'Output'
  if (/^input$/i.test(direction)) return 'Input'
  return mapping.tokenMeters.find(({ match }) => fits(match, skuMeter ?? ''))?.meter
}
