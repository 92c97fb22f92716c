import { Big } from 'big.js'
import { type Block, type Cell, type Column, plain, type Table } from '../../../cards/card.ts'
import { count, days, money, percent, price, quantity, shortDay } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { capital, dimensionWord, rowLabel, tagLabel } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { Money, Run, Training } from './found.ts'

/** What training runs cost one by one, or what the ones that came to nothing cost together. */
export function trainingCard(answer: Answer, found: Training): Said {
  return {
    headline: found.money.map((each) => headline(answer, found, each)).join(' and '),
    blocks: found.money.flatMap((each) => (found.about === 'lost' ? lostBlocks(found, each) : runBlocks(found, each))),
    notes: [
      'Runs by the UTC day they started, at the cost that the runs themselves tell.',
      ...(found.money.some(({ byStatus }) => byStatus.running.runs !== '0')
        ? ['A run that goes on is counted with what it cost so far.']
        : []),
    ],
  }
}

/** Of runs that failed and of those that somebody stopped. */
export const lostCost = ({ byStatus: { failed, cancelled } }: Money): string =>
  new Big(failed.cost).plus(cancelled.cost).toFixed()

const lostRuns = ({ byStatus: { failed, cancelled } }: Money): string =>
  new Big(failed.runs).plus(cancelled.runs).toFixed()

function headline(answer: Answer, found: Training, each: Money): string {
  if (found.about === 'lost')
    return `${money(lostCost(each), each.currency)} in ${quantity(lostRuns(each), 'failed or cancelled run')}`
  const [first] = each.dearest
  if (answer.question.limit === 1 && first !== undefined) return `${money(first.cost, each.currency)}: ${first.runId}`
  return `${money(each.cost, each.currency)} in ${quantity(each.runs, 'training run')}`
}

function runBlocks(found: Training, each: Money): Block[] {
  const { currency, byStatus } = each
  const told = (['succeeded', 'failed', 'cancelled', 'running'] as const)
    .filter((status) => byStatus[status].runs !== '0')
    .map((status) => `${byStatus[status].runs} ${status} (${money(byStatus[status].cost, currency)})`)
  const all = `All runs of ${days(found.period)}: ${money(each.cost, currency)} in ${quantity(each.runs, 'run')}; ${told.join(', ')}.`
  return [{ kind: 'text', text: [plain(all)] }, runTable(each)]
}

function runTable({ currency, dearest, others }: Money): Table {
  // Microsoft Teams has room for eight columns.
  const hasTeams = new Set(dearest.map(({ team }) => team)).size > 1
  return {
    kind: 'table',
    caption: `Training runs by cost, ${currency}`,
    columns: [
      left('Run'),
      ...(hasTeams ? [left('Team')] : []),
      left('Project'),
      left('Model'),
      left('Status'),
      ...(hasTeams ? [] : [left('Started')]),
      right('GPU hours'),
      right('Per GPU hour'),
      right('Cost'),
    ],
    rows: [
      ...dearest.map((run) => [
        cell(run.runId),
        ...(hasTeams ? [cell(tagLabel('team', run.team))] : []),
        cell(tagLabel('project', run.project)),
        cell(tagLabel('model_name', run.model)),
        cell(run.status),
        ...(hasTeams ? [] : [cell(shortDay(run.day))]),
        cell(run.gpuHours === null ? 'no data' : count(run.gpuHours), run.gpuHours),
        cell(run.price === null ? '–' : price(run.price, currency), run.price),
        cell(money(run.cost, currency), run.cost),
      ]),
      ...(others === null
        ? []
        : [
            [
              cell(`Other (${others.count})`),
              ...Array.from({ length: 6 }, () => cell('')),
              cell(money(others.cost, currency), others.cost),
            ],
          ]),
    ],
  }
}

function lostBlocks(found: Training, each: Money): Block[] {
  const { currency, byStatus, dearest } = each
  const one = (status: 'failed' | 'cancelled') =>
    `${byStatus[status].runs} ${status}: ${money(byStatus[status].cost, currency)}${shareOf(byStatus[status].cost, each.cost)}`
  const [worst] = dearest
  return [
    {
      kind: 'text',
      text: [
        plain(
          `${one('failed')}; ${one('cancelled')} of ${money(each.cost, currency)} for all ${quantity(each.runs, 'run')} of ${days(found.period)}.`,
        ),
      ],
    },
    ...(worst === undefined
      ? []
      : [
          { kind: 'text' as const, text: [plain(`The dearest: ${described(worst, currency)}.`)] },
          lostTable(found, each),
        ]),
  ]
}

const shareOf = (part: string, whole: string): string => {
  const share = percent(part, whole)
  return share === undefined ? '' : ` (${share})`
}

const described = ({ runId, status, project, model, day, cost, gpuHours }: Run, currency: string): string =>
  `${runId}, ${[project, model].filter((name) => name !== null).join(', ')}, ${status}, started ${shortDay(day)}: ${money(cost, currency)}${gpuHours === null ? '' : ` for ${quantity(gpuHours, 'gpu_hour')}`}`

function lostTable({ groupedBy }: Training, { currency, lost, others }: Money): Table {
  return {
    kind: 'table',
    caption: `Lost runs by ${groupedBy.map(dimensionWord).join(' and ')}, ${currency}`,
    columns: [
      left(groupedBy.map((name) => capital(dimensionWord(name))).join(' · ')),
      right('Failed'),
      right('Cancelled'),
      right('Cost'),
    ],
    rows: [
      ...lost.map(({ keys, failed, cancelled, cost }) => [
        cell(rowLabel({ kind: 'group', keys }, groupedBy)),
        cell(failed, failed),
        cell(cancelled, cancelled),
        cell(money(cost, currency), cost),
      ]),
      ...(others === null
        ? []
        : [
            [
              cell(`Other (${others.count})`),
              cell(others.failed ?? ''),
              cell(others.cancelled ?? ''),
              cell(money(others.cost, currency), others.cost),
            ],
          ]),
    ],
  }
}

const left = (title: string): Column => ({ title, align: 'left' })
const right = (title: string): Column => ({ title, align: 'right' })
const cell = (text: string, value?: string | null): Cell =>
  value === undefined || value === null ? { text } : { text, value: Number(value) }
