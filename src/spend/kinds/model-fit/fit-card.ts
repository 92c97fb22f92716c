import { type Block, type Cell, plain, strong, type Table } from '../../../cards/card.ts'
import { days, money, percent, price } from '../../../cards/format.ts'
import type { Answer } from '../../answer.ts'
import { rowLabel, tagLabel } from '../../words.ts'
import { sum } from '../folded.ts'
import type { Said } from '../kind.ts'
import { type Fit, type Move, shownUses, type Use } from './fit.ts'
import { notes, pair, pointsWords, qualityWords, savingWords, scored, tokens } from './words.ts'

const MOST = 10

/** Which models are used at what price and quality, and which cheaper one scores as well. */
export function fitCard(answer: Answer, fit: Fit): Said {
  const projects = new Set(fit.uses.map(({ project }) => project))
  const lone = projects.size === 1
  const blocks: Block[] = []
  if (fit.moves.length > 1 && !lone)
    blocks.push(
      text(`If the tokens of ${days(answer.question.period)} had gone to a cheaper model that scores about as well:`),
      ...fit.totals.flatMap(({ currency }) => movesBlocks(fit.moves, currency)),
    )
  else for (const move of fit.moves) blocks.push(said(move))
  // A few of all models would hide what was found: those of one project are a question of their own.
  const [first] = fit.moves
  const many = !lone && fit.moves.length > 1 && answer.question.limit === null
  const tables = many
    ? [
        text(
          `Ask “right model for ${first?.project ?? 'it'}” for the models of one project with price, score and cache.`,
        ),
      ]
    : fit.totals.flatMap(({ currency }) => usesTable(fit, currency, lone, answer.question.limit))
  return {
    headline: headline(answer, fit),
    blocks: [...blocks, ...tables, ...apart(fit, lone)],
    notes: [
      ...(many ? [] : ['Price per 1M is effective cost ÷ tokens; score per dollar is score ÷ that price.']),
      'n is how many were scored.',
      ...notes(fit),
    ],
  }
}

function headline({ question }: Answer, fit: Fit): string {
  const savings = fit.totals.flatMap(({ saving, currency }) => (saving === null ? [] : [money(saving, currency)]))
  const projects = new Set(fit.moves.map(({ project }) => project)).size
  if (savings.length > 0)
    return `${savings.join(' and ')} could be saved at list price in ${projects} project${projects === 1 ? '' : 's'}`
  const spent = fit.totals.map(({ cost, currency }) => money(cost, currency)).join(' and ')
  const judged = fit.uses.some(({ quality }) => quality !== null)
  const models = new Set(fit.uses.map(({ model }) => model)).size
  const on = `${spent} on ${models} model${models === 1 ? '' : 's'} in ${days(question.period)}`
  return `${on}: ${!judged ? 'no quality scores' : fit.unsure.length > 0 ? 'not enough scores to say' : 'no cheaper one scores as well'}`
}

const said = (move: Move): Block => ({
  kind: 'text',
  text: [strong(pair(move)), plain(`: ${savingWords(move)} at list price; ${qualityWords(move)}.`)],
})

function movesBlocks(moves: readonly Move[], currency: string): Block[] {
  const mine = moves.filter((move) => move.currency === currency)
  if (mine.length < 2) return mine.map(said)
  const rest = mine.slice(MOST)
  const row = (move: Move) => [
    { text: pair(move) },
    amount(move.saving, currency),
    { text: scored(move.now) },
    { text: scored(move.after) },
    { text: pointsWords(move) },
  ]
  return [
    {
      kind: 'table',
      caption: `Cheaper models that score about as well, ${currency} at list price`,
      columns: [
        { title: 'Project: from → to', align: 'left' },
        { title: 'Saving', align: 'right' },
        { title: 'Score now', align: 'right' },
        { title: 'Score then', align: 'right' },
        { title: 'Points', align: 'right' },
      ],
      rows: [
        ...mine.slice(0, MOST).map(row),
        ...(rest.length === 0
          ? []
          : [
              [
                { text: `Other (${rest.length})` },
                amount(sum(rest.map(({ saving }) => saving)), currency),
                none,
                none,
                none,
              ],
            ]),
      ],
    },
  ]
}

const none: Cell = { text: '–' }
const amount = (decimal: string | null, currency: string): Cell =>
  decimal === null ? none : { text: money(decimal, currency), value: Number(decimal) }
const each = (decimal: string | null, currency: string): Cell =>
  decimal === null ? none : { text: price(decimal, currency), value: Number(decimal) }

