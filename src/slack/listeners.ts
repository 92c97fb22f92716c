import type { App } from '@slack/bolt'
import type { Log } from '../chat/log.ts'
import type { Work } from '../chat/work.ts'
import { type AnswerForm, answerWithin } from './answer-form.ts'
import type { Respond } from './response-url.ts'

export interface Listeners {
  readonly work: Work
  readonly log: Log
  /** Reads a payload and answers it; gives back at once what is none of ours. */
  readonly hear: (body: unknown, answerForm?: AnswerForm) => Promise<void>
  /** How long Slack may wait for what is wrong in a form. */
  readonly formPatienceMs: number
  readonly respondBy: (url: string | undefined) => Respond | undefined
}

/** What Tally listens to. `manifest.yml` asks Slack for exactly this, and a test compares the two. */
export function listen(app: App, { work, log, hear, formPatienceMs, respondBy }: Listeners): void {
  // Over HTTP the receiver has acknowledged; in Socket Mode this is where it happens, for every kind of payload, known or not.
  // Only a form waits to hear what is wrong in it.
  app.use(async (args) => {
    const ack: unknown = 'ack' in args ? args.ack : undefined
    if (typeof ack === 'function' && !isSubmission(args.body)) await ack()
    await work.run(() => args.next())
  })
  // The work has begun and Slack is content: what fails from here on is told in the log and, by `hear`, to the person.
  app.error(async (failure: object) =>
    log.error({ err: 'error' in failure ? failure.error : failure }, 'slack listener failed'),
  )

  app.command('/spend', ({ body }) => hear(body))
  app.event('app_mention', ({ body }) => hear(body))
  app.event('app_home_opened', ({ body }) => hear(body))
  app.message(({ body }) => hear(body))
  // Every button and select that Tally ever posted, whatever it was called then.
  app.action({ type: 'block_actions' }, ({ body }) => hear(body))

  app.view({ type: 'view_submission' }, async ({ ack, body }) => {
    const answerForm = answerWithin(
      formPatienceMs,
      (mistakes) => (mistakes === undefined ? ack() : ack({ response_action: 'errors', errors: mistakes })),
      log,
    )
    try {
      await hear(body, answerForm)
    } finally {
      await answerForm()
    }
  })

  app.command(/^(?!\/spend$)/, async ({ body }) => {
    await respondBy(body.response_url)?.({
      response_type: 'ephemeral',
      text: `I only know /spend, not ${body.command}.`,
    })
  })
}

/** Nothing but a form that was sent makes Slack wait for more than the acknowledgement. */
export const isSubmission = (body: object): boolean => 'type' in body && body.type === 'view_submission'
