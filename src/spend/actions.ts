import type { Block, Button, Select } from '../cards/card.ts'
import type { Answer } from './answer.ts'
import { groupsOf, nextQuestions, periodsOf } from './continue.ts'
import { dimensionWord } from './words.ts'

export interface CardSetting {
  /** Signs what a button carries; absent where nobody can press, as in a terminal. */
  readonly sign?: ((payload: string) => string) | undefined
  /** Only the asker sees the card, and may show it to the conversation. */
  readonly shareable?: boolean | undefined
  /** What an answer offers besides, by its own payload. */
  readonly offer?: { readonly label: string; readonly payload: string } | undefined
}

/** What can be done with an answer, and the questions that it leads to. */
export function actions(answer: Answer, { sign, shareable, offer }: CardSetting): Block[] {
  if (sign === undefined) return []
  const { id, question, today } = answer
  const found = hasFigures(answer)
  const buttons: Button[] = [
    { label: 'Show how', token: sign(`how.${id}`) },
    ...(found ? [{ label: 'CSV', token: sign(`csv.${id}`) }] : []),
    ...(shareable ? [{ label: 'Share here', token: sign(`share.${id}`) }] : []),
    ...(offer === undefined ? [] : [{ label: offer.label, token: sign(offer.payload) }]),
  ]
  // What was not recorded can only be looked for elsewhere.
  const next = nextQuestions(question, today).filter(({ name }) => found || name === 'earlier')
  const steps = next.map(({ name, label }) => ({ label, token: sign(`next.${id}.${name}`) }))
  const selects: Select[] = [
    {
      label: 'Another period',
      options: [...periodsOf(question, today)].map(([name, label]) => ({ label, token: sign(`period.${id}.${name}`) })),
    },
    {
      label: 'Group by',
      // Where the question named no groups, we chose some.
      options: groupsOf({ ...question, groupBy: answer.groupBy }).map((dimension) => ({
        label: `By ${dimensionWord(dimension)}`,
        token: sign(`group.${id}.${dimension}`),
      })),
    },
  ].filter(({ options }) => options.length > 0)
  return [
    { kind: 'actions', buttons, selects: [] },
    ...(steps.length + selects.length === 0 ? [] : [{ kind: 'actions', buttons: steps, selects } as const]),
  ]
}

const hasFigures = (answer: Answer): boolean => answer.finding !== null || answer.totals.length > 0
