import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { testDatabase } from '../database.ts'

const { db } = await testDatabase()

it('keeps names in UTF-8 and days as text', async () => {
  const { rows } = await sql<{ day: string; money: string; encoding: string }>`
    select date '2026-03-08' as day, 0.1::numeric + 0.2 as money, current_setting('server_encoding') as encoding`.execute(
    db,
  )
  expect(rows).toEqual([{ day: '2026-03-08', money: '0.3', encoding: 'UTF8' }])
})

it('reads the spend views', async () => {
  expect(await db.selectFrom('spend.daily').selectAll().execute()).toEqual([])
})
