import type { Receiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import type { Log } from '../chat/log.ts'
import type { Observe } from '../chat/observe.ts'
import type { Pace } from '../chat/pace.ts'
import type { Work } from '../chat/work.ts'
import { Fault } from '../errors.ts'
import { receiver as httpReceiver, type SlackReceiver } from './receiver.ts'
import { type Socket, socket as socketMode } from './socket.ts'

export interface WayInOptions {
  readonly signingSecret: string | undefined
  readonly appToken: string | undefined
  readonly clientOptions: WebClientOptions
  readonly pace: Pace
  readonly now: () => Date
  readonly log: Log
  readonly work: Work
  readonly isOpen: () => boolean
  readonly observe: Partial<Observe>
}

export interface WayIn {
  readonly through: Receiver
  /** Where Slack calls us. */
  readonly receiver?: SlackReceiver
  /** Where we call Slack. */
  readonly socket?: Socket
}

/** How Slack reaches us: it calls us where there is a signing secret, else we call it and keep the line open. */
export function wayIn(options: WayInOptions): WayIn {
  const { signingSecret, appToken, clientOptions, pace, now, log, work, isOpen, observe } = options
  if (signingSecret !== undefined) {
    const receiver = httpReceiver({
      signingSecret,
      now,
      work,
      isOpen,
      onAcknowledged: (seconds) => observe.acknowledged?.(seconds),
      onRefused: (status, reason) => {
        observe.refused?.(status)
        log.warn({ status, reason }, 'slack request refused')
      },
      onRateLimited: () => {
        observe.error?.('app_rate_limited')
        log.warn({}, 'slack holds events back: more than 30,000 an hour')
      },
      onError: (error) => log.error({ err: error }, 'slack payload could not be read'),
    })
    return { through: receiver, receiver }
  }
  if (appToken !== undefined) {
    const socket = socketMode({ appToken, clientOptions, pace, log })
    return { through: socket.receiver, socket }
  }
  throw new Fault(
    'Slack has neither a signing secret nor an app token.',
    'Set SLACK_SIGNING_SECRET (Slack calls Tally) or SLACK_APP_TOKEN (Tally calls Slack).',
  )
}
