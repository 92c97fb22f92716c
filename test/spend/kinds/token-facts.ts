import { type Kysely, sql } from 'kysely'
import type { Database } from '../../../src/db/schema.ts'
import type { Fact } from '../facts.ts'

/** Tokens of a day in one direction at a list price per million; paid at a tenth less. */
export const tokens = (
  project: string | null,
  model: string,
  meter: string,
  quantity: number,
  perMillion: number | null,
  more: Partial<Fact> = {},
): Fact => {
  const list = perMillion === null ? null : ((quantity * perMillion) / 1e6).toFixed(6)
  return {
    day: '2026-11-02',
    team: 'search',
    area: 'Model Usage',
    service: 'OpenAI',
    project,
    model,
    meter,
    unit: 'Tokens',
    quantity: String(quantity),
    list,
    effective: list === null ? '1' : (Number(list) * 0.9).toFixed(6),
    ...more,
  }
}

export const requests = (db: Kysely<Database>, project: string, model: string, quantity: number, team = 'search') =>
  sql`insert into ledger.unit_day (day, source_name, team, project, model_name, unit_name, quantity)
    values ('2026-11-02', 'units', ${team}, ${project}, ${model}, 'request', ${quantity})`.execute(db)

export const scores = (
  db: Kysely<Database>,
  project: string,
  model: string,
  mean: number,
  n: number,
  { metric = 'accuracy', team = 'search', day = '2026-11-02' } = {},
) =>
  sql`insert into ledger.quality_day (team, project, model_name, metric, day, score_sum, n)
    values (${team}, ${project}, ${model}, ${metric}, ${day}, ${(mean * n).toFixed(3)}::numeric, ${n})`.execute(db)
