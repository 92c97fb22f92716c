/** What a platform asks of a log; pino's fits. Never a token, a question or an amount. */
export interface Log {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}
