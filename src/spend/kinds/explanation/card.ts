import { Big } from 'big.js'
import { type Block, plain, strong, type Table } from '../../../cards/card.ts'
import { days, money } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { capital } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { Change, Explanation, Mover } from './found.ts'
import { notesOf } from './notes.ts'
import { changeWords, extentWords, moverWords, PART_WORDS, signed, signedPercent, supposedWay } from './words.ts'

/** The change, then its three largest causes in words, what it is made of, and who moved. */
export function explanationCard(answer: Answer, found: Explanation): Said {
  const { changes } = found
  return {
    headline: capital(changes.map(changeWords).join(' and ')),
    blocks: changes.flatMap((change) => changeBlocks(answer, found, change)),
    notes: notesOf(found),
  }
}

function changeBlocks(answer: Answer, found: Explanation, change: Change): Block[] {
  const { spans } = found
  const say = (amount: string | null) => (amount === null ? 'nothing recorded' : money(amount, change.currency ?? ''))
  return [
    ...surprise(answer, change, found.changes.length > 1),
    {
      kind: 'text',
      text: [
        strong(say(change.now)),
        plain(` for ${days(spans.now)} against `),
        strong(say(change.before)),
        plain(` for ${days(spans.before)}.`),
      ],
    },
    ...topThree(found, change),
    ...(change.parts.length === 0 ? [] : [partsTable(found, change), moversTable(found, change)]),
  ]
}

/** Whoever asks why it went up while it went down is told so first. */
function surprise({ text }: Answer, { change, currency }: Change, several: boolean): Block[] {
  const supposed = supposedWay(text)
  const went = new Big(change).cmp(0)
  if (supposed === undefined || went === (supposed === 'up' ? 1 : -1)) return []
  const really = went === 0 ? 'did not change' : `went ${went > 0 ? 'up' : 'down'}, not ${supposed}`
  return [{ kind: 'text', text: [strong(`It ${really}${several ? ` (${currency})` : ''}.`)] }]
}

/** Bills round each charge, which leaves a price that moved by some billionths: true, in the sheet, and no cause of anything. */
const isDust = (amount: string, change: string) =>
  new Big(amount).abs().lt('0.005') && new Big(amount).abs().times(1000).lt(new Big(change).abs())

const TOP = 3

/** Causes of the way it went, for these answer the question; where all point the other way, those. */
function topThree(found: Explanation, { change, movers, currency }: Change): Block[] {
  const way = new Big(change).cmp(0)
  const named = movers.filter((mover) => mover.kind === 'group' && !isDust(mover.amount, change))
  const along = named.filter(({ amount }) => way === 0 || new Big(amount).cmp(0) === way)
  return (along.length === 0 ? named : along).slice(0, TOP).map((mover, i) => ({
    kind: 'text',
    text: [
      plain(`${i + 1}. ${moverWords(mover, found)}: `),
      strong(signed(mover.amount, currency)),
      plain(extent(mover, found)),
    ],
  }))
}

const extent = (mover: Mover, found: Explanation) => {
  const words = extentWords(mover, found)
  return words === undefined ? '' : ` (${words})`
}

function partsTable(found: Explanation, { parts, before, change, currency }: Change): Table {
  const share = (amount: string) => signedPercent(new Big(before ?? 0).plus(amount).toFixed(), before) ?? '–'
  const row = (label: string, amount: string) => [
    { text: label },
    { text: signed(amount, currency), value: Number(amount) },
    { text: share(amount) },
  ]
  return {
    kind: 'table',
    caption: `What the change is made of, ${currency ?? ''}`,
    columns: [
      { title: 'Part', align: 'left' },
      { title: 'Change', align: 'right' },
      { title: 'Of earlier cost', align: 'right' },
    ],
    rows: [
      ...parts.filter(({ amount }) => !isDust(amount, change)).map(({ part, amount }) => row(PART_WORDS[part], amount)),
      row(found.changes.length > 1 ? `Change in ${currency}` : 'Change', change),
    ],
  }
}

function moversTable(found: Explanation, { movers, change, currency }: Change): Table {
  return {
    kind: 'table',
    caption: `What moved most, ${currency ?? ''}`,
    columns: [
      { title: 'What moved', align: 'left' },
      { title: 'Change', align: 'right' },
    ],
    rows: movers
      .filter(({ amount }) => !isDust(amount, change))
      .map((mover) => [
        { text: `${moverWords(mover, found)}${extent(mover, found)}` },
        { text: signed(mover.amount, currency), value: Number(mover.amount) },
      ]),
  }
}
