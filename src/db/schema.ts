import type { ColumnType, Generated } from 'kysely'

/** Money and quantities: the database's own decimal text, exact; never a float. */
type Decimal = ColumnType<string, string, string>
type Instant = ColumnType<Date, Date | string, Date | string>
/** Now, unless said otherwise. */
type StampedInstant = ColumnType<Date, Date | string | undefined, Date | string>
type Json<T> = ColumnType<T, string, string>

interface Allocation {
  team: string | null
  project: string | null
  environment: string | null
  workload_type: string | null
  business_unit: string | null
  owner: string | null
  cost_center: string | null
  product: string | null
  customer: string | null
  model_name: string | null
}

interface Money {
  billing_currency: string
  billed_cost: Decimal
  effective_cost: Decimal
  list_cost: Decimal | null
  contracted_cost: Decimal | null
}

/** One row per UTC day × allocation × model × service × resource × meter. */
export interface SpendDaily extends Allocation, Money {
  day: string
  source_name: string
  service_provider_name: string | null
  service_name: string
  service_category: string | null
  service_subcategory: string | null
  cost_area: string
  region_id: string | null
  resource_id: string | null
  resource_name: string | null
  resource_type: string | null
  resource_class: string | null
  instance_type: string | null
  meter: string | null
  unit: string | null
  charge_category: string
  charge_class: string | null
  quantity: Decimal | null
}

export interface SpendDailyModel extends Money {
  day: string
  source_name: string
  team: string | null
  environment: string | null
  model_name: string | null
  workload_type: string | null
  cost_area: string
  resource_class: string | null
  meter: string | null
  unit: string | null
  quantity: Decimal | null
}

export interface SpendDailyArea extends Money {
  day: string
  source_name: string
  team: string | null
  cost_area: string
  charge_rows: string
}

/** Where messages go: a conversation, or a person's direct messages. */
interface Place {
  platform: string
  workspace_id: string
  place_kind: 'conversation' | 'person'
  place_id: string
}

/** In a table `team` is never null; `__unallocated__` is what nobody owns. */
type Stored<View> = Omit<View, 'team'> & { team: string }

export interface Database {
  'spend.daily': SpendDaily
  'spend.meter_daily': SpendDaily
  'spend.daily_model': SpendDailyModel
  'spend.daily_area': SpendDailyArea
  'spend.units': Allocation & { day: string; unit_name: string; quantity: Decimal }
  'spend.day_status': {
    source_name: string
    day: string
    status: DayStatus
    waiting_for: string | null
    last_updated: Instant
    effective_from: 'effective' | 'billed'
    suspect_rows: string
  }
  'spend.restatement': {
    source_name: string
    day: string
    billing_currency: string
    old_effective_cost: Decimal
    new_effective_cost: Decimal
    old_billed_cost: Decimal
    new_billed_cost: Decimal
    recorded_at: Instant
  }
  'spend.nudge_savings': {
    nudge_id: string
    resource_id: string
    resource_name: string
    resource_class: string
    team: string | null
    project: string | null
    environment: string | null
    owner: string
    rule_kind: string
    idle_since: Instant | null
    resolved_at: Instant
    resolved_on: string
    days: number
    outcome: 'verified' | 'verifying' | 'used_again' | 'exempt' | 'not_told'
    first_day: string | null
    billing_currency: string | null
    baseline: Decimal | null
    actual: Decimal | null
    saved: Decimal | null
    measured_at: Instant | null
  }
  'spend.name': { team: string | null; dimension: string; value: string; last_day: string }

