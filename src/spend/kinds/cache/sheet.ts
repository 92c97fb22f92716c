import type { Answer } from '../../answer.ts'
import type { Sheet } from '../kind.ts'
import { type Caching, worth } from './read.ts'

/** Tokens and savings, one row a group and currency; the savings add up. */
export function cacheSheet(_: Answer, { groupBy, percent, rows, totals }: Caching): Sheet {
  const adds = percent === null ? 'saved_at_list_price' : 'more_saved_at_list_price'
  return {
    columns: [
      'kind',
      ...groupBy,
      'currency',
      'input_tokens',
      'cache_read_tokens',
      'cache_write_tokens',
      'cache_write_extra_at_list_price',
      'unpriced_tokens',
      adds,
    ],
    rows: rows.map((row) => [
      row.kind,
      ...groupBy.map((_, i) => row.keys[i] ?? null),
      row.currency,
      row.input,
      row.cached,
      row.written,
      row.writeExtra,
      row.unpriced,
      worth(row, percent),
    ]),
    totals: totals.map((total) => ({ currency: total.currency, total: worth(total, percent) })),
    adds,
  }
}
