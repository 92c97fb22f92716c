import type { Chart } from '../cards/card.ts'
import { chartLines } from '../cards/plain-text.ts'
import { distinct, oneLine, shortened } from '../cards/visible.ts'
import { type Element, left, SMALL, textBlock } from './element.ts'
import { LIMITS } from './limits.ts'

/**
 * The sentence, the picture, and the figures behind a button: charts are a Teams extension that iOS leaves blank
 * (AdaptiveCards #9120), so the picture is never the only place of a figure. What was not recorded has no point.
 */
export function chartElements(chart: Chart, id: string): Element[] {
  const [words = '', ...figures] = chartLines(chart)
  const picture = drawn(chart)
  const told: Element = {
    type: 'Container',
    id,
    isVisible: false,
    spacing: 'Small',
    items: figures.slice(0, LIMITS.series).map((line) => textBlock(shortened(line, LIMITS.value), SMALL)),
  }
  const toggle: Element = {
    type: 'Container',
    spacing: 'Small',
    selectAction: { type: 'Action.ToggleVisibility', title: 'Show or hide the figures', targetElements: [id] },
    items: [textBlock('Show figures', { size: 'Small', color: 'Accent' })],
  }
  return [
    textBlock(shortened(words, LIMITS.text), { spacing: 'Medium' }),
    ...(picture === undefined ? [] : [picture]),
    ...left(chart.series.length - LIMITS.series, 'series', 'series'),
    ...left(chart.categories.length - LIMITS.categories, chart.shape === 'bar' ? 'bar' : 'earlier point'),
    ...(figures.length === 0 ? [] : [toggle, told]),
    ...left(figures.length - LIMITS.series, 'series', 'series'),
  ]
}

/** undefined where there is no point to draw. */
function drawn(chart: Chart): Element | undefined {
  const labels = distinct(chart.categories, LIMITS.label)
  const all = labels.map((label, i) => ({ label, i }))
  // Teams leaves out labels on an axis of dates alone, and draws all others over each other.
  const days = chart.shape === 'line' && all.length > MOST_LABELS ? chart.days : undefined
  const kept = chart.shape === 'bar' ? all.slice(0, LIMITS.categories) : all.slice(-LIMITS.categories)
  const series = chart.series
    .slice(0, LIMITS.series)
    .map(({ name, values }) => ({
      legend: shortened(oneLine(name), LIMITS.label),
      values: kept.flatMap(({ label, i }) => {
        const y = values[i]
        return typeof y === 'number' && Number.isFinite(y) ? [{ x: days?.[i] ?? label, y }] : []
      }),
    }))
    .filter(({ values }) => values.length > 0)
  const [first, ...others] = series
  if (first === undefined) return undefined
  const long = kept.some(({ label }) => label.length > 10)
  const single = others.length === 0 && chart.shape === 'bar'
  return {
    type:
      chart.shape === 'line' ? 'Chart.Line' : single ? (long ? 'Chart.HorizontalBar' : 'Chart.VerticalBar') : GROUPED,
    title: shortened(oneLine(chart.title), LIMITS.label),
    yAxisTitle: shortened(oneLine(chart.unit), LIMITS.label),
    // Else each bar has a colour of its own, which means nothing.
    ...(single ? { color: 'categoricalBlue', data: first.values } : { data: series }),
    fallback: textBlock('This client draws no charts; the figures are one press away.', SMALL),
  }
}

const GROUPED = 'Chart.VerticalBar.Grouped'
/** Beside each other in the width of a card. */
const MOST_LABELS = 8
