/** Somebody who is known by email, on whichever platform they write. */
export interface Person {
  readonly email: string
  readonly displayName: string
  readonly role: 'admin' | 'member'
  readonly teams: readonly string[]
}
