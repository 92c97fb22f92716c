import type { Json } from '../chat/json.ts'
import type { Profile, Sender } from '../platform.ts'
import type { Gateway } from './gateway.ts'
import type { Kept } from './reference.ts'

/** A stranger is a guest of another company, or nobody that Teams knows: no spend is theirs to see. */
export type Who =
  | { readonly kind: 'member'; readonly profile: Profile }
  | { readonly kind: 'stranger'; readonly profile: Profile }

export interface People {
  /** Keeps what an activity tells: where its conversation is reached, who wrote and from which zone. */
  notice(activity: Json): Promise<void>
  /** Rejects where Teams does not say: then nobody can tell what this person may see. */
  who(sender: Sender): Promise<Who>
  /** From the rosters of where Tally is installed; undefined where nobody there has this email. */
  find(email: string): Promise<Sender | undefined>
}

export interface PeopleOptions {
  readonly gateway: Pick<Gateway, 'member' | 'members'>
  readonly kept: Kept
  readonly now: () => Date
}

/** Who people are, asked of the rosters once a day. */
export function people(_options: PeopleOptions): People {
  throw new Error('to be built')
}
