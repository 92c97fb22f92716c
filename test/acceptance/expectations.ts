import { sql } from 'kysely'
import type { Locator } from 'playwright-core'
import type { Client } from './browser.ts'
import type { Company } from './service.ts'
import { until } from './until.ts'

/** Writes, and gives the card that answers. */
export async function answered(client: Client, text: string, texts: readonly (string | RegExp)[]): Promise<Locator> {
  const before = await client.cards()
  await client.write(text)
  return client.card(texts, before)
}

/**
 * The same in a new post of a channel. The Playground's own client drops an answer that is there before the client has heard
 * of its own post, which ours may be: then it is posted once more.
 */
export async function postAnswered(client: Client, text: string, texts: readonly string[]): Promise<Locator> {
  for (let left = 2; ; left -= 1) {
    const before = await client.cards()
    await client.post(text)
    const card = client.card(texts, before, left === 0 ? undefined : DROPPED_MS)
    const found = left === 0 ? await card : await card.catch(() => undefined)
    if (found !== undefined) return found
  }
}

const DROPPED_MS = 5_000

/** The very card that stood there changes. */
export async function shows(card: Locator, text: string): Promise<void> {
  let shown = ''
  const isThere = async () => {
    shown = (await card.allInnerTexts()).join(' ').replace(/\s+/g, ' ')
    return shown.includes(text) || undefined
  }
  await until(`“${text}” in the card`, isThere).catch((error: unknown) => {
    throw new Error(`${String(error)}. There stands:\n${shown}`)
  })
}

/** The nudge of this resource, as the database has it. */
export async function becomes({ database }: Company, resource: string, state: string): Promise<void> {
  const find = () =>
    database.db
      .selectFrom('tally.nudge')
      .select('state_kind')
      .where('resource_name', '=', resource)
      .executeTakeFirstOrThrow()
  await until(`${resource} ${state}`, async () => (await find()).state_kind === state || undefined)
}

/** "$215,218.81": written by hand, over the facts alone. */
export async function spentLastMonth({ database }: Company, team: string): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select to_char(sum(effective_cost), 'FM$999,999,990.00') as sum from ledger.charge_day
    where team = ${team} and billing_currency = 'USD'
      and day >= date_trunc('month', now() at time zone 'UTC') - interval '1 month'
      and day < date_trunc('month', now() at time zone 'UTC')`.execute(database.db)
  return must(rows[0]?.sum, `nothing was spent by ${team}`)
}

export function must<T>(value: T | undefined | null | false, otherwise: string): T {
  if (value === undefined || value === null || value === false) throw new Error(otherwise)
  return value
}
