import { run } from './commands/run.ts'

// A reader that closed early, such as `head`, has all it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  now: () => new Date(),
  say: (text) => process.stdout.write(`${text}\n`),
  warn: (text) => process.stderr.write(`${text}\n`),
  interactive: process.stderr.isTTY === true,
  width: process.stdout.columns ?? 100,
  colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
})
