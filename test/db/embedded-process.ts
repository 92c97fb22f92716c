// A Tally that only uses the embedded database: says where it is, then waits for a signal or its end.
import { startEmbedded } from '../../src/db/embedded.ts'

const embedded = await startEmbedded({ folder: process.argv[2] as string, durable: false })
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, () => embedded.stop().then(() => process.exit(0)))
}
process.stdout.write(`${JSON.stringify({ url: embedded.url, reused: embedded.reused })}\n`)
setInterval(() => undefined, 60_000)
