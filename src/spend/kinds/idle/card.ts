import { Big } from 'big.js'
import {
  type Block,
  type Cell,
  type Chart,
  type Column,
  plain,
  strong,
  type Table,
  type Text,
} from '../../../cards/card.ts'
import { day, days, instant, money, NO_DATA } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { capital, dimensionWord, dimensionWords, havingWords, listed, rowLabel, tagLabel } from '../../words.ts'
import type { Said } from '../kind.ts'
import { evidenceWords, perDayWords, sinceWords, whyUnknown } from './evidence.ts'
import type { Idle, Unjudged } from './found.ts'
import { rateOf } from './rate.ts'

const DAYS_AHEAD = 30
/** What cannot be judged is told, but is not the answer. */
const UNKNOWN_SHOWN = 5

export function card(answer: Answer, found: Idle): Said {
  const { idle, totals, watched, busy, unknown } = found
  return {
    headline: headline(answer, found),
    blocks: [
      ...staleBlocks(answer, found),
      ...(idle.length === 0 ? [] : [{ kind: 'text' as const, text: pace(answer, found) }]),
      ...(answer.question.chart ? totals.flatMap(({ currency }) => chart(found, currency)) : []),
      ...totals.map(({ currency }) => table(answer, found, currency)),
      ...evidenceBlocks(answer, found),
      ...unjudgedBlocks(unknown),
      { kind: 'text', text: [plain(nextStep(found))] },
    ],
    notes: [
      `${resources(idle.length + unknown.resources + watched + busy)} looked at: ${counts(found)}.`,
      'Wasted is the effective cost of whole days in which a resource was idle, within the period.',
      `Per day is the cost of ${day(found.paidDay)}${found.paidDayComplete ? ', the last complete day' : ''}.`,
      `Judged at ${instant(found.asOf, answer.timezone)} by version ${found.version} of the idle rules.`,
      ...(answer.question.grain === null
        ? []
        : ['This is the rate of what is idle at one time: there is no history of it.']),
    ],
  }
}

const resources = (count: number) => `${count.toLocaleString('en-US')} ${count === 1 ? 'resource' : 'resources'}`

const counts = ({ idle, watched, busy, unknown }: Idle): string =>
  [
    `${idle.length} idle`,
    ...(watched === 0 ? [] : [`${watched} quiet but not for long enough`]),
    `${busy} in use`,
    ...(unknown.resources === 0 ? [] : [`${unknown.resources} unknown`]),
  ].join(', ')

function headline({ question }: Answer, found: Idle): string {
  const { idle, totals, stale, unknown, watched, busy } = found
  if (stale) return 'Cannot tell what is idle: telemetry ended'
  if (idle.length === 0)
    return watched + busy === 0
      ? `Cannot tell what is idle: ${resources(unknown.resources)} without enough telemetry`
      : 'No idle resources'
  const rate = rateOf(question)
  if (rate !== undefined && totals.some(({ perDay }) => perDay !== null))
    return `${daily(found, rate.days)} ${rate.words} for ${idleResources(found)}`
  const leaders = question.limit === 1 ? leading(found) : []
  if (leaders.length > 0) return leaders.join('; ')
  const wasted = wastedWords(found)
  // "Which …" is answered by names, as long as they are few.
  const named = question.groupBy.includes('resource') && idle.length <= FEW
  const which = named ? `: ${listed(nameRows(found))}` : ''
  return `${wasted === '' ? idleResources(found) : `${wasted} wasted by ${idleResources(found)}`}${which}`
}

const FEW = 3

/** The dearest first, as the table has them. */
function nameRows({ rows, idle }: Idle): string[] {
  const names = new Map(idle.map(({ resourceId, name }) => [resourceId, name]))
  return [...new Set(rows.flatMap(({ keys }) => names.get(keys[0] ?? '') ?? []))]
}

const idleResources = ({ idle }: Idle) => `${idle.length} idle ${idle.length === 1 ? 'resource' : 'resources'}`

const wastedWords = ({ totals }: Idle) =>
  totals.flatMap(({ currency, wasted }) => (wasted === null ? [] : [money(wasted, currency ?? '')])).join(' and ')

/** The one that wastes most, in each currency. */
function leading({ rows, totals, groupBy, idle }: Idle): string[] {
  return totals.flatMap(({ currency }) => {
    const first = rows.find((row) => row.kind === 'group' && row.currency === currency)
    if (first === undefined || first.wasted === null) return []
    const name =
      groupBy.length === 0
        ? idle.find(({ resourceId }) => resourceId === first.keys[0])?.name
        : rowLabel(first, groupBy)
    return [`${money(first.wasted, currency ?? '')} wasted: ${name ?? first.keys[0]}`]
  })
}

const daily = ({ totals }: Idle, times: number): string =>
  totals
    .flatMap(({ currency, perDay }) =>
      perDay === null ? [] : [money(new Big(perDay).times(times).toFixed(), currency ?? '')],
    )
    .join(' and ')

/** A day's cost goes on, a month's is what a decision is worth. */
function pace({ question }: Answer, found: Idle): Text {
  const { totals, idle } = found
  if (totals.every(({ perDay }) => perDay === null)) return [plain('What they cost a day is not known yet.')]
  const [it, stays, is] = idle.length === 1 ? ['it', 'stays', 'is'] : ['they', 'stay', 'are']
  if (rateOf(question) !== undefined)
    return [
      plain(`If ${it} ${stays} as ${it} ${is}: `),
      strong(`${daily(found, 1)} a day`),
      plain(`. ${wastedWords(found) || 'Nothing'} wasted so far in ${days(question.period)}.`),
    ]
  const all =
    question.limit === 1 && idle.length > 1 ? `All ${idleResources(found)}: ${wastedWords(found)} wasted, ` : ''
  return [
    ...(all === '' ? [] : [plain(all)]),
    strong(`${daily(found, 1)} a day`),
    plain(`, ${daily(found, DAYS_AHEAD)} in ${DAYS_AHEAD} days if ${it} ${stays} as ${it} ${is}.`),
  ]
}

