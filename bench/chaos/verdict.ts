/** A message that stands in a chat, in the order in which they came to stand there. */
export interface Standing {
  readonly key: string
  readonly channel: string
}

/** What should stand: one message per slot. */
export interface Expected {
  /** Where the message of each slot belongs. */
  readonly channels: ReadonlyMap<string, string>
  /** The slot that a message's key belongs to; undefined for messages that are not part of the run. */
  slotOf(key: string): string | undefined
  /** The order in which the messages were decided on. */
  readonly ranks: ReadonlyMap<string, number>
}

export interface Verdict {
  readonly sent: number
  readonly lost: readonly string[]
  readonly duplicates: readonly string[]
  readonly misdelivered: readonly string[]
  readonly outOfOrder: readonly string[]
}

/** What the chat itself says became of the run, against what should have. */
export function verdict(expected: Expected, standing: readonly Standing[]): Verdict {
  const arrived = new Map<string, number>()
  const duplicates: string[] = []
  const misdelivered: string[] = []
  const outOfOrder: string[] = []
  const latest = new Map<string, number>()
  for (const { key, channel } of standing) {
    const slot = expected.slotOf(key)
    if (slot === undefined) continue
    if (expected.channels.get(slot) !== channel) {
      misdelivered.push(`${key} in ${channel} instead of ${expected.channels.get(slot) ?? 'nowhere'}`)
      continue
    }
    const times = (arrived.get(slot) ?? 0) + 1
    arrived.set(slot, times)
    // A repeat says nothing about the order: what it repeats came in its turn or did not.
    if (times > 1) {
      duplicates.push(`${key} in ${channel}`)
      continue
    }
    const rank = expected.ranks.get(key)
    if (rank === undefined || rank < (latest.get(channel) ?? 0)) outOfOrder.push(`${key} in ${channel}`)
    else latest.set(channel, rank)
  }
  const lost = [...expected.channels].flatMap(([slot, channel]) =>
    arrived.has(slot) ? [] : [`${slot} for ${channel}`],
  )
  return { sent: arrived.size, lost, duplicates, misdelivered, outOfOrder }
}
