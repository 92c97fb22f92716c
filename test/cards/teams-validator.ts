import { createRequire } from 'node:module'
import { Ajv, type ErrorObject } from 'ajv'
import { hasShared, sharedJson } from './shared.ts'

type Json = Readonly<Record<string, unknown>>

/** What a client that knows Adaptive Cards 1.5 would refuse; `Chart.*` and `msteams` are Teams' own and looked at apart. */
export function teamsFaults(card: unknown): string[] {
  const size = JSON.stringify(card).length
  return [...(size > 28_000 ? [`${size} characters, of at most 28000`] : []), ...refusedFaults(card)]
}

/** The same without our own budget: what Teams itself would not take. */
export const refusedFaults = (card: unknown): string[] => [
  ...duplicates(card),
  ...chartFaults(card),
  ...schemaFaults(withoutExtensions(card)),
]

function schemaFaults(card: unknown): string[] {
  if (validate(card)) return []
  // A wrong element is reported for every element it could have been; the deepest place is where it went wrong.
  const deepest = [...(validate.errors ?? [])].sort((a, b) => depth(b) - depth(a)).slice(0, 3)
  return deepest.map((error) => `${error.instancePath}: ${error.message ?? ''} ${JSON.stringify(error.params)}`)
}

const validate = compiled()

function compiled() {
  const ajv = new Ajv({ strict: false, validateFormats: false })
  ajv.addMetaSchema(createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json'))
  // Its own id is an address which no reference inside it uses.
  const { id: _, ...schema } = (hasShared ? sharedJson('adaptive-card-1.5.0.schema.json') : {}) as Json
  return ajv.compile(schema)
}

const depth = (error: ErrorObject) => error.instancePath.split('/').length

/** Each chart becomes its fallback, as it does in a client that knows no charts. */
function withoutExtensions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExtensions)
  if (typeof value !== 'object' || value === null) return value
  const { msteams: _, ...rest } = value as Json
  if (String(rest.type).startsWith('Chart.')) return withoutExtensions(rest.fallback)
  return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, withoutExtensions(inner)]))
}

const CHARTS = ['Chart.Line', 'Chart.VerticalBar', 'Chart.VerticalBar.Grouped', 'Chart.HorizontalBar']

function chartFaults(card: unknown): string[] {
  return all(card)
    .filter((element) => String(element.type).startsWith('Chart.'))
    .flatMap((chart) => {
      const data = Array.isArray(chart.data) ? (chart.data as Json[]) : []
      const points = data.flatMap((item) => (Array.isArray(item.values) ? (item.values as Json[]) : [item]))
      const faults = CHARTS.includes(String(chart.type)) ? [] : [`no chart ${String(chart.type)}`]
      if (points.length === 0) faults.push('a chart without a point')
      if (chart.fallback === undefined) faults.push('a chart without a fallback')
      if (points.some((at) => typeof at.x !== 'string' || !Number.isFinite(at.y)))
        faults.push('a point without a number')
      return faults
    })
}

function duplicates(card: unknown): string[] {
  const ids = all(card).flatMap((element) => (typeof element.id === 'string' ? [element.id] : []))
  return ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id} twice`)
}

function all(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(all)
  if (typeof value !== 'object' || value === null) return []
  return [value as Json, ...Object.values(value).flatMap(all)]
}
