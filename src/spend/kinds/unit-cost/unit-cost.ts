import type { Kind } from '../kind.ts'

// biome-ignore lint/complexity/noBannedTypes: filled in by what is found
export type UnitCost = {}

export const unitCost: Kind<UnitCost> = {
  read: async () => ({ kind: 'cannot', why: 'I understood this question, but cannot answer its kind yet.' }),
  card: () => ({ headline: '', blocks: [], notes: [] }),
  sheet: () => ({ columns: [], rows: [], totals: [], adds: null }),
}
