// PostgreSQL's own words for "I am going away" or "I am not there yet", and the network's.
const CODES: ReadonlySet<string> = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
])

/** The database went away: whatever was asked of it is not to blame. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && CODES.has(code)) return true
  // pg gives a connection that broke under a query no code.
  return (
    /^Connection terminated|^Client has encountered a connection error/.test(error.message) || isOutage(error.cause)
  )
}
