import type { Kept, Member, Reference } from '../../src/msteams/reference.ts'

/** What `src/msteams-kept.ts` keeps in the database, for tests whose subject is another. */
export function memoryKept(): Kept {
  const references = new Map<string, Reference & { readonly seenAt: Date; readonly gone: boolean }>()
  const members = new Map<string, Member & { readonly seenAt: Date }>()

  const keyOf = (...ids: readonly string[]) => JSON.stringify(ids)
  const plain = (kept: (Reference & { readonly seenAt: Date; readonly gone: boolean }) | undefined) => {
    if (kept === undefined) return undefined
    const { seenAt: _, gone: __, ...reference } = kept
    return reference
  }
  const reached = () =>
    [...references.values()]
      .filter(({ gone }) => !gone)
      .sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime() || (a.conversationId < b.conversationId ? -1 : 1))

  return {
    remember: async (reference, now) => {
      const key = keyOf(reference.tenantId, reference.conversationId)
      references.set(key, { ...plain(references.get(key)), ...reference, seenAt: now, gone: false })
    },
    forget: async (tenantId, conversationId) => {
      const key = keyOf(tenantId, conversationId)
      const known = references.get(key)
      if (known !== undefined) references.set(key, { ...known, gone: true })
    },
    conversation: async (tenantId, conversationId) => {
      const known = plain(references.get(keyOf(tenantId, conversationId)))
      if (known?.teamId === undefined || known.groupId !== undefined) return known
      const siblings = [...references.values()].filter(
        (one) => one.tenantId === tenantId && one.teamId === known.teamId,
      )
      const groupId = siblings.find((one) => one.groupId !== undefined)?.groupId
      return groupId === undefined ? known : { ...known, groupId }
    },
    personal: async (tenantId, userId) =>
      plain(reached().find((one) => one.tenantId === tenantId && one.userId === userId)),
    newest: async (tenantId) => plain(reached().find((one) => tenantId === undefined || one.tenantId === tenantId)),
    rosters: async () => {
      const found = new Map<string, Reference>()
      for (const one of reached()) {
        const key = keyOf(one.tenantId, one.teamId ?? one.conversationId)
        const reference = plain(one)
        if (one.kind !== 'personal' && reference !== undefined && !found.has(key)) found.set(key, reference)
      }
      return [...found.values()]
    },
    saveMembers: async (told, now) => {
      for (const member of told) {
        const key = keyOf(member.tenantId, member.userId)
        const timezone = member.timezone ?? members.get(key)?.timezone
        members.set(key, { ...member, ...(timezone === undefined ? {} : { timezone }), seenAt: now })
      }
    },
    member: async (tenantId, userId) => members.get(keyOf(tenantId, userId)),
    memberByEmail: async (email) => {
      const written = email.trim().toLowerCase()
      const known = [...members.values()].filter(({ guest }) => !guest)
      return (
        known.find((member) => member.email === written) ??
        known.find((member) => member.userPrincipalName === written || member.aadObjectId === written)
      )
    },
  }
}
