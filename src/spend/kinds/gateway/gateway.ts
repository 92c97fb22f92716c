import { Big } from 'big.js'
import { sql } from 'kysely'
import type { Block } from '../../../cards/card.ts'
import { plain } from '../../../cards/card.ts'
import { days, money, percent } from '../../../cards/format.ts'
import { addDays, earlier } from '../../../civil-date.ts'
import { type Answer, decimal } from '../../answer.ts'
import type { AskDeps } from '../../deps.ts'
import type { Dimension, Period } from '../../question.ts'
import { type RankedRow, ranked } from '../../ranked.ts'
import { keyOf, scope, within } from '../../scope.ts'
import { capital, dimensionWord, rowLabel } from '../../words.ts'
import { type Group, groupCells, groupOf, perCurrency, ranking, rowsRead } from '../groups.ts'
import type { Asked, Kind, Read, Said, Sheet } from '../kind.ts'
import { run } from '../run.ts'

/** Whether a gateway's estimate agrees with the bill for the same tokens. They are set side by side and never added. */
export const gateway: Kind<Gateway> = { read, card, sheet, cost: 'billed_cost', heeds: ['having'] }

interface Sides {
  /** What the meters estimated. Null where nothing was told, here and below. */
  readonly estimate: string | null
  /** What was billed for the teams, projects and models that the gateway saw. */
  readonly billed: string | null
  /** What was billed for tokens that never passed it. */
  readonly outside: string | null
}
export interface Gateway {
  /** The complete days of what was asked for. */
  readonly period: Period
  readonly groupBy: readonly Dimension[]
  readonly totals: readonly (Sides & { readonly currency: string | null })[]
  readonly rows: readonly (Group & Sides)[]
  readonly meters: readonly string[]
}

async function read(deps: AskDeps, asked: Asked): Promise<Read<Gateway>> {
  const { question, sight, views } = asked
  if (!views.has('spend.meter_daily')) return { kind: 'cannot', why: NO_METER }
  const groupBy: readonly Dimension[] = question.groupBy.length === 0 ? ['model_name'] : question.groupBy
  const columns = sql`day, source_name, team, project, environment, workload_type, business_unit, owner, cost_center, product, customer,
    model_name, service_provider_name, service_name, cost_area, region_id, resource_id, resource_name, resource_class, instance_type,
    billing_currency, billed_cost`
  const key = sql`coalesce(team, ''), coalesce(project, ''), coalesce(model_name, '')`
  // A gateway tells of today, a bill of the day before yesterday: held against each other too early, the bill looks small.
  const through = asked.completeThrough ?? addDays(asked.utcToday, -1)
  const period = { start: question.period.start, end: earlier(question.period.end, addDays(through, 1)) }
  if (period.end <= period.start)
    return {
      kind: 'cannot',
      why: 'The bill of these days is not complete yet, so it cannot be held against the gateway. Ask about earlier days.',
    }
  const where = sql`${within(period)} and unit = 'Tokens' and ${scope(question, sight, 'spend.daily')}`
  const reading = run<RankedRow>(
    deps,
    ranked({
      // Only days that the gateway tells of: one that was put up in the middle of a month, or was down, must not look cheap.
      from: sql`(
    select ${columns}, true as metered, true as seen from spend.meter_daily where ${where}
    union all
    select ${columns}, false, (${key}) in (select ${key} from spend.meter_daily where ${where}) from spend.daily where ${where}
      and day in (select day from spend.meter_daily where ${where})
  ) as sides`,
      where: sql`true`,
      currency: sql`billing_currency`,
      keys: groupBy.map((dimension) => keyOf(dimension, 'spend.daily')),
      figures: {
        amount: sql`sum(billed_cost) filter (where not metered and seen)`,
        outside: sql`sum(billed_cost) filter (where not metered and not seen)`,
        estimate: sql`sum(billed_cost) filter (where metered)`,
        rows: sql`count(*)`,
      },
      ...ranking(question, asked.most),
    }),
  )
  const naming = run<{ source_name: string }>(
    deps,
    sql`select distinct source_name from spend.meter_daily where ${where} order by 1`,
  )
  const [{ rows, sql: text }, { rows: meters }] = await Promise.all([reading, naming])
  if (meters.length === 0) return { kind: 'cannot', why: NO_METER }
  const sides = (row: RankedRow, total: '' | 'total_' = ''): Sides => ({
    estimate: decimal(row[`${total}estimate`]),
    billed: decimal(row[`${total}amount`]),
    outside: decimal(row[`${total}outside`]),
  })
  const found: Gateway = {
    groupBy,
    period,
    totals: perCurrency(rows).map((row) => ({
      currency: row.currency,
      ...sides(row, 'total_'),
    })),
    rows: rows.map((row) => ({ ...groupOf(row, groupBy.length), ...sides(row) })),
    meters: meters.map((meter) => meter.source_name),
  }
  return { kind: 'found', found, sql: text, rowCount: rowsRead(rows) }
}

