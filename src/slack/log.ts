import { type Logger as BoltLogger, LogLevel } from '@slack/bolt'
import type { Log } from '../chat/log.ts'

/** Slack's libraries log whole requests at debug and texts at info: of theirs only warnings and errors are kept, for debugging. */
export function boltLog(log: Log): BoltLogger {
  const keep = (...messages: unknown[]) =>
    log.debug({ from: 'slack sdk' }, messages.map(String).join(' ').slice(0, 500))
  const drop = () => undefined
  return {
    debug: drop,
    info: drop,
    warn: keep,
    error: keep,
    setLevel: drop,
    setName: drop,
    getLevel: () => LogLevel.WARN,
  }
}
