import type { Inbound } from '../platform.ts'
import type { Delivered } from './reply.ts'

/** What is worth counting. */
export interface Observe {
  acknowledged(seconds: number): void
  answered(kind: Inbound['kind'], delivered: Delivered, seconds: number): void
  duplicate(): void
  refused(status: number): void
  error(code: string): void
}
