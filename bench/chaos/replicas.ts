import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Replicas {
  /** Kills one with SIGKILL and starts it again at once; a replica that just died is not killed twice. */
  kill(which: number): boolean
  /** How many ended although nobody killed them: a bug of Tally's. */
  readonly crashes: readonly string[]
  /** SIGKILL to all, which are gone when this resolves. */
  end(): Promise<void>
}

export interface Program {
  /** A script of this project and its arguments. */
  readonly script: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Real processes, one per program, each started again when it ends. */
export function startReplicas(
  programs: readonly Program[],
  say: (line: string) => void,
  /** By its last words: a replica may end where it can do nothing, as long as somebody starts it again. */
  isExcused: (lastWords: string) => boolean,
): Replicas {
  const children = new Map<number, ChildProcess>()
  const crashes: string[] = []
  let ending = false

  function launch(which: number): void {
    const program = programs[which]
    if (program === undefined) return
    const child = spawn(process.execPath, program.script, {
      cwd: ROOT,
      // With npm's mark a replica stops by itself should this process be gone.
      env: { ...process.env, npm_lifecycle_event: 'chaos', ...program.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.set(which, child)
    const tail: string[] = []
    for (const stream of [child.stdout, child.stderr])
      if (stream !== null)
        createInterface({ input: stream }).on('line', (line) => {
          tail.push(line)
          if (tail.length > 20) tail.shift()
          say(`replica ${which}: ${line}`)
        })
    child.once('exit', (code, signal) => {
      children.delete(which)
      if (signal !== 'SIGKILL') {
        const told = `replica ${which} ended with ${signal ?? code}:\n${tail.join('\n')}`
        if (!isExcused(told)) crashes.push(told)
        say(told)
      }
      if (!ending) setTimeout(() => !ending && launch(which), signal === 'SIGKILL' ? 0 : RESTART_MS)
    })
  }
  for (const which of programs.keys()) launch(which)

  return {
    crashes,
    kill: (which) => {
      const child = children.get(which)
      return child !== undefined && !child.killed && child.kill('SIGKILL')
    },
    end: async () => {
      ending = true
      await Promise.all(
        [...children.values()].map(
          (child) =>
            new Promise((gone) => {
              child.once('exit', gone)
              child.kill('SIGKILL')
            }),
        ),
      )
    },
  }
}

// As a supervisor does, which does not start a broken program as fast as it can.
const RESTART_MS = 500
