import type { Person } from './person.ts'

/** Who asks: known by email where the platform tells it, else by what the platform calls them. */
export interface Asker {
  readonly key: string
  readonly email?: string | undefined
  readonly person?: Person | undefined
}

export const isAdmin = ({ person }: Asker): boolean => person?.role === 'admin'
