import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { importFocus } from '../../src/ledger/import-focus.ts'
import { loadMapping } from '../../src/ledger/mapping-file.ts'
import { rollupDifferences } from '../../src/ledger/rollup-differences.ts'
import { testDatabase } from '../database.ts'
import { charge, focusFile } from './focus-file.ts'

const { db, pool } = await testDatabase()
const mapping = loadMapping()

const money = fc
  .tuple(fc.integer({ min: -5_000_000, max: 5_000_000 }), fc.integer({ min: 0, max: 18 }))
  .map(([n, scale]) => `${n}e-${scale}`)
const row = fc.record({
  BilledCost: money,
  EffectiveCost: money,
  ListCost: fc.option(money, { nil: '' }),
  BillingCurrency: fc.constantFrom('USD', 'EUR'),
  BillingPeriodStart: fc.constantFrom('2026-10-01', '2026-11-01'),
  ChargePeriodStart: fc.constantFrom('2026-10-30T05:00:00Z', '2026-10-31T23:00:00Z', '2026-11-01 00:00:00'),
  Tags: fc.constantFrom('', '{"team":"a"}', '{"team":"A "}', '{"team":"b","model":"m"}'),
  ServiceName: fc.constantFrom('Amazon EC2', 'OpenAI'),
  ResourceId: fc.constantFrom('', 'r1', 'r2'),
})

it('keeps the three sizes equal to the last digit, whatever is delivered in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('s1', 's2'), fc.array(row, { minLength: 1, maxLength: 12 })), {
        minLength: 1,
        maxLength: 3,
      }),
      async (deliveries) => {
        for (const [sourceName, rows] of deliveries) {
          await importFocus(pool, {
            files: [focusFile('p.csv', rows.map(charge))],
            sourceName,
            mapping,
            now: new Date('2026-11-23T00:00:00Z'),
          })
        }
        expect(await rollupDifferences(db)).toEqual([])
      },
    ),
    { numRuns: 25 },
  )
})

it.each(['charge_day_model', 'charge_day_area'] as const)('finds a digit that is off in %s', async (rollup) => {
  await sql`update ${sql.table(`ledger.${rollup}`)} set billed_cost = billed_cost + 0.000000000000000001
    where ctid = (select min(ctid) from ${sql.table(`ledger.${rollup}`)})`.execute(db)
  expect((await rollupDifferences(db)).map((difference) => difference.rollup)).toContain(rollup)
})
