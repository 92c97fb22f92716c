import { sql } from 'kysely'
import type { Connection } from '../../src/db/connect.ts'
import { importFocus } from '../../src/ledger/import-focus.ts'
import { loadMapping } from '../../src/ledger/mapping-file.ts'
import { charge, focusFile } from '../ledger/focus-file.ts'

export const WEDNESDAY = new Date('2026-11-25T10:00:00Z')
export const QUESTION = 'team search GPU cost this week'
export const SEARCH_GPU = `team = 'search' and resource_class = 'gpu' and day >= '2026-11-23' and day < '2026-11-30'`

const gpu = (day: string, team: string, cost: string, project: string) =>
  charge({
    ChargePeriodStart: `${day}T00:00:00Z`,
    EffectiveCost: cost,
    BilledCost: cost,
    ResourceId: `${team}-${project}-${day}`,
    SkuPriceDetails: '{"InstanceType": "p5.48xlarge", "GpuCount": 8}',
    Tags: JSON.stringify({ team, project, model: project === 'ranker' ? 'llama-3' : 'ranker' }),
  })

/** What two teams spent on GPUs, of which ana and ben have one each; zoe administers. */
export async function loadSearchWeek({ db, pool }: Pick<Connection, 'db' | 'pool'>): Promise<void> {
  const rows = [
    gpu('2026-11-16', 'search', '9000.07', 'ranker'),
    gpu('2026-11-23', 'search', '1204.11', 'ranker'),
    gpu('2026-11-24', 'search', '1310.22', 'indexer'),
    gpu('2026-11-24', 'vision', '777.77', 'labeler'),
    charge({
      ChargePeriodStart: '2026-11-24T00:00:00Z',
      ResourceId: 'bucket',
      ServiceName: 'Amazon S3',
      EffectiveCost: '55.5',
    }),
  ]
  const files = [focusFile('acceptance.csv', rows)]
  await importFocus(pool, { files, sourceName: 'aws-focus', mapping: loadMapping(), now: WEDNESDAY })
  for (const [email, team] of [
    ['ana@example.com', 'search'],
    ['ben@example.com', 'vision'],
  ] as const) {
    await db.insertInto('tally.person').values({ email, display_name: email, role: 'member' }).execute()
    await db.insertInto('tally.person_team').values({ email, team }).execute()
  }
  await db.insertInto('tally.person').values({ email: 'zoe@example.com', display_name: 'Zoe', role: 'admin' }).execute()
}

/** Written by hand, over the facts alone. */
export async function spentOn(db: Connection['db'], where: string): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select to_char(sum(effective_cost), 'FM$999,999,990.00') as sum from ledger.charge_day where ${sql.raw(where)}`.execute(
    db,
  )
  return rows[0]?.sum ?? 'nothing'
}
