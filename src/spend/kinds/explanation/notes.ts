import { Big } from 'big.js'
import { day } from '../../../cards/format.ts'
import { addDays } from '../../../civil-date.ts'
import type { Explanation } from './found.ts'
import { daysWords, signed } from './words.ts'

/** The small print: which days, how fine, and what was restated. */
export function notesOf(found: Explanation): string[] {
  const { spans, completenessKnown, grain, restated, narrowed } = found
  const last = day(addDays(spans.now.end, -1))
  return [
    'The parts add up to the change to the last digit.',
    ...(spans.cut
      ? [
          `Only complete days are compared: what comes after ${last} has not all arrived, and the older side ends ${spans.nowDays === spans.beforeDays ? 'as early' : `on ${day(addDays(spans.before.end, -1))}`}.`,
        ]
      : []),
    ...(completenessKnown
      ? []
      : ['Nothing tells how complete the bill is: days through yesterday are taken as complete.']),
    ...(spans.nowDays === spans.beforeDays
      ? []
      : [
          `The sides have ${spans.nowDays} and ${spans.beforeDays} days: ${daysWords(found)} at the older pace is a part of its own, and the other parts compare like with like.`,
        ]),
    grain === 'workload'
      ? 'Compared by team, environment, workload and model or class of resource, where a dearer machine of a class reads as price: ask about one team or project to see single resources.'
      : 'Compared by single resource and meter; resources of one kind that took the place of others are usage, not new and gone.',
    ...(restated ?? []).map(
      ({ source, currency, days: count, now, before }) =>
        `${source} restated ${count} of these days after ${count === 1 ? 'it was' : 'they were'} reported, which is ${signed(new Big(now).minus(before).toFixed(), currency)} of the change${narrowed ? ' of that whole source, not told apart by team' : ''}: figures are as they stand now.`,
    ),
  ]
}
