import { type Kysely, sql } from 'kysely'

/**
 * What settled nudges saved, as a view of the read contract that lives with the nudges, in Tally's own database. One row per nudge,
 * span and currency; what is not measured has one row per span without money, and says why.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  // The day after the resource's last: where its span begins.
  await run(`alter table tally.nudge_saving add column first_day date not null`)
  await run(`create view spend.nudge_savings as
    with click as (
      select nudge_id, seq, event, lead(event ->> 'kind') over (partition by nudge_id order by seq) as next
      from tally.nudge_event where actor <> 'tally'
    ), stance as (
      -- What somebody did last and did not take back.
      select distinct on (nudge_id) nudge_id, event ->> 'kind' as kind, (event ->> 'until')::timestamptz as until
      from click where event ->> 'kind' <> 'undone' and next is distinct from 'undone' order by nudge_id, seq desc
    ), settled as (
      select n.*, (n.state ->> 'at')::timestamptz as resolved_at,
        case
          when s.kind = 'exempted' and s.until > (n.state ->> 'at')::timestamptz then 'exempt'
          when n.state ->> 'how' = 'busy' then 'used_again'
          when not exists (select from tally.nudge_event e where e.nudge_id = n.nudge_id
            and (e.actor <> 'tally' or e.event ->> 'kind' = 'delivered')) then 'not_told'
        end as not_counted
      from tally.nudge n left join stance s using (nudge_id) where n.state_kind = 'resolved'
    )
    select n.nudge_id, n.resource_id, n.resource_name, n.resource_class, n.team, n.project, n.environment,
      n.owner_email as owner, n.rule_kind, n.idle_since, n.resolved_at, (n.resolved_at at time zone 'UTC')::date as resolved_on,
      d.days, coalesce(n.not_counted, case when m.nudge_id is null then 'verifying' else 'verified' end) as outcome,
      m.first_day, m.billing_currency, m.baseline, m.actual, m.saved, m.measured_at
    from settled n cross join (values (7::smallint), (30::smallint)) as d (days)
    left join tally.nudge_saving m on m.nudge_id = n.nudge_id and m.days = d.days and n.not_counted is null`)
}
