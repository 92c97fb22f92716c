import { type Card, plain } from '../../src/cards/card.ts'
import type { MsteamsOptions } from '../../src/msteams/msteams.ts'
import type { Handle, Inbound, Reply } from '../../src/platform.ts'
import {
  type FakeFailure,
  type FakeMsteams,
  type FakePost,
  type Json,
  mention,
  PERSONAL,
  personal,
  wordsOf,
} from '../fake-msteams.ts'
import { type Service, service } from './service.ts'

export const ANA = { user: '29:u1' }
export const BO = { user: '29:u2' }

export const CARD: Card = {
  blocks: [
    { kind: 'headline', text: '$1,204' },
    { kind: 'text', text: [plain('team *search*')] },
    { kind: 'actions', buttons: [{ label: 'Show how', token: 'spend.how.1.sig' }], selects: [] },
  ],
}
export const PUBLIC: Reply = { card: CARD, audience: 'conversation', place: 'new', key: 'answer-7' }
export const PRIVATE: Reply = { ...PUBLIC, audience: 'asker' }
export const inWords = (text: string): Card => ({ blocks: [{ kind: 'text', text: [plain(text)] }] })

export type Place = typeof PERSONAL

export const asked = (place: Place = PERSONAL, who: { user: string; id?: string } = ANA): Json =>
  place.in === 'personal' ? personal('total', who) : mention('total', place, who)

export interface Taken {
  readonly status: number
  /** What the invoke was answered with. */
  readonly body: Json
  readonly delivered: string
  readonly inbound: Inbound
  readonly service: Service
}

/** What a test serves; closed by whoever opened it. */
export interface Serving {
  readonly service: Service
  /** Brings one activity and waits until it was answered. */
  take(activity: Json): Promise<Taken>
}

/** Serves; `reply` is what the core says, to the second and later activities if a list is given. */
export async function serving(
  reply: Reply | undefined | Handle,
  options: Partial<MsteamsOptions> = {},
  prepare?: (fake: FakeMsteams) => void,
): Promise<Serving> {
  const handle: Handle = typeof reply === 'function' ? reply : async () => reply
  const heard: Inbound[] = []
  let answered: (delivered: string) => void = () => {}
  const opened = await service(
    async (inbound, platform) => {
      heard.push(inbound)
      return handle(inbound, platform)
    },
    {
      ...options,
      observe: {
        answered: (_, delivered) => answered(delivered),
        duplicate: () => answered('duplicate'),
        ...options.observe,
      },
    },
    prepare,
  )
  return {
    service: opened,
    take: async (activity) => {
      const outcome = new Promise<string>((done) => {
        answered = done
      })
      const response = await opened.post(activity)
      const text = await response.text()
      const delivered = await outcome
      const inbound = heard.at(-1)
      if (inbound === undefined) throw new Error('Nothing was heard.')
      return {
        status: response.status,
        body: text === '' ? {} : (JSON.parse(text) as Json),
        delivered,
        inbound,
        service: opened,
      }
    },
  }
}

/** All that anybody could ever read in a conversation. */
export const readIn = ({ fake }: Service, conversationId: string): string =>
  fake.posts
    .filter((post: FakePost) => post.conversationId === conversationId)
    .flatMap((post) => [post.activity, ...post.before])
    .map(wordsOf)
    .join('\n')

export const LOST: FakeFailure = { kind: 'cut', effect: true }