function usesTable(fit: Fit, currency: string, lone: boolean, limit: number | null): Table[] {
  const rows = shownUses(fit.uses, Math.min(limit ?? MOST, MOST)).filter((use) => use.currency === currency)
  if (rows.length === 0) return []
  const label = ({ kind, project, model, groups }: Use) =>
    lone
      ? rowLabel({ kind, keys: [model], groups }, ['model_name'])
      : rowLabel({ kind, keys: [project, model], groups }, ['project', 'model_name'])
  const cached = ({ input, cacheRead, cacheWrite }: Use) =>
    percent(cacheRead ?? '0', sum([input, cacheRead, cacheWrite]) ?? '0') ?? '–'
  return [
    {
      kind: 'table',
      caption: `Models used${lone ? ` in ${rows[0]?.project ?? 'no project'}` : ' by project'}, ${currency}`,
      columns: [
        { title: lone ? 'Model' : 'Project · Model', align: 'left' },
        { title: 'Cost', align: 'right' },
        { title: 'Per 1M', align: 'right' },
        { title: 'Score (n)', align: 'right' },
        { title: 'Score per $', align: 'right' },
        { title: 'Cached', align: 'right' },
      ],
      rows: rows.map((use) => [
        { text: label(use) },
        amount(use.cost, currency),
        each(use.perMillion, currency),
        { text: use.kind === 'other' ? '–' : scored(use.quality) },
        use.scorePerDollar === null
          ? none
          : { text: Number(use.scorePerDollar).toPrecision(3), value: Number(use.scorePerDollar) },
        { text: cached(use) },
      ]),
    },
    ...(lone ? [directionTable(rows, currency)] : []),
  ]
}

/** What a million tokens cost by direction, where there is room for it. */
const directionTable = (rows: readonly Use[], currency: string): Table => ({
  kind: 'table',
  caption: `Effective price per 1M tokens by direction, ${currency}`,
  columns: [
    { title: 'Model', align: 'left' },
    { title: 'Tokens', align: 'right' },
    { title: 'Input', align: 'right' },
    { title: 'Cache read', align: 'right' },
    { title: 'Output', align: 'right' },
    { title: 'Requests', align: 'right' },
  ],
  rows: rows.map((use) => [
    { text: rowLabel({ kind: use.kind, keys: [use.model], groups: use.groups }, ['model_name']) },
    { text: tokens(use.tokens) },
    each(use.inputPerMillion, currency),
    each(use.cacheReadPerMillion, currency),
    each(use.outputPerMillion, currency),
    use.requests === null
      ? { text: use.kind === 'other' ? '–' : 'not recorded' }
      : { text: Number(use.requests).toLocaleString('en-US'), value: Number(use.requests) },
  ]),
})

const NAMED = 8

/** What no move can be told of: too few scores, none at all, or a metric that cannot be tested. */
function apart(fit: Fit, lone: boolean): Block[] {
  const lines = fit.unsure
    .slice(0, NAMED)
    .map((move) => `${pair(move)} (${savingWords(move)}, ${scored(move.after)} against ${scored(move.now)})`)
  const scoredProjects = new Set(fit.uses.filter(({ quality }) => quality !== null).map(({ project }) => project))
  const silent = [...new Set(fit.uses.filter(({ output }) => output !== null).map(({ project }) => project))].filter(
    (project) => !scoredProjects.has(project),
  )
  const metrics = [...new Set(fit.uses.flatMap(({ metric }) => (metric === null ? [] : [metric])))]
  // What runs on machines of one's own is used as well, without a price per token.
  const tried = fit.tried.filter(({ model }) => !fit.uses.some((use) => use.model === model))
  const names = silent.slice(0, NAMED).map((project) => tagLabel('project', project))
  return [
    ...(lone && metrics[0] ? [text(`Quality is ${metrics[0]}, the metric with the most scores.`)] : []),
    ...(lone && tried.length > 0
      ? [
          text(
            `Scored and not used here: ${tried.map(({ model, quality }) => `${model} ${scored(quality)}`).join(', ')}.`,
          ),
        ]
      : []),
    ...(lines.length === 0
      ? []
      : [
          text(
            `Cheaper, but the scores cannot tell whether as good: ${lines.join('; ')}${more(fit.unsure.length - NAMED)}.`,
          ),
        ]),
    ...(silent.length === 0
      ? []
      : [
          text(
            `No quality scores: ${names.join(', ')}${more(silent.length - NAMED)}. They come with “tally import quality FILE”.`,
          ),
        ]),
  ]
}

const more = (count: number) => (count > 0 ? ` and ${count} more` : '')
const text = (words: string): Block => ({ kind: 'text', text: [plain(words)] })
