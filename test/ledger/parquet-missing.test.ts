import { writeFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { Fault } from '../../src/errors.ts'
import { openParquet } from '../../src/ledger/parquet.ts'
import { place } from './focus-file.ts'

// As npm leaves it out: the container image is built without optional dependencies.
vi.mock('@duckdb/node-api', () => {
  throw Object.assign(new Error("Cannot find package '@duckdb/node-api'"), { code: 'ERR_MODULE_NOT_FOUND' })
})

it('says what a Parquet needs where DuckDB is not installed', async () => {
  writeFileSync(place('any.parquet'), 'PAR1')
  const failure = await openParquet(place('any.parquet'), 'any.parquet', () => []).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Fault)
  expect(failure).toMatchObject({
    message: 'Parquet files need DuckDB, which is not installed here.',
    remedy: expect.stringMatching(/--include=optional|export CSV/),
  })
})
