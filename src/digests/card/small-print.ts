import { type Block, plain } from '../../cards/card.ts'
import { day, instant } from '../../cards/format.ts'
import { freshnessWords } from '../../spend/words.ts'
import type { Digest } from '../digest.ts'
import { name } from './lines.ts'

/** How fresh it is, which days are meant, which moment of the subscription it is for, and how to name it to somebody. */
export function smallPrint(digest: Digest, whole: boolean): Block {
  const { asked, answerId } = digest
  const { id, schedule } = asked.subscription
  const said = [
    whole ? wholeFreshness(digest) : briefFreshness(digest),
    'Days are UTC billing days.',
    `For ${slotWords(asked.slotAt, schedule.timezone)}.`,
    `Digest ${id}, answer ${answerId}.`,
  ]
  return { kind: 'note', text: [plain(said.join(' '))] }
}

function slotWords(slotAt: Date, timezone: string): string {
  const said = instant(slotAt, timezone)
  return said.endsWith(` ${timezone}`) ? said : `${said} (${timezone})`
}

const UNKNOWN = 'Nothing tells whether the bill is complete.'

function wholeFreshness({ freshness }: Digest): string {
  if (freshness === null) return UNKNOWN
  const brief = <S extends { readonly source: string }>(sources: readonly S[]): readonly S[] =>
    sources.map((source) => ({ ...source, source: name(source.source) }))
  return freshnessWords({ ...freshness, waiting: brief(freshness.waiting), stopped: brief(freshness.stopped) })
}

function briefFreshness({ freshness }: Digest): string {
  if (freshness === null) return UNKNOWN
  if (freshness.complete) return 'The bill is complete.'
  const { completeThrough, waiting } = freshness
  const through =
    completeThrough === null ? 'No day of this period is complete yet' : `Complete through ${day(completeThrough)}`
  const [first, ...others] = waiting
  if (first === undefined) return `${through}.`
  return `${through}; still open: ${name(first.source, 40)}${others.length === 0 ? '' : ` and ${others.length} more`}.`
}
