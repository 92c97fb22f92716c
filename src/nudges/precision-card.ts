import { type Card, code, plain, strong, type Text } from '../cards/card.ts'
import { startOf } from '../civil-date.ts'
import { IDLE_RULES } from './idle-rules.ts'
import { decidedOf, isTooLow, LEAST_DECIDED, LEAST_PRECISION, type RulePrecision, SOON_DAYS } from './precision.ts'

const LEAST = `${LEAST_PRECISION * 100} %`

/** A line for each rule that told anybody; those that are wrong too often are said so. */
export const precisionLines = (rules: readonly RulePrecision[]): readonly Text[] =>
  rules.map((rule) => [
    strong(`Rule ${wordsOf(rule.rule)}: `),
    plain(`${ofRule(rule)}${isTooLow(rule) ? `; below ${LEAST}, so it needs another look` : ''}.`),
  ])

function ofRule(rule: RulePrecision): string {
  const { told, confirmed, exempted, wokeUp, precision } = rule
  const decided = decidedOf(rule)
  const nudges = `${told} ${told === 1 ? 'nudge' : 'nudges'} told`
  if (precision === null) return `${nudges}, none decided yet`
  const share = `${confirmed} of ${decided} decided ones confirmed idle (${Math.floor(precision * 100)} %)`
  const wrong = [
    ...(exempted === 0 ? [] : [`${exempted} exempt`]),
    ...(wokeUp === 0 ? [] : [`${wokeUp} at work again within ${SOON_DAYS} days`]),
  ]
  return `${[nudges, share, ...wrong].join(', ')}`
}

const wordsOf = (kind: string): string => IDLE_RULES.rules.find((rule) => rule.kind === kind)?.words ?? kind

/** What administrators hear once a week; undefined where every rule is right often enough. */
export function precisionReport(
  rules: readonly RulePrecision[],
  now: Date,
): { readonly key: string; readonly card: Card } | undefined {
  const low = rules.filter(isTooLow)
  if (low.length === 0) return undefined
  const week = startOf('week', now.toISOString().slice(0, 10))
  return {
    key: `told:nudge-precision:${week}`,
    card: {
      blocks: [
        {
          kind: 'headline',
          text:
            low.length === 1
              ? 'A rule for idle resources is often wrong'
              : `${low.length} rules for idle resources are often wrong`,
        },
        ...precisionLines(low).map((text) => ({ kind: 'text' as const, text })),
        {
          kind: 'text',
          text: [
            plain(
              'Make its window longer or its limits lower in the rules file, or leave the kind out. What is in force: ',
            ),
            code('tally nudge rules'),
          ],
        },
        {
          kind: 'note',
          text: [
            plain(
              `Of nudges told in 90 days. Confirmed is what is gone since. Told from ${LEAST_DECIDED} decided ones on, once a week for as long as it is below ${LEAST}.`,
            ),
          ],
        },
      ],
    },
  }
}
