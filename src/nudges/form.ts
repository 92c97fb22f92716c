import type { Form } from '../cards/form.ts'
import { day } from '../cards/format.ts'
import { addDays } from '../civil-date.ts'
import { lastMorning, localDay } from './local-instant.ts'
import { MOST_EXEMPT_DAYS, MOST_SNOOZE_DAYS } from './nudge.ts'
import { perDayWords, shortName } from './said.ts'
import type { StoredNudge } from './stored.ts'

export interface FormSetting {
  readonly now: Date
  /** Of whoever fills it in. */
  readonly timezone: string
  /** Signed. */
  readonly token: string
}

const about = ({ name, perDay }: StoredNudge): string => `${shortName(name)}, ${perDayWords(perDay)}.`
/** How long people mean when they say nothing else. */
const USUAL_SNOOZE_DAYS = 14
const USUAL_EXEMPT_DAYS = 30

export function snoozeForm(nudge: StoredNudge, { now, timezone, token }: FormSetting): Form {
  return {
    title: 'Snooze until a date',
    submit: 'Snooze',
    token,
    intro: `${about(nudge)} It wakes on that morning if it is still idle, and early if it costs half as much again.`,
    fields: [
      {
        name: 'date',
        kind: 'date',
        label: 'Until',
        hint: `At the latest ${day(lastMorning(now, MOST_SNOOZE_DAYS, timezone))}.`,
        value: addDays(localDay(now, timezone), USUAL_SNOOZE_DAYS),
      },
      { name: 'reason', kind: 'text', label: 'Why', optional: true, placeholder: 'Whoever reads it later will know' },
    ],
  }
}

export function exemptForm(nudge: StoredNudge, { now, timezone, token }: FormSetting): Form {
  return {
    title: 'Exempt',
    submit: 'Make exempt',
    token,
    intro: `${about(nudge)} It is meant to be as it is: nobody is told of it until that day.`,
    fields: [
      {
        name: 'reason',
        kind: 'text',
        label: 'Why is it not waste?',
        placeholder: 'Warm standby for the launch on the 12th',
        long: true,
      },
      {
        name: 'date',
        kind: 'date',
        label: 'Until',
        hint: `At the latest ${day(lastMorning(now, MOST_EXEMPT_DAYS, timezone))}.`,
        value: addDays(localDay(now, timezone), USUAL_EXEMPT_DAYS),
      },
    ],
  }
}

export function moveForm(nudge: StoredNudge, { token }: FormSetting): Form {
  return {
    title: 'Whose is it?',
    submit: 'Hand over',
    token,
    intro: `${about(nudge)} Whoever you name is told of it from now on, and whoever keeps its tags can see that.`,
    fields: [{ name: 'person', kind: 'person', label: 'Person' }],
  }
}