  'ledger.source': {
    source_name: string
    source_kind: 'ledger' | 'meter'
    effective_from: Generated<'effective' | 'billed'>
    complete_after_hours: Generated<number>
    created_at: StampedInstant
  }
  'ledger.load_batch': {
    batch_id: Generated<string>
    source_name: string
    status: 'loaded' | 'unchanged'
    files: Json<readonly { name: string; sha256: string; bytes: number; rows: number }[]>
    rows_read: string | number
    rows_rejected: string | number
    rows_suspect: Generated<string | number>
    suspect_billed_cost: ColumnType<Record<string, string>, string | undefined, string>
    last_day: string | null
    loaded_at: StampedInstant
  }
  'ledger.rejected_row': {
    batch_id: string
    file_name: string
    line_no: string | number
    reason: string
    raw_row: string
  }
  'ledger.time_sector': {
    source_name: string
    day: string
    status: DayStatus
    charge_rows: string | number
    last_updated: StampedInstant
  }
  'ledger.delivered_day': {
    source_name: string
    billing_period: string
    day: string
    charge_rows: string | number
    uninvoiced_rows: string | number
    digest: string
  }
  'ledger.closed_period': { source_name: string; billing_period: string; closed_at: Instant }
  'ledger.restatement': {
    source_name: string
    day: string
    billing_currency: string
    batch_id: string
    old_effective_cost: Decimal
    new_effective_cost: Decimal
    old_billed_cost: Decimal
    new_billed_cost: Decimal
    recorded_at: StampedInstant
  }
  'ledger.charge_day': Stored<SpendDaily> & { billing_period: string | null }
  'ledger.meter_day': Stored<SpendDaily> & { billing_period: string | null }
  'ledger.charge_day_model': Stored<SpendDailyModel>
  'ledger.charge_day_area': Stored<SpendDailyArea>
  'ledger.name': { team: string; dimension: string; value: string; last_day: string }

