import { createHash } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs'
import { PassThrough, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Fault } from '../errors.ts'
import { visible } from './value.ts'

/** What became known of a file while it was read. */
export interface FileReading {
  readonly bytes: AsyncIterable<Buffer>
  /** Of the bytes on disk; complete once `bytes` has ended. */
  sha256(): string
  /** Bytes on disk read so far. */
  done(): number
}

/** CSV of costs compresses ten- to forty-fold; what grows a thousandfold is a bomb, not a bill. */
const MAX_EXPANSION = 250
const FREE_BYTES = 64 * 1024 * 1024

export function fileSize(path: string): number {
  try {
    const found = statSync(path)
    if (!found.isFile())
      throw new Fault(
        `${visible(path)} is not a file.`,
        'Name the files one by one, or use a pattern: exports/*.csv.gz',
      )
    return found.size
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault(`${visible(path)} cannot be read.`, 'Check the path and that you may read it.', { cause })
  }
}

/** Throws when the file has changed since: whoever writes it is not done, and half a bill looks like a bill. */
export function unchangedSince(path: string): () => void {
  const stamp = () => {
    const { size, mtimeMs, ino } = statSync(path)
    return `${size} ${mtimeMs} ${ino}`
  }
  const before = stamp()
  return () => {
    if (stamp() === before) return
    throw new Fault(`${visible(path)} changed while it was read.`, 'Nothing was loaded. Import it when it is complete.')
  }
}

const firstBytes = (path: string): Buffer => {
  // Says in words what openSync says in codes.
  fileSize(path)
  const first = Buffer.alloc(4)
  const file = openSync(path, 'r')
  readSync(file, first, 0, 4, 0)
  closeSync(file)
  return first
}

// What a file is, is told by what it begins with: names lie.
export const isCompressed = (path: string): boolean => firstBytes(path).readUInt16BE() === 0x1f8b
export const isParquet = (path: string): boolean => firstBytes(path).toString('latin1') === 'PAR1'

/** The text bytes of a plain or gzip-compressed file. */
export function openFile(path: string, compressed: boolean): FileReading {
  const unchanged = unchangedSince(path)
  const hash = createHash('sha256')
  let digest: string | undefined
  let read = 0
  let written = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      read += chunk.length
      done(null, chunk)
    },
  })
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      written += chunk.length
      if (written > FREE_BYTES && written > read * MAX_EXPANSION) {
        done(
          new Fault(
            `${visible(path)} expands more than ${MAX_EXPANSION}-fold: this is not a cost export.`,
            'Nothing was loaded. If it is honest, unpack it yourself and import the plain file.',
          ),
        )
      } else done(null, chunk)
    },
  })
  const source = createReadStream(path, { highWaterMark: 1 << 16 })
  const out = new PassThrough({ highWaterMark: 1 << 16 })
  const flow = compressed
    ? pipeline(source, count, createGunzip({ chunkSize: 1 << 16 }), limit, out)
    : pipeline(source, count, out)
  // What the pipeline throws arrives through `out` as well.
  flow.catch(() => undefined)
  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      yield* out as AsyncIterable<Buffer>
      await flow
      unchanged()
    } catch (cause) {
      if (cause instanceof Fault) throw cause
      const { code } = cause as NodeJS.ErrnoException
      throw code?.startsWith('Z_')
        ? new Fault(`${visible(path)} is broken: it does not unpack.`, 'Nothing was loaded. Fetch the file again.', {
            cause,
          })
        : new Fault(`${visible(path)} could not be read to its end.`, 'Nothing was loaded. Try again.', { cause })
    } finally {
      source.destroy()
    }
  }
  return {
    bytes: bytes(),
    sha256: () => {
      digest ??= hash.digest('hex')
      return digest
    },
    done: () => read,
  }
}