function staleBlocks(answer: Answer, { stale, asOf }: Idle): Block[] {
  if (!stale) return []
  const said = `The newest telemetry is of ${instant(asOf, answer.timezone)}: too old to judge by. Check what delivers it.`
  return [{ kind: 'text', text: [strong(said)] }]
}

const left = (title: string): Column => ({ title, align: 'left' })
const right = (title: string): Column => ({ title, align: 'right' })

function table(answer: Answer, found: Idle, currency: string | null): Table {
  const { groupBy, idle } = found
  const { having } = answer.question
  const say = (amount: string | null): Cell =>
    amount === null ? { text: NO_DATA } : { text: money(amount, currency ?? ''), value: Number(amount) }
  const rows = found.rows.filter((row) => row.currency === currency)
  const bar =
    having === null
      ? ''
      : `; named are ${groupBy.length === 0 ? 'resources' : groupBy.map(dimensionWords).join(', ')} ${havingWords(having, money(having.value, currency ?? ''))}`
  if (groupBy.length > 0)
    return {
      kind: 'table',
      caption: `Idle by ${groupBy.map(dimensionWord).join(' and ')}, ${currency}${bar}`,
      columns: [
        left(groupBy.map((dimension) => capital(dimensionWord(dimension))).join(' · ')),
        right('Idle'),
        right('Per day'),
        right('Wasted'),
      ],
      rows: rows.map((row) => [
        { text: rowLabel(row, groupBy) },
        { text: String(row.resources), value: row.resources },
        say(row.perDay),
        say(row.wasted),
      ]),
    }
  const byId = new Map(idle.map((resource) => [resource.resourceId, resource]))
  return {
    kind: 'table',
    caption: `Idle resources, ${currency}${bar}`,
    columns: [left('Resource'), left('Team'), left('Owner'), left('Idle since'), right('Per day'), right('Wasted')],
    rows: rows.map((row) => {
      const resource = byId.get(row.keys[0] ?? '')
      const cells =
        resource === undefined
          ? [rowLabel(row, ['resource']), '', '', '']
          : [
              resource.name,
              tagLabel('team', resource.team),
              tagLabel('owner', resource.owner),
              sinceWords(resource.verdict),
            ]
      return [...cells.map((text) => ({ text })), say(row.perDay), say(row.wasted)]
    }),
  }
}

/** Why each is held to be idle: whoever is asked about it must be able to check that. */
function evidenceBlocks(answer: Answer, { rows, groupBy, idle }: Idle): Block[] {
  const byId = new Map(idle.map((resource) => [resource.resourceId, resource]))
  const facts = rows.flatMap(({ keys }) => {
    const resource = groupBy.length === 0 ? byId.get(keys[0] ?? '') : undefined
    if (resource === undefined) return []
    const { name, rule, verdict } = resource
    return [
      { label: `${name} (${rule.words})`, value: [plain(evidenceWords(rule, verdict.evidence, answer.timezone))] },
    ]
  })
  return facts.length === 0 ? [] : [{ kind: 'facts', facts }]
}

function chart({ rows, groupBy, idle }: Idle, currency: string | null): Chart[] {
  const names = new Map(idle.map(({ resourceId, name }) => [resourceId, name]))
  const bars = rows.filter((row) => row.currency === currency)
  const label = (row: (typeof bars)[number]) =>
    groupBy.length === 0 ? (names.get(row.keys[0] ?? '') ?? rowLabel(row, ['resource'])) : rowLabel(row, groupBy)
  const [first] = bars
  if (first === undefined) return []
  return [
    {
      kind: 'chart',
      shape: 'bar',
      title: `Idle waste, ${currency}`,
      unit: currency ?? '',
      categories: bars.map(label),
      series: [{ name: 'Wasted', values: bars.map(({ wasted }) => (wasted === null ? null : Number(wasted))) }],
      words: `Most by ${label(first)}: ${first.wasted === null ? NO_DATA : money(first.wasted, currency ?? '')}.`,
    },
  ]
}

function unjudgedBlocks({ resources: count, perDay, shown }: Unjudged): Block[] {
  if (count === 0) return []
  const named = shown.slice(0, UNKNOWN_SHOWN)
  return [
    {
      kind: 'text',
      text: [
        strong(`${resources(count)} cannot be judged`),
        plain(` (${perDayWords(perDay)}) and ${count === 1 ? 'is' : 'are'} in no sum above.`),
      ],
    },
    {
      kind: 'facts',
      facts: named.map(({ name, team, verdict, ...resource }) => ({
        label: name,
        value: [plain(`${tagLabel('team', team)}: ${whyUnknown(verdict)}, ${perDayWords(resource.perDay)}`)],
      })),
    },
  ]
}

function nextStep({ idle, unknown, groupBy }: Idle): string {
  if (idle.length > 0)
    return groupBy.length === 0
      ? 'Ask the owners whether they still need them: “idle waste by owner” says whom to ask.'
      : 'Ask “top idle resources” for each with its evidence.'
  return unknown.resources > 0
    ? 'Ask “which resources have no telemetry” for what cannot be judged.'
    : 'Ask “GPU utilisation” for what works little without being idle.'
}
