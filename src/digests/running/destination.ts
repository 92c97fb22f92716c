import type { Destination } from '../../platform.ts'
import type { Place } from '../subscription.ts'

/** Where the messages of a place go. */
export const destinationOf = ({ platform, workspaceId, kind, id }: Place): Destination =>
  kind === 'person'
    ? { kind, who: { platform, workspaceId, userId: id } }
    : { kind, where: { platform, workspaceId, conversationId: id, direct: false } }
