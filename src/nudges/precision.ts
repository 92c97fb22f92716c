import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/** How often a rule was right, of what it told people lately. */
export interface RulePrecision {
  readonly rule: string
  readonly told: number
  /** Gone since: whoever was told agreed. */
  readonly confirmed: number
  /** Somebody gave a reason why it must stay. */
  readonly exempted: number
  /** At work again soon after it was told: it only rested. */
  readonly wokeUp: number
  /** Of those that are decided, 0–1; null where none is. */
  readonly precision: number | null
}

const DAY_MS = 86_400_000
/** As far back as an exemption may last. */
const LOOK_BACK_DAYS = 90
export const SOON_DAYS = 14
export const LEAST_PRECISION = 0.7
/** One that is right once and wrong once says nothing of its rule. */
export const LEAST_DECIDED = 5

export const decidedOf = ({ confirmed, exempted, wokeUp }: RulePrecision): number => confirmed + exempted + wokeUp

export const isTooLow = (rule: RulePrecision): boolean =>
  rule.precision !== null && rule.precision < LEAST_PRECISION && decidedOf(rule) >= LEAST_DECIDED

/** By rule, those that are wrong most often first. A nudge counts once, from when its owner was first shown it. */
export async function precisionByRule(db: Kysely<Database>, now: Date): Promise<readonly RulePrecision[]> {
  const { rows } = await sql<Omit<RulePrecision, 'precision'>>`
    with told as (
      select nudge_id, min(at) as told_at from tally.nudge_event where event ->> 'kind' = 'delivered' group by nudge_id
      having min(at) > ${new Date(now.getTime() - LOOK_BACK_DAYS * DAY_MS)}::timestamptz and min(at) <= ${now}::timestamptz
    ), click as (
      select nudge_id, event ->> 'kind' as kind, lead(event ->> 'kind') over (partition by nudge_id order by seq) as next
      from tally.nudge_event join told using (nudge_id) where actor <> 'tally'
    ), judged as (
      select n.rule_kind, case
          when exists (select from click c where c.nudge_id = n.nudge_id and c.kind = 'exempted'
            and c.next is distinct from 'undone') then 'exempted'
          when n.state ->> 'how' = 'gone' then 'confirmed'
          when n.state ->> 'how' = 'busy' and (n.state ->> 'at')::timestamptz <= t.told_at + make_interval(days => ${SOON_DAYS}::int)
            then 'woke_up'
        end as verdict
      from tally.nudge n join told t using (nudge_id)
    )
    select rule_kind as rule, count(*)::int as told, count(*) filter (where verdict = 'confirmed')::int as confirmed,
      count(*) filter (where verdict = 'exempted')::int as exempted, count(*) filter (where verdict = 'woke_up')::int as "wokeUp"
    from judged group by rule_kind order by rule_kind`.execute(db)
  return rows
    .map((row) => {
      const decided = row.confirmed + row.exempted + row.wokeUp
      return { ...row, precision: decided === 0 ? null : row.confirmed / decided }
    })
    .toSorted((a, b) => (a.precision ?? 2) - (b.precision ?? 2) || (a.rule < b.rule ? -1 : 1))
}
