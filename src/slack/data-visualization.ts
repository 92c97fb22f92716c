import type { KnownBlock } from '@slack/types'
import { bars } from '../cards/bars.ts'
import type { Chart } from '../cards/card.ts'
import { distinct, oneLine, shortened, visible, walled } from '../cards/visible.ts'
import { LETTERS, left } from './data-table.ts'
import { LIMITS } from './limits.ts'
import { preformatted, smallPrint } from './rich-text.ts'

const { dataVisualization } = LIMITS

/** Slack's own chart; `@slack/types` 3.2 does not know it yet. */
export interface DataVisualizationBlock {
  readonly type: 'data_visualization'
  readonly title: string
  readonly chart: {
    readonly type: 'bar' | 'line'
    readonly series: readonly {
      readonly name: string
      readonly data: readonly { readonly label: string; readonly value: number }[]
    }[]
    readonly axis_config: { readonly categories: readonly string[]; readonly y_label: string }
  }
}

/** The picture, and in small print whatever of the chart it cannot show. */
export function dataVisualizationBlocks(chart: Chart): (KnownBlock | DataVisualizationBlock)[] {
  const { rows, columns, gaps } = plottable(chart)
  if (rows.length === 0 || columns.length === 0) return letterChartBlocks(chart)
  const names = distinct(
    chart.series.map((series) => series.name),
    dataVisualization.label,
  )
  const labels = distinct(chart.categories, dataVisualization.label)
  const block: DataVisualizationBlock = {
    type: 'data_visualization',
    title: shortened(oneLine(chart.title), dataVisualization.title),
    chart: {
      type: chart.shape,
      series: rows.map((row) => ({
        name: names[row] ?? '',
        data: columns.map((column) => ({ label: labels[column] ?? '', value: valueAt(chart, row, column) ?? 0 })),
      })),
      axis_config: {
        categories: columns.map((column) => labels[column] ?? ''),
        y_label: shortened(oneLine(chart.unit), dataVisualization.axisLabel),
      },
    },
  }
  return [
    block,
    ...named('No data', gaps.empty),
    ...named('Not drawn, for a part of it has no data', gaps.partly),
    ...left(chart.series.length - dataVisualization.series, 'series', 'series'),
    ...left(chart.categories.length - dataVisualization.categories, shownFirst(chart) ? 'bar' : 'earlier point'),
  ]
}

/** A chart after the second, or one with nothing to draw natively: letters and the sentence. */
export function letterChartBlocks(chart: Chart): KnownBlock[] {
  const head = `${oneLine(chart.title)}: ${visible(chart.words)}`
  return [
    ...smallPrint(head),
    ...preformatted(bars(chart, LETTERS).slice(0, LETTER_LINES).join('\n')),
    ...left(lines(chart) - LETTER_LINES, 'line'),
  ]
}

const LETTER_LINES = 30
const lines = (chart: Chart) => (chart.series.length === 1 ? chart.categories.length : chart.series.length)

/**
 * The series and categories that Slack can draw. It wants a value for every point and would show a gap as zero, so
 * the series or category with most gaps is left out until none is left, and named.
 */
function plottable(chart: Chart): { rows: number[]; columns: number[]; gaps: Gaps } {
  let rows = chart.series.map((_, i) => i).slice(0, dataVisualization.series)
  const all = chart.categories.map((_, i) => i)
  let columns = shownFirst(chart)
    ? all.slice(0, dataVisualization.categories)
    : all.slice(-dataVisualization.categories)
  const gaps: Gaps = { empty: [], partly: [] }
  for (;;) {
    const holes = (row: number, column: number) => (valueAt(chart, row, column) === undefined ? 1 : 0)
    const byRow = worst(rows, (row) => columns.reduce((sum, column) => sum + holes(row, column), 0) / columns.length)
    const byColumn = worst(columns, (column) => rows.reduce((sum, row) => sum + holes(row, column), 0) / rows.length)
    if (byRow.share === 0 || byColumn.share === 0) break
    if (byRow.share > byColumn.share) {
      rows = rows.filter((row) => row !== byRow.at)
      gaps[byRow.share === 1 ? 'empty' : 'partly'].push(oneLine(chart.series[byRow.at]?.name ?? ''))
    } else {
      columns = columns.filter((column) => column !== byColumn.at)
      gaps[byColumn.share === 1 ? 'empty' : 'partly'].push(oneLine(chart.categories[byColumn.at] ?? ''))
    }
  }
  return { rows, columns, gaps }
}

interface Gaps {
  readonly empty: string[]
  readonly partly: string[]
}

const named = (what: string, names: readonly string[]) =>
  names.length === 0 ? [] : smallPrint(`${what}: ${names.map(walled).join(', ')}`)

/** Bars rank, so the first matter; a line tells a story, so its end does. */
const shownFirst = (chart: Chart) => chart.shape === 'bar'

function worst(indexes: readonly number[], share: (index: number) => number): { at: number; share: number } {
  return indexes.reduce((found, at) => (share(at) > found.share ? { at, share: share(at) } : found), {
    at: -1,
    share: 0,
  })
}

function valueAt(chart: Chart, row: number, column: number): number | undefined {
  const value = chart.series[row]?.values[column]
  return value !== null && Number.isFinite(value) ? value : undefined
}
