import type { Sheet } from '../kind.ts'
import type { Explanation } from './found.ts'

/** Who moved by how much and as what part: the column `change` adds up to the whole change. */
export function explanationSheet({ places, changes }: Explanation): Sheet {
  return {
    columns: [
      'currency',
      'part',
      ...places,
      'what',
      'resources',
      'resource',
      'moved_from',
      'moved_to',
      'unit',
      'quantity_before',
      'quantity_now',
      'change',
    ],
    rows: changes.flatMap(({ currency, movers }) =>
      movers.map((mover) => [
        currency,
        mover.kind === 'other' ? `other ${mover.part}` : mover.part,
        ...mover.keys,
        mover.what,
        mover.resources === 0 ? null : String(mover.resources),
        mover.resource,
        mover.from,
        mover.to,
        mover.unit,
        mover.quantityBefore,
        mover.quantityNow,
        mover.amount,
      ]),
    ),
    totals: changes.map(({ currency, change }) => ({ currency, total: change })),
    adds: 'change',
  }
}
