import type { Card } from '../cards/card.ts'
import { type IdleRule, type IdleRules, SIGNAL_NAMES, SIGNALS } from './idle-rules.ts'
import type { Manners } from './manners.ts'

/** What is in force: when a resource is idle, and how often people are told. */
export function rulesCard(
  { version, rules, skips }: IdleRules,
  { politeness, working }: Pick<Manners, 'politeness' | 'working'>,
): Card {
  const fact = (label: string, text: string) => ({ label, value: [{ kind: 'plain' as const, text }] })
  return {
    blocks: [
      { kind: 'headline', text: `Idle rules, version ${version}` },
      {
        kind: 'facts',
        facts: rules.map((rule) =>
          fact(
            rule.kind,
            `${quietWords(rule)}, for ${hours(rule.windowHours)} with ${Math.round(rule.coverage * 100)} % of the samples; watched after ${hours(rule.watchHours)}`,
          ),
        ),
      },
      {
        kind: 'facts',
        facts: [
          fact('Never judged', skips.join(', ') || 'nothing'),
          fact('A reminder after', `${politeness.reminderAfterDays} working days`),
          fact(
            'Others are told after',
            `${politeness.remindersBeforeEscalation} unanswered reminders, from ${politeness.escalateFromPerDay} a day`,
          ),
          fact('Not told below', `${politeness.worthPerDay} a day, in its own currency`),
          fact('Messages in seven days', `at most ${politeness.mostPerWeek} to one person, one a working day`),
          fact('Working hours', `${working.from}:00 to ${working.until}:00, each in their own zone`),
        ],
      },
    ],
  }
}

const quietWords = ({ quiet }: IdleRule): string =>
  SIGNAL_NAMES.flatMap((signal) => {
    const limit = quiet[signal]
    const { loud, words } = SIGNALS[signal]
    return limit === undefined
      ? []
      : [loud === 'from' ? `${words} below ${limit} %` : limit === 0 ? `no ${words}` : `${words} up to ${limit}`]
  }).join(', ')

const hours = (count: number): string => (count % 24 === 0 ? `${count / 24} d` : `${count} h`)
