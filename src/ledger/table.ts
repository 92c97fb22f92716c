import { z } from 'zod'
import { UNALLOCATED } from './dimension.ts'
import { day, decimal, type Field, instant, matching, month, oneOf, percent, required, text } from './field.ts'
import { ATTRIBUTES, type Attribute, attributeValue, type Mapping } from './mapping.ts'

export const TABLE_KINDS = ['units', 'telemetry', 'budgets', 'training-runs', 'quality', 'value'] as const
export type TableKind = (typeof TABLE_KINDS)[number]

/** How one kind of table file is read and what it replaces. Headers are the columns of the view of the same data. */
export interface Table {
  readonly target: string
  readonly row: z.ZodType<Row>
  readonly columns: readonly string[]
  readonly required: readonly string[]
  /** Two rows of one file with this key contradict each other; empty where they add up. */
  readonly key: readonly string[]
  /** Rows of the target `t` that give way to the rows staged as `s`. */
  readonly replaces: string
}

/** How a kind is read. `now` dates statements whose file does not. */
export function table(kind: TableKind, mapping: Mapping, now: Date): Table {
  const today = now.toISOString().slice(0, 10)
  const attribute = (name: Attribute) => text().transform((value) => attributeValue(mapping, name, value ?? ''))
  const team = attribute('team').transform((value) => value ?? UNALLOCATED)
  const owned = Object.fromEntries(ATTRIBUTES.map((name) => [name, name === 'team' ? team : attribute(name)]))
  switch (kind) {
    case 'units':
      return {
        target: 'ledger.unit_day',
        ...shape({
          day: required(day()),
          source_name: text().transform((value) => value ?? 'units'),
          ...owned,
          unit_name: required(matching(/^[a-z][a-z0-9_]{0,40}$/, 'is not a unit in the singular, such as request')),
          quantity: required(decimal()),
        }),
        key: [],
        replaces: 't.source_name = s.source_name and t.day = s.day',
      }
    case 'telemetry':
      return {
        target: 'ledger.resource_hour',
        ...shape({
          team,
          resource_id: required(text()),
          hour: required(instant()).refine(
            (value) => /:00:00(\.0+)?Z$/.test(value ?? ''),
            'is not the start of an hour',
          ),
          gpu_util_avg: percent(),
          gpu_util_max: percent(),
          gpu_mem_used_pct_max: percent(),
          cpu_util_max: percent(),
          requests: decimal({ least: 0 }),
          active_sessions: decimal({ least: 0 }),
          last_activity_at: instant(),
          samples: required(matching(/^\d{1,9}$/, 'is not a count')),
          samples_expected: required(matching(/^[1-9]\d{0,8}$/, 'is not a count above zero')),
          gpu_dram_active_max: percent(),
          gpu_power_pct_max: percent(),
        }),
        key: ['resource_id', 'hour'],
        replaces: 't.resource_id = s.resource_id and t.hour = s.hour',
      }
    case 'budgets':
      return {
        target: 'ledger.budget',
        ...shape(
          {
            scope_dimension: required(
              oneOf(['team', 'project', 'business_unit', 'cost_center', 'product', 'total'] as const),
            ),
            scope_value: text().transform((value) => value ?? 'total'),
            month: required(month()),
            budget_amount: required(decimal({ least: 0 })),
            billing_currency: required(text()),
            thresholds: matching(
              /^\d{1,4}(\.\d+)?(;\d{1,4}(\.\d+)?)*$/,
              'are not percentages separated by semicolons',
            ).transform((value) => `{${value?.replaceAll(';', ',') ?? '50,80,100,120'}}`),
          },
          (row) => {
            const dimension = ATTRIBUTES.find((name) => name === row.scope_dimension)
            // Spelled as the spend that it limits.
            return dimension ? { ...row, scope_value: attributeValue(mapping, dimension, row.scope_value ?? '') } : row
          },
        ),
        key: ['scope_dimension', 'scope_value', 'month', 'billing_currency'],
        replaces: `t.scope_dimension = s.scope_dimension and t.scope_value = s.scope_value and t.month = s.month
          and t.billing_currency = s.billing_currency`,
      }
    case 'training-runs':
      return {
        target: 'ledger.training_run',
        ...shape(
          {
            team,
            run_id: required(text()),
            project: attribute('project'),
            model_name: attribute('model_name'),
            status: required(oneOf(['running', 'succeeded', 'failed', 'cancelled'] as const)),
            started_at: required(instant()),
            ended_at: instant(),
            gpu_hours: decimal({ least: 0 }),
            effective_cost: required(decimal()),
            billing_currency: required(text()),
            resource_id: text(),
          },
          (row) =>
            row.started_at && row.ended_at && row.ended_at < row.started_at ? 'ended_at is before started_at' : row,
        ),
        key: ['run_id'],
        replaces: 't.run_id = s.run_id',
      }
    case 'quality':
      return {
        target: 'ledger.quality_day',
        ...shape({
          team,
          project: required(attribute('project')),
          model_name: required(attribute('model_name')),
          metric: required(text()),
          day: required(day()),
          score_sum: required(decimal()),
          n: required(matching(/^[1-9]\d{0,14}$/, 'is not a count above zero')),
        }),
        key: ['team', 'project', 'model_name', 'metric', 'day'],
        replaces: `t.team = s.team and t.project = s.project and t.model_name = s.model_name and t.metric = s.metric
          and t.day = s.day`,
      }
    case 'value':
      return {
        target: 'ledger.business_value',
        ...shape({
          team,
          month: required(month()),
          product: attribute('product'),
          project: attribute('project'),
          customer: attribute('customer'),
          value_amount: required(decimal()),
          billing_currency: required(text()),
          stated_by: required(text()),
          stated_at: day().transform((value) => value ?? today),
        }),
        key: ['team', 'month', 'product', 'project', 'customer', 'billing_currency'],
        replaces: `t.team = s.team and t.month = s.month and t.product is not distinct from s.product
          and t.project is not distinct from s.project and t.customer is not distinct from s.customer
          and t.billing_currency = s.billing_currency`,
      }
  }
}

type Row = Readonly<Record<string, string | undefined>>

/** `whole` looks at several fields together: another row, or why this one is none. */
function shape(
  fields: Readonly<Record<string, Field>>,
  whole: (row: Row) => Row | string = (row) => row,
): Pick<Table, 'row' | 'columns' | 'required'> {
  return {
    row: z.object(fields).transform((row, context) => {
      const result = whole(row)
      if (typeof result !== 'string') return result
      context.addIssue({ code: 'custom', message: result })
      return z.NEVER
    }),
    columns: Object.keys(fields),
    required: Object.keys(fields).filter((name) => !fields[name]?.safeParse('').success),
  }
}
