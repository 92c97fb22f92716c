import stringWidth from 'string-width'
import type { Chart } from './card.ts'
import { point } from './format.ts'
import { cut, padded } from './grid.ts'
import { oneLine } from './visible.ts'

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const STEPS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** A chart in letters: a bar a category for one series, a line of steps a series for several. Figures stand beside. */
export function bars(chart: Chart, width: number): string[] {
  const [only, ...others] = chart.series
  if (only === undefined) return []
  return others.length === 0 ? barLines(chart, only.values, width) : stepLines(chart, width)
}

function barLines(chart: Chart, values: readonly (number | null)[], width: number): string[] {
  const labels = chart.categories.map(oneLine)
  const figures = labels.map((_, i) => point(values[i] ?? null, chart.unit))
  const labelWidth = Math.min(widest(labels), Math.max(8, Math.floor(width / 3)))
  const figureWidth = widest(figures)
  const room = Math.max(4, Math.min(40, width - labelWidth - figureWidth - 4))
  const most = Math.max(0, ...values.map((value) => Math.abs(finite(value))))
  return labels.map((label, i) => {
    const drawn = bar(Math.abs(finite(values[i])), most, room)
    const figure = padded(figures[i] ?? '', figureWidth, 'right')
    return `${padded(cut(label, labelWidth), labelWidth, 'left')}  ${figure}  ${drawn}`.trimEnd()
  })
}

function stepLines(chart: Chart, width: number): string[] {
  const names = chart.series.map((series) => oneLine(series.name))
  const nameWidth = Math.min(widest(names), Math.max(8, Math.floor(width / 3)))
  const all = chart.series.flatMap((series) => series.values.map(finite))
  const low = Math.min(0, ...all)
  const high = Math.max(0, ...all)
  return chart.series.map((series, i) => {
    const steps = chart.categories.map((_, at) => step(series.values[at] ?? null, low, high)).join('')
    const ends = [series.values[0] ?? null, series.values[chart.categories.length - 1] ?? null]
    const told = ends.map((value) => point(value, chart.unit)).join(' → ')
    return `${padded(cut(names[i] ?? '', nameWidth), nameWidth, 'left')}  ${steps}  ${told}`
  })
}

function bar(size: number, most: number, room: number): string {
  if (size === 0 || most === 0) return ''
  const eighths = Math.max(1, Math.round((size / most) * room * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '')
}

/** What was not recorded is a gap, never the lowest step. */
function step(value: number | null, low: number, high: number): string {
  if (value === null || !Number.isFinite(value)) return ' '
  const share = high === low ? 0 : (value - low) / (high - low)
  return STEPS[Math.min(STEPS.length - 1, Math.floor(share * STEPS.length))] ?? ''
}

const finite = (value: number | null | undefined) => (Number.isFinite(value) ? Number(value) : 0)
const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => stringWidth(text)))
