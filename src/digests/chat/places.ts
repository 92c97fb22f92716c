import type { Turn } from '../../feature.ts'
import type { Asker } from '../../people/asker.ts'
import type { Place } from '../subscription.ts'

/** Who sets or changes a digest, and from where. */
export interface Setter {
  readonly asker: Asker
  readonly here: Place
  readonly me: Place
}

type Where = Pick<Turn, 'from' | 'where'>

/** In direct messages, the person's own. */
export const hereOf = ({ from, where }: Where): Place =>
  where.direct ? meOf({ from }) : { ...workspaceOf(from), kind: 'conversation', id: where.conversationId }

export const meOf = ({ from }: Pick<Turn, 'from'>): Place => ({ ...workspaceOf(from), kind: 'person', id: from.userId })

const workspaceOf = ({ platform, workspaceId }: Turn['from']) => ({ platform, workspaceId })

export const setterOf = (turn: Turn): Setter => ({ asker: turn.asker, here: hereOf(turn), me: meOf(turn) })

/** Ids are short: one of another workspace is nobody's here. */
export const isInWorkspace = ({ from }: Pick<Turn, 'from'>, place: Place): boolean =>
  place.platform === from.platform && place.workspaceId === from.workspaceId

export const isSamePlace = (a: Place, b: Place): boolean =>
  a.platform === b.platform && a.workspaceId === b.workspaceId && a.kind === b.kind && a.id === b.id
