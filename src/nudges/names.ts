import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { BundleItem } from './bundle.ts'

/** What people are called, by email: as the list of people has it, else as they call themselves in the chat. */
export async function namesOf(db: Kysely<Database>, emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(emails)]
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<{ email: string; name: string }>`
    select e.email, coalesce(p.display_name, a.display_name) as name
    from unnest(${wanted}::text[]) as e(email)
    left join tally.person p on p.email = e.email
    left join lateral (select display_name from tally.account where email = e.email order by seen_at desc, user_id limit 1) a on true
    where coalesce(p.display_name, a.display_name) is not null`.execute(db)
  return new Map(rows.map(({ email, name }) => [email, name]))
}

/** Everybody whom the card of this may name. */
export function peopleIn({ nudge, lastAct }: BundleItem): readonly string[] {
  const { state, owner } = nudge
  return [
    owner.email,
    ...('by' in state ? [state.by] : []),
    ...(lastAct === null ? [] : [lastAct.actor]),
    ...(lastAct?.event.kind === 'reassigned' ? [lastAct.event.to.email] : []),
  ]
}
