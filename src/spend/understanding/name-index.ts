import type { Dimension } from '../question.ts'

/** The names that the asker may see; what is not in it is neither matched nor offered. */
export interface Catalogue {
  readonly values: Partial<Record<Dimension, readonly string[]>>
  /** Per dimension: what people write → the value they mean. */
  readonly aliases: Partial<Record<Dimension, Readonly<Record<string, string>>>>
}

export interface NameIndex {
  readonly catalogue: Catalogue
}

export function nameIndex(catalogue: Catalogue): NameIndex {
  return { catalogue }
}
