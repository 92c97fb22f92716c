import { setTimeout as delay } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Log } from '../log.ts'
import type { Attempt, Courier, Looked, PlatformName } from '../platform.ts'
import { BEGIN_WITHIN_MS, type Claimed, leaseMs, renew } from './claim.ts'
import type { Clock } from './clock.ts'
import { codeOf } from './failure.ts'
import { settle } from './settle.ts'
import { afterLook, firstStep, type Step, type Verdict, verdict } from './step.ts'

/** What is worth counting. */
export interface Observe {
  attempted(platform: PlatformName, outcome: string): void
  delivered(platform: PlatformName, waitedSeconds: number): void
}

export interface Delivery {
  readonly db: Kysely<Database>
  readonly courier: Courier
  readonly now: Clock
  readonly log: Log
  readonly observe?: Partial<Observe> | undefined
  /** Of this process, in milliseconds: before the claim was asked for. */
  readonly claimedAt: number
  readonly stopping: AbortSignal
}

const AFTER_A_FAULT_MS = 5_000

/** One claimed message, until it is written down what became of it; whether the platform was asked anything. Never throws. */
export async function deliver(claimed: Claimed, delivery: Delivery): Promise<boolean> {
  const { courier, log, observe } = delivery
  const { platform } = claimed.place
  let asked = false

  const found = await decide().catch((error: unknown): Verdict => {
    log.error(
      { code: codeOf(error), key: claimed.key },
      'a message could not be attempted; it is looked for and sent later',
    )
    return putOff(true, AFTER_A_FAULT_MS)
  })
  await writeDown(found)
  return asked

  async function decide(): Promise<Verdict> {
    // Whoever was held up for so long may have lost the lease to another.
    if (performance.now() - delivery.claimedAt > BEGIN_WITHIN_MS) return putOff(claimed.unsure)
    const step = firstStep(claimed)
    switch (step.kind) {
      case 'settle':
        return step.verdict
      case 'look':
        return reconcile(step)
      case 'post':
      case 'update':
        return send(claimed, step)
    }
  }

  async function reconcile({ to }: Extract<Step, { kind: 'look' }>): Promise<Verdict> {
    const looked = await ask<Looked>(
      () => courier.find(to, claimed.key, claimed.firstAttemptAt),
      () => ({ kind: 'nobody can tell', forNow: true }),
    )
    const next = afterLook(claimed, looked, Math.random())
    if (next.kind === 'settle') return next.verdict
    const renewedAt = performance.now()
    if (!(await renew(delivery.db, claimed, courier, next.blind, delivery.now))) return putOff(true)
    if (performance.now() - renewedAt > BEGIN_WITHIN_MS) return putOff(next.blind)
    return send({ ...claimed, unknownAttempts: claimed.unknownAttempts + (next.blind ? 1 : 0) }, { kind: 'post', to })
  }

  async function send(message: Claimed, step: Extract<Step, { kind: 'post' | 'update' }>): Promise<Verdict> {
    const attempt = await ask<Attempt>(
      () =>
        step.kind === 'post'
          ? courier.post(step.to, message.card, message.key)
          : courier.update(step.message, message.card),
      (reason) => ({ kind: 'unknown', reason }),
    )
    return verdict(message, attempt, Math.random())
  }

  /** A courier that throws or takes longer than it promised told us nothing. */
  async function ask<T extends Attempt | Looked>(call: () => Promise<T>, otherwise: (reason: string) => T): Promise<T> {
    asked = true
    const timer = new AbortController()
    const late = delay(courier.patienceMs, undefined, { signal: timer.signal, ref: false }).then(
      () => otherwise('the platform took too long'),
      () => otherwise('the platform took too long'),
    )
    const answered = await Promise.race([call(), late]).catch((error: unknown) => {
      log.error({ code: codeOf(error), platform, key: claimed.key }, 'an attempt failed within Tally')
      return otherwise('the attempt failed within Tally')
    })
    timer.abort()
    observe?.attempted?.(platform, answered.kind)
    return answered
  }

  function putOff(unsure: boolean, waitMs = 0): Verdict {
    return { kind: 'later', waitMs, unsure, looks: claimed.looks, tried: false, reason: 'put off' }
  }

  /** Tried until the database says either way: only this process knows what became of it. */
  async function writeDown(verdict: Verdict): Promise<void> {
    const giveUpAt = delivery.claimedAt + leaseMs(courier)
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 500)) {
      try {
        const settled = await settle(delivery.db, claimed, verdict, courier, delivery.now)
        return settled === undefined ? late(verdict) : told(verdict, settled.waitedSeconds)
      } catch (error) {
        log.warn({ code: codeOf(error), key: claimed.key }, 'what became of a message could not be written down yet')
      }
      if (delivery.stopping.aborted && performance.now() > giveUpAt) return
      await delay(waitMs, undefined, { ref: false })
    }
  }

  function late({ kind }: Verdict): void {
    log.warn({ key: claimed.key, outcome: kind }, 'what became of a message is for another to say by now')
  }

  function told(verdict: Verdict, waitedSeconds: number): void {
    const { key } = claimed
    switch (verdict.kind) {
      case 'sent':
        observe?.delivered?.(platform, waitedSeconds)
        break
      case 'dead':
        log.error({ platform, key, reason: verdict.reason }, 'a message is dead')
        break
      case 'closed':
        log.warn({ platform, key, reason: verdict.reason }, 'a place takes nothing; what waits for it is held')
        break
      case 'dropped':
        log.info({ platform, key, reason: verdict.reason }, 'a message was dropped')
        break
      case 'later':
      case 'limited':
        log.debug({ platform, key, outcome: verdict.kind }, 'a message waits')
        break
    }
  }
}
