import { type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import type { Log } from '../chat/log.ts'
import type { Pace } from '../chat/pace.ts'
import { boltLog } from './log.ts'

export interface SocketOptions {
  readonly appToken: string
  readonly clientOptions: WebClientOptions
  readonly pace: Pace
  readonly log: Log
}

export interface Socket {
  readonly receiver: Receiver
  readonly isConnected: () => boolean
  /** Connects, and connects again, until it is stopped. Never rejects. */
  stayConnected(): Promise<void>
  stop(): Promise<void>
}

/**
 * Socket Mode: we connect to Slack, which then needs no way in. The reconnecting is ours, for the SDK's own ends the process
 * with an unhandled rejection when the network is away at the moment it tries.
 */
export function socket({ appToken, clientOptions, pace, log }: SocketOptions): Socket {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  })
  let connected = false
  let stopped = false

  async function connection(): Promise<void> {
    const gone = new Promise<void>((done) => receiver.client.once('disconnected', () => done()))
    await receiver.start()
    connected = true
    log.info({}, 'slack socket mode is connected')
    await gone
  }

  return {
    receiver,
    isConnected: () => connected,
    stayConnected: async () => {
      for (let waitMs = 0; !stopped; waitMs = connected ? 250 : Math.min(waitMs + 1000, 30_000)) {
        // Slack asks for a new connection every few hours: soon, but not as fast as it could send us away again.
        if (waitMs > 0 && !(await pace.wait(waitMs))) return
        connected = false
        try {
          await connection()
        } catch (error) {
          log.error({ err: error }, 'slack socket mode does not connect')
        }
      }
      connected = false
    },
    stop: async () => {
      stopped = true
      await receiver.stop()
    },
  }
}
