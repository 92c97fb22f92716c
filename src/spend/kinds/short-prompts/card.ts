import { Big } from 'big.js'
import { type Block, plain, strong, type Table } from '../../../cards/card.ts'
import { days, money, quantity } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { rowLabel } from '../../words.ts'
import type { Said } from '../kind.ts'
import type { Prompt, Prompts } from './read.ts'
import { PREMIUM_OUTPUT_PER_MILLION } from './statement.ts'

/** Which premium models are sent how much per request, the shortest prompts first. */
export function promptsCard(_: Answer, found: Prompts): Said {
  const [shortest] = found.rows.filter(({ perRequest }) => perRequest !== null)
  const spent = found.totals.map(({ currency, cost }) => money(cost, currency)).join(' and ')
  const uncounted = found.rows.filter(({ kind, requests }) => kind === 'group' && requests === null)
  return {
    headline: `${spent} on premium models${shortest?.perRequest ? `, the shortest prompts ${whole(shortest.perRequest)} input tokens` : ''}`,
    blocks: [
      ...(shortest?.perRequest
        ? [
            {
              kind: 'text',
              text: [
                plain('Shortest: '),
                strong(label(shortest)),
                plain(
                  `, ${whole(shortest.perRequest)} input tokens a request over ${quantity(shortest.requests ?? '0', 'request')}, for ${money(shortest.cost, shortest.currency)} in ${days(found.period)}. Ask “cheaper model for ${shortest.project ?? 'it'}” to see what else scores as well.`,
                ),
              ],
            } satisfies Block,
          ]
        : []),
      ...found.totals.flatMap(({ currency }) => table(found, currency)),
      ...(uncounted.length === 0
        ? []
        : [
            {
              kind: 'text',
              text: [
                plain(
                  `No requests recorded: ${uncounted.map((each) => `${label(each)} (${money(each.cost, each.currency)})`).join(', ')}.`,
                ),
              ],
            } satisfies Block,
          ]),
    ],
    notes: [
      `Premium is a list price of ${PREMIUM_OUTPUT_PER_MILLION} or more per million output tokens, as billed before discounts.`,
      `Input tokens of the bill (plain, read from and written to the cache) ÷ requests counted, complete days of ${days(found.period)} only.`,
    ],
  }
}

const whole = (decimal: string) => Number(new Big(decimal).toFixed(0)).toLocaleString('en-US')

const label = ({ kind, project, model, groups }: Prompt) =>
  rowLabel({ kind, keys: [project, model], groups }, ['project', 'model_name'])

function table(found: Prompts, currency: string): Table[] {
  const rows = found.rows.filter((row) => row.currency === currency && (row.kind === 'other' || row.requests !== null))
  if (rows.length === 0) return []
  return [
    {
      kind: 'table',
      caption: `Input per request on premium models, ${currency}`,
      columns: [
        { title: 'Project · Model', align: 'left' },
        { title: 'Input per request', align: 'right' },
        { title: 'Requests', align: 'right' },
        { title: 'Cost', align: 'right' },
        { title: 'List price per 1M output', align: 'right' },
      ],
      rows: rows.map((row) => [
        { text: label(row) },
        row.perRequest === null ? { text: '–' } : { text: whole(row.perRequest), value: Number(row.perRequest) },
        row.requests === null
          ? { text: '–' }
          : { text: Number(row.requests).toLocaleString('en-US'), value: Number(row.requests) },
        { text: money(row.cost, currency), value: Number(row.cost) },
        { text: row.outputPrice === null ? '–' : money(row.outputPrice, currency) },
      ]),
    },
  ]
}
