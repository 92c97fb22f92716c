import type pg from 'pg'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

type Pool = Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount'> & {
  query(text: string): Promise<{ rows: { loaded: number; rejected: number }[] }>
}

const IMPORTED = `select coalesce(sum(rows_read - rows_rejected), 0)::float8 as loaded,
  coalesce(sum(rows_rejected), 0)::float8 as rejected from ledger.load_batch`

/** Of the messages that must arrive. */
interface Outbox {
  readonly pending: number
  readonly oldestPendingSeconds: number
  readonly held: number
  readonly dead: number
}

/** What /metrics tells Prometheus. No label carries a name, a text or an amount. */
export function createMetrics(pool?: Pool, outbox?: () => Promise<Outbox>) {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  if (pool !== undefined) {
    new Gauge({
      name: 'tally_database_connections',
      help: 'Connections to the database, and requests that wait for one.',
      labelNames: ['state'],
      registers,
      collect() {
        this.set({ state: 'idle' }, pool.idleCount)
        this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
        this.set({ state: 'waiting' }, pool.waitingCount)
      },
    })
    new Gauge({
      name: 'tally_imported_rows',
      help: 'Rows that all imports have read, loaded or rejected.',
      labelNames: ['result'],
      registers,
      async collect() {
        const { rows } = await pool.query(IMPORTED).catch(() => ({ rows: [] }))
        // Without the database there is nothing to tell, and the other figures are wanted all the more.
        if (rows[0] === undefined) return this.reset()
        this.set({ result: 'loaded' }, rows[0].loaded)
        this.set({ result: 'rejected' }, rows[0].rejected)
      },
    })
  }
  if (outbox !== undefined) {
    const oldest = new Gauge({
      name: 'tally_outbox_oldest_seconds',
      help: 'How long the oldest message waits that might be sent; 0 where none waits.',
      registers,
    })
    new Gauge({
      name: 'tally_outbox_messages',
      help: 'Messages that wait for their turn (pending), for a closed place (held), or were given up (dead).',
      labelNames: ['state'],
      registers,
      async collect() {
        const stats = await outbox().catch(() => undefined)
        oldest.set(stats?.oldestPendingSeconds ?? 0)
        if (stats === undefined) return this.reset()
        for (const state of ['pending', 'held', 'dead'] as const) this.set({ state }, stats[state])
      },
    })
  }
  return {
    registry,
    digests: new Counter({
      name: 'tally_digests_total',
      help: 'Digests, by what became of them: complete, partial, troubled (tried again), failed, missed; and corrected.',
      labelNames: ['outcome'],
      registers,
    }),
    outboxAttempts: new Counter({
      name: 'tally_outbox_attempts_total',
      help: 'Attempts to send messages that must arrive, by what came of them; unknown ones may stand there twice.',
      labelNames: ['platform', 'outcome'],
      registers,
    }),
    outboxSeconds: new Histogram({
      name: 'tally_outbox_seconds',
      help: 'From the moment that a message might be sent to the moment that it stood there.',
      labelNames: ['platform'],
      buckets: [0.5, 1, 5, 15, 60, 300, 1800, 7200],
      registers,
    }),
    questions: new Counter({
      name: 'tally_questions_total',
      help: 'Questions, by what came of them (answer, clarify, refuse, help) and what they asked for.',
      labelNames: ['kind', 'intent'],
      registers,
    }),
    ackSeconds: new Histogram({
      name: 'tally_ack_seconds',
      help: 'From the arrival of a request to its acknowledgement; Slack waits 3 seconds.',
      labelNames: ['platform'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3],
      registers,
    }),
    answerSeconds: new Histogram({
      name: 'tally_answer_seconds',
      help: 'From what somebody wrote or pressed to the card that answers it.',
      labelNames: ['platform', 'kind'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    duplicates: new Counter({
      name: 'tally_deliveries_duplicated_total',
      help: 'Deliveries that a platform made a second time and that were not acted on again.',
      labelNames: ['platform'],
      registers,
    }),
    platformErrors: new Counter({
      name: 'tally_platform_errors_total',
      help: 'Errors of a platform’s API, by its code.',
      labelNames: ['platform', 'code'],
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'tally_job_seconds',
      help: 'How long a background job took.',
      labelNames: ['job', 'result'],
      buckets: [0.01, 0.1, 1, 10, 60],
      registers,
    }),
  }
}
