import type { Courier } from '../platform.ts'

/** One attempt at a time on Slack's Web API. */
export function courier(): Courier {
  const notBuilt = async () => ({ kind: 'not_now', reason: 'to be built' }) as const
  return {
    pace: { conversationMs: 1050, workspaceMs: 150 },
    patienceMs: 20_000,
    post: notBuilt,
    update: notBuilt,
    find: async () => ({ kind: 'nobody can tell', forNow: true }),
  }
}
