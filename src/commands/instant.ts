import { Fault } from '../errors.ts'

/** `--at`, as if it were another moment. */
export function instantOf(text: string): Date {
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime()) || !/(Z|[+-]\d\d:?\d\d)$/i.test(text))
    throw new Fault(`--at ${text} is no instant.`, 'Write it with a zone: --at 2026-11-23T08:00:00Z')
  return instant
}
