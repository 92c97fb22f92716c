import type { Kind } from '../kind.ts'

// biome-ignore lint/complexity/noBannedTypes: filled in by what is found
export type Utilisation = {}

export const utilisation: Kind<Utilisation> = {
  read: async () => ({ kind: 'cannot', why: 'I understood this question, but cannot answer its kind yet.' }),
  card: () => ({ headline: '', blocks: [], notes: [] }),
  sheet: () => ({ columns: [], rows: [], totals: [], adds: null }),
}