  'tally.person': { email: string; display_name: string; role: 'admin' | 'member'; updated_at: StampedInstant }
  'tally.person_team': { email: string; team: string; leads: Generated<boolean> }
  'tally.alias': {
    dimension: string
    alias: string
    value: string
    /** Null for what was there before anybody was asked. */
    taught_by: string | null
    taught_at: Date | null
  }
  'tally.planned_anomaly': {
    planned_id: Generated<string>
    team: string | null
    cost_area: string | null
    model_name: string | null
    first_day: string
    last_day: string
    reason: string
    planned_by: string
    planned_at: StampedInstant
  }
  'tally.answer': {
    answer_id: string
    asker: string
    asked_text: string
    question: Json<unknown>
    reading: Json<unknown>
    timezone: string
    sources: Json<unknown>
    row_count: number
    sql: string
    answered_at: StampedInstant
  }
  'tally.thread_question': {
    platform: string
    workspace_id: string
    conversation_id: string
    thread_id: string
    asker: string
    question: Json<unknown>
    asked_at: StampedInstant
  }
  'tally.open_question': {
    open_id: string
    asker: string
    asked_text: string
    choices: Json<unknown>
    options: Json<unknown>
    about: string
    previous: Json<unknown> | null
    today: string
    timezone: string
    asked_at: StampedInstant
  }
  'tally.delivery': { platform: string; delivery_key: string; received_at: StampedInstant }
  'tally.unknown_word': { word: string; asked_count: Generated<string>; last_asked_at: StampedInstant }
  'tally.forecast_snapshot': {
    made_on: string
    scope_dimension: string
    scope_value: string
    period_start: string
    period_end: string
    billing_currency: string
    method: string
    complete_through: string
    forecast_amount: Decimal
    low_amount: Decimal | null
    high_amount: Decimal | null
  }
  'tally.setting': { name: string; value: string }
  'tally.lane': Place & { next_free_at: StampedInstant; closed_at: Instant | null; closed_reason: string | null }
  'tally.workspace_pace': { platform: string; workspace_id: string; next_free_at: StampedInstant }
  'tally.outbox': Place & {
    outbox_id: Generated<string>
    message_key: string
    direct: boolean
    thread_id: string | null
    reply_to: string | null
    replaces: string | null
    urgent: Generated<boolean>
    card: Json<unknown>
    status: Generated<'pending' | 'sending' | 'sent' | 'held' | 'dead' | 'dropped'>
    attempts: Generated<number>
    unknown_attempts: Generated<number>
    unsure: Generated<boolean>
    looks: Generated<number>
    not_before: StampedInstant
    retry_at: Instant | null
    expires_at: Instant | null
    lease_until: Instant | null
    lease_id: string | null
    first_attempt_at: Instant | null
    sent_conversation_id: string | null
    sent_message_id: string | null
    sent_at: Instant | null
    last_error: string | null
    told_at: Instant | null
    created_at: StampedInstant
  }
  'tally.subscription': Place & {
    subscription_id: string
    scope_dimension: 'team' | 'project' | 'business_unit' | null
    scope_values: string[]
    sections: string[]
    alerts: string[]
    rhythm: 'daily' | 'weekdays' | 'weekly' | 'monthly'
    weekday: number | null
    month_day: number | null
    local_time: string
    timezone: string
    wait_hours: number
    quiet_from: string | null
    quiet_until: string | null
    status: 'active' | 'paused' | 'broken'
    broken_reason: string | null
    broken_at: Instant | null
    broken_told_at: Instant | null
    broken_by: 'place' | 'person' | null
    created_by: string
    created_by_user: string
    created_at: StampedInstant
    updated_by: string
    updated_at: StampedInstant
    next_slot_at: Instant | null
  }
  'tally.digest_run': {
    subscription_id: string
    slot_at: Instant
    status: 'due' | 'waiting' | 'queued' | 'missed' | 'failed'
    first_day: string | null
    end_day: string | null
    deadline_at: Instant | null
    waiting_for: Generated<string[]>
    partial: Generated<boolean>
    reported: Json<unknown> | null
    corrections: Generated<number>
    seen: string | null
    more: Json<unknown> | null
    answer_id: string | null
    message_key: string | null
    attempts: Generated<number>
    next_attempt_at: Instant | null
    error: string | null
    claimed_at: StampedInstant
    queued_at: Instant | null
  }
  'tally.alert': {
    alert_key: string
    subscription_id: string
    told: Json<unknown>
    updates: Generated<number>
    raised_at: StampedInstant
  }
  'tally.account': {
    platform: string
    workspace_id: string
    user_id: string
    email: string | null
    display_name: string
    timezone: string | null
    seen_at: StampedInstant
    wrote_at: Instant | null
  }
  'tally.msteams_conversation': {
    tenant_id: string
    conversation_id: string
    kind: 'personal' | 'groupChat' | 'channel'
    service_url: string
    bot_id: string
    user_id: string | null
    team_id: string | null
    group_id: string | null
    seen_at: Instant
    gone_at: Instant | null
  }
  'tally.msteams_member': {
    tenant_id: string
    user_id: string
    aad_object_id: string | null
    email: string | null
    user_principal_name: string | null
    display_name: string
    timezone: string | null
    guest: boolean
    seen_at: Instant
  }
  'tally.nudge': {
    nudge_id: Generated<string>
    resource_id: string
    state: Json<unknown>
    /** Made by the database of the state. */
    state_kind: ColumnType<'watch' | 'open' | 'acknowledged' | 'snoozed' | 'exempt' | 'resolved', never, never>
    wakes_at: Instant | null
    owner_email: string
    owner_why: string
    per_day: Json<unknown>
    notices: Json<unknown>
    undo: Json<unknown> | null
    version: Generated<number>
    found_at: Instant
    changed_at: Instant
    resource_name: string
    resource_class: string
    team: string | null
    project: string | null
    environment: string | null
    clues: Json<unknown>
    rule_kind: string
    rule_version: string
    evidence: Json<unknown>
    idle_since: Instant | null
    idle_since_at_least: Generated<boolean>
    wasted: Json<unknown>
    unknown_reason: string | null
  }
  'tally.nudge_event': {
    nudge_id: string
    seq: number
    event: Json<unknown>
    actor: string
    platform: string | null
    request_id: string | null
    at: Instant
  }
  'tally.nudge_message': Place & {
    message_key: string
    kind: 'first' | 'reminder' | 'escalation' | 'dry_run'
    recipient: string | null
    local_day: string | null
    owner_email: string | null
    shown: string[]
    nudge_ids: string[]
    first_contact: Generated<boolean>
    edits: Generated<number>
    created_at: Instant
    outcome: Generated<'open' | 'sent' | 'lost'>
    counted_at: Instant | null
  }
  'tally.nudge_copy': Place & { copy_key: string; message_key: string }
  'tally.nudge_owner': {
    resource_id: string
    email: string
    instead_of: string
    instead_of_why: string
    picked_by: string
    picked_at: Instant
  }
  'tally.nudge_unknown': {
    resource_id: string
    resource_name: string
    resource_class: string
    team: string | null
    project: string | null
    environment: string | null
    rule_kind: string
    reason: string
    per_day: Json<unknown>
    since: Instant
  }
  'tally.nudge_saving': {
    nudge_id: string
    days: number
    billing_currency: string
    baseline: Decimal
    actual: Decimal
    saved: Decimal
    measured_at: Instant
    first_day: string
  }
}

export type DayStatus = 'provisional' | 'complete' | 'closed'
