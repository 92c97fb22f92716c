import type { Json } from '../chat/json.ts'
import type { InvokeAnswer } from './gateway.ts'

/** Answers the invoke that waits; false where none waits, or waits no longer. */
export type AnswerInvoke = (answer: InvokeAnswer) => boolean

export interface Waiting {
  readonly answer: AnswerInvoke
  readonly answered: Promise<InvokeAnswer>
}

/** Teams says "Something went wrong" to whoever presses and hears nothing for some ten seconds: by then it hears `late`. */
export function waiting(ms: number, late: InvokeAnswer): Waiting {
  let answer: AnswerInvoke = () => false
  const answered = new Promise<InvokeAnswer>((done) => {
    let open = true
    answer = (given) => {
      if (!open) return false
      open = false
      clearTimeout(timer)
      done(given)
      return true
    }
    const timer = setTimeout(() => answer(late), ms)
  })
  return { answer, answered }
}

/** A few words over the card, for whoever pressed alone. */
export const toast = (text: string): InvokeAnswer => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text },
})

/** Takes the place of the card for whoever pressed; everybody else sees it by an update. */
export const inPlace = (card: Json): InvokeAnswer => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
})

export const STILL_WORKING = toast('Still working: the answer comes as soon as I have it.')

/** Invokes of what Tally does not have. What shows words gets words; everything else hears that it is not built. */
export function answerOther(name: string): InvokeAnswer {
  switch (name) {
    case 'adaptiveCard/action':
      // Refreshed by itself: the card stays as it is.
      return toast('')
    case 'composeExtension/query':
      return { status: 200, body: { composeExtension: { type: 'message', text: 'Ask Tally in a chat or a channel.' } } }
    case 'task/fetch':
    case 'task/submit':
      return { status: 200, body: { task: { type: 'message', value: 'This button no longer works. Ask again.' } } }
    case 'message/submitAction':
      return { status: 200 }
    default:
      return { status: 501 }
  }
}
