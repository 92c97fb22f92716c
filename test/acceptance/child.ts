import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { Closing } from './closing.ts'
import { until } from './until.ts'

/** A process of ours: what it says is kept, and it ends with the run. */
export interface Child {
  output(): string
  /** Undefined while it runs. */
  exitCode(): number | undefined
}

export interface ChildOptions {
  readonly closing: Closing
  readonly cwd: string
  /** Besides what every process needs. */
  readonly env?: Readonly<Record<string, string>>
}

// A service drains for up to eight seconds.
const PATIENCE_MS = 12_000
const INHERITED = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR']
const MOST_KEPT = 200_000

export function child(args: readonly string[], { closing, cwd, env = {} }: ChildOptions): Child {
  const inherited = Object.fromEntries(INHERITED.flatMap((name) => [[name, process.env[name]]]))
  const running = spawn(process.execPath, args, {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let code: number | undefined
  const keep = (data: Buffer) => {
    output = (output + data).slice(-MOST_KEPT)
  }
  running.stdout.on('data', keep)
  running.stderr.on('data', keep)
  running.on('error', (error) => {
    output += String(error)
    code = 1
  })
  running.on('exit', (status) => {
    code = status ?? 1
  })
  closing.keep(async () => {
    if (code !== undefined) return
    running.kill('SIGTERM')
    await until('the end of a process', () => code, PATIENCE_MS).catch(() => running.kill('SIGKILL'))
  })
  return { output: () => output, exitCode: () => code }
}

/** Free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
