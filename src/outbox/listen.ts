import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'

export interface Listening {
  stop(): Promise<void>
}

const AGAIN_MS = 1_000

/** Keeps one connection of the pool listening, whatever becomes of the database; `heard` is called also when it listens anew. */
export function listen(pool: pg.Pool, channel: string, heard: () => void, onLost: (error: unknown) => void): Listening {
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))

  async function keep(): Promise<void> {
    while (!stopping.signal.aborted) {
      await hold().catch(onLost)
      await delay(AGAIN_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  }

  async function hold(): Promise<void> {
    const client = await pool.connect()
    try {
      const lost = new Promise<never>((_, reject) => {
        // Without a listener for it, a connection that breaks ends the process.
        client.on('error', reject)
        client.on('end', () => reject(new Error('the connection that listens was closed')))
      })
      lost.catch(() => undefined)
      client.on('notification', heard)
      await client.query(`listen ${channel}`)
      heard()
      await Promise.race([lost, stopped])
    } finally {
      // Nobody else gets a connection that listens.
      client.release(true)
    }
  }

  const kept = keep()
  return {
    stop: () => {
      stopping.abort()
      return kept
    },
  }
}
