import type { RowBatch, Select } from './csv.ts'

export async function openParquet(_path: string, _name: string, _select: Select): Promise<never> {
  throw new Error('later')
}
export type { RowBatch }
