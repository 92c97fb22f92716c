import type { Moment } from './trouble.ts'
import type { Standing } from './verdict.ts'

/** The other side: a fake of one platform that keeps its pace, fails as told, and knows what stands where. */
export interface Chat {
  /** How a replica reaches it. */
  env(replica: number): Readonly<Record<string, string>>
  standing(): readonly Standing[]
  /** How many messages stand. */
  count(): number
  /** Answers of "too many requests" so far. */
  limited(): number
  /** Hands over the next replica that posts, at the very moment. */
  catch(moment: Exclude<Moment, 'any'>, caught: (replica: number) => void): void
  close(): Promise<void>
}