const NO_METER =
  'No gateway told of tokens in these days, so there is nothing to hold against the bill. An administrator loads one with “npx tally import focus FILE --source NAME --kind meter”.'

/** What was billed, beside what was estimated: "6.1% less than". */
function against({ estimate, billed }: Sides, than = ' than'): string {
  if (estimate === null) return 'not seen'
  if (billed === null) return than === '' ? 'not billed' : 'nothing of what'
  const difference = new Big(billed).minus(estimate)
  if (difference.eq(0)) return than === '' ? 'the same' : 'just what'
  if (than === '' && new Big(estimate).gt(0) && difference.abs().div(estimate).lt('0.001')) return 'about the same'
  const share = percent(difference.abs().toFixed(), estimate)
  return `${share ?? ''} ${difference.gt(0) ? 'more' : 'less'}${than}`.trim()
}

function card(_: Answer, { groupBy, period, totals, rows, meters }: Gateway): Said {
  const seen = totals.filter((total) => total.estimate !== null)
  const headline = seen
    .map(
      ({ currency, ...total }) =>
        `Billed ${against(total)} the gateway said${seen.length > 1 ? ` in ${currency}` : ''}`,
    )
    .join('; ')
  const blocks = totals.flatMap(({ currency, ...total }): Block[] => {
    const say = (amount: string | null) => (amount === null ? 'no data' : money(amount, currency ?? ''))
    const told =
      total.estimate === null
        ? `${say(total.outside)} was billed for tokens that never passed the gateway.`
        : `Of what passed the gateway, ${say(total.billed)} was billed and ${say(total.estimate)} estimated by ${meters.join(', ')}. ${say(total.outside)} was billed for tokens that never passed it.`
    const text: Block = { kind: 'text', text: [plain(told)] }
    if (total.estimate === null) return [text]
    return [
      text,
      {
        kind: 'table',
        caption: `Bill against gateway by ${groupBy.map(dimensionWord).join(' and ')}, ${currency}`,
        columns: [
          { title: groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · '), align: 'left' },
          { title: 'Gateway', align: 'right' },
          { title: 'Billed', align: 'right' },
          { title: 'Difference', align: 'right' },
          { title: 'Billed outside', align: 'right' },
        ],
        rows: rows
          .filter((row) => row.currency === currency)
          .map((row) => [
            { text: rowLabel(row, groupBy) },
            { text: say(row.estimate), ...(row.estimate === null ? {} : { value: Number(row.estimate) }) },
            { text: say(row.billed), ...(row.billed === null ? {} : { value: Number(row.billed) }) },
            { text: capital(against(row, '')) },
            {
              text: row.outside === null ? '–' : say(row.outside),
              ...(row.outside === null ? {} : { value: Number(row.outside) }),
            },
          ]),
      },
    ]
  })
  return {
    headline: headline === '' ? 'None of it passed the gateway' : headline,
    blocks,
    notes: [
      `Token charges only, on the days of ${days(period)} that the gateway tells of and whose bill is complete. The estimate is at list price and by the gateway's own count; it is never part of a total.`,
    ],
  }
}

function sheet(_: Answer, { groupBy, totals, rows }: Gateway): Sheet {
  return {
    columns: ['kind', ...groupBy, 'currency', 'gateway_estimate', 'billed_cost', 'billed_outside'],
    rows: rows.map((row) => [...groupCells(row, groupBy), row.estimate, row.billed, row.outside]),
    totals: totals.map(({ currency, billed }) => ({ currency, total: billed })),
    adds: 'billed_cost',
  }
}
