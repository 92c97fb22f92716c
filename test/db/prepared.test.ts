import { CompiledQuery } from 'kysely'
import { expect, it } from 'vitest'
import { prepared } from '../../src/db/prepared.ts'
import { testDatabase } from '../database.ts'

const { pool } = await testDatabase()
const run = prepared(pool)
const names = async () =>
  (await pool.query<{ name: string }>(`select name from pg_prepared_statements where name like 'tally_%'`)).rows

it('keeps a statement ready, gives what it gives, and takes new values', async () => {
  const ask = (n: number) => run<{ n: number }>(CompiledQuery.raw('select $1::int + 1 as n', [n]) as never)
  expect([await ask(1), await ask(41)]).toEqual([[{ n: 2 }], [{ n: 42 }]])
  expect(await names()).toHaveLength(1)
})

it('goes on without where what it kept is of no use', async () => {
  await pool.query('create table shape as select 1 as a')
  const ask = () => run(CompiledQuery.raw('select * from shape where $1', [true]) as never)
  expect(await ask()).toEqual([{ a: 1 }])
  await pool.query(`alter table shape add b text default 'x'`)
  expect(await ask()).toEqual([{ a: 1, b: 'x' }])
  await pool.query('deallocate all')
  expect(await ask()).toEqual([{ a: 1, b: 'x' }])
})

it('tells what is wrong with a statement', async () => {
  await expect(run(CompiledQuery.raw('select 1 / $1::int', [0]) as never)).rejects.toMatchObject({ code: '22012' })
})
