import type { Log } from '../chat/log.ts'
import type { Mistakes } from '../chat/turn.ts'

/** Tells Slack what is wrong in the form, or nothing, which closes it. False where it was told before. */
export type AnswerForm = (mistakes?: Mistakes) => Promise<boolean>

/** Slack waits three seconds for what is wrong in a form that was sent; whoever takes longer finds it closed. */
export function answerWithin(ms: number, tell: (mistakes?: Mistakes) => Promise<void>, log: Log): AnswerForm {
  let told = false
  const late = setTimeout(() => {
    answer().catch((error: unknown) => log.error({ err: error }, 'slack form could not be closed'))
  }, ms)

  async function answer(mistakes?: Mistakes): Promise<boolean> {
    if (told) return false
    told = true
    clearTimeout(late)
    await tell(mistakes)
    return true
  }
  return answer
}
