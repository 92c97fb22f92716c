import { type Block, plain, strong, type Table, type Text } from '../../../cards/card.ts'
import { days, money } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { capital, dimensionWord, listed, rowLabel, tagLabel } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { NudgeSavings, SavedTotal, Settled } from './found.ts'
import { RESOURCE } from './read.ts'

/** What was saved and by how many, what is still looked at, and what was left out and why. */
export function card({ question }: Answer, found: NudgeSavings): Said {
  const { totals, settled } = found
  const groupBy = question.groupBy.length === 0 ? RESOURCE : question.groupBy
  return {
    headline: headline(totals, settled),
    blocks: [
      ...totals.map((total): Block => ({ kind: 'text', text: spansWords(total) })),
      ...(waiting(settled).length === 0 ? [] : [{ kind: 'text' as const, text: [plain(`${waiting(settled)}.`)] }]),
      ...totals.map(({ currency }) => table(found, groupBy, currency)),
      ...(leftOut(settled).length === 0
        ? []
        : [{ kind: 'text' as const, text: [plain(`Not counted: ${listed(leftOut(settled))}.`)] }]),
    ],
    notes: [
      `Nudges that were settled in ${days(question.period)}. Saved is what each would have cost at the mean of its last seven whole days, less what it and what came in its place cost.`,
      'Each counts over its 30 days after, or over its first 7 until those are complete. Never more than it would have cost; 0 where the spend only moved.',
    ],
  }
}

function headline(totals: readonly SavedTotal[], settled: Settled): string {
  if (totals.length > 0) return `${listed(totals.map(({ saved, currency }) => money(saved, currency)))} saved, verified`
  return settled.verifying > 0 ? 'Nothing is verified yet' : 'No savings by nudges'
}

/** Which part stands on which span. */
function spansWords({ saved30, saved7, nudges, nudges30, currency }: SavedTotal): Text {
  const part = (amount: string, count: number, span: string): Text =>
    count === 0 ? [] : [strong(money(amount, currency)), plain(` ${span} (${resources(count)})`)]
  const [long, short] = [
    part(saved30, nudges30, 'in the 30 days after'),
    part(saved7, nudges - nudges30, 'in the first 7 days, whose 30 are not over'),
  ]
  return [...long, ...(long.length > 0 && short.length > 0 ? [plain('; ')] : []), ...short, plain('.')]
}

const waiting = ({ verifying }: Settled): string =>
  verifying === 0 ? '' : `${capital(resources(verifying))} still being verified: it takes 7 complete days`

function leftOut({ exempt, usedAgain, notTold, unverified }: Settled): readonly string[] {
  return [
    ...(usedAgain === 0 ? [] : [`${usedAgain} used again`]),
    ...(exempt === 0 ? [] : [`${exempt} exempt`]),
    ...(notTold === 0 ? [] : [`${notTold} ended before anybody was told`]),
    ...(unverified === 0 ? [] : [`${unverified} whose bill never told`]),
  ]
}

const resources = (count: number): string => `${count} ${count === 1 ? 'resource' : 'resources'}`

function table({ rows }: NudgeSavings, groupBy: typeof RESOURCE, currency: string): Table {
  const cell = (amount: string) => ({ text: money(amount, currency), value: Number(amount) })
  const mine = rows.filter((row) => row.currency === currency)
  const right = (title: string) => ({ title, align: 'right' as const })
  return {
    kind: 'table',
    caption: `Verified savings, ${currency}`,
    columns: [
      ...groupBy.map((dimension) => ({ title: capital(dimensionWord(dimension)), align: 'left' as const })),
      right('Would have cost'),
      right('Cost'),
      right('Saved'),
    ],
    rows: mine.map((row) => [
      ...groupBy.map((dimension, i) => ({
        text:
          row.kind === 'group'
            ? tagLabel(dimension, row.keys[i] ?? null)
            : i === 0
              ? rowLabel({ ...row, keys: [null] }, [dimension])
              : '',
      })),
      cell(row.baseline),
      cell(row.actual),
      cell(row.saved),
    ]),
  }
}
