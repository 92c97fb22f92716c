import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

export interface LogOptions {
  readonly level: string
  /** One line of words instead of JSON: for a person at a terminal. */
  readonly readable: boolean
  readonly destination?: DestinationStream
}

// Of any object that is logged, two levels deep. Questions and amounts are never handed to the log in the first place.
const SECRETS = [
  'authorization',
  'cookie',
  'token',
  'botToken',
  'appToken',
  'signingSecret',
  'password',
  'connectionString',
]

/** Structured and without secrets. A request's own log is `log.child({ requestId })`. */
export function createLog(options: LogOptions): Log {
  const destination = options.destination ?? process.stdout
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    },
    options.readable ? { write: (line) => destination.write(toWords(line)) } : destination,
  )
}

/** `10:45:03 warn  message  key=value …`, the error's stack beneath. */
export function toWords(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown> & {
    err?: { message?: string; stack?: string }
  }
  const details = Object.entries(rest).map(
    ([name, value]) => `  ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const stack = err === undefined ? '' : `\n${err.stack ?? err.message}`
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${msg ?? ''}${details.join('')}${stack}\n`
}
