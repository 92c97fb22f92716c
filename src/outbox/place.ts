import type { Conversation, PlatformName } from '../platform.ts'

/** Where messages go, as the outbox keeps it: one lane each. A person is reached in their direct messages. */
export interface Place {
  readonly platform: PlatformName
  readonly workspaceId: string
  readonly kind: 'conversation' | 'person'
  readonly id: string
}

/** The columns that name a place. */
export interface PlaceRow {
  readonly platform: string
  readonly workspace_id: string
  readonly place_kind: 'conversation' | 'person'
  readonly place_id: string
}

export const readPlace = (row: PlaceRow): Place => ({
  platform: row.platform as PlatformName,
  workspaceId: row.workspace_id,
  kind: row.place_kind,
  id: row.place_id,
})

export const isSamePlace = (one: Place, other: Place): boolean =>
  one.platform === other.platform &&
  one.workspaceId === other.workspaceId &&
  one.kind === other.kind &&
  one.id === other.id

/** A conversation in the place's workspace. */
export function conversation(place: Place, id: string, direct: boolean, threadId: string | null): Conversation {
  const where = { platform: place.platform, workspaceId: place.workspaceId, conversationId: id, direct }
  return threadId === null ? where : { ...where, threadId }
}
