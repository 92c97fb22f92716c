import {
  type Block,
  type Button,
  type Card,
  type Cell,
  code,
  plain,
  type Select,
  strong,
  type Text,
} from '../cards/card.ts'
import { type Buttons, viewButton } from './buttons.ts'
import { lines } from './item.ts'
import { reasonWords } from './list-card.ts'
import { addTold, type Overview, type TeamLine, type Told } from './overview.ts'
import { briefWords, counted, listed, moneyWords, shortName } from './said.ts'

export interface OverviewSetting extends Omit<Buttons, 'reader'> {
  /** How many of them are the reader's own. */
  readonly mine: number
  /** How often each rule was right, a line each; those that are wrong too often are said first. */
  readonly precision: readonly Text[]
  /** Nobody is told of anything until somebody says so. */
  readonly confirmed: boolean
}

const MOST_ROWS = 15
const MOST_TEAMS = 50

/** What is open, put off and unknown, by team and money. */
export function overviewCard({ all, teams, reasons }: Overview, setting: OverviewSetting): Card {
  const money = moneyWords(all.open.perDay)
  const what = counted(all.open.count, 'open nudge')
  return {
    blocks: [
      {
        kind: 'headline',
        text: all.open.count === 0 ? 'No open nudges' : money === undefined ? what : `${money} a day in ${what}`,
      },
      ...(setting.confirmed
        ? []
        : [
            lines([
              [
                strong('Nobody is told yet. '),
                plain('An administrator looks at what would be sent and confirms it: '),
                code('nudges confirm'),
              ],
            ]),
          ]),
      ...(teams.length === 0 ? [] : [table(teams)]),
      ...unknownBlock(all.unknown, reasons),
      ...(setting.precision.length === 0 ? [] : [lines(setting.precision)]),
      ...actions(teams, setting),
      {
        kind: 'note',
        text: [plain('Money is the effective cost of the last complete day, a day. Acknowledged ones count as open.')],
      },
    ],
  }
}

function table(teams: readonly TeamLine[]): Block {
  const shown = teams.length > MOST_ROWS + 1 ? teams.slice(0, MOST_ROWS) : teams
  const rest = teams.slice(shown.length)
  const row = (label: string, all: readonly TeamLine[]): readonly Cell[] => [
    { text: label },
    ...(['open', 'snoozed', 'exempt', 'unknown'] as const).map((kind) => cell(addTold(all.map((line) => line[kind])))),
  ]
  const right = (title: string) => ({ title, align: 'right' as const })
  return {
    kind: 'table',
    caption: 'Idle resources by team, most open money first',
    columns: [{ title: 'Team', align: 'left' }, right('Open'), right('Snoozed'), right('Exempt'), right('Unknown')],
    rows: [
      ...shown.map((line) => row(teamName(line.team), [line])),
      ...(rest.length === 0 ? [] : [row(`Other (${rest.length})`, rest)]),
    ],
  }
}

const teamName = (team: string | null): string => (team === null ? 'no team' : shortName(team, 40))

/** "3 · $120.00": how many, and what they cost a day. */
function cell({ count, perDay }: Told): Cell {
  if (count === 0) return { text: '–' }
  const [only, ...others] = perDay
  const value = others.length === 0 && only !== undefined ? { value: Number(only.amount) } : {}
  return { text: `${count} · ${briefWords(perDay) ?? 'not known'}`, ...value }
}

function unknownBlock({ count, perDay }: Told, reasons: Overview['reasons']): readonly Block[] {
  if (count === 0) return []
  const why = listed(reasons.slice(0, 4).map((each) => `${each.count} ${reasonWords(each.reason)}`))
  const money = moneyWords(perDay)
  return [
    lines([
      [
        plain(
          `Nobody can judge ${counted(count, 'resource')}${money === undefined ? '' : ` for ${money} a day`}, so nobody is told of ${count === 1 ? 'it' : 'them'}: ${why}.`,
        ),
      ],
    ]),
  ]
}

function actions(teams: readonly TeamLine[], setting: OverviewSetting): readonly Block[] {
  const signs: Buttons = { sign: setting.sign, now: setting.now, reader: null }
  const options = teams.flatMap(({ team, ref }) =>
    ref === null ? [] : [viewButton(teamName(team), { kind: 'team', ref, page: 0 }, signs)],
  )
  const selects: Select[] =
    options.length === 0 ? [] : [{ label: 'Show a team', options: options.slice(0, MOST_TEAMS) }]
  const buttons: Button[] =
    setting.mine === 0 ? [] : [viewButton(`Mine (${setting.mine})`, { kind: 'mine', page: 0 }, signs)]
  return selects.length + buttons.length === 0 ? [] : [{ kind: 'actions', buttons, selects }]
}
