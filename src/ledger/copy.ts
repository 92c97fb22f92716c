import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** Rows on their way into a table, by COPY in text format; one table at a time on one connection. */
export interface Copy {
  /** Waits while the server is behind. */
  write(lines: string): Promise<void>
  end(): Promise<void>
}

export function openCopy(client: pg.ClientBase, target: string): Copy {
  const stream = client.query(copyFrom(`copy ${target} from stdin`))
  let failure: Error | undefined
  stream.on('error', (error) => {
    failure = error
  })
  return {
    async write(lines) {
      if (failure !== undefined) throw failure
      if (!stream.write(Buffer.from(lines))) await Promise.race([once(stream, 'drain'), once(stream, 'close')])
      if (failure !== undefined) throw failure
    },
    async end() {
      if (failure !== undefined) throw failure
      const done = finished(stream)
      stream.end()
      await done
    },
  }
}

/** Commits what `work` did, or nothing of it. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // A COPY may be under way, behind which a rollback would wait for ever: with its connection the transaction goes too.
    client.release(true)
    throw error
  }
}

/** One field of a line of COPY's text format. */
export const copyField = (value: string | undefined): string =>
  value === undefined ? '\\N' : /[\\\n\r\t]/.test(value) ? value.replace(/[\\\n\r\t]/g, escaped) : value

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const escaped = (mark: string) => ESCAPES[mark] ?? mark
