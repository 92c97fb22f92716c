import { type Kysely, sql } from 'kysely'

/** Unusual spend that somebody announced: told apart as planned, with the reason and by whom. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table tally.planned_anomaly (
        planned_id bigint generated always as identity primary key,
        -- Null is any; a plan for everything would hide everything.
        team text, cost_area text, model_name text,
        first_day date not null, last_day date not null,
        reason text not null check (reason <> ''),
        planned_by text not null,
        planned_at timestamptz not null default now(),
        check (num_nonnulls(team, cost_area, model_name) > 0),
        check (last_day >= first_day)
      )`,
    )
    .execute(db)
  await sql.raw(`create index planned_anomaly_by_day on tally.planned_anomaly (last_day)`).execute(db)
}
