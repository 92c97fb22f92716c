import { type Block, type Card, plain } from '../cards/card.ts'
import { reasonWords } from './list-card.ts'
import type { UnknownResource } from './listing.ts'
import { openTotal } from './open-total.ts'
import { counted, moneyWords, perDayWords, shortName } from './said.ts'
import type { StoredNudge } from './stored.ts'

export interface Listed {
  readonly nudges: readonly StoredNudge[]
  readonly unknown: readonly UnknownResource[]
  readonly confirmed: boolean
}

/** Everything at once, for whoever looks from the command line. */
export function nudgesTable({ nudges, unknown, confirmed }: Listed): Card {
  const open = openTotal(nudges)
  const money = moneyWords(open.perDay)
  return {
    blocks: [
      {
        kind: 'headline',
        text:
          open.count === 0
            ? 'No open nudges'
            : `${counted(open.count, 'open nudge')}${money === undefined ? '' : `, ${money} a day`}`,
      },
      ...(nudges.length === 0
        ? []
        : [
            table(
              'Not settled',
              ['State', 'Resource', 'Team', 'Owner', 'Per day'],
              nudges.map(({ state, name, team, owner, perDay }) => [
                'until' in state ? `${state.kind} to ${state.until.toISOString().slice(0, 10)}` : state.kind,
                shortName(name),
                team ?? '–',
                owner.email,
                perDayWords(perDay),
              ]),
            ),
          ]),
      ...(unknown.length === 0
        ? []
        : [
            table(
              'Nobody can judge',
              ['Resource', 'Team', 'Why', 'Per day'],
              unknown.map(({ name, team, reason, perDay }) => [
                shortName(name),
                team ?? '–',
                reasonWords(reason),
                perDayWords(perDay),
              ]),
            ),
          ]),
      ...(confirmed
        ? []
        : [
            {
              kind: 'note' as const,
              text: [plain('Nobody is told until somebody confirms: npx tally nudge confirm --as EMAIL')],
            },
          ]),
    ],
  }
}

const table = (caption: string, titles: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  caption,
  columns: titles.map((title) => ({ title, align: 'left' as const })),
  rows: rows.map((row) => row.map((text) => ({ text }))),
})
