/** Somebody of the demo company, as Teams knows them. */
export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
  /** Where it is not the email: guests of another company. */
  readonly principal?: string
  readonly objectId: string
}

let made = 0
const user = (name: string, more: { readonly email?: string; readonly principal?: string } = {}): User => {
  made += 1
  return {
    id: `29:user-${made}`,
    name,
    email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
    objectId: `00000000-0000-0000-0000-0000000000${40 + made}`,
    ...more,
  }
}

/** Sits before the first Playground. */
export const OWNER = user('Anna Kowalski')
/** A colleague, who must not press what is Anna's. */
export const COLLEAGUE = user('Ben Carter')
/** Invited from another company: no spend is theirs to see. */
export const STRANGER = user('Mallory Stranger', {
  email: 'mallory@elsewhere.example',
  principal: 'mallory_elsewhere.example#EXT#@example.onmicrosoft.com',
})
/** The Playground takes five besides whoever sits before it, no fewer and no more. */
export const USERS: readonly User[] = [
  OWNER,
  COLLEAGUE,
  STRANGER,
  user('Grace Okafor'),
  user('Carla Rossi'),
  user('David Nguyen'),
]

export const PLACES = {
  tenantId: '00000000-0000-0000-0000-000000000001',
  botId: '28:00000000-0000-0000-0000-000000000011',
  botName: 'Tally',
  groupChat: 'Group Chat',
  team: 'Demo Company',
  channel: 'AI spend',
}
