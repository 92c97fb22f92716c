import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Fault } from '../errors.ts'

/** Who the server runs as. PostgreSQL refuses root, so root lends it another user; anybody else runs it as themselves. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** `postgres` where there is such an account, else `nobody`: a uid without any name will not do, the server looks its own up. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = existsSync('/etc/passwd')
    ? readFileSync('/etc/passwd', 'utf8')
        .split('\n')
        .map((line) => line.split(':'))
    : []
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody')
  // Unsigned, for macOS writes nobody as -2.
  const id = (text: string | undefined) => (text === undefined ? 65534 : Number(text) >>> 0)
  return { uid: id(account?.[2]), gid: id(account?.[3]) }
}

/** Where the server's user can reach its files: the folder itself, or /var/lib/tally for a folder in root's private home. */
export function reachableFolder(folder: string, user: ServerUser | undefined): string {
  if (user === undefined || reaches(user, folder)) return folder
  const elsewhere = agreed(
    join(folder, 'elsewhere'),
    join('/var/lib/tally', `${basename(dirname(folder))}-${newName()}`),
  )
  try {
    mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  } catch (cause) {
    throw new Fault(
      `The database's own user cannot reach ${folder}, and ${elsewhere} cannot be made.`,
      'Set TALLY_FOLDER to a folder that other users may enter, or DATABASE_URL to a server of your own.',
      { cause },
    )
  }
  // Somebody else's folder could be swapped under us.
  if (statSync(elsewhere).uid !== 0)
    throw new Fault(`${elsewhere} belongs to somebody else.`, `Remove it, then start again: rm -r ${elsewhere}`)
  return elsewhere
}

const reaches = (user: ServerUser, folder: string) =>
  spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0

/**
 * The place that the note names; the first to come names one. It goes with the folder, so that whoever removes the folder begins
 * anew and does not meet an old database by its path.
 */
function agreed(note: string, place: string): string {
  const draft = `${note}.${newName()}`
  writeFileSync(draft, place)
  try {
    // A link appears whole or not at all, for one of those who start together.
    linkSync(draft, note)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(note, 'utf8')
}

const newName = () => randomBytes(6).toString('hex')
