import { CommanderError } from 'commander'
import { Fault } from '../errors.ts'
import { program } from './program.ts'
import { Failed, type Terminal } from './terminal.ts'

/** Runs one command; gives its exit code, 0 only on success. What went wrong was said on stderr, with what to do. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await program(terminal).parseAsync(words, { from: 'user' })
    return 0
  } catch (error) {
    // Its words were printed already.
    if (error instanceof CommanderError) return error.exitCode
    if (error instanceof Failed) return 1
    if (error instanceof Fault) terminal.warn(`${error.message}\n→ ${error.remedy}`)
    else terminal.warn(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 1
  }
}
