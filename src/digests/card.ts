import type { Block, Button, Card, Select } from '../cards/card.ts'
import type { Sign } from '../feature.ts'
import { glance, signed, toTheCent } from './card/amounts.ts'
import { changeLines, earlier } from './card/changes.ts'
import { details } from './card/details.ts'
import { factLines } from './card/fact-lines.ts'
import { name, textBlock, titled } from './card/lines.ts'
import { moverLines, moversTitle, newsOf } from './card/mover-lines.ts'
import { seriesChart } from './card/series-chart.ts'
import { slotCode } from './card/slot-code.ts'
import { smallPrint } from './card/small-print.ts'
import { title } from './card/title.ts'
import type { Digest } from './digest.ts'

export interface DigestSigns {
  /** Of the buttons that questions go on by: `next.ID.why`, `group.ID.model_name`, `csv.ID`. */
  readonly spend: Sign
  /** Of a digest's own: `more.SUBSCRIPTION.SLOT`, `edit.SUBSCRIPTION`. */
  readonly digest: Sign
}

/**
 * Fits a phone's screen: at most six blocks, number first, then one row of buttons; the rest is behind its "More". Signs are
 * absent in a terminal.
 */
export function digestCard(digest: Digest, signs?: DigestSigns): Card {
  const wantsMovers = digest.asked.subscription.sections.includes('movers')
  return {
    blocks: [
      { kind: 'headline', text: title(digest) },
      ...textBlock(changeLines(digest, 'brief')),
      ...seriesChart(digest),
      ...(wantsMovers ? titled(moversTitle(digest.asked), moverLines(newsOf(digest), glance)) : []),
      ...textBlock(factLines(digest, glance)),
      smallPrint(digest, false),
      ...buttons(digest, signs, details(digest).length > 0),
    ],
  }
}

/** All that the first card leaves out, to the cent. */
export function moreCard(digest: Digest, signs?: DigestSigns): Card {
  return {
    blocks: [
      { kind: 'headline', text: title(digest, toTheCent) },
      ...textBlock(changeLines(digest, 'whole')),
      ...details(digest),
      smallPrint(digest, true),
      ...buttons(digest, signs, false),
    ],
  }
}

/** What can be done with a digest; what was not recorded can neither be asked further nor filed. */
function buttons(digest: Digest, signs: DigestSigns | undefined, more: boolean): Block[] {
  if (signs === undefined) return []
  const { asked, answerId, totals } = digest
  const { id } = asked.subscription
  const compared = totals.some((total) => earlier(digest, total).length > 0)
  const made: Button[] = [
    ...(compared ? [{ label: 'Why?', token: signs.spend(`next.${answerId}.why`) }] : []),
    ...(totals.length === 0
      ? []
      : [
          { label: 'By model', token: signs.spend(`group.${answerId}.model_name`) },
          { label: 'CSV', token: signs.spend(`csv.${answerId}`) },
        ]),
    ...(more ? [{ label: 'More', token: signs.digest(`more.${id}.${slotCode(asked.slotAt)}`) }] : []),
    { label: 'Change this digest', token: signs.digest(`edit.${id}`) },
  ]
  return [{ kind: 'actions', buttons: made, selects: unusual(digest, signs) }]
}

/** Why the anomalies of most money happened, one of them at a time. */
function unusual({ asked, anomalies }: Digest, { spend }: DigestSigns): Select[] {
  if (!asked.subscription.sections.includes('anomalies')) return []
  const options = anomalies.flatMap(({ name: who, over, currency, answerId }) =>
    answerId === undefined
      ? []
      : [{ label: `${name(who, 40)} ${signed(glance, over, currency)}`, token: spend(`next.${answerId}.why`) }],
  )
  return options.length === 0 ? [] : [{ label: 'Why unusual?', options }]
}
